"""What a missile programme was seen doing without launches: bases, production, stands, parades."""

from __future__ import annotations

from datetime import date
from typing import Any

from servanda.dossier import Dossier, Trail
from servanda.records import Finding, Observation, Site, dates
from servanda.words import count, join

from .gaps import BALLISTIC, last

PLACES = 3  # named under each head
# What was seen, in the order in which it is told, and in words.
HEADS = {
    "production": "production",
    "deployment": "bases and deployment",
    "maintenance": "bases and deployment",
    "construction": "construction",
    "engine_test": "engine tests",
    "preparation": "preparation",
    "parade": "parades",
    "dismantlement": "dismantlement",
    "operating": "operation",
    "other": "other",
    "not_operating": "no activity",
}


def missile_programme(dossier: Dossier, judged: dict[str, Any]) -> Finding | None:
    """What was seen of the missile programme since the last launch, besides launches.

    An observation belongs to it when its site is a missile site (`missile_sites`: words of its
    type), or when it names no site and its text or facility speaks of missiles (`missile_words`).
    """
    launch = last(dossier.tests, BALLISTIC)
    seen = [one for one in dossier.of(Observation) if _is_missile(dossier, one, judged)]
    if launch is None or not seen:
        return None
    trail = Trail(dossier)
    trail.use(launch)
    party = trail.name(launch.party)
    start = dates.parse(launch.date, launch.zone).last_day
    since = [one for one in seen if dates.parse(one.date, one.zone).last_day > start]
    before = [one for one in seen if one not in since]
    opening = (
        f"Since the last launch ({dates.say(start.isoformat())}) the missile programme of {party} "
    )
    if not since:
        _cite(trail, max(before, key=_order))
        said = (
            opening + "was not reported on: nothing known speaks of it, which is no sign of rest."
        )
    else:
        told = [f"{head} ({_tell(trail, dossier, rows)})" for head, rows in _by_head(since).items()]
        said = (
            f"{opening}was seen or reported at work without launching, in "
            f"{count(len(since), 'report', 'reports')}: {join(told)}."
        )
    for one in sorted(since, key=_order):
        _cite(trail, one)
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
            "by_activity": {
                head: [one.id for one in rows] for head, rows in _by_head(since).items()
            },
        },
        series=tuple(_row(dossier, one) for one in sorted(since, key=_order)),
    )


def _cite(trail: Trail, seen: Observation) -> None:
    """An observation, and the site whose type makes it one of the missile programme."""
    trail.use(seen)
    site = trail.dossier.get(seen.site)
    if site is not None:
        trail.use(site)


def _is_missile(dossier: Dossier, seen: Observation, judged: dict[str, Any]) -> bool:
    site = dossier.get(seen.site)
    if isinstance(site, Site):
        return any(word in site.site_type for word in judged["missile_sites"])
    words = f"{seen.facility or ''} {seen.text}".lower()
    return any(word in words for word in judged["missile_words"])


def _order(seen: Observation) -> tuple[date, Any, str]:
    return dates.known_day(seen.known), dates.parse(seen.date, seen.zone).latest, seen.id


def _by_head(seen: list[Observation]) -> dict[str, list[Observation]]:
    found: dict[str, list[Observation]] = {}
    for head in dict.fromkeys(HEADS.values()):
        rows = [one for one in seen if HEADS[one.activity] == head]
        if rows:
            found[head] = sorted(rows, key=_order)
    return found


def _tell(trail: Trail, dossier: Dossier, rows: list[Observation]) -> str:
    """The places under a head, newest last, and who reported them."""
    places = list(dict.fromkeys(name for one in rows if (name := _place(dossier, one))))
    observers = list(dict.fromkeys(one.observer for one in rows if one.observer))
    shown = places[-PLACES:]
    told = count(len(rows), "report", "reports")
    if shown:
        more = len(places) - len(shown)
        told += f": {join([*shown, f'{more} more'] if more else shown)}"
    return f"{told}; {join(trail.names(observers))}" if observers else told


def _place(dossier: Dossier, seen: Observation) -> str:
    site = dossier.get(seen.site)
    return site.name if isinstance(site, Site) else (seen.facility or "")


def _row(dossier: Dossier, seen: Observation) -> dict[str, Any]:
    return {
        "date": seen.date,
        "known": seen.known,
        "place": _place(dossier, seen),
        "activity": seen.activity,
        "label": seen.text,
        "observer": dossier.name_of(seen.observer) if seen.observer else "",
    }
