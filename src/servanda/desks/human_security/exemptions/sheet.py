"""Reading an item list that somebody wrote: every fault at once, with sheet, row and column.

A list is an Excel workbook or a CSV file, its headings in English or French, in any order, below
a title where there is one. Nothing in it is run: workbooks with macros, links or formulas are
refused, and a text that a spreadsheet would take for a formula is a fault.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import warnings
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

from servanda.errors import ServandaError
from servanda.intake.cells import CellError
from servanda.intake.faults import Fault, shorten
from servanda.intake.workbook import refuse_workbook

from .items import READERS, Item, column_of, currency_in

MAX_COLUMNS = 60
MAX_ROWS = 50_000
MAX_TEXT = 2_000  # characters of a cell
HEADING_ROWS = 25  # the headings stand in one of the first rows
MAX_BYTES = 50_000_000
_PLAIN_NUMBER = re.compile(r"[+-]?\s?[\d\s.,]+\s?%?")
_ACTIVE = re.compile(r"[=@\t\r]|[+-](?!\s)")
_TOTAL = re.compile(r"^\s*(?:grand\s+)?(?:sub-?\s*)?total\b.{0,30}$", re.I)
_UNSAFE = (
    ("xl/vbaproject", "holds macros", "save it as .xlsx, which holds none"),
    ("xl/externallinks/", "links to other workbooks", "break the links (Data, Edit links), save"),
    ("xl/connections", "holds connections to data elsewhere", "delete the connections and save"),
    ("xl/embeddings/", "holds embedded files", "delete the embedded objects and save"),
    ("xl/macrosheets/", "holds macro sheets", "delete them and save as .xlsx"),
)


class ItemList(NamedTuple):
    """What a file of items holds.

    Attributes
    ----------
    items : tuple of Item
        Every line that could be read, faulty ones too.
    faults : tuple of Fault
        What is to be mended, and notices.
    """

    items: tuple[Item, ...]
    faults: tuple[Fault, ...]


class _Cell(NamedTuple):
    """A cell: what it holds, or what is wrong with it."""

    value: Any
    column: str
    wrong: tuple[str, str] | None = None


_Rows = Iterator[tuple[int, list[_Cell]]]


def read_items(path: Path) -> ItemList:
    """Read an item list.

    Parameters
    ----------
    path : Path
        A workbook (.xlsx) or a CSV file (UTF-8 or Windows-1252; comma, semicolon or tab).

    Raises
    ------
    ServandaError
        When the file is not there or may not be read.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            what = f"is larger than {MAX_BYTES // 1_000_000} MB"
            return ItemList((), (Fault(file=path.name, what=what, mend="split the list"),))
        if path.suffix.lower() in (".csv", ".tsv", ".txt"):
            faults: list[Fault] = []
            items = _read_sheet(path.name, "", _csv_rows(path, faults), faults)
            return ItemList(tuple(items), tuple(faults))
        return _read_workbook(path)
    except OSError as error:
        raise ServandaError(f"{path}: {error.strerror}", "check the file's name") from error


def _read_workbook(path: Path) -> ItemList:
    book, refused = open_book(path)
    return ItemList((), tuple(refused)) if book is None else read_book(book, path.name)


def open_book(path: Path) -> tuple[Any, list[Fault]]:
    """Open a workbook, or say why it is not opened: it is damaged, or something in it can run."""
    refused = refuse_workbook(path, path.name, MAX_BYTES)
    if refused:
        return None, [refused]
    unsafe = _unsafe(path)
    if unsafe:
        return None, unsafe
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of decoration that it leaves out
        try:
            return load_workbook(path), []
        except Exception as error:  # a damaged workbook fails anywhere inside openpyxl
            what = f"cannot be read as a workbook ({type(error).__name__})"
            mend = "open it in Excel or LibreOffice and save it anew as .xlsx"
            return None, [Fault(file=path.name, what=what, mend=mend)]


