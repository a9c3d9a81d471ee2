"""Three headline scores: how far the commitments to deliver of the current round are carried out.

Per commitment and obligor the score runs from ``100 sum_j(j m_j) / 3`` to that plus
``100 theta``; a group is the average over its rated pairs, with coverage, and with the unrated at
0 and at 100. Levels are ordinal and averaged by convention, as the Kroc Institute does. Only
commitments to deliver count; those that are dormant, or that the obligor declared ended, stay
outside. Kinds of undertaking are never averaged together: the headline is the kind with the most
commitments in the round; the others are given beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from servanda.commitments.belief import Belief
from servanda.commitments.declared import declared_at
from servanda.commitments.register import Register, Standing
from servanda.commitments.status import held_on, is_dormant, known_by
from servanda.dossier import Trail
from servanda.records import Commitment, Finding, dates
from servanda.words import capital, count, join, number

from .rounds import Round

THEMES = {
    "denuclearisation": "denuclearisation",
    "peace_military": "the peace regime and military confidence",
    "exchange_humanitarian": "exchanges and humanitarian questions",
}
KINDS = {
    "mutual_commitment": ("mutual commitment", "mutual commitments"),
    "unilateral_pledge": ("unilateral pledge", "unilateral pledges"),
    "legal_obligation": ("legal obligation", "legal obligations"),
    "oral_promise": ("oral promise", "oral promises"),
}


class Pair(NamedTuple):
    """A commitment by an obligor on a day: its belief; None when nothing is reported."""

    commitment: Commitment
    obligor: str
    held: Belief | None


class Group(NamedTuple):
    """The score of a group of pairs.

    Attributes
    ----------
    pairs, rated : int
        How many, and of how many anything is reported.
    low, high : float or None
        Score of the rated: as reported, and with all that is unknown about them done.
    low_all, high_all : float
        With the unrated at 0 and at 100.
    """

    pairs: int
    rated: int
    low: float | None
    high: float | None
    low_all: float
    high_all: float

    def row(self) -> dict[str, Any]:
        """As a row, coverage included, one decimal."""
        return {
            "pairs": self.pairs,
            "rated": self.rated,
            "coverage": round(self.rated / self.pairs, 3) if self.pairs else None,
            "low": self.low,
            "high": self.high,
            "low_all": self.low_all,
            "high_all": self.high_all,
        }


def score(pairs: Sequence[Pair]) -> Group:
    """The score of a group of at least one pair."""
    scores = [pair.held.score for pair in pairs if pair.held is not None]
    unrated = len(pairs) - len(scores)
    low, high = sum(low for low, _ in scores), sum(high for _, high in scores)
    return Group(
        pairs=len(pairs),
        rated=len(scores),
        low=round(low / len(scores), 1) if scores else None,
        high=round(high / len(scores), 1) if scores else None,
        low_all=round(low / len(pairs), 1),
        high_all=round((high + 100.0 * unrated) / len(pairs), 1),
    )


def scored(register: Register, current: Round, theme: str) -> list[Standing]:
    """The pairs that a theme's score is about: to deliver, in the round, by principals."""
    principals = {party.id for party in register.dossier.principals}
    return [
        standing
        for standing in register
        if standing.commitment.form == "deliver"
        and standing.commitment.theme == theme
        and standing.obligor in principals
        and current.holds(standing.commitment)
    ]


def pairs_on(
    trail: Trail, standings: Sequence[Standing], day: date, parameters: dict[str, Any]
) -> list[Pair]:
    """The pairs that count on a day, with what was then known of each."""
    moment = datetime.combine(day, time.max, UTC)
    found = []
    for each in standings:
        commitment = each.commitment
        if dates.known_day(commitment.known) > day or is_dormant(trail, commitment, day):
            continue
        acts = [act for act in each.acts if dates.known_day(act.known) <= day]
        state = declared_at(commitment, acts, moment)
        if state.ended or state.state == "not yet in force":
            continue
        held = held_on(trail, commitment, known_by(each.reports, day), day, parameters)
        found.append(Pair(commitment, each.obligor, held))
    return found


def score_findings(
    register: Register, current: Round, parameters: dict[str, Any]
) -> Iterator[Finding]:
    """Yield ``assessment.score_<theme>`` for each theme in which something is to be delivered."""
    for theme in THEMES:
        standings = scored(register, current, theme)
        if standings:
            yield _finding(register, current, theme, standings, parameters)


def headline_kind(standings: Sequence[Standing]) -> str:
    """The kind of undertaking with the most pairs; of equals the first in the order of KINDS."""
    made = {
        kind: sum(1 for each in standings if each.commitment.undertaking == kind) for kind in KINDS
    }
    return max(KINDS, key=lambda kind: (made[kind], -list(KINDS).index(kind)))


