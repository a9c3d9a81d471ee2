"""The tables of the nuclear illusion: facility by facility, and pool by pool."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from servanda.records import Finding, dates
from servanda.words import capital

from .document import Cell, Column, Group, Table
from .typography import interval, number

NOT_SEEN = "no report"


def facilities(finding: Finding | None) -> Table | None:
    """For each facility whether it ran since the last test, and what was last seen of it."""
    if finding is None or not finding.series:
        return None
    since = dates.say(str(finding.parts["since"]))
    rows = tuple(_facility(row) for row in finding.series)
    return Table(
        "facilities",
        f"Facility by facility: whether it ran since {since}",
        (
            Column("Facility", share=7),
            Column("Ran since, %", "right", share=3),
            Column("Runs that day, %", "right", share=3),
            Column("Last reported", share=11),
        ),
        (Group("", rows),),
        "Probabilities by the model, from records known by the date; no inspector has seen the "
        "places. For a plant that works by campaigns only the window counts. Of a disputed "
        "facility the probability includes that it is one.",
    )


def _facility(row: Mapping[str, Any]) -> tuple[Cell, ...]:
    disputed = str(row["sort"]).startswith("disputed")
    now = row["operating"]
    return (
        Cell(capital(str(row["facility"])), detail="disputed" if disputed else ""),
        Cell(f"{100 * row['operated']:.0f}"),
        Cell("–" if now is None else f"{100 * now:.0f}"),
        Cell(str(row["text"] or NOT_SEEN), detail=_by(row)),
    )


def _by(row: Mapping[str, Any]) -> str:
    """Who reported it, and until when."""
    return ", ".join(str(row[name]) for name in ("who", "when") if row[name])


def pools(finding: Finding | None) -> Table | None:
    """What each pool holds and what was added since the last test, with 90 % intervals."""
    rows = finding.parts.get("pools") if finding is not None else None
    if finding is None or not rows:
        return None
    since = dates.say(str(finding.parts["since"]))
    return Table(
        "pools",
        f"Pool by pool: what is held, and what was added since {since}",
        (
            Column("Pool", share=7),
            Column("Held", "right", share=3),
            Column("90 %", "right", share=4),
            Column("Added", "right", share=3),
            Column("90 %", "right", share=4),
            Column("Unit", share=3),
        ),
        (Group("", tuple(_pool(row) for row in rows)),),
        "Medians and 90 % intervals of the histories. Weapons’ worth counts what is separated or "
        "enriched; plutonium in reactors and in discharged fuel would have to be separated first.",
    )


def _pool(row: Mapping[str, Any]) -> tuple[Cell, ...]:
    unit = "kg" if row["unit"] == "kg" else "weapons"
    return (
        Cell(capital(str(row["pool"]))),
        *_quantity(row["stock"]),
        *_quantity(row["added"], change=True),
        Cell(unit),
    )


def _quantity(values: Sequence[float], change: bool = False) -> tuple[Cell, Cell]:
    """Median and interval; a change that is none in all histories is said so."""
    median, low, high = (_whole(value) for value in values)
    if change and not any(values):
        return Cell("none"), Cell("no sign of change")
    sign = "+" if change and median > 0 else ""
    return Cell(f"{sign}{number(median)}"), Cell(interval(low, high))


def _whole(value: float) -> float | int:
    """To whole units from ten on, to one decimal below."""
    return round(value) if abs(value) >= 10 else value