def read_book(book: Any, name: str, sheets: tuple[str, ...] | None = None) -> ItemList:
    """Read the items of an open workbook.

    Parameters
    ----------
    book : openpyxl workbook
        The workbook.
    name : str
        How the file is called in faults.
    sheets : tuple of str, optional
        Which sheets hold items; by default every one with headings.
    """
    faults: list[Fault] = []
    items: list[Item] = []
    skipped = []
    for sheet in book.worksheets:
        if sheets is not None and sheet.title not in sheets:
            continue
        found: list[Fault] = []
        rows = _read_sheet(name, sheet.title, _sheet_rows(sheet), found, sheet)
        if any(fault.what == _NO_HEADINGS for fault in found) and len(book.worksheets) > 1:
            skipped.append(sheet.title)
            continue
        faults += found
        items += rows
    if skipped and not items and not faults:
        what = "has no sheet with a heading for the description of items"
        faults.append(Fault(file=name, what=what, mend=_HEADINGS_MEND))
    elif skipped:
        faults += [Fault(file=name, sheet=title, what="was skipped: it has no headings of items",
                         mend="give it a heading 'description' if it lists items",
                         severity="notice") for title in skipped]  # fmt: skip
    return ItemList(tuple(items), tuple(faults))


def _unsafe(path: Path) -> list[Fault]:
    with ZipFile(path) as archive:
        parts = [name.casefold() for name in archive.namelist()]
    return [
        Fault(file=path.name, what=what, mend=mend)
        for start, what, mend in _UNSAFE
        if any(part.startswith(start) for part in parts)
    ]


_NO_HEADINGS = "has no heading for the description of items"
_HEADINGS_MEND = (
    "give a row of headings: description, hs, quantity, unit, value, currency, origin, route"
)


def _sheet_rows(sheet: Any) -> _Rows:
    for row in sheet.iter_rows():
        cells = [_Cell(*cell_of(cell)) for cell in row]
        while cells and cells[-1].value in (None, "") and not cells[-1].wrong:
            cells.pop()
        yield row[0].row, cells


def cell_of(cell: Any) -> tuple[Any, str, tuple[str, str] | None]:
    """What a cell holds, its column's letter, and what is wrong with it."""
    letter = getattr(cell, "column_letter", "")
    value, kind = cell.value, cell.data_type
    wrong = None
    if kind == "f":
        wrong = ("is a formula", "put its value in its place (paste special, values)")
    elif kind == "e":
        wrong = (f"holds the error {value}", "type the value")
    elif isinstance(value, str) and _is_active(value):
        wrong = _active(value)
    elif getattr(cell, "hyperlink", None) is not None:
        target = cell.hyperlink.target or cell.hyperlink.location or ""
        wrong = (f"holds a link ({shorten(target)})", "remove the link, keep the text")
    return value, letter, wrong


def _is_active(text: str) -> bool:
    return bool(_ACTIVE.match(text)) and not _PLAIN_NUMBER.fullmatch(text)


def _active(text: str) -> tuple[str, str]:
    return (
        f"begins with '{text[0] if text[0].isprintable() else 'a control character'}': "
        "a spreadsheet would run it as a formula",
        "write the text without that sign",
    )


def _csv_rows(path: Path, faults: list[Fault]) -> _Rows:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\x00" in text:
        mend = "save the list as .xlsx or as CSV in UTF-8"
        faults.append(Fault(file=path.name, what="is no text file", mend=mend))
        return
    head = "\n".join(text.splitlines()[:HEADING_ROWS])
    mark = max(",;\t", key=head.count)
    for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=mark), 1):
        yield (
            number,
            [
                _Cell(cell, _letter(place), _active(cell) if _is_active(cell) else None)
                for place, cell in enumerate(row, 1)
            ],
        )


