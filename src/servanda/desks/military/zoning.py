"""Which zones bind whom on the day, and when each ceased to."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from servanda.dossier import Dossier, Trail
from servanda.records import Agreement, Commitment, Finding, Incident, Zone, dates
from servanda.words import capital, count, join

from .zones.regime import bound_parties, zone_periods

SHORT = {"fixed_wing": "fixed wing", "helicopter": "helicopters", "uav": "unmanned aircraft",
         "balloon": "balloons", "vessel": "sea", "ground": "land"}  # fmt: skip


def zones_in_force(dossier: Dossier, parameters: dict[str, Any]) -> Finding | None:
    """The zones of an agreement, for each party, at the end of the day asked for."""
    zones = dossier.of(Zone)
    if not zones:
        return None
    trail = Trail(dossier)
    trail.use_all(zones)
    parties = bound_parties(dossier, zones)
    now = datetime.combine(dossier.as_of, time.max, UTC)
    rows: list[dict[str, Any]] = []
    binding: dict[str, list[str]] = {}
    ended: dict[tuple[str, str], list[str]] = {}
    for party in parties:
        name = trail.name(party)
        for zone in zones:
            commitment = trail.use(dossier.need(zone.commitment))
            trail.use_all(dossier.acts(commitment.id, party))
            periods = zone_periods(dossier, zone, party)
            binds = any(period.holds(now) for period in periods)
            rows.append({
                "zone": zone.id, "party": party, "binds": binds, "medium": zone.medium,
                "craft": zone.craft, "buffer_km": zone.buffer_km, "periods": [
                    {"start": p.start.isoformat(), "end": p.end and p.end.isoformat(),
                     "act": p.closed_by.id if p.closed_by else None} for p in periods],
            })  # fmt: skip
            craft = SHORT.get(zone.craft or "", zone.medium)
            if binds:
                binding.setdefault(craft, []).append(name)
            elif periods and periods[-1].closed_by is not None:
                act = periods[-1].closed_by
                told = dates.when(act.effective or act.said, act.zone).split(",")[0]
                ended.setdefault((name, told), []).append(craft)
    series = tuple(_marks(trail, parameters))
    return Finding(
        id="military.zones",
        objective="military",
        sentence=_sentence(trail, zones, binding, ended, rows, now),
        value=len({row["zone"] for row in rows if row["binds"]}),
        unit="zones",
        cites=trail.cites,
        method="zones-in-force",
        parts={
            "zones": rows,
            "drawings": sorted({zone.geometry for zone in zones if zone.geometry}),
            "features": {zone.feature: zone.id for zone in zones if zone.feature},
            "approximate": [zone.id for zone in zones if zone.approximate],
        },
        series=series,
    )


def _sentence(
    trail: Trail, zones: tuple[Zone, ...], binding: dict[str, list[str]],
    ended: dict[tuple[str, str], list[str]], rows: list[dict[str, Any]], now: datetime,
) -> str:  # fmt: skip
    named = {trail.use(trail.dossier.need(zone.commitment)) for zone in zones}
    agreements = [trail.dossier.need(c.agreement) for c in named if isinstance(c, Commitment)]
    texts = join(sorted({trail.use(a).short for a in agreements if isinstance(a, Agreement)}))
    begun = [datetime.fromisoformat(p["start"]) for row in rows for p in row["periods"]]
    told = []
    if begun and min(begun) > now:
        local = dates.say(zones[0].date.split("/")[0], zones[0].zone)
        told.append(
            f"The {texts.lower()} draws {count(len(zones), 'zone', 'zones')}, to bind from {local}."
        )
    elif binding:
        groups: dict[tuple[str, ...], list[str]] = {}
        for craft, parties in binding.items():
            groups.setdefault(tuple(parties), []).append(craft)
        bound = [f"{join(crafts)} for {join(parties)}" for parties, crafts in groups.items()]
        told.append(f"Zones of the {texts.lower()} in force: {'; '.join(bound)}.")
    else:
        told.append(f"No zone of the {texts.lower()} binds anyone any more, as declared.")
    for (party, when), crafts in sorted(ended.items(), key=lambda item: item[0][1]):
        told.append(f"{capital(party)} declared itself no longer bound {when}: {join(crafts)}.")
    if any(zone.approximate for zone in zones):
        told.append("The sea zones were published without coordinates and are drawn roughly.")
    return " ".join(told)


def _marks(trail: Trail, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    """Incidents that have a position, for the map, oldest first."""
    found = sorted(trail.dossier.of(Incident), key=lambda i: (i.date, i.id))
    return [
        {
            "date": dates.parse(incident.date, incident.zone).first_day.isoformat(),
            "label": incident.place or incident.text,
            "lat": incident.lat,
            "lon": incident.lon,
            "severity": incident.severity,
            "recent": (trail.dossier.as_of - dates.parse(incident.date, incident.zone).first_day
                       ).days < parameters["incidents_days"],
        }
        for incident in found
        if incident.lat is not None and incident.lon is not None and trail.use(incident)
    ]  # fmt: skip
