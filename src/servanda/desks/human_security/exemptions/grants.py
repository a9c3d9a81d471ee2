"""Humanitarian exemptions from sanctions: who was granted what, and how long it took."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from servanda.dossier import Dossier, Trail
from servanda.records import Exemption, Finding, dates
from servanda.words import capital, count, days, join


def exemptions(dossier: Dossier, parameters: dict[str, Any]) -> Finding | None:
    """Grants known by the date, by organisation; days to grant with their n."""
    granted = sorted(
        (e for e in dossier.of(Exemption) if e.decision in ("granted", "extended") and e.decided),
        key=lambda e: (_day(e.decided, e), e.id),
    )
    if not granted:
        return None
    trail = Trail(dossier)
    trail.use_all(granted)
    by_whom: dict[str, int] = {}
    for grant in granted:
        known = grant.organisation is not None and grant.organisation in dossier
        name = trail.name(str(grant.organisation)) if known else grant.organisation_name
        name = name or "not named"
        by_whom[name] = by_whom.get(name, 0) + 1
    ranked = sorted(by_whom.items(), key=lambda item: (-item[1], item[0]))
    named = join([f"{name} ({number})" for name, number in ranked[:6]])
    others = f" and {count(len(ranked) - 6, 'other', 'others')}" if len(ranked) > 6 else ""
    total = count(len(granted), "humanitarian exemption is", "humanitarian exemptions are")
    told = f"{capital(total)} on record as granted or extended: {named}{others}."
    waits = [_wait(grant) for grant in granted if grant.requested]
    if waits:
        told += (
            f" Where the request date is public (n = {len(waits)}) the grant took {_span(waits)}."
        )
    else:
        told += " No request date is public, so the time to grant is not known (n = 0)."
    limit = dossier.as_of + timedelta(days=parameters["expiring_days"])
    ending = [
        grant
        for grant in granted
        if grant.expires and dossier.as_of <= _day(grant.expires, grant) <= limit
    ]
    if ending:
        told += f" {capital(count(len(ending), 'expires', 'expire'))} within "
        told += f"{parameters['expiring_days']} days."
    told += " Refusals are confidential and do not show here."
    return Finding(
        id="human_security.exemptions",
        objective="human_security",
        sentence=told,
        value=len(granted),
        unit="grants",
        cites=trail.cites,
        method="exemptions",
        parts={
            "by_organisation": dict(ranked),
            "days_to_grant": waits,
            "n_with_request_date": len(waits),
            "expiring": [grant.id for grant in ending],
        },
        series=tuple(
            {"date": _day(grant.decided, grant).isoformat(), "label": grant.label}
            for grant in granted
        ),
    )


def _span(waits: list[int]) -> str:
    low, high = min(waits), max(waits)
    return days(low) if low == high else f"{low} to {high} days"


def _wait(grant: Exemption) -> int:
    return (_day(grant.decided, grant) - _day(grant.requested, grant)).days


def _day(text: str | None, grant: Exemption) -> date:
    return dates.parse(str(text), grant.zone).last_day
