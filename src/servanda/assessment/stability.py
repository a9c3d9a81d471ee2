"""The illusion of stability: calm measured, beside the progress that would make it last.

Episodes are runs of ballistic launches, of nuclear tests or of incidents by one actor, no more
than some days apart. Their rate in the last 365 days is compared with the 365 days before and
with the median of ten years. The interval is that of two gamma rates (Jeffreys) whose counts are
divided by the dispersion of the yearly counts: episodes cluster, so a count of ten tells less
than ten independent events would.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from servanda.commitments.register import Register
from servanda.dossier import Dossier, Trail
from servanda.records import Event, Finding, Incident, Record, dates
from servanda.words import capital, count, number

from .intervals import ratio_below, ratio_interval
from .rounds import Round
from .scores import headline_kind, pairs_on, scored
from .words import likelihood

YEAR = 365
LARGEST_RATIO = 50.0  # above it the year before holds too little to bound the ratio
UNATTRIBUTED = "unattributed"
LAUNCHES = ("ballistic", "space_launch")
SEVERITY = ((4, "grave"), (2, "serious"), (0, "minor"))


class Episode(NamedTuple):
    """A run of acts by one actor of one kind."""

    start: date
    actor: str
    kind: str
    ids: tuple[str, ...]


def episodes(acts: Sequence[tuple[date, str, str, str]], within_days: int) -> list[Episode]:
    """Join acts (day, actor, kind, id) of one actor and kind that are close to one another."""
    runs: dict[tuple[str, str], list[list[tuple[date, str]]]] = {}
    for day, actor, kind, id in sorted(acts):
        own = runs.setdefault((actor, kind), [])
        if own and (day - own[-1][-1][0]).days <= within_days:
            own[-1].append((day, id))
        else:
            own.append([(day, id)])
    return sorted(
        Episode(run[0][0], actor, kind, tuple(id for _, id in run))
        for (actor, kind), own in runs.items()
        for run in own
    )


def stability(register: Register, current: Round, parameters: dict[str, Any]) -> Finding | None:
    """``assessment.stability_illusion``; None when no launch, test or incident is on record."""
    dossier = register.dossier
    trail = Trail(dossier)
    current.cite(trail)
    years = parameters["median_years"]
    start = dossier.as_of - timedelta(days=years * YEAR)
    found = _acts(dossier, start)
    if not found:
        return None
    trail.use_all(record for _, record in found)
    runs = episodes([act for act, _ in found], parameters["episode_days"])
    counts = [_in_year(runs, dossier.as_of, ago) for ago in range(years)]
    now, before = counts[0], counts[1]
    dispersion = _dispersion(counts, parameters["least_dispersion"])
    shapes = (now + 0.5) / dispersion, (before + 0.5) / dispersion
    low, high = ratio_interval(*shapes)
    calm = ratio_below(parameters["calm_ratio"], *shapes)
    change = _progress(register, trail, current)
    slow = change is not None and change < parameters["progress_points"]
    probability = round(calm, 3) if slow else 0.0
    median = statistics.median(counts)
    exercises = _exercises(dossier, trail)
    names = {actor: _actor(trail, actor) for actor in dict.fromkeys(run.actor for run in runs)}
    return Finding(
        id="assessment.stability_illusion",
        objective="illusion",
        sentence=_sentence(counts, median, (low, high), change, calm, parameters),
        value=round((now + 0.5) / (before + 0.5), 2),
        low=round(low, 2),
        high=round(high, 2) if high <= LARGEST_RATIO else None,
        unit="ratio of episodes, last 365 days to the 365 before",
        probability=probability if change is not None else None,
        basis="modelled",
        cites=trail.cites,
        method="stability",
        parts={
            "episodes_by_year": counts,
            "median": median,
            "ratio_to_median": round((now + 0.5) / (median + 0.5), 2),
            "dispersion": round(dispersion, 2),
            "calm_probability": round(calm, 3),
            "calm_ratio": parameters["calm_ratio"],
            "score_change": change,
            "delta": parameters["progress_points"],
            "delta_level": parameters["level_points"],
            "by_kind": {
                kind: [
                    _in_year([r for r in runs if r.kind == kind], dossier.as_of, a) for a in (0, 1)
                ]
                for kind in dict.fromkeys(run.kind for run in runs)
            },
            "exercises": exercises,
        },
        series=tuple(
            {
                "date": run.start.isoformat(),
                "actor": names[run.actor],
                "kind": run.kind,
                "acts": len(run.ids),
            }
            for run in runs
        ),
    )


def _actor(trail: Trail, actor: str) -> str:
    return actor if actor == UNATTRIBUTED else trail.name(actor)


def _acts(dossier: Dossier, start: date) -> list[tuple[tuple[date, str, str, str], Record]]:
    """Launches, nuclear tests and incidents since a day: (day, actor, kind, id) and the record."""
    found: list[tuple[tuple[date, str, str, str], Record]] = []
    for test in dossier.tests:
        day = dates.parse(test.date, test.zone).last_day
        if day > start and test.test_type in (*LAUNCHES, "nuclear"):
            kind = "nuclear test" if test.test_type == "nuclear" else "launch"
            found.append(((day, test.party, kind, test.id), test))
    for incident in dossier.of(Incident):
        day = dates.parse(incident.date, incident.zone).last_day
        if day > start:
            actor = incident.by or UNATTRIBUTED
            found.append(((day, actor, f"{_severity(incident)} incident", incident.id), incident))
    return sorted(found, key=lambda item: item[0])


def _severity(incident: Incident) -> str:
    if incident.severity is None:
        return "ungraded"
    return next(word for least, word in SEVERITY if incident.severity >= least)


def _in_year(runs: Sequence[Episode], as_of: date, years_ago: int) -> int:
    end = as_of - timedelta(days=YEAR * years_ago)
    return sum(1 for run in runs if end - timedelta(days=YEAR) < run.start <= end)


def _dispersion(counts: Sequence[int], least: float) -> float:
    """Variance over mean of the yearly counts, at least the floor."""
    mean = statistics.fmean(counts)
    if mean == 0.0 or len(counts) < 2:
        return least
    return max(least, statistics.variance(counts) / mean)


def _progress(register: Register, trail: Trail, current: Round) -> float | None:
    """Change of the denuclearisation score over the year, on today's list of commitments.

    What had not been promised a year ago counts as nothing done then.
    """
    standings = scored(register, current, "denuclearisation")
    kind = headline_kind(standings) if standings else None
    headline = [each for each in standings if each.commitment.undertaking == kind]
    for each in headline:
        trail.use_all(register.dossier.need(id) for id in each.cites)
    for each in standings:
        trail.use(each.commitment)
    as_of = register.dossier.as_of
    now = pairs_on(trail, headline, as_of, register.parameters)
    if not now:
        return None
    then = pairs_on(trail, headline, as_of - timedelta(days=YEAR), register.parameters)
    scores = [
        sum(pair.held.score[0] for pair in pairs if pair.held is not None) for pairs in (now, then)
    ]
    return round((scores[0] - scores[1]) / len(now), 1)


def _exercises(dossier: Dossier, trail: Trail) -> list[dict[str, str]]:
    """Exercises, a series of their own: named, not counted as episodes."""
    start = dossier.as_of - timedelta(days=2 * YEAR)
    held = [
        event
        for event in dossier.of(Event)
        if event.event_type == "exercise"
        and start < dates.parse(event.date, event.zone).first_day <= dossier.as_of
    ]
    return [
        {"date": event.date, "title": event.title, "id": event.id}
        for event in sorted(trail.use_all(held), key=lambda event: (event.date, event.id))
    ]


def _sentence(
    counts: Sequence[int],
    median: float,
    ratio: tuple[float, float],
    change: float | None,
    calm: float,
    parameters: dict[str, Any],
) -> str:
    now, before = counts[0], counts[1]
    episodes_now = capital(count(now, "episode", "episodes"))
    said = [
        f"{episodes_now} of launches, nuclear tests or incidents in the last {YEAR} days "
        f"{'stands' if now == 1 else 'stand'} against "
        f"{number(before)} in the {YEAR} before and a median of {median:g} a year over "
        f"{parameters['median_years']} years: the rate is {_ratio(*ratio)} that of the year "
        "before (90 % interval)."
    ]
    if change is None:
        said.append("No denuclearisation commitment of the round counts, to set progress beside.")
        return " ".join(said)
    told = f"{change:+.0f}".replace("-", "−") if round(change) else "0"
    said.append(
        f"Over the same year the denuclearisation score changed by {told} points out of 100, with "
        "what was not yet promised counted as nothing done."
    )
    bar, level = parameters["progress_points"], parameters["level_points"]
    if change < bar:
        said.append(capital(_judged(calm, f"{bar:.0f} points")))
    else:
        said.append(
            f"It rose by {bar:.0f} points or more: by that bar, set beforehand, there was more "
            "than calm."
        )
        if change < level:
            whole = f"one whole level ({level:.0f} points)"
            said.append(f"By a stricter bar, {_judged(calm, whole)}")
    return " ".join(said)


def _judged(calm: float, bar: str) -> str:
    return (
        f"that the rate fell by half or more while the score rose by less than {bar} is "
        f"{_said(calm)} ({100 * calm:.0f} %)."
    )


def _ratio(low: float, high: float) -> str:
    if high > LARGEST_RATIO:
        return f"at least {low:.2g} times"
    return f"at most {high:.2g} times" if low < 0.01 else f"{low:.2g} to {high:.2g} times"


def _said(probability: float) -> str:
    word = likelihood(probability)
    return {
        "almost no chance": "almost excluded",
        "roughly even chance": "about as likely as not",
    }.get(word, word)
