"""The newest published figure of each indicator, in seven dimensions, and those before it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from servanda.dossier import Dossier, Trail
from servanda.records import Finding, Indicator, dates
from servanda.words import capital, count, join

DIMENSIONS = ("economic", "food", "health", "environmental", "personal", "community", "political")


def dimensions(dossier: Dossier, told_elsewhere: Collection[str] = ()) -> Finding | None:
    """Which of UNDP's seven dimensions have figures published by the date. No composite index.

    A figure revised since is a version of its record: on a day one sees what was published by
    then, and a later figure for the same period takes its place only from its own day on.

    Parameters
    ----------
    dossier : Dossier
    told_elsewhere : collection of str
        Names of indicators whose change another finding tells.
    """
    figures = [figure for figure in dossier.of(Indicator) if figure_of(figure) is not None]
    if not figures:
        return None
    trail = Trail(dossier)
    trail.use_all(figures)
    told: dict[tuple[str, str], list[Indicator]] = {}
    for figure in sorted(figures, key=period):
        told.setdefault((figure.dimension, figure.name), []).append(figure)
    covered = [d for d in DIMENSIONS if any(dimension == d for dimension, _ in told)]
    empty = [d for d in DIMENSIONS if d not in covered]
    return Finding(
        id="human_security.dimensions",
        objective="human_security",
        sentence=_sentence(told, covered, empty, told_elsewhere),
        value=len(covered),
        unit="dimensions",
        cites=trail.cites,
        method="dimensions",
        parts={
            "empty": empty,
            "history": [
                {"dimension": dimension, "name": name, "unit": own[-1].unit,
                 "points": [[one.date, figure_of(one)] for one in own]}
                for (dimension, name), own in sorted(
                    told.items(), key=lambda item: (DIMENSIONS.index(item[0][0]), item[0][1])
                )
            ],
        },
        series=tuple(_row(own[-1]) for _, own in sorted(told.items())),
    )  # fmt: skip


def _sentence(
    told: dict[tuple[str, str], list[Indicator]],
    covered: list[str],
    empty: list[str],
    told_elsewhere: Collection[str],
) -> str:
    said = (
        f"{capital(count(len(told), 'indicator has', 'indicators have'))} figures published by "
        f"then, in {len(covered)} of the seven dimensions of human security"
    )
    said += f"; none is held for {join(empty)}." if empty else "."
    moved = [
        _moved(own)
        for (_, name), own in told.items()
        if len(own) > 1 and name not in told_elsewhere
    ]
    return f"{said} Since the period before: {'; '.join(moved)}." if moved else said


def _moved(own: list[Indicator]) -> str:
    before, last = own[-2], own[-1]
    return (
        f"{last.name} {figure_of(before):g} to {figure_of(last):g} {last.unit} "
        f"({dates.say(before.date)} to {dates.say(last.date)})"
    )


def figure_of(indicator: Indicator) -> float | None:
    """The figure, or the lower or upper end where only a range was published."""
    given = (indicator.value, indicator.low, indicator.high)
    return next((number for number in given if number is not None), None)


def period(indicator: Indicator) -> tuple[Any, str]:
    """Sorts by the end of the period of which a figure speaks."""
    return dates.parse(indicator.date, indicator.zone).latest, indicator.id


def _row(figure: Indicator) -> dict[str, Any]:
    return {
        "dimension": figure.dimension,
        "name": figure.name,
        "date": figure.date,
        "value": figure_of(figure),
        "unit": figure.unit,
        "known": figure.known,
        "author": figure.author,
    }
