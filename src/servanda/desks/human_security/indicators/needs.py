"""What the UN plan asked for, for how many people, and what came in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from servanda.dossier import Dossier, Trail
from servanda.records import Finding, Indicator, dates

from .dimensions import figure_of


def needs(dossier: Dossier, names: Mapping[str, str]) -> Finding | None:
    """``human_security.needs``: the newest plan known by the date, and those before it.

    Parameters
    ----------
    dossier : Dossier
    names : mapping
        Names of the indicators for ``in_need``, ``targeted``, ``asked`` and ``received``.
    """
    by_name = {name: what for what, name in names.items()}
    plans: dict[str, dict[str, Indicator]] = {}
    for figure in dossier.of(Indicator):
        what = by_name.get(figure.name)
        if what is not None and figure_of(figure) is not None:
            plans.setdefault(figure.date, {})[what] = figure
    plans = {period: plan for period, plan in plans.items() if "asked" in plan}
    if not plans:
        return None
    trail = Trail(dossier)
    rows = []
    for period in sorted(plans):
        trail.use_all(plans[period].values())
        rows.append(_row(period, plans[period]))
    newest = rows[-1]
    return Finding(
        id="human_security.needs",
        objective="human_security",
        sentence=_sentence(rows),
        value=newest["asked"],
        unit=plans[newest["period"]]["asked"].unit,
        cites=trail.cites,
        method="needs",
        series=tuple(rows),
    )


def _row(period: str, plan: Mapping[str, Indicator]) -> dict[str, Any]:
    row: dict[str, Any] = {"period": period}
    for what, figure in plan.items():
        row[what] = figure_of(figure)
        row[f"{what}_unit"] = figure.unit
        row[f"{what}_known"] = figure.known
    if row.get("received") is not None and row["asked"]:
        row["share"] = round(row["received"] / row["asked"], 3)
    return row


def _sentence(rows: list[dict[str, Any]]) -> str:
    told = []
    for row in rows[-2:]:
        words = f"The UN plan for {dates.say(row['period'])} asked for {row['asked']:g} "
        words += row["asked_unit"].replace("USD", "US dollars")
        if "targeted" in row:
            words += f", to reach {row['targeted']:g} {_people(row['targeted_unit'])}"
        if "in_need" in row:
            words += f" of {row['in_need']:g} {_people(row['in_need_unit'])} in need"
        words += f", as published by {dates.say(row['asked_known'])}"
        words += (
            f"; {row['received']:g} came in by {dates.say(row['received_known'])} "
            f"({row['share']:.0%})".replace("%", " %")
            if "share" in row
            else "; what came in is not on record"
        )
        told.append(f"{words}.")
    return " ".join(told)


def _people(unit: str) -> str:
    return "million people" if unit == "millions" else unit
