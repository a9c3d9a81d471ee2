"""Tone of public statements toward the other side, by hand: the series behind softened rhetoric."""

from __future__ import annotations

from datetime import date, timedelta
from statistics import fmean
from typing import Any

from servanda.dossier import Dossier, Trail
from servanda.records import Finding, Statement, dates
from servanda.words import count

# The scale of a statement's ``tone``, in words (records/promises.py).
SCALE = {
    -3: "threat of destruction", -2: "hostile", -1: "critical", 0: "neutral", 1: "conciliatory",
    2: "friendly", 3: "warm praise",
}  # fmt: skip


def tone(dossier: Dossier, parameters: dict[str, Any]) -> Finding | None:
    """Mean tone of each principal toward the others in the window, beside the window before.

    Only statements on record count, and they were chosen for what they say: the mean is that of
    the collection, not of all that was said.
    """
    window = parameters["tone_days"]
    principals = {party.id for party in dossier.principals}
    coded = [
        one for one in dossier.of(Statement)
        if one.tone is not None and one.party in principals
        and principals & set(one.addressees) - {one.party}
    ]  # fmt: skip
    now, before = dossier.as_of - timedelta(days=window), dossier.as_of - timedelta(days=2 * window)
    recent = [one for one in coded if _day(one) > now]
    if not recent:
        return None
    trail = Trail(dossier)
    trail.names(sorted(principals))
    trail.use_all(coded)
    told, parts = [], {}
    for party in [party.id for party in dossier.principals]:
        own = [one.tone or 0 for one in recent if one.party == party]
        if not own:
            continue
        name = trail.name(party)
        earlier = [
            one.tone or 0 for one in coded if one.party == party and before < _day(one) <= now
        ]
        said = f"{name} {fmean(own):+.1f} ({count(len(own), 'statement', 'statements')}"
        said += f"; {fmean(earlier):+.1f} in the {window} days before)" if earlier else ")"
        told.append(said.replace("-", "−"))
        parts[name] = {
            "mean": round(fmean(own), 2),
            "statements": len(own),
            "before": round(fmean(earlier), 2) if earlier else None,
        }
    values = [one.tone or 0 for one in recent]
    return Finding(
        id="dialogue.tone",
        objective="opportunity",
        sentence=(
            f"Tone toward the other side in the last {window} days, on a scale from −3 "
            f"({SCALE[-3]}) to 3 ({SCALE[3]}), of the statements on record: {'; '.join(told)}."
        ),
        value=round(fmean(values), 2),
        low=min(values),
        high=max(values),
        unit="points from -3 to 3",
        basis="derived",
        cites=trail.cites,
        method="tone",
        parts={"window_days": window, "by_party": parts},
        series=tuple(
            {
                "date": _day(one).isoformat(),
                "party": one.party,
                "name": dossier.name_of(one.party),
                "speaker": one.speaker,
                "tone": one.tone,
            }
            for one in sorted(coded, key=lambda one: (_day(one), one.id))
        ),
    )


def _day(statement: Statement) -> date:
    return dates.parse(statement.said, statement.zone).last_day
