"""Humanitarian exemptions from sanctions: who was granted what, and how long it took."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from servanda.dossier import Dossier, Trail
from servanda.records import Exemption, Finding, Parameter, dates
from servanda.words import capital, count, days, join, number

from .tracking import GRANTED, Wait, wait_of

APPROVED = "exemptions.approved"  # parameter records: approvals reported for a year
_NAMED = 6  # organisations named in the sentence
_LATEST = 2  # grants told with their goods


def exemptions(dossier: Dossier, parameters: dict[str, Any]) -> Finding | None:
    """Grants known by the date, by organisation; days to grant with their n."""
    granted = sorted(
        (e for e in dossier.of(Exemption) if e.decision in GRANTED and e.decided),
        key=lambda e: (_day(e.decided, e), e.id),
    )
    if not granted:
        return None
    trail = Trail(dossier)
    trail.use_all(granted)
    names = {grant.id: _name(grant, trail) for grant in granted}
    by_whom: dict[str, int] = {}
    for grant in granted:
        by_whom[names[grant.id]] = by_whom.get(names[grant.id], 0) + 1
    ranked = sorted(by_whom.items(), key=lambda item: (-item[1], item[0]))
    waits = [wait for grant in granted if (wait := wait_of(grant))]
    limit = dossier.as_of + timedelta(days=parameters["expiring_days"])
    ending = [
        grant
        for grant in granted
        if grant.expires and dossier.as_of <= _day(grant.expires, grant) <= limit
    ]
    told = [
        _total(granted, ranked),
        _latest(granted, names),
        _taken(waits),
        _reported(dossier, trail, granted),
        f"{capital(count(len(ending), 'expires', 'expire'))} within "
        f"{parameters['expiring_days']} days."
        if ending
        else "",
        "Refusals are confidential and do not show here.",
    ]
    return Finding(
        id="human_security.exemptions",
        objective="human_security",
        sentence=" ".join(filter(None, told)),
        value=len(granted),
        unit="grants",
        cites=trail.cites,
        method="exemptions",
        parts={
            "by_organisation": dict(ranked),
            "days_to_grant": [[wait.low, wait.high] for wait in waits],
            "n_with_request_date": len(waits),
            "expiring": [grant.id for grant in ending],
        },
        series=tuple(_row(grant, names[grant.id]) for grant in granted),
    )


def _name(grant: Exemption, trail: Trail) -> str:
    if grant.organisation is not None and grant.organisation in trail.dossier:
        return trail.name(grant.organisation)
    return grant.organisation_name or "not named"


def _total(granted: list[Exemption], ranked: list[tuple[str, int]]) -> str:
    named = [f"{name} ({times})" for name, times in ranked[:_NAMED]]
    if len(ranked) > _NAMED:
        named.append(count(len(ranked) - _NAMED, "other", "others"))
    total = count(len(granted), "humanitarian exemption is", "humanitarian exemptions are")
    return f"{capital(total)} on record as granted or extended: {join(named)}."


def _latest(granted: list[Exemption], names: dict[str, str]) -> str:
    last = granted[-_LATEST:]
    told = [f"{names[g.id]} for {_short(g.text)} ({dates.say(str(g.decided), g.zone)})"
            for g in last]  # fmt: skip
    return f"The latest: {'; '.join(told)}."


def _short(goods: str) -> str:
    """Goods as the list names them, without what stands in brackets at their end."""
    return goods.partition(": ")[2] or goods


def _taken(waits: list[Wait]) -> str:
    if not waits:
        return "No request date is public, so the time to grant is not known (n = 0)."
    low, high = min(wait.low for wait in waits), max(wait.high for wait in waits)
    span = days(low) if low == high else f"{low} to {high} days"
    return f"Where the request date is public (n = {len(waits)}) the grant took {span}."


def _reported(dossier: Dossier, trail: Trail, granted: list[Exemption]) -> str:
    """Approvals reported for whole years, beside those on record: how much the list misses."""
    told = []
    for total in dossier.of(Parameter):
        if total.name != APPROVED or total.best is None:
            continue
        trail.use(total)
        span = dates.parse(total.date, total.zone)
        here = sum(span.first_day <= _day(g.decided, g) <= span.last_day for g in granted)
        told.append(f"{total.best:g} in {total.date} ({number(here)} on record)")
    return f"Approvals reported for whole years: {join(told)}." if told else ""


def _row(grant: Exemption, name: str) -> dict[str, Any]:
    wait = wait_of(grant)
    return {
        "date": _day(grant.decided, grant).isoformat(),
        "label": grant.label,
        "organisation": name,
        "goods": grant.text,
        "decided": grant.decided,
        "zone": grant.zone,
        "expires": grant.expires,
        "days_low": wait.low if wait else None,
        "days_high": wait.high if wait else None,
    }


def _day(text: str | None, grant: Exemption) -> date:
    return dates.parse(str(text), grant.zone).last_day
