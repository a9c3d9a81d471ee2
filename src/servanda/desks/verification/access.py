"""Who may look: whether monitors are on the spot, since when not, and what was asked since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from servanda.dossier import Dossier, Trail
from servanda.records import Access, Finding, Site, dates
from servanda.words import capital, count, days, join

from .sites import DENIED, by_whom, last_day, monitors_of, site_rows

NAMED = 3  # offers, requests and visitors named, the newest


def site_access(dossier: Dossier) -> Finding | None:
    """Whether international inspectors are on sites, since when not, and what followed.

    International inspectors are parties with the role of monitor. They are in while a visit of
    theirs is recorded without an end (``1994-11/..``); a later version of that record, known
    when they left, gives the end.
    """
    monitors = monitors_of(dossier)
    records = [a for a in dossier.of(Access) if a.inspector in monitors]
    stays = [a for a in records if a.access_type in ("visit", "end")]
    if not stays:
        return None
    trail = Trail(dossier)
    present = [a for a in stays if dates.parse(a.date, a.zone).open_end]
    newest = max(present or stays, key=lambda access: (last_day(access), access.id))
    trail.use(newest)
    since = sorted(
        (a for a in records if a.id != newest.id and _after(a, newest)), key=_in_time
    )  # fmt: skip
    trail.use_all(since)
    rows = site_rows(dossier, trail)
    gone = 0 if present else (dossier.as_of - last_day(newest)).days
    said = [_present(trail, newest, dossier.as_of) if present else _gone(trail, newest, gone)]
    visits = [access for access in since if access.access_type == "visit"]
    refused = [access for access in since if access.access_type in DENIED]
    if present:
        said += _limits(since)
    else:
        said += _since(trail, dossier, newest, visits, refused)
    said.append(_by_site(rows))
    return Finding(
        id="verification.site_access",
        objective="verification",
        sentence=" ".join(said),
        value=gone,
        unit="days",
        cites=trail.cites,
        method="site-access",
        parts={
            "present": bool(present),
            "last_end": None if present else newest.id,
            "visits_since": [access.id for access in visits],
            "refusals_since": [access.id for access in refused],
            "sites": len(rows),
            "never_entered": [row["name"] for row in rows if row["last_visit"] is None],
        },
        series=tuple(rows),
    )


def _in_time(access: Access) -> tuple[date, str]:
    return last_day(access), access.id


def _after(access: Access, stay: Access) -> bool:
    """Whether something came after a stay ended, or in its course where it has not ended.

    Where only the month of the end is known, what happened in that month counts as after it; a
    visit that had begun before counts with its time.
    """
    span = dates.parse(stay.date, stay.zone)
    left = dates.parse(dates.last_part(stay.date), stay.zone).first_day
    own = dates.parse(access.date, access.zone)
    if access.access_type == "visit" and not span.open_end:
        return own.first_day > left
    return last_day(access) > (span.first_day if span.open_end else left)


def _place(access: Access, before: str) -> str:
    return f" {before} {access.place}" if access.place else ""


def _present(trail: Trail, stay: Access, as_of: date) -> str:
    begun = dates.parse(stay.date, stay.zone)
    when = dates.say(stay.date.split("/", maxsplit=1)[0], stay.zone)
    return (
        f"Inspectors of {trail.name(str(stay.inspector))} are{_place(stay, 'at')} in "
        f"{trail.name(stay.party)}, since {when}, {days((as_of - begun.first_day).days)}."
    )


def _gone(trail: Trail, stay: Access, gone: int) -> str:
    return (
        f"The last access of {trail.name(str(stay.inspector))}{_place(stay, 'to')} in "
        f"{trail.name(stay.party)} ended {dates.when(dates.last_part(stay.date), stay.zone)}, "
        f"{gone} days ago."
    )


def _limits(since: Sequence[Access]) -> list[str]:
    """What was refused or ended while they were in."""
    limits = [a for a in since if a.access_type in (*DENIED, "end")]
    if not limits:
        return []
    newest = limits[-1]
    told = f"{dates.say(newest.date, newest.zone)}{_place(newest, 'at')}"
    return [
        f"{capital(count(len(limits), 'limit was', 'limits were'))} set to it meanwhile, the "
        f"latest {told}."
    ]


def _since(
    trail: Trail,
    dossier: Dossier,
    stay: Access,
    visits: Sequence[Access],
    refused: Sequence[Access],
) -> list[str]:
    """What followed the last access: visits, requests, offers, and who else was let in."""
    if visits:
        said = [f"Since then {count(len(visits), 'visit is', 'visits are')} known."]
    else:
        said = ["No visit by it is known since."]
    if refused:
        many = count(
            len(refused), "refusal or withdrawn offer is", "refusals or withdrawn offers are"
        )
        said.append(f"{capital(many)} on record since.")
    others = sorted(
        (a for a in dossier.of(Access) if a.party == stay.party and _after(a, stay)), key=_in_time
    )
    asked = [a for a in others if a.access_type == "request"]
    monitors = monitors_of(dossier)
    guests = [a for a in others if a.access_type == "visit" and a.inspector not in monitors]
    granted = [a for a in others if a.access_type == "grant"]
    for head, rows in (
        ("Offered since", granted),
        ("Asked since", asked),
        ("Others were let in", guests),
    ):
        if rows:
            trail.use_all(rows)
            told = [_told(trail, row) for row in rows[-NAMED:]]
            more = [f"{len(rows) - NAMED} more before"] if len(rows) > NAMED else []
            said.append(f"{head}: {join(told + more)}.")
    return said


def _told(trail: Trail, access: Access) -> str:
    """Who, where and when, in brackets."""
    site = trail.dossier.get(access.site)
    if isinstance(site, Site):
        trail.use(site)
    where = site.name.split(" (", maxsplit=1)[0] if isinstance(site, Site) else access.place or ""
    when = dates.say(dates.last_part(access.date), access.zone)
    return f"{by_whom(trail, access)} ({', '.join(part for part in (where, when) if part)})"


def _by_site(rows: Sequence[dict[str, Any]]) -> str:
    """How many sites monitors were ever let into, and where else activity was reported."""
    entered = [row["name"] for row in rows if row["last_visit"] is not None]
    active = [
        row["name"]
        for row in rows
        if row["last_visit"] is None and any(mark["what"] == "active" for mark in row["marks"])
    ]
    told = f"Of {count(len(rows), 'site', 'sites')} on record such monitors were ever let into "
    told += join(entered) if entered else "none"
    if active:
        told += f"; at {len(active)} of the others activity was reported from outside"
    return f"{told}."
