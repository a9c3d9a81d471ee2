"""What a missile programme was seen doing without launches: bases, production, stands, parades."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from servanda.dossier import Dossier, Trail
from servanda.records import Finding, Observation, Site, Test, dates
from servanda.words import count, join

from .gaps import BALLISTIC, NUCLEAR, last

NAMED = 3  # places named under each head, the newest
# What was seen, in the order in which it is told, and in words.
HEADS = {
    "production": "production",
    "deployment": "bases and deployment",
    "maintenance": "bases and deployment",
    "construction": "construction",
    "engine_test": "engine and ground tests",
    "preparation": "preparation",
    "parade": "parades",
    "dismantlement": "dismantlement",
    "operating": "operation",
    "other": "other",
    "not_operating": "no activity",
}
TEST_HEADS = {"engine": "engine_test"}  # other tests outside the count stand under "other"


class Report(NamedTuple):
    """One thing seen or announced: an observation, or a test that is no launch.

    Attributes
    ----------
    record : Observation or Test
        Where it stands.
    activity : str
        As an observation's ``activity``.
    seen, known : date
        Last day it speaks of, and the day it became public.
    where, who, code, text : str
        Place, who says so, Admiralty code and words; empty where not given.
    """

    record: Observation | Test
    activity: str
    seen: date
    known: date
    where: str
    who: str
    code: str
    text: str


def missile_programme(dossier: Dossier, judged: dict[str, Any]) -> Finding | None:
    """What was seen of the missile programme since the last launch, and in the time before it.

    An observation belongs to it when its site is a missile site (`missile_sites`: words of its
    type), or when it names no site and its text or facility speaks of missiles (`missile_words`).
    Tests of engines, and of weapons outside the count of launches, belong to it.
    """
    launch = last(dossier.tests, BALLISTIC)
    trail = Trail(dossier)
    found = _reports(dossier, judged)
    if launch is None or not found:
        return None
    trail.use(launch)
    party = trail.name(launch.party)
    start = dates.parse(launch.date, launch.zone).last_day
    floor = start - timedelta(days=judged["programme_days"])
    since = [one for one in found if one.seen > start]
    before = [one for one in found if floor < one.seen <= start]
    day = dates.say(start.isoformat())
    if since:
        said = (
            f"Since the last launch ({day}) the missile programme of {party} was seen or reported "
            f"at work without launching, in {count(len(since), 'report', 'reports')}: "
            f"{_told(since)}."
        )
    else:
        said = (
            f"Since the last launch ({day}) no report on the missile programme of {party} besides "
            "launches is known, which is no sign of rest."
        )
    if before:
        said += (
            f" In the {judged['programme_days']} days before that launch, beside launches, "
            f"{count(len(before), 'report', 'reports')}: {_counts(before)}."
        )
    elif not since:
        newest = found[-1]
        said += f" The latest report before is of {dates.say(newest.known.isoformat())}."
        before = [newest]
    for one in (*before, *since):
        _cite(trail, one.record)
    return Finding(
        id="capability.missile_programme",
        objective="illusion",
        sentence=said,
        value=len(since),
        unit="reports since the last launch",
        cites=trail.cites,
        method="missile-programme",
        parts={
            "since": start.isoformat(),
            "before_days": judged["programme_days"],
            "by_activity": {head: _ids(rows) for head, rows in _by_head(since).items()},
            "before": {head: _ids(rows) for head, rows in _by_head(before).items()},
        },
        series=(
            *(_row(one, "before") for one in before),
            *(_row(one, "since") for one in since),
        ),
    )


def _reports(dossier: Dossier, judged: dict[str, Any]) -> list[Report]:
    """All reports on the programme, in the order in which they became known.

    A test that is observed too (an engine test seen at its stand) counts once, as observed.
    """
    seen = [
        _observed(dossier, one)
        for one in dossier.of(Observation)
        if _is_missile(dossier, one, judged)
    ]
    days = {(one.activity, one.seen) for one in seen}
    tested = [
        _tested(dossier, test)
        for test in dossier.tests
        if test.test_type not in BALLISTIC + NUCLEAR
    ]
    seen += [one for one in tested if (one.activity, one.seen) not in days]
    return sorted(seen, key=lambda one: (one.known, one.seen, one.record.id))


def _is_missile(dossier: Dossier, seen: Observation, judged: dict[str, Any]) -> bool:
    site = dossier.get(seen.site)
    if isinstance(site, Site):
        return any(word in site.site_type for word in judged["missile_sites"])
    words = f"{seen.facility or ''} {seen.text}".lower()
    return any(word in words for word in judged["missile_words"])


def _observed(dossier: Dossier, seen: Observation) -> Report:
    site = dossier.get(seen.site)
    return Report(
        record=seen,
        activity=seen.activity,
        seen=dates.parse(seen.date, seen.zone).last_day,
        known=dates.known_day(seen.known),
        where=site.name if isinstance(site, Site) else (seen.facility or ""),
        who=dossier.name_of(seen.observer) if seen.observer else "",
        code=seen.admiralty or "",
        text=seen.text,
    )


def _tested(dossier: Dossier, test: Test) -> Report:
    site = dossier.get(test.site)
    return Report(
        record=test,
        activity=TEST_HEADS.get(test.test_type, "other"),
        seen=dates.parse(test.date, test.zone).last_day,
        known=dates.known_day(test.known),
        where=site.name if isinstance(site, Site) else (test.place or ""),
        who=dossier.name_of(test.party),
        code="",
        text=test.label,
    )


def _cite(trail: Trail, record: Observation | Test) -> None:
    """A report, who says so, and the site whose type makes it one of the missile programme."""
    trail.use(record)
    trail.name((record.observer if isinstance(record, Observation) else None) or record.party)
    site = trail.dossier.get(record.site)
    if site is not None:
        trail.use(site)


def _by_head(rows: Sequence[Report]) -> dict[str, list[Report]]:
    found: dict[str, list[Report]] = {}
    for head in dict.fromkeys(HEADS.values()):
        own = [one for one in rows if HEADS[one.activity] == head]
        if own:
            found[head] = own
    return found


def _told(rows: Sequence[Report]) -> str:
    """Each head with its newest places: who says so, and when it became known last."""
    told = []
    for head, own in _by_head(rows).items():
        places: dict[str, list[Report]] = {}
        for one in own:  # the newest report puts a place last, to be named first
            places[one.where] = [*places.pop(one.where, []), one]
        named = [_named(where, found) for where, found in list(places.items())[-NAMED:]]
        more = [f"{len(places) - NAMED} more"] if len(places) > NAMED else []
        told.append(f"{head}: {join(named[::-1] + more)}")
    return "; ".join(told)


def _named(where: str, rows: Sequence[Report]) -> str:
    """A place, who reported on it, and the day of the newest report."""
    who = join(list(dict.fromkeys(one.who for one in rows if one.who)))
    day = dates.say(rows[-1].known.isoformat())
    many = f"{len(rows)} reports to {day}" if len(rows) > 1 else day
    return f"{where.split(' (', maxsplit=1)[0]} ({who}, {many})" if where else f"{who} ({many})"


def _counts(rows: Sequence[Report]) -> str:
    return join([f"{len(own)} of {head}" for head, own in _by_head(rows).items()])


def _ids(rows: Sequence[Report]) -> list[str]:
    return [one.record.id for one in rows]


def _row(one: Report, window: str) -> dict[str, Any]:
    return {
        "id": one.record.id,
        "window": window,
        "date": one.record.date,
        "known": one.known.isoformat(),
        "place": one.where,
        "activity": one.activity,
        "label": one.text,
        "observer": one.who,
        "admiralty": one.code,
    }
