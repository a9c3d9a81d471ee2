"""How people live: the newest published figure of each indicator, in seven dimensions."""

from __future__ import annotations

from typing import Any

from servanda.dossier import Dossier, Trail
from servanda.records import Finding, Indicator, dates
from servanda.words import count, join

DIMENSIONS = ("economic", "food", "health", "environmental", "personal", "community", "political")


def dimensions(dossier: Dossier) -> Finding | None:
    """Which of UNDP's seven dimensions have figures published by the date. No composite index."""
    figures = [figure for figure in dossier.of(Indicator) if _value(figure) is not None]
    if not figures:
        return None
    trail = Trail(dossier)
    trail.use_all(figures)
    newest: dict[tuple[str, str], Indicator] = {}
    for figure in figures:
        key = (figure.dimension, figure.name)
        if key not in newest or _end(figure) > _end(newest[key]):
            newest[key] = figure
    covered = [d for d in DIMENSIONS if any(key[0] == d for key in newest)]
    empty = [d for d in DIMENSIONS if d not in covered]
    told = (
        f"{count(len(newest), 'indicator has', 'indicators have').capitalize()} figures published "
        f"by then, in {len(covered)} of the seven dimensions of human security"
    )
    told += f"; none is held for {join(empty)}." if empty else "."
    return Finding(
        id="human_security.dimensions",
        objective="human_security",
        sentence=told,
        value=len(covered),
        unit="dimensions",
        cites=trail.cites,
        method="dimensions",
        parts={"empty": empty},
        series=tuple(_row(figure) for _, figure in sorted(newest.items())),
    )


def _value(figure: Indicator) -> float | None:
    given = (figure.value, figure.low, figure.high)
    return next((number for number in given if number is not None), None)


def _end(figure: Indicator) -> tuple[object, str]:
    return dates.parse(figure.date, figure.zone).latest, figure.id


def _row(figure: Indicator) -> dict[str, Any]:
    return {
        "dimension": figure.dimension,
        "name": figure.name,
        "date": figure.date,
        "value": _value(figure),
        "unit": figure.unit,
        "known": figure.known,
    }