def _letter(place: int) -> str:
    letters = ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _read_sheet(
    name: str, title: str, rows: _Rows, faults: list[Fault], sheet: Any = None
) -> list[Item]:
    """Items of one sheet; its faults are added."""
    sheet_name = title or None
    columns: dict[int, str] = {}
    headings: dict[int, str] = {}
    items: list[Item] = []
    as_numbers: list[tuple[int, int]] = []
    start = 0
    for number, cells in rows:
        if not columns:
            columns = _columns(cells)
            if columns:
                start = number
                headings = {place: str(cell.value) for place, cell in enumerate(cells)}
                faults += _check_headings(name, sheet_name, number, cells, columns)
                if len(cells) > MAX_COLUMNS:
                    return []
            elif number > HEADING_ROWS:
                break
            continue
        if len(items) >= MAX_ROWS:
            what = f"has more than {MAX_ROWS:,} rows"
            faults.append(Fault(file=name, sheet=sheet_name, what=what, mend="split the list"))
            break
        if any(cell.wrong or str(cell.value or "").strip() for cell in cells):
            row = _Row(name, sheet_name, number, cells, columns, headings, faults)
            item = row.item()
            if item is not None:
                items.append(item)
            if row.coded_as_number is not None and item is not None and item.hs:
                as_numbers.append((number, row.coded_as_number))
    if as_numbers:
        first, place = as_numbers[0]
        rows_of = f"row {first}" if len(as_numbers) == 1 else (
            f"{len(as_numbers)} rows, the first being row {first}")  # fmt: skip
        faults.append(Fault(
            file=name, sheet=sheet_name, row=first, column=_letter(place + 1), severity="notice",
            what=f"Excel keeps the code as a number in {rows_of}; it was read digit for digit",
            mend="format the column as text, so that no zero in front or at the end gets lost",
        ))  # fmt: skip
    if not columns:
        faults.append(Fault(file=name, sheet=sheet_name, what=_NO_HEADINGS, mend=_HEADINGS_MEND))
    elif sheet is not None:
        faults += _merged(name, title, sheet, start)
    if columns and not items and not faults:
        mend = "fill in the rows under the headings"
        faults.append(Fault(file=name, sheet=sheet_name, what="lists no item", mend=mend))
    return items


def _columns(cells: list[_Cell]) -> dict[int, str]:
    """Places of the headings, when this is the row of headings."""
    columns: dict[int, str] = {}
    for place, cell in enumerate(cells):
        if isinstance(cell.value, str) and len(cell.value) < 60:
            column = column_of(cell.value)
            if column and column not in columns.values():
                columns[place] = column
    return columns if "description" in columns.values() else {}


def _check_headings(
    name: str, title: str | None, row: int, cells: list[_Cell], columns: dict[int, str]
) -> list[Fault]:
    faults = []
    if len(cells) > MAX_COLUMNS:
        what = f"has {len(cells)} columns; at most {MAX_COLUMNS} are read"
        mend = f"keep the columns needed and delete the others: {', '.join(columns.values())}"
        column = cells[MAX_COLUMNS].column
        return [Fault(file=name, sheet=title, row=row, column=column, what=what, mend=mend)]
    for place, cell in enumerate(cells):
        if cell.wrong:
            what, mend = cell.wrong
            faults.append(Fault(file=name, sheet=title, row=row, column=cell.column, what=what,
                                mend=mend))  # fmt: skip
        elif cell.value and place not in columns:
            text = str(cell.value)
            twice = column_of(text)
            what = f"'{shorten(text)}' is read a second time" if twice else (
                f"'{shorten(text)}' is no column that is read")  # fmt: skip
            faults.append(Fault(
                file=name, sheet=title, row=row, column=cell.column, what=what,
                mend="rename or delete one of the two columns" if twice else
                     "it is left out; rename it if it matters",
                severity="fault" if twice else "notice",
            ))  # fmt: skip
    return faults


def _merged(name: str, title: str, sheet: Any, start: int) -> list[Fault]:
    """Merged cells from the headings down; a merged title above does no harm."""
    return [
        Fault(
            file=name, sheet=title, row=area.min_row, column=_letter(area.min_col),
            what=f"cells {area.coord} are merged", mend="unmerge them and fill in every cell",
        )
        for area in sorted(sheet.merged_cells.ranges, key=lambda a: (a.min_row, a.min_col))
        if area.max_row >= start
    ]  # fmt: skip