def _finding(
    register: Register,
    current: Round,
    theme: str,
    standings: list[Standing],
    parameters: dict[str, Any],
) -> Finding:
    dossier = register.dossier
    trail = Trail(dossier)
    current.cite(trail)
    for each in standings:
        trail.use_all(dossier.need(id) for id in each.cites)
    kind = headline_kind(standings)
    headline = [each for each in standings if each.commitment.undertaking == kind]
    now = pairs_on(trail, standings, dossier.as_of, register.parameters)
    groups = {
        each: score([pair for pair in now if pair.commitment.undertaking == each])
        for each in KINDS
        if any(pair.commitment.undertaking == each for pair in now)
    }
    own = [pair for pair in now if pair.commitment.undertaking == kind]
    obligors = {
        trail.name(obligor): score([pair for pair in own if pair.obligor == obligor])
        for obligor in dict.fromkeys(pair.obligor for pair in own)
    }
    head = groups.get(kind)
    rows = [_row(trail, pair) for pair in now]
    series = tuple(_series(register, trail, headline, parameters))
    return Finding(
        id=f"assessment.score_{theme}",
        objective="opportunity",
        sentence=_sentence(theme, kind, current, groups, obligors, len(standings) - len(now)),
        value=head.low if head else None,
        low=head.low_all if head else None,
        high=head.high_all if head else None,
        unit="points out of 100",
        basis="derived" if head and head.rated else "absent",
        cites=trail.cites,
        method="score",
        parts={
            "kind": kind,
            "since": current.start.isoformat(),
            "groups": {each: group.row() for each, group in groups.items()},
            "by_obligor": {name: group.row() for name, group in obligors.items()},
            "outside": _outside(standings),
            "pairs": rows,
        },
        series=series,
    )


def _sentence(
    theme: str,
    kind: str,
    current: Round,
    groups: dict[str, Group],
    obligors: dict[str, Group],
    outside: int,
) -> str:
    since = dates.say(current.start.isoformat()[:7])
    head = groups.get(kind)
    about = f"on {THEMES[theme]}"
    if head is None:
        return f"No {KINDS[kind][0]} {about}, made since {since}, is in force and counts."
    counted = (
        f"Of {count(head.pairs, *KINDS[kind])} to deliver {about}, made since {since} and counted "
        "by obligor"
    )
    if head.low is None or head.high is None:
        said = [f"{counted}, none is rated: no report on what was done is known."]
    else:
        said = [
            f"{counted}, {number(head.rated)} {'has' if head.rated == 1 else 'have'} reports: "
            f"{_points(head.low)} to {_points(head.high)} of 100 points{_over_all(head)}."
        ]
        if len(obligors) > 1:
            said.append(f"By obligor: {join([_named(n, g) for n, g in obligors.items()])}.")
    others = [_named(KINDS[each][1], group) for each, group in groups.items() if each != kind]
    if others:
        said.append(f"Kept apart: {join(others)}.")
    if outside:
        said.append(
            f"{capital(number(outside))} {'stays' if outside == 1 else 'stay'} outside the count "
            "(condition not met, not begun, or ended)."
        )
    return " ".join(said)


def _over_all(head: Group) -> str:
    if head.rated == head.pairs:
        return ""
    return (
        f" ({_points(head.low_all)} to {_points(head.high_all)} with the unrated at nothing and at "
        "full)"
    )


def _named(name: str, group: Group) -> str:
    if group.low is None or group.high is None:
        return f"{name} unrated (0 of {group.pairs})"
    return (
        f"{name} {_points(group.low)} to {_points(group.high)} "
        f"({group.rated} of {group.pairs} rated)"
    )


def _points(value: float) -> str:
    return f"{value:.0f}"


def _outside(standings: Sequence[Standing]) -> list[dict[str, str]]:
    return [
        {
            "id": each.commitment.id,
            "obligor": each.obligor,
            "why": "dormant" if each.dormant else each.declared.state,
        }
        for each in standings
        if each.dormant or each.declared.ended or each.declared.state == "not yet in force"
    ]


def _row(trail: Trail, pair: Pair) -> dict[str, Any]:
    low, high = pair.held.score if pair.held is not None else (None, None)
    return {
        "id": pair.commitment.id,
        "title": pair.commitment.title,
        "obligor": trail.name(pair.obligor),
        "kind": pair.commitment.undertaking,
        "low": None if low is None else round(low, 1),
        "high": None if high is None else round(high, 1),
    }


def _series(
    register: Register, trail: Trail, headline: Sequence[Standing], parameters: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """The headline score on the first of each month, as then known, and on the day asked for."""
    as_of = register.dossier.as_of
    first = min(dates.known_day(each.commitment.known) for each in headline)
    floor = as_of.replace(year=as_of.year - parameters["series_years"], day=1)
    for day in _months(max(first, floor), as_of):
        pairs = pairs_on(trail, headline, day, register.parameters)
        if pairs:
            yield {"date": day.isoformat(), **score(pairs).row()}


def _months(first: date, last: date) -> Iterator[date]:
    yield first
    day = first
    while True:
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        if day >= last:
            break
        yield day
    if last > first:
        yield last
