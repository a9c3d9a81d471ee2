"""Access against activity, site by site: who was let in until when, and what was seen since."""

from __future__ import annotations

from datetime import date
from typing import Any

from servanda.dossier import Dossier, Trail
from servanda.records import Access, Observation, Party, Site, dates

STAYS = ("visit", "grant")
ASKED = ("request",)
DENIED = ("refusal", "withdrawal")


def site_rows(dossier: Dossier, trail: Trail) -> list[dict[str, Any]]:
    """Every site to which access was asked, granted or refused, or whose activity was reported.

    Returns
    -------
    list of dict
        ``site``, ``name``; ``last_visit`` and ``by`` (of monitors, by parties with that role),
        ``ended``, ``requests`` and ``refusals`` (numbers since the last visit), ``guests`` (visits
        of others since), ``seen`` (newest activity) and ``seen_on``; and ``marks``, what is drawn.
        Sites with most records first.
    """
    monitors = {party.id for party in dossier.of(Party) if party.role == "monitor"}
    access: dict[str, list[Access]] = {}
    for one in dossier.of(Access):
        if one.site is not None and one.access_type not in ("statement", "report"):
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
    monitors: set[str],
) -> dict[str, Any]:
    trail.use(site)
    trail.use_all(access)
    trail.use_all(seen)
    for row in access:
        if row.inspector is not None:
            trail.name(row.inspector)
    visits = [a for a in access if a.access_type == "visit" and a.inspector in monitors]
    newest = max(visits, key=_end, default=None)
    ends = [a for a in access if a.access_type == "end" and a.inspector in monitors]
    ended = max(ends, key=_end, default=None)
    until = max([_end(one) for one in (newest, ended) if one is not None], default=date.min)
    after = [a for a in access if _end(a) > until]
    activity = max(seen, key=lambda one: (_seen_end(one), one.id), default=None)
    return {
        "site": site.id,
        "name": site.name,
        "type": site.site_type,
        "last_visit": None if newest is None else dates.last_part(newest.date),
        "by": None if newest is None else dossier.name_of(str(newest.inspector)),
        "ended": None if ended is None else dates.last_part(ended.date),
        "requests": sum(a.access_type in ASKED for a in after),
        "refusals": sum(a.access_type in DENIED for a in after),
        "granted": sum(a.access_type == "grant" for a in after),
        "guests": sum(a.access_type == "visit" and a.inspector not in monitors for a in after),
        "seen": None if activity is None else activity.activity,
        "seen_on": None if activity is None else dates.last_part(activity.date),
        "marks": sorted(
            [_access_mark(row, access, monitors) for row in access]
            + [_seen_mark(row) for row in seen],
            key=lambda mark: (mark["start"], mark["end"], mark["what"]),
        ),
    }


def _end(access: Access) -> date:
    return dates.parse(access.date, access.zone).last_day


def _seen_end(seen: Observation) -> date:
    return dates.parse(seen.date, seen.zone).last_day


def _access_mark(row: Access, access: list[Access], monitors: set[str]) -> dict[str, Any]:
    span = dates.parse(row.date, row.zone)
    kind: str = row.access_type
    if kind == "visit" and row.inspector not in monitors:
        kind = "guest"
    last = _stayed_until(row, access) if kind == "visit" else span.last_day
    return {"start": span.first_day.isoformat(), "end": last.isoformat(), "what": kind}


def _stayed_until(visit: Access, access: list[Access]) -> date:
    """A visit lasts to the last recorded end before the next visit of the same organisation."""
    own = [row for row in access if row.inspector == visit.inspector and _end(row) > _end(visit)]
    after = min((_end(row) for row in own if row.access_type == "visit"), default=date.max)
    ends = [_end(row) for row in own if row.access_type == "end" and _end(row) < after]
    return max([_end(visit), *ends])


def _seen_mark(row: Observation) -> dict[str, Any]:
    span = dates.parse(row.date, row.zone)
    still = row.activity in ("not_operating", "dismantlement")
    return {
        "start": span.first_day.isoformat(),
        "end": span.last_day.isoformat(),
        "what": "still" if still else "active",
    }
