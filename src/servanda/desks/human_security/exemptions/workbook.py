"""Workbooks that a person can open, sort and send: every cell text, none a formula."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from servanda.intake.cells import neutralise

from .rules import RuleSet
from .screenlist import COLUMNS, UNVERIFIED, WORDS, Line, rows_of, rules_used

INK, PAPER, RULE = "1F2A33", "F3F5F7", "C9D1D9"
HEAD = "1F4E5F"
TINTS = {"exemption": "F6DFD3", "review": "FBF1D5", "not_listed": "E6EFE9"}
_WIDTHS = {"description": 42, "hs_text": 44, "rule": 34, "reason": 56, "confirm": 40, "notes": 44,
           "other_candidates": 48, "verdict": 16, "hs_candidate": 14, "sheet": 14}  # fmt: skip
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_LINE = 15.0  # points
_EPOCH = datetime(2000, 1, 1)  # the same list gives the same bytes


def screening_workbook(
    lines: Sequence[Line], rules: RuleSet, regimes: Sequence[str], name: str
) -> bytes:
    """The screening of a list: a sheet of items, a sheet of the rules they fall under."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has one sheet
    sheet.title = "screening"
    table(sheet, COLUMNS, [[row[column] for column in COLUMNS] for row in rows_of(lines)],
          [_WIDTHS.get(column, 12) for column in COLUMNS])  # fmt: skip
    verdict = COLUMNS.index("verdict") + 1
    for number, line in enumerate(lines, 2):
        fill(sheet.cell(number, verdict), TINTS[line.screened.verdict])
    sheet.freeze_panes = "D2"
    landscape(sheet)
    rows = [
        [rule.regime, rule.place, rule.goods, rule.text, rule.exception,
         "yes" if rule.verified else f"no: {UNVERIFIED}", rule.note, rule.id]
        for rule in rules_used(lines)
    ]  # fmt: skip
    heads = ("rule set", "place", "goods", "rule, in our words", "exception", "verified", "doubt",
             "record")  # fmt: skip
    table(book.create_sheet("rules"), heads, rows, (10, 30, 28, 60, 40, 22, 40, 40))
    notes = [
        ["list", name],
        ["rules in force on", rules.on.isoformat()],
        ["rule sets", ", ".join(regimes)],
        *([verdict, words] for verdict, words in WORDS.items()),
        ["codes", "proposals: a person confirms each with the supplier or customs"],
    ]
    table(book.create_sheet("how to read"), ("what", "meaning"), notes, (24, 80))
    return save(book)


def table(sheet: Any, heads: Sequence[str], rows: Sequence[Sequence[str]],
          widths: Sequence[float]) -> None:  # fmt: skip
    """Fill a sheet: a row of headings, rows of text, a width for each column."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    line = Border(bottom=Side(style="hair", color=RULE))
    top = Alignment(wrap_text=True, vertical="top")
    for place, (head, width) in enumerate(zip(heads, widths, strict=True), 1):
        cell = sheet.cell(1, place, head)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=HEAD)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(place)].width = width
    for number, row in enumerate(rows, 2):
        for place, text in enumerate(row, 1):
            cell = write(sheet, number, place, text)
            cell.alignment, cell.border = top, line
        sheet.row_dimensions[number].height = height(row, widths)
    sheet.freeze_panes = "A2"
    if rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{len(rows) + 1}"


def height(texts: Sequence[str], widths: Sequence[float]) -> float:
    """Points that a row of wrapped texts needs: not every program finds that out by itself.

    Examples
    --------
    >>> height(["short", "a text that is longer than its column"], [10, 12])
    60.0
    """
    lines = max((math.ceil(len(t) / max(1.0, w - 1)) for t, w in zip(texts, widths, strict=True)),
                default=1)  # fmt: skip
    return _LINE * max(1, lines)


def write(sheet: Any, row: int, column: int, text: str) -> Any:
    """Put a text into a cell as text: nothing in it can run."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = sheet.cell(row, column)
    cell.value = neutralise(ILLEGAL_CHARACTERS_RE.sub("", text)) or None
    cell.data_type = "s" if cell.value else "n"
    cell.number_format = "@"
    return cell


def fill(cell: Any, colour: str) -> None:
    """Tint a cell."""
    from openpyxl.styles import PatternFill

    cell.fill = PatternFill("solid", fgColor=colour)


def landscape(sheet: Any) -> None:
    """Print a sheet across, as wide as the paper, with page numbers."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddFooter.center.text = "&P / &N"


def save(book: Any) -> bytes:
    """A workbook as bytes, without the hour at which it was made."""
    book.properties.creator = "Servanda"
    book.properties.created = book.properties.modified = _EPOCH
    out = io.BytesIO()
    book.save(out)
    return steady(out.getvalue())


def steady(document: bytes) -> bytes:
    """An Office document without the hour at which it was packed: the same text, the same bytes."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(document)) as read, ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for part in read.infolist():
            data = read.read(part)
            if part.filename == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", data)
            info = ZipInfo(part.filename, date_time=(2000, 1, 1, 0, 0, 0))
            packed.writestr(info, data, ZIP_DEFLATED)
    return out.getvalue()
