"""Access against activity, site by site: who was let in until when, and what was seen since."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from servanda.dossier import Dossier, Trail
from servanda.records import Access, Observation, Party, Site, dates

ASKED = ("request",)
DENIED = ("refusal", "withdrawal")
STILL = ("not_operating", "dismantlement")  # activity that is the end of activity
SPOKEN = ("statement", "report")  # of no visit, request or answer


def monitors_of(dossier: Dossier) -> frozenset[str]:
    """The parties whose visits count as inspection: those with the role of monitor."""
    return frozenset(party.id for party in dossier.of(Party) if party.role == "monitor")


def last_day(access: Access) -> date:
    """The last day of an access, as its date allows."""
    return dates.parse(access.date, access.zone).last_day


def by_whom(trail: Trail, access: Access) -> str:
    """Who came or asked, in the record's own words where it has some."""
    if access.inspector is not None:
        trail.name(access.inspector)
    return access.inspector_name or trail.dossier.name_of(access.inspector or access.party)


def site_rows(dossier: Dossier, trail: Trail) -> list[dict[str, Any]]:
    """Every site to which access was asked, granted or refused, or whose activity was reported.

    Returns
    -------
    list of dict
        ``site``, ``name``; ``last_visit`` and ``by`` (of monitors), ``ended`` (None while they
        are in); ``asked``, ``granted``, ``refused`` and ``guests``: who, and when, since the last
        visit of monitors; ``seen`` (newest activity), ``seen_on``, ``seen_by``, ``seen_code`` and
        ``seen_text``; ``records``, all that the row rests on; and ``marks``, what is drawn. Sites
        with most records first.
    """
    monitors = monitors_of(dossier)
    access: dict[str, list[Access]] = {}
    for one in dossier.of(Access):
        if one.site is not None and one.access_type not in SPOKEN:
            access.setdefault(one.site, []).append(one)
    seen: dict[str, list[Observation]] = {}
    for row in dossier.of(Observation):
        if row.site is not None:
            seen.setdefault(row.site, []).append(row)
    rows = [
        _row(dossier, trail, site, access.get(site.id, []), seen.get(site.id, []), monitors)
        for site in dossier.of(Site)
        if site.id in access or site.id in seen
    ]
    return sorted(rows, key=lambda row: (-len(row["marks"]), row["site"]))


def _row(
    dossier: Dossier,
    trail: Trail,
    site: Site,
    access: list[Access],
    seen: list[Observation],
    monitors: Collection[str],
) -> dict[str, Any]:
    trail.use(site)
    access = sorted(trail.use_all(access), key=lambda one: (last_day(one), one.id))
    seen = sorted(trail.use_all(seen), key=lambda one: (_seen_end(one), one.id))
    who = {one.id: by_whom(trail, one) for one in access}
    visits = [a for a in access if a.access_type == "visit" and a.inspector in monitors]
    ends = [a for a in access if a.access_type == "end" and a.inspector in monitors]
    newest, ended = (visits[-1] if visits else None), (ends[-1] if ends else None)
    until = max([last_day(one) for one in (newest, ended) if one is not None], default=date.min)
    inside = newest is not None and dates.parse(newest.date, newest.zone).open_end
    after = [a for a in access if last_day(a) > until]
    activity = seen[-1] if seen else None
    if activity is not None and activity.observer is not None:
        trail.name(activity.observer)

    def since(types: tuple[str, ...], *, guests: bool = False) -> list[dict[str, str]]:
        return [
            {"who": who[a.id], "when": dates.last_part(a.date)}
            for a in after
            if a.access_type in types and (not guests or a.inspector not in monitors)
        ]

    return {
        "site": site.id,
        "name": site.name,
        "type": site.site_type,
        "last_visit": None if newest is None else dates.last_part(newest.date),
        "by": None if newest is None else who[newest.id],
        "ended": None if ended is None or inside else dates.last_part(ended.date),
        "inside": inside,
        "asked": since(ASKED),
        "granted": since(("grant",)),
        "refused": since(DENIED),
        "guests": since(("visit",), guests=True),
        "seen": None if activity is None else activity.activity,
        "seen_on": None if activity is None else dates.last_part(activity.date),
        "seen_by": None if activity is None else dossier.name_of(activity.observer or ""),
        "seen_code": None if activity is None else activity.admiralty,
        "seen_text": None if activity is None else activity.text,
        "records": [site.id, *(one.id for one in access), *(one.id for one in seen)],
        "marks": sorted(
            [_access_mark(row, access, monitors, dossier) for row in access]
            + [_seen_mark(row, dossier.as_of) for row in seen],
            key=lambda mark: (mark["start"], mark["end"], mark["what"]),
        ),
    }


def _seen_end(seen: Observation) -> date:
    return dates.parse(seen.date, seen.zone).last_day


def _access_mark(
    row: Access,
    access: list[Access],
    monitors: Collection[str],
    dossier: Dossier,
) -> dict[str, Any]:
    span = dates.parse(row.date, row.zone)
    kind: str = row.access_type
    if kind == "visit" and row.inspector not in monitors:
        kind = "guest"
    last = _stayed_until(row, access) if kind == "visit" else span.last_day
    return {
        "start": span.first_day.isoformat(),
        "end": min(last, dossier.as_of).isoformat(),
        "what": kind,
        "who": dossier.name_of(row.inspector) if row.inspector else row.inspector_name or "",
    }


def _stayed_until(visit: Access, access: list[Access]) -> date:
    """A visit lasts to the last recorded end before the next visit of the same organisation."""
    if dates.parse(visit.date, visit.zone).open_end:
        return last_day(visit)
    own = [
        row
        for row in access
        if row.inspector == visit.inspector and last_day(row) > last_day(visit)
    ]
    after = min((last_day(row) for row in own if row.access_type == "visit"), default=date.max)
    ends = [last_day(row) for row in own if row.access_type == "end" and last_day(row) < after]
    return max([last_day(visit), *ends])


def _seen_mark(row: Observation, as_of: date) -> dict[str, Any]:
    span = dates.parse(row.date, row.zone)
    what = "still" if row.activity in STILL else "report" if row.activity == "other" else "active"
    return {
        "start": span.first_day.isoformat(),
        "end": min(span.last_day, as_of).isoformat(),
        "what": what,
    }
