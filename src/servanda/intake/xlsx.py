"""Tables from Excel workbooks: one sheet per kind, every cell text."""

from __future__ import annotations

import datetime
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from servanda.records import KINDS
from servanda.records.describe import FieldDoc, by_name

from .cells import CellError
from .faults import Fault
from .tables import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    UNREADABLE,
    Table,
    even,
    fault_headings,
    fault_no_kind,
    kind_in,
    unreadable,
)
from .workbook import merged_cells, refuse_workbook

HINTS = "hints"  # the sheet of our templates that explains the columns
_AS_TEXT = "format the column as text and type"


def read_xlsx(
    path: Path, name: str | None = None, limit: int = MAX_BYTES
) -> Iterator[tuple[Table | None, list[Fault]]]:
    """Read the sheets of a workbook as tables, one after the other.

    Parameters
    ----------
    path : Path
        The file.
    name : str, optional
        How it is called in faults; the path as given when empty.
    limit : int
        Most bytes of the file.

    Yields
    ------
    table, faults : Table or None, list of Fault
        As `csvfile.open_csv`; a table must be read before the next is asked for.

    Raises
    ------
    ServandaError
        When the file is not there or may not be read.
    """
    name = name or str(path)
    try:
        refused = refuse_workbook(path, name, limit)
    except OSError as error:
        raise unreadable(path, error) from error
    if refused:
        yield None, [refused]
        return
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of decoration that it leaves out
        try:
            book = load_workbook(path, read_only=True)
        except Exception as error:  # a damaged workbook fails anywhere inside openpyxl
            yield None, [_damaged(name, None, error)]
            return
        try:
            yield from _sheets(book, name)
        finally:
            book.close()


def _sheets(book: Any, name: str) -> Iterator[tuple[Table | None, list[Fault]]]:
    filled = 0
    for sheet in book.worksheets:
        if sheet.title.lower() == HINTS:
            continue
        sheet.reset_dimensions()
        rows = sheet.iter_rows()
        try:
            first: Sequence[Any] = next(rows, ())
        except Exception as error:  # as above
            filled += 1
            yield None, [_damaged(name, sheet.title, error)]
            continue
        headings = [str(cell.value).strip() if cell.value is not None else "" for cell in first]
        while headings and not headings[-1]:
            headings.pop()
        if not headings and next(rows, None) is None:
            continue
        filled += 1
        yield _table(book, sheet, name, tuple(headings), rows)
    if not filled:
        what = "has no sheet with headings"
        mend = "fill in a template: servanda template KIND"
        yield None, [Fault(file=name, what=what, mend=mend)]


def _table(
    book: Any, sheet: Any, name: str, headings: tuple[str, ...], rows: Iterator[Any]
) -> tuple[Table | None, list[Fault]]:
    title = sheet.title
    kind = None if "kind" in headings else kind_in(title)
    faults = fault_headings(name, title, headings)
    if kind is None and "kind" not in headings:
        return None, [*faults, fault_no_kind(name, title, title)]
    if len(headings) > MAX_COLUMNS:
        return None, [_fault_wide(name, title, 1)]
    faults += _merged(book, sheet, name)
    table = Table(name, title, kind, headings, (), faults)
    return Table(name, title, kind, headings, even(table, _rows(rows, table)), faults), []


def _rows(rows: Iterator[Any], table: Table) -> Iterator[tuple[int, list[str]]]:
    described = by_name(KINDS[table.kind]) if table.kind else {}
    fields = [described.get(heading) for heading in table.headings]
    width = len(fields)
    number = 1
    while True:
        number += 1
        try:
            cells = next(rows, None)
        except Exception as error:  # as in read_xlsx
            table.faults.append(_damaged(table.file, table.sheet, error))
            return
        if cells is None:
            return
        if number > MAX_ROWS + 1:
            what = f"has more than {MAX_ROWS:,} rows"
            fault = Fault(file=table.file, sheet=table.sheet, what=what, mend="split the file")
            table.faults.append(fault)
            return
        if any(cell.value is not None for cell in cells[MAX_COLUMNS:]):
            table.faults.append(_fault_wide(table.file, table.sheet, number))
            return
        cells = cells[:MAX_COLUMNS]
        if any(cell.value is not None for cell in cells):
            texts = [
                _text(cell, fields[place] if place < width else None, number, table, place)
                for place, cell in enumerate(cells)
                if place < width or cell.value is not None
            ]
            yield number, texts + [""] * (width - len(texts))


def _text(cell: Any, field: FieldDoc | None, number: int, table: Table, place: int) -> str:
    """A cell's text; what Excel made of it, where that is no text, is a fault."""
    try:
        return cell_text(cell.value, cell.data_type, field)
    except CellError as error:
        heading = table.headings[place] if place < len(table.headings) else None
        table.faults.append(
            Fault(
                file=table.file,
                sheet=table.sheet,
                row=number,
                column=heading,
                what=error.what,
                mend=error.mend,
            )
        )
        return UNREADABLE


def cell_text(value: Any, data_type: str, field: FieldDoc | None) -> str:
    """Turn what a cell holds into the text that a person meant.

    Raises
    ------
    CellError
        For formulas, errors, and what Excel turned into dates or rounded numbers.
    """
    if value is None:
        return ""
    if data_type == "f":
        raise CellError("is a formula", "put its value in its place (paste special, values)")
    if data_type == "e":
        raise CellError(f"holds the error {value}", "type the value")
    if data_type == "b":
        return "true" if value else "false"
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        shown = value.isoformat() if not isinstance(value, datetime.timedelta) else str(value)
        example = "2018-05 or 2018-05-01" if field and field.value == "date" else "it again"
        raise CellError(f"Excel turned this into a date ({shown})", f"{_AS_TEXT} {example}")
    if isinstance(value, int | float):
        return _number_text(value, field)
    text = str(value)
    if "_x" in text:
        from openpyxl.utils.escape import unescape

        return unescape(text)
    return text


def _number_text(value: float, field: FieldDoc | None) -> str:
    whole = float(value).is_integer()
    what = field.value if field and not field.is_list else "text"
    if what == "date" and not (whole and 1000 <= value <= 9999):
        raise CellError(
            f"Excel keeps the number {value:g} here", f"{_AS_TEXT} 2018-05 or 2018-05-01"
        )
    if whole:
        return str(int(value))
    if what not in {"number", "integer", "code"}:
        raise CellError(f"Excel keeps the number {value:g} here", f"{_AS_TEXT} it again")
    return repr(value)


def _merged(book: Any, sheet: Any, name: str) -> list[Fault]:
    part = getattr(sheet, "_worksheet_path", "").lstrip("/")
    archive: ZipFile = book._archive
    if part not in archive.namelist():
        return []
    return [
        Fault(
            file=name,
            sheet=sheet.title,
            what=f"cells {cells} are merged",
            mend="unmerge them and fill in every cell",
        )
        for cells in merged_cells(archive, part)
    ]


def _fault_wide(name: str, sheet: str | None, row: int) -> Fault:
    return Fault(
        file=name,
        sheet=sheet,
        row=row,
        what=f"has more than {MAX_COLUMNS} columns",
        mend="delete what stands in the columns beyond; the rows from here on were not read",
    )


def _damaged(name: str, sheet: str | None, error: Exception) -> Fault:
    return Fault(
        file=name,
        sheet=sheet,
        what=f"cannot be read as a workbook ({type(error).__name__})",
        mend="open it in Excel or LibreOffice and save it anew as .xlsx",
    )
