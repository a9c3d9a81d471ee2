"""Facility by facility: whether it ran since the last test, and what was last seen of it."""

from __future__ import annotations

from typing import Any

from servanda.dossier import Dossier, Trail
from servanda.records import Observation, dates

from .doubt import Switch
from .material import Campaign, Hall, Material, Plant, Reactor
from .moments import day_of, month_of
from .reading import reports_on

Row = dict[str, Any]


def facility_rows(
    dossier: Dossier, trail: Trail, material: Material, parameters: dict[str, Any]
) -> list[Row]:
    """One row for each facility of a programme.

    Parameters
    ----------
    dossier : Dossier
        What was known; its date ends the window.
    trail : Trail
        Takes the reports named.
    material : Material
        What the inventory rests on; its anchor begins the window.
    parameters : mapping
        The room's judgements.

    Returns
    -------
    list of dict
        The likeliest to have run first. ``facility``, ``sort``; ``operated``: probability that it
        ran at any time in the window; ``operating``: that it runs on the day, None of a plant that
        works by campaigns; ``seen`` (activity), ``text``, ``when``, ``who``: the newest report;
        ``spans`` for a strip: ``from``, ``to`` (days, None when open), ``state`` (ran, may have
        run, idle) and ``probability``.
    """
    now = month_of(dossier.as_of)
    rows = []
    for reactor in material.reactors:
        rows.append(_row(dossier, trail, material, reactor) | _reactor(reactor, material, now,
                                                                       parameters))  # fmt: skip
    for plant in material.plants:
        rows.append(_row(dossier, trail, material, plant) | _plant(plant, material, now,
                                                                   parameters))  # fmt: skip
    for hall in material.halls:
        rows.append(_row(dossier, trail, material, hall) | _hall(hall, material, now, parameters))
    return sorted(rows, key=lambda row: (-row["operated"], row["facility"]))


def _row(
    dossier: Dossier, trail: Trail, material: Material, facility: Reactor | Plant | Hall
) -> Row:
    """Name and newest report; the sort is filled in beside it."""
    reports = reports_on(dossier, material.party, facility.key)
    newest = max(reports, key=_newest, default=None)
    row: Row = {"facility": called(facility.name), "key": facility.key}
    if newest is None:
        return row | {"seen": None, "text": None, "when": None, "who": None, "report": None}
    trail.use(newest)
    return row | {
        "seen": newest.activity.replace("_", " "),
        "text": newest.text,
        "when": dates.say(dates.last_part(newest.date), newest.zone),
        "who": trail.name(newest.observer) if newest.observer else None,
        "report": newest.id,
    }


def called(name: str) -> str:
    """A facility's name as prose has it.

    Examples
    --------
    >>> called("centrifuge enrichment plant, first hall")
    'first hall of the centrifuge enrichment plant'
    """
    whole, _, part = name.partition(", ")
    return f"{part} of the {whole}" if part else name


def _newest(report: Observation) -> tuple[Any, Any, str]:
    return dates.parse(report.date, report.zone).latest, dates.known_day(report.known), report.id


def _reactor(reactor: Reactor, material: Material, now: float, parameters: dict[str, Any]) -> Row:
    switch, settled = reactor.switch, parameters["settled"]
    ran = 0.0
    spans: list[Row] = []
    for run in reactor.runs:
        end = run.end.middle if run.end else switch.since if switch else now
        if end > material.anchor and run.start.middle < now:
            ran = settled
        spans.append(_span(run.start.middle, end, "ran", 1.0))
    for start, stop in reactor.pauses:
        spans.append(_span(start.middle, stop.middle if stop else None, "idle", 1.0))
    open_run = bool(reactor.runs) and reactor.runs[-1].end is None
    if switch is None:
        return _told("reactor", ran, settled if open_run else 0.0, spans)
    changed = max(switch.by(now), 1.0 - settled)  # no sight of it is certain
    if switch.to == "off":
        ran = max(ran, settled * (1.0 - switch.by(material.anchor)))
        if now > switch.since:
            spans.append(_span(switch.since, None, "may have run", 1.0 - changed))
        return _told("reactor", ran, 1.0 - changed, spans)
    if now > switch.since and switch.by(now) > 0.0:
        spans.append(_span(switch.since, None, "may have run", changed))
    return _told("reactor", 1.0 - (1.0 - ran) * (1.0 - changed), changed, spans)


def _plant(plant: Plant, material: Material, now: float, parameters: dict[str, Any]) -> Row:
    spans = [_span(c.start, c.end, "ran", 1.0) for c in material.campaigns]
    ran = max(
        (parameters["settled"] for c in material.campaigns if _in_window(c, material, now)),
        default=0.0,
    )
    unseen = 1.0 - parameters["settled"]
    if plant.switch is not None:
        unseen = max(plant.switch.by(now) - plant.switch.by(material.anchor), unseen)
        if now > plant.switch.since:
            spans.append(_span(plant.switch.since, None, "may have run", unseen))
    return _told("reprocessing plant", 1.0 - (1.0 - ran) * (1.0 - unseen), None, spans)


def _in_window(campaign: Campaign, material: Material, now: float) -> bool:
    return campaign.start <= now and (campaign.end is None or campaign.end > material.anchor)


def _hall(hall: Hall, material: Material, now: float, parameters: dict[str, Any]) -> Row:
    there = hall.probability * parameters["settled"]
    switch = hall.switch or Switch(now, "off", ())
    state = "ran" if hall.probability == 1.0 else "may have run"
    begun_by = hall.start.low if hall.disputed else hall.start.middle
    spans = [_span(begun_by, None, state, hall.probability)]
    sort = "disputed enrichment" if hall.disputed else "enrichment hall"
    begun = 1.0 if hall.start.low <= now else 0.0
    return _told(sort, begun * there * (1.0 - switch.by(material.anchor)),
                 begun * there * (1.0 - switch.by(now)), spans)  # fmt: skip


def _told(sort: str, operated: float, operating: float | None, spans: list[Row]) -> Row:
    return {
        "sort": sort,
        "operated": round(operated, 2),
        "operating": None if operating is None else round(operating, 2),
        "spans": spans,
    }


def _span(start: float, end: float | None, state: str, probability: float) -> Row:
    return {
        "from": day_of(start).isoformat(),
        "to": None if end is None else day_of(end).isoformat(),
        "state": state,
        "probability": round(probability, 2),
    }
