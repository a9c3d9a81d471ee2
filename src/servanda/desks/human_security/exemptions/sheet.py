"""Reading an item list that somebody wrote: every fault at once, with sheet, row and column.

A list is an Excel workbook or a CSV file, its headings in English or French, in any order, below
a title where there is one. Nothing in it is run: workbooks with macros, links or formulas are
refused, and a text that a spreadsheet would take for a formula is a fault.
"""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

from servanda.errors import ServandaError
from servanda.intake.faults import Fault, shorten
from servanda.intake.workbook import refuse_workbook

from .cells import Cell, active, cell_of, is_active, letter_of
from .items import Item, column_of
from .listrow import Row

MAX_COLUMNS = 60
MAX_ROWS = 50_000
HEADING_ROWS = 25  # the headings stand in one of the first rows
MAX_BYTES = 50_000_000
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


_Rows = Iterator[tuple[int, list[Cell]]]


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
        cells = [Cell(*cell_of(cell)) for cell in row]
        while cells and cells[-1].value in (None, "") and not cells[-1].wrong:
            cells.pop()
        yield row[0].row, cells


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
                Cell(cell, letter_of(place), active(cell) if is_active(cell) else None)
                for place, cell in enumerate(row, 1)
            ],
        )


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
            row = Row(name, sheet_name, number, cells, columns, headings, faults)
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
            file=name, sheet=sheet_name, row=first, column=letter_of(place + 1), severity="notice",
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


def _columns(cells: list[Cell]) -> dict[int, str]:
    """Places of the headings, when this is the row of headings."""
    columns: dict[int, str] = {}
    for place, cell in enumerate(cells):
        if isinstance(cell.value, str) and len(cell.value) < 60:
            column = column_of(cell.value)
            if column and column not in columns.values():
                columns[place] = column
    return columns if "description" in columns.values() else {}


def _check_headings(
    name: str, title: str | None, row: int, cells: list[Cell], columns: dict[int, str]
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
            file=name, sheet=title, row=area.min_row, column=letter_of(area.min_col),
            what=f"cells {area.coord} are merged", mend="unmerge them and fill in every cell",
        )
        for area in sorted(sheet.merged_cells.ranges, key=lambda a: (a.min_row, a.min_col))
        if area.max_row >= start
    ]  # fmt: skip
