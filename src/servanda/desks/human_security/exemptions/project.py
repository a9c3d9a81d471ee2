"""A request in the making: one workbook, or a folder with it, and what it says.

The workbook has a sheet ``project`` (a field on each line), and the sheets ``items``,
``shipments``, ``parties`` and ``transactions``. Faults are told all at once with their cells.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from servanda.errors import UsageError
from servanda.intake.cells import CellError
from servanda.intake.faults import Fault, shorten

from .cells import cell_of
from .items import Item, plain, read_amount, read_currency
from .sheet import ItemList, open_book, read_book, read_items

NAME = "project.xlsx"
FILE = "project.toml"
PROJECT, ITEMS = "project", "items"
CHANNELS = ("member state", "resident coordinator", "committee secretary", "direct")
_DATES = ("date", "period_start", "period_end")
FIRST_ROW = 4  # the sheets begin below a title, headings and a row of hints


class Project(NamedTuple):
    """What a project's workbook says.

    Attributes
    ----------
    name : str
        Its file.
    fields : dict
        Lines of the sheet ``project``, by name; empty text where nothing is written.
    items : tuple of Item
        What is to be brought.
    sheets : dict
        Rows of ``shipments``, ``parties`` and ``transactions``, each a dict with ``_row``.
    faults : tuple of Fault
        What is wrong in it.
    """

    name: str
    fields: dict[str, str]
    items: tuple[Item, ...]
    sheets: dict[str, tuple[dict[str, str], ...]]
    faults: tuple[Fault, ...]

    def day(self, field: str) -> datetime.date | None:
        """A date that a field holds; None when it holds none."""
        try:
            return datetime.date.fromisoformat(self.fields.get(field, ""))
        except ValueError:
            return None


@lru_cache(maxsize=1)
def described() -> dict[str, Any]:
    """The fields and sheets of a project's workbook, as ``project.toml`` describes them."""
    file = resources.files(__package__) / FILE
    return tomllib.loads(file.read_text(encoding="utf-8"))


def read_project(place: Path) -> Project:
    """Read a project.

    Parameters
    ----------
    place : Path
        A workbook, or a folder with ``project.xlsx`` and, where its sheet ``items`` is empty,
        a list of items ``items.xlsx`` or ``items.csv``.

    Raises
    ------
    UsageError
        When there is no such workbook.
    """
    path = place / NAME if place.is_dir() else place
    if not path.is_file():
        raise UsageError(f"{path} is not there", f"servanda exempt new {place} writes a template")
    book, refused = open_book(path)
    if book is None:
        return Project(path.name, {}, (), {}, tuple(refused))
    faults: list[Fault] = []
    fields = _fields(book, path.name, faults)
    sheets = {
        title: _rows(book, title, path.name, faults)
        for title in described()["sheets"]
        if title != ITEMS
    }
    listed = _items(book, path)
    return Project(path.name, fields, listed.items, sheets, (*faults, *listed.faults))


def _items(book: Any, path: Path) -> ItemList:
    if ITEMS in book.sheetnames:
        listed = read_book(book, path.name, (ITEMS,))
        if listed.items:
            return listed
    for beside in (path.parent / "items.xlsx", path.parent / "items.csv"):
        if beside.is_file():
            return read_items(beside)
    mend = "fill in the sheet items, or put items.xlsx beside the project"
    return ItemList((), (Fault(file=path.name, sheet=ITEMS, what="lists no item", mend=mend),))


def _fields(book: Any, name: str, faults: list[Fault]) -> dict[str, str]:
    known = {field["label"]: field["name"] for field in described()["field"]}
    fields = dict.fromkeys(known.values(), "")
    if PROJECT not in book.sheetnames:
        mend = "use the template: servanda exempt new DIR"
        faults.append(Fault(file=name, sheet=PROJECT, what="is missing", mend=mend))
        return fields
    for row in book[PROJECT].iter_rows(min_row=FIRST_ROW, max_col=2):
        label = str(row[0].value or "").strip()
        field = known.get(label) or (label if label in fields else "")
        if field:
            fields[field] = _text(row[1], name, PROJECT, field in _DATES, faults)
    for field in _DATES:
        if fields[field]:
            _check_day(fields[field], book[PROJECT], name, field, faults)
    channel = fields["channel"].casefold()
    if channel and channel not in CHANNELS:
        faults.append(Fault(file=name, sheet=PROJECT, column="B (Channel)",
                            what=f"'{shorten(channel)}' is no channel",
                            mend=f"write one of: {'; '.join(CHANNELS)}"))  # fmt: skip
    return fields


def _check_day(
    text: str, sheet: Any, name: str, field: str, faults: list[Fault], row: int | None = None
) -> None:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        faults.append(Fault(file=name, sheet=sheet.title, row=row, column=field,
                            what=f"'{shorten(text)}' is no date",
                            mend="write YYYY-MM-DD: 2024-03-15"))  # fmt: skip


def _rows(book: Any, title: str, name: str, faults: list[Fault]) -> tuple[dict[str, str], ...]:
    columns: Sequence[str] = described()["sheets"][title]["columns"]
    if title not in book.sheetnames:
        mend = "use the template: servanda exempt new DIR"
        faults.append(Fault(file=name, sheet=title, what="is missing", mend=mend))
        return ()
    sheet = book[title]
    heads = [str(cell.value or "").strip().casefold() for cell in sheet[FIRST_ROW - 2]]
    places = {column: heads.index(column) for column in columns if column in heads}
    found = []
    for cells in sheet.iter_rows(min_row=FIRST_ROW):
        row = {
            column: _text(cells[place], name, title, column in ("planned", "date"), faults)
            for column, place in places.items()
        }
        if not any(row.values()):
            continue
        number = cells[0].row
        for column in ("planned", "date"):
            if row.get(column):
                _check_day(row[column], sheet, name, column, faults, number)
        for column, reader in (("amount", read_amount), ("currency", read_currency)):
            if row.get(column):
                _check(row, column, reader, Place(name, title, number), faults)
        found.append({**dict.fromkeys(columns, ""), **row, "_row": str(number)})
    return tuple(found)


class Place(NamedTuple):
    """A row of a sheet."""

    file: str
    sheet: str
    row: int


def _check(row: dict[str, str], column: str, reader: Any, place: Place,
           faults: list[Fault]) -> None:  # fmt: skip
    try:
        value = reader(row[column])
        row[column] = value if isinstance(value, str) else plain(value)
    except CellError as error:
        faults.append(Fault(file=place.file, sheet=place.sheet, row=place.row, column=column,
                            what=error.what, mend=error.mend))  # fmt: skip


def _text(cell: Any, name: str, sheet: str, dated: bool, faults: list[Fault]) -> str:
    """A cell's text; a real date is welcome where a date belongs."""
    value, letter, wrong = cell_of(cell)
    if wrong:
        faults.append(Fault(file=name, sheet=sheet, row=cell.row, column=letter, what=wrong[0],
                            mend=wrong[1]))  # fmt: skip
        return ""
    if isinstance(value, datetime.datetime | datetime.date):
        if dated:
            return value.isoformat()[:10]
        faults.append(Fault(file=name, sheet=sheet, row=cell.row, column=letter,
                            what=f"Excel turned this into a date ({value.isoformat()[:10]})",
                            mend="format the cell as text and type it again"))  # fmt: skip
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