class _Row:
    """One row on its way to an item."""

    def __init__(
        self, name: str, sheet: str | None, number: int, cells: list[_Cell],
        columns: dict[int, str], headings: dict[int, str], faults: list[Fault],
    ) -> None:  # fmt: skip
        self.name, self.sheet, self.number = name, sheet, number
        self.cells, self.columns, self.headings = cells, columns, headings
        self.faults, self.faulty = faults, False
        self.coded_as_number: int | None = None

    def item(self) -> Item | None:
        read: dict[str, Any] = {}
        if str(self.cells[0].value or "").startswith("#"):
            return None  # the row of hints of our template
        for place, cell in enumerate(self.cells):
            column = self.columns.get(place)
            if cell.wrong:
                self._fault(place, *cell.wrong)
            elif column:
                value = self._read(column, place, cell.value)
                if value not in (None, ""):
                    read[column] = value
        described = str(read.get("description", ""))
        if _TOTAL.match(described) or (not described and not read and not self.faulty):
            return None
        if not described:
            if set(read) <= {"value", "currency"} and not self.faulty:
                return None  # the sum under a list
            empty = self._place("description")
            if empty is None or empty >= len(self.cells) or not self.cells[empty].wrong:
                self._fault(empty, "has no description", "say what the item is, in a few words")
        self._check(read)
        unit_value = read.pop("unit_value", None)
        if "value" not in read and unit_value is not None and read.get("quantity") is not None:
            read["value"] = unit_value * read["quantity"]
        return Item(self.sheet or "", self.number, faulty=self.faulty,
                    **{"description": described, **read})  # fmt: skip

    def _check(self, read: dict[str, Any]) -> None:
        if "quantity" in read and "unit" not in read and not self._filled("unit"):
            self._fault(self._place("unit"), "has a quantity without a unit",
                        "write the unit: piece, kg, m, set")  # fmt: skip
        if "unit" in read and "quantity" not in read and not self._filled("quantity"):
            self._fault(self._place("quantity"), "has a unit without a quantity",
                        "write how many or how much")  # fmt: skip
        if not {"value", "unit_value"} & set(read) or "currency" in read:
            return
        named = [currency_in(self.headings.get(place, "")) for place, column in
                 self.columns.items() if column in ("value", "unit_value")]  # fmt: skip
        known = [currency for currency in named if currency]
        if known:
            read["currency"] = known[0]
        elif not self._filled("currency"):
            self._fault(self._place("currency"), "has a value without a currency",
                        "write the currency's code: EUR, USD")  # fmt: skip

    def _read(self, column: str, place: int, value: Any) -> Any:
        if value is None:
            return None
        try:
            text = _as_text(column, value)
            if not text.strip():
                return None
            reader = READERS.get(column)
            if len(text) > MAX_TEXT:
                raise CellError(f"holds {len(text):,} characters; at most {MAX_TEXT:,} are read",
                                "say it shorter, or split the item")  # fmt: skip
            if column == "hs" and isinstance(value, int | float):
                self.coded_as_number = place
            return reader(text) if reader else " ".join(text.split())
        except CellError as error:
            self._fault(place, error.what, error.mend)
            return None

    def _filled(self, column: str) -> bool:
        place = self._place(column)
        cell = self.cells[place] if place is not None and place < len(self.cells) else None
        return cell is not None and bool(str(cell.value or "").strip())

    def _place(self, column: str) -> int | None:
        return next((place for place, name in self.columns.items() if name == column), None)

    def _fault(self, place: int | None, what: str, mend: str) -> None:
        self.faulty = True
        letter = _letter(place + 1) if place is not None else None
        heading = self.headings.get(place, "") if place is not None else ""
        column = f"{letter} ({shorten(heading, 30)})" if heading else letter
        self.faults.append(Fault(file=self.name, sheet=self.sheet, row=self.number, column=column,
                                 what=what, mend=mend))  # fmt: skip


def _as_text(column: str, value: Any) -> str:
    """A cell's text; what Excel made of it, where that is no text, is a fault.

    Raises
    ------
    CellError
        For dates, and for codes that Excel keeps as broken numbers.
    """
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        shown = str(value) if isinstance(value, datetime.timedelta) else value.isoformat()
        raise CellError(f"Excel turned this into a date ({shown[:10]})",
                        "format the column as text and type it again")  # fmt: skip
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and column == "hs" and not value.is_integer():
        raise CellError(
            f"Excel keeps the number {value:g} here, and a zero at its end is lost",
            "format the column as text and write the code with all its digits: 8713.10",
        )
    if isinstance(value, int | float):
        return f"{Decimal(str(value)):f}" if float(value) != int(value) else str(int(value))
    return str(value)
