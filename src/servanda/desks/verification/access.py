"""Who may look: the last access to sites, and which promises only the obligor can vouch for."""

from __future__ import annotations

from datetime import datetime

from servanda.dossier import Dossier, Trail
from servanda.records import Access, Commitment, Finding, Party, dates
from servanda.words import capital, count, join

ENDS = ("end",)


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
        },
    )


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
    return Finding(
        id="verification.gaps",
        objective="verification",
        sentence=told,
        value=len(own),
        unit="commitments",
        cites=trail.cites,
        method="verification-gaps",
        parts={means: [c.id for c in found] for means, found in sorted(by_means.items())},
    )


def _last(access: Access) -> datetime:
    return dates.parse(access.date, access.zone).latest
