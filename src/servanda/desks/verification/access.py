"""Who may look: the last access to sites, and which promises only the obligor can vouch for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from servanda.commitments.measures import told as measures_told
from servanda.dossier import Dossier, Trail
from servanda.records import Access, Commitment, Finding, Party, dates
from servanda.words import capital, count, join

from .sites import site_rows

ENDS = ("end",)
NO_STANDING = ("invited-experts", "weapons-dismantlement")  # measures without an instrument


def site_access(dossier: Dossier) -> Finding | None:
    """The last time international inspectors were on sites, and what was granted or refused since.

    International inspectors are parties of type organisation or body with the role of monitor.
    """
    monitors = {p.id: p for p in dossier.of(Party) if p.role == "monitor"}
    records = [a for a in dossier.of(Access) if a.inspector in monitors]
    ends = [access for access in records if access.access_type in ENDS]
    if not ends:
        return None
    newest_end = max(ends, key=lambda access: (_last(access), access.id))
    trail = Trail(dossier)
    trail.use(newest_end)
    inspector, party = trail.name(str(newest_end.inspector)), trail.name(newest_end.party)
    since = [a for a in records if _last(a) > _last(newest_end) or a.id == newest_end.id]
    for access in sorted(since, key=lambda access: (_last(access), access.id)):
        trail.use(access)
        trail.name(str(access.inspector))
    visits = [access for access in since if access.access_type == "visit"]
    refused = [a for a in since if a.access_type in ("refusal", "withdrawal")]
    days = (dossier.as_of - dates.parse(newest_end.date, newest_end.zone).last_day).days
    place = f" to {newest_end.place}" if newest_end.place else ""
    told = (
        f"The last access of {inspector}{place} in {party} ended "
        f"{dates.when(dates.last_part(newest_end.date), newest_end.zone)}, {days} days ago."
    )
    if visits:
        told += f" Since then {count(len(visits), 'visit is', 'visits are')} known."
    else:
        told += " No visit by it is known since."
    if refused:
        told += " " + capital(
            count(len(refused), "refusal or withdrawn offer is", "refusals or withdrawn offers are")
        )
        told += " on record since."
    rows = site_rows(dossier, trail)
    told += _by_site(rows)
    return Finding(
        id="verification.site_access",
        objective="verification",
        sentence=told,
        value=days,
        unit="days",
        cites=trail.cites,
        method="site-access",
        parts={
            "last_end": newest_end.id,
            "visits_since": [access.id for access in visits],
            "refusals_since": [access.id for access in refused],
            "sites": len(rows),
            "never_entered": [row["name"] for row in rows if row["last_visit"] is None],
        },
        series=tuple(rows),
    )


def _by_site(rows: list[dict[str, Any]]) -> str:
    """How many sites monitors were ever let into, and where else activity was reported."""
    entered = [row["name"] for row in rows if row["last_visit"] is not None]
    active = [row["name"] for row in rows if row["last_visit"] is None and row["seen"] is not None]
    asked = sum(row["requests"] for row in rows)
    told = f" Of {count(len(rows), 'site', 'sites')} on record such monitors were ever let into "
    told += join(entered) if entered else "none"
    if active:
        told += f"; at {len(active)} of the others activity was reported from outside"
    told += "."
    if asked:
        told += f" {capital(count(asked, 'request', 'requests'))} since the last access stood open."
    return told


def verification_gaps(dossier: Dossier) -> Finding | None:
    """How many denuclearisation commitments in the latest texts only the obligor can vouch for."""
    chosen = [c for c in dossier.commitments if c.theme == "denuclearisation"]
    if not chosen:
        return None
    start = max(dates.parse(c.since, c.zone).first_day for c in chosen).year - 1
    chosen = [c for c in chosen if dates.parse(c.since, c.zone).first_day.year >= start]
    trail = Trail(dossier)
    trail.use_all(chosen)
    by_means: dict[str, list[Commitment]] = {}
    for commitment in chosen:
        by_means.setdefault(commitment.verification, []).append(commitment)
    own, third = by_means.get("own_word", []), by_means.get("third_party", [])
    listed = join([commitment.title for commitment in own[:4]])
    more = f" and {len(own) - 4} more" if len(own) > 4 else ""
    told = (
        f"Of {len(chosen)} commitments on denuclearisation undertaken since {start}, "
        f"{len(own)} rest on the obligor's own word"
        + (f" ({listed}{more})" if own else "")
        + f", {len(by_means.get('national_means', []))} on the national means of others, "
        f"and {len(third)} provide for verification by a third party."
    )
    needing = [c for c in chosen if any(m in NO_STANDING for m in c.measures)]
    if needing:
        told += (
            f" For {len(needing)} of them what inspectors would have to do rests on no standing "
            "instrument, but on invitation or on what would have to be agreed."
        )
    return Finding(
        id="verification.gaps",
        objective="verification",
        sentence=told,
        value=len(own),
        unit="commitments",
        cites=trail.cites,
        method="verification-gaps",
        parts={means: [c.id for c in found] for means, found in sorted(by_means.items())},
        series=tuple(
            {
                "commitment": c.id,
                "title": c.title,
                "verification": c.verification,
                "measures": measures_told(c.measures),
            }
            for c in chosen
            if c.measures
        ),
    )


def _last(access: Access) -> datetime:
    return dates.parse(access.date, access.zone).latest
