"""The calm since the last test: how long it is, how unusual, and what the count leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from servanda.dossier import Dossier, Trail
from servanda.records import Event, Finding, Test, dates
from servanda.words import days, join, none_or

from .gaps import BALLISTIC, NUCLEAR, Gap, completed, counted, last, since

WORDS = {NUCLEAR: "nuclear test", BALLISTIC: "ballistic launch"}
MANY = {NUCLEAR: "nuclear tests", BALLISTIC: "ballistic launches"}


def days_since(dossier: Dossier) -> Iterator[Finding]:
    """Days since the last nuclear test and the last ballistic launch (space launches count)."""
    for types, id in ((NUCLEAR, "nuclear_test"), (BALLISTIC, "ballistic_launch")):
        test = last(dossier.tests, types)
        if test is None:
            continue
        trail = Trail(dossier)
        trail.use(test)
        value, low, high = since(test, dossier.as_of)
        party = trail.name(test.party)
        yield Finding(
            id=f"verification.days_since_{id}",
            objective="standing",
            sentence=f"{_count(value, low, high, test)} since the last {WORDS[types]} "
            f"by {party}{_what(test)}, {dates.when(test.date, test.zone)}.",
            value=value,
            low=low,
            high=high,
            unit="days",
            cites=trail.cites,
            method="days-since",
            parts={"test": test.id, "date": test.date, "zone": test.zone},
        )


def lull(dossier: Dossier, parameters: dict[str, Any]) -> Finding | None:
    """How unusual the calm is: the gaps between all known tests, and what is not counted."""
    ballistic, nuclear = (counted(dossier.tests, types) for types in (BALLISTIC, NUCLEAR))
    if not ballistic and not nuclear:
        return None
    trail = Trail(dossier)
    trail.use_all(nuclear)
    trail.use_all(ballistic)
    sentences: list[str] = []
    parts: dict[str, Any] = {}
    for name, tests, types in (
        ("ballistic", ballistic, BALLISTIC),
        ("nuclear", nuclear, NUCLEAR),
    ):
        if tests:
            said, part = _compare(dossier, trail, tests, types, parameters)
            sentences += said
            parts[name] = part
    outside = _outside(dossier, ballistic or nuclear)
    if outside:
        trail.use_all(outside)
        sentences.append(
            "The count leaves out "
            + join([f"{_outside_name(test)} ({_when(test)})" for test in outside])
            + "."
        )
        parts["outside"] = [test.id for test in outside]
    tests = ballistic or nuclear
    value, low, high = since(last(tests, BALLISTIC + NUCLEAR) or tests[-1], dossier.as_of)
    return Finding(
        id="verification.lull",
        objective="standing",
        sentence=" ".join(sentences),
        value=value,
        low=low,
        high=high,
        unit="days",
        basis="derived",
        cites=trail.cites,
        method="lull",
        parts=parts,
        series=tuple(_row(test) for test in sorted(nuclear + ballistic, key=_drawn)),
    )


def _compare(
    dossier: Dossier,
    trail: Trail,
    tests: list[Test],
    types: tuple[str, ...],
    parameters: dict[str, Any],
) -> tuple[list[str], dict[str, Any]]:
    """Set the present lull of one kind of test beside the earlier ones."""
    newest = last(tests, types) or tests[-1]
    now, now_low, now_high = since(newest, dossier.as_of)
    gaps = completed(tests)
    pauses = [gap for gap in gaps if gap.high >= parameters["shortest_lull_days"]]
    longer = [gap for gap in pauses if gap.low > now]
    maybe = [gap for gap in pauses if gap.low <= now < gap.high]
    part: dict[str, Any] = {
        "current": now,
        "current_low": now_low,
        "current_high": now_high,
        "gaps": len(gaps),
        "longer": [_gap_row(gap) for gap in longer],
        "perhaps_longer": [_gap_row(gap) for gap in maybe],
    }
    what, many = WORDS[types], MANY[types]
    said = [f"The last {what} was {days(now)} before {_day(dossier)}; the lull has not ended."]
    if not gaps:
        said.append(f"Only one {what} is known.")
        return said, part
    if len(gaps) < parameters["min_gaps_for_percentile"]:
        lengths = join([f"{gap.words}" for gap in gaps])
        said.append(
            f"The {len(gaps)} earlier lulls between {many} lasted {lengths} days: "
            "too few for a percentile."
        )
        part["lengths"] = [gap.words for gap in gaps]
    elif now < parameters["shortest_lull_days"]:
        said += _after_a_pause(pauses, many, part)
    elif len(longer) > parameters["listed_lulls"]:
        said.append(
            f"Of {len(pauses)} earlier pauses of {parameters['shortest_lull_days']} days or more "
            f"between {many}, {len(longer)} certainly lasted longer."
        )
    elif longer:
        listed = join(
            [
                f"{gap.words} days from {dates.parse(gap.before.date).first_day.year}"
                for gap in longer
            ]
        )
        said.append(
            f"Of {len(pauses)} earlier pauses of {parameters['shortest_lull_days']} days or more "
            f"between {many}, {len(longer)} certainly lasted longer: {listed}."
        )
    else:
        said.append(f"No earlier pause between {many} certainly lasted longer.")
    part["pauses"] = len(pauses)
    said += _under_leader(dossier, trail, gaps, now, part, newest, parameters)
    return said, part


def _after_a_pause(pauses: list[Gap], many: str, part: dict[str, Any]) -> list[str]:
    """When tests have resumed, what stands out is the pause that ended."""
    if not pauses:
        return []
    ended = pauses[-1]
    test = ended.after
    part["ended"] = ended.words
    return [
        f"The latest pause of some length between {many}, {ended.words} days, ended "
        f"{dates.when(test.date, test.zone)}."
    ]


def _under_leader(
    dossier: Dossier,
    trail: Trail,
    gaps: list[Gap],
    now: int,
    part: dict[str, Any],
    newest: Test,
    parameters: dict[str, Any],
) -> list[str]:
    """Say what the gaps begun under the present leader of the testing party show."""
    changes = [
        event
        for event in dossier.of(Event)
        if event.event_type == "leadership" and newest.party in event.parties
    ]
    if not changes:
        return []
    change = trail.use(max(changes, key=lambda event: (event.date, event.id)))
    start = dates.parse(change.date, change.zone).first_day
    under = [
        gap for gap in gaps if dates.parse(gap.before.date, gap.before.zone).first_day >= start
    ]
    part["leader_since"] = start.isoformat()
    if not under:
        return []
    longest = max(under, key=lambda gap: (gap.low, gap.after.id))
    part["longest_under_leader"] = longest.low
    if now < parameters["shortest_lull_days"]:
        return []
    told = f"{none_or(sum(1 for gap in under if gap.low > now), 'was longer', 'were longer')}"
    return [
        f"Of those begun under the present leader (since {dates.say(change.date, change.zone)}) "
        f"{told}; the longest completed one lasted {longest.words} days."
    ]


def _outside(dossier: Dossier, tests: list[Test]) -> list[Test]:
    """Tests since the last counted one that the count does not take in."""
    newest = last(tests, BALLISTIC + NUCLEAR)
    if newest is None:
        return []
    end = dates.parse(newest.date, newest.zone).latest
    chosen = [
        test
        for test in dossier.tests
        if test.test_type not in BALLISTIC + NUCLEAR
        and test.party == newest.party
        and dates.parse(test.date, test.zone).earliest > end
    ]
    return sorted(chosen, key=lambda test: (test.date, test.id))


def _outside_name(test: Test) -> str:
    kind = {"engine": "an engine test", "cruise": "a cruise missile test"}
    named = kind.get(test.test_type, "a test outside these classes")
    return f"{named}, {test.weapon}" if test.weapon else named


def _count(value: int, low: int, high: int, test: Test) -> str:
    if low == high or test.zone == "UTC":
        spread = "" if low == high else f" ({low} to {high}, as the date allows)"
        return f"{days(value)}{spread}"
    city = test.zone.rpartition("/")[2].replace("_", " ")
    local = low if low != value else high
    if high - low <= 1:
        return f"{days(value)} counted in UTC, {local} in {city}"
    return f"{days(value)} counted in UTC ({low} to {high}, as date and zone allow)"


def _what(test: Test) -> str:
    named = [text for text in (test.weapon, test.place) if text]
    return f" ({', '.join(named)})" if named else ""


def _when(test: Test) -> str:
    return dates.say(test.date, test.zone)


def _day(dossier: Dossier) -> str:
    return dates.say(dossier.as_of.isoformat())


def _gap_row(gap: Gap) -> dict[str, Any]:
    return {
        "low": gap.low,
        "high": gap.high,
        "from": gap.before.date,
        "to": gap.after.date,
        "before": gap.before.id,
        "after": gap.after.id,
    }


def _row(test: Test) -> dict[str, Any]:
    span = dates.parse(test.date, test.zone)
    return {
        "date": span.first_day.isoformat(),
        "type": test.test_type,
        "class": test.test_class,
        "label": test.label,
        "outcome": test.outcome,
    }


def _drawn(test: Test) -> tuple[Any, str]:
    return dates.parse(test.date, test.zone).earliest, test.id
