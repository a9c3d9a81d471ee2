"""Is a request complete? Each element of the notice in force, and what is still to be written.

Implementation Assistance Notice 7 of the 1718 Committee was adopted on 6 August 2018 and updated
on 30 November 2020 and 2 June 2023; the request's date decides which version counts.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from typing import Any, NamedTuple

from servanda.dossier import Dossier
from servanda.records import Rule, dates
from servanda.words import join

from .project import Project, described

FILE = "completeness.toml"
NOTICE = "Implementation Assistance Notice 7"


class Version(NamedTuple):
    """A version of the notice.

    Attributes
    ----------
    rule : str
        Its record.
    adopted : date
        When the Committee adopted it.
    months : int
        How long an exemption holds.
    shipments : int
        How many shipments it covers.
    note : str
        What else changed.
    doubt : str
        How it is known, and what is not.
    """

    rule: str
    adopted: datetime.date
    months: int
    shipments: int
    note: str
    doubt: str


class Missing(NamedTuple):
    """Something that a request still lacks.

    Attributes
    ----------
    element, title : str
        Which element of the notice.
    required : bool
        Whether the request would be sent back without it.
    place : str
        Where in the workbook it belongs.
    write : str
        What to write.
    status : str
        How it is known that the notice asks for it.
    """

    element: str
    title: str
    required: bool
    place: str
    write: str
    status: str


def version_on(dossier: Dossier, day: datetime.date) -> Version | None:
    """The version of the notice in force on a day; None before the first."""
    for row in _described()["version"]:
        rule = dossier.get(row["rule"])
        if isinstance(rule, Rule):
            span = dates.parse(rule.date, rule.zone)
            if span.first_day <= day <= span.last_day:
                return Version(rule.id, datetime.date.fromisoformat(row["adopted"]),
                               row["months"], row["shipments"], row.get("note", ""),
                               rule.note or "")  # fmt: skip
    return None


def missing(project: Project, version: Version) -> list[Missing]:
    """Everything that a project still lacks, in the notice's order."""
    return [lack for element in _described()["element"] for lack in _of(element, project, version)]


def _of(element: dict[str, Any], project: Project, version: Version) -> Iterator[Missing]:
    labels = {field["name"]: field["label"] for field in described()["field"]}
    empty = [labels[name] for name in element.get("fields", ()) if not project.fields.get(name)]
    if empty:
        yield _lack(element, f"sheet project: {join(empty)}")
    if "sheet" in element:
        yield from _of_rows(element, project)
    if "items" in element:
        yield from _of_items(element, project)
    if element["id"] == "routing":
        yield from _of_channel(element, project)
    elif element["id"] == "e_dates":
        yield from _of_shipments(element, project, version)
    elif element["id"] == "period":
        yield from _of_period(element, project, version)


def _of_rows(element: dict[str, Any], project: Project) -> Iterator[Missing]:
    rows = project.sheets.get(element["sheet"], ())
    if not rows and _yes(project.fields.get(element.get("unless", ""), "")):
        return
    if not rows:
        yield _lack(element, f"sheet {element['sheet']}: no row")
    for row in rows:
        empty = [column for column in element["columns"] if not row.get(column)]
        if empty:
            yield _lack(element, f"sheet {element['sheet']}, row {row['_row']}: {join(empty)}")


def _of_items(element: dict[str, Any], project: Project) -> Iterator[Missing]:
    if not project.items:
        yield _lack(element, "sheet items: no item")
    for column in element["items"]:
        empty = [str(item.row) for item in project.items if getattr(item, column) in ("", None)]
        if empty:
            shown = join(empty[:12]) + (f" and {len(empty) - 12} more" if len(empty) > 12 else "")
            rows = "row" if len(empty) == 1 else "rows"
            yield _lack(element, f"sheet items, {column}: {rows} {shown}")


def _of_channel(element: dict[str, Any], project: Project) -> Iterator[Missing]:
    channel = project.fields.get("channel", "").casefold()
    if channel == "member state" and not project.fields.get("member_state"):
        yield _lack(element, "sheet project: Member State", "which State routes the request")
    if channel and channel != "member state" and not project.fields.get("channel_reason"):
        why = (
            "on what ground: UN agency, ICRC, IFRC, IOC, two exemptions in the 18 months before, "
            "or urgent emergency aid"
            if channel == "direct"
            else "why the channels before it cannot route the request"
        )
        yield _lack(element, "sheet project: Why this channel", why)


def _of_shipments(element: dict[str, Any], project: Project, version: Version) -> Iterator[Missing]:
    rows = project.sheets.get("shipments", ())
    if len(rows) > version.shipments:
        allowed = "one shipment" if version.shipments == 1 else f"{version.shipments} shipments"
        yield _lack(
            element, f"sheet shipments: {len(rows)} shipments",
            f"the notice of {version.adopted} provides for {allowed}: merge them, or ask in the "
            "letter for more and say why",
        )  # fmt: skip
    first, last = project.day("period_start"), project.day("period_end")
    for row in rows:
        try:
            planned = datetime.date.fromisoformat(row["planned"])
        except ValueError:
            continue
        if (first and planned < first) or (last and planned > last):
            yield _lack(element, f"sheet shipments, row {row['_row']}: planned {planned}",
                        "a date within the period that is asked for")  # fmt: skip


def _of_period(element: dict[str, Any], project: Project, version: Version) -> Iterator[Missing]:
    first, last = project.day("period_start"), project.day("period_end")
    if not first or not last:
        return
    if last <= first:
        yield _lack(element, "sheet project: Period, last day", "a last day after the first")
    longest = add_months(first, version.months)
    if last > longest and not project.fields.get("period_reason"):
        yield _lack(
            element, "sheet project: Why a longer period",
            f"the notice gives {version.months} months, here until {longest}: shorten the period, "
            "or say why more is needed; longer terms were given exceptionally",
        )  # fmt: skip


def add_months(day: datetime.date, months: int) -> datetime.date:
    """The same day of a later month, or its last.

    Examples
    --------
    >>> add_months(datetime.date(2019, 1, 25), 6), add_months(datetime.date(2020, 5, 31), 9)
    (datetime.date(2019, 7, 25), datetime.date(2021, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = datetime.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (following - datetime.timedelta(days=1)).day
    return datetime.date(year, month + 1, min(day.day, last))


def _lack(element: dict[str, Any], place: str, write: str = "") -> Missing:
    return Missing(element["id"], element["title"], element["required"], place,
                   write or element["write"], element["status"])  # fmt: skip


def _yes(text: str) -> bool:
    return text.strip().casefold() in ("yes", "true", "oui", "y", "x")


@lru_cache(maxsize=1)
def _described() -> dict[str, Any]:
    file = resources.files(__package__) / FILE
    return tomllib.loads(file.read_text(encoding="utf-8"))
