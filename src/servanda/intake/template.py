"""A workbook to fill in: one kind's columns as text, with hints and lists to choose from."""

from __future__ import annotations

import io
from typing import Any

from servanda.errors import UsageError
from servanda.records import KINDS
from servanda.records.describe import FieldDoc, fields, summary

from .references import references
from .tables import HINT, RETRACT, nearest
from .xlsx import HINTS

_INK, _PAPER = "FFFFFF", "F3F5F7"
_NEEDED, _OPTIONAL, _WITHDRAW = "1F4E5F", "5B7C8A", "8A6D5B"
_GREY = "6B7280"
_ROWS = 5_000  # rows for which a list is offered
_LONGEST_LIST = 255  # characters that Excel takes in a list of choices

_WIDTHS = {"id": 30, "text": 40, "date": 14, "choice": 18, "code": 14, "number": 12, "integer": 10}
_EXAMPLES = {
    "date": "2018-04-27",
    "number": "12.5",
    "integer": "2",
    "boolean": "true",
}


def template(kind: str) -> bytes:
    """Make a workbook to fill in with records of one kind.

    Parameters
    ----------
    kind : str
        A kind of record.

    Returns
    -------
    workbook : bytes
        XLSX: a sheet named as the kind (headings, a row of hints that reading skips, every column
        formatted as text, lists to choose from), and a sheet that explains each column.

    Raises
    ------
    UsageError
        When there is no such kind.
    """
    from openpyxl import Workbook

    if kind not in KINDS:
        near = nearest(kind, KINDS)
        hint = f"did you mean {near}? " if near else ""
        raise UsageError(f"'{kind}' is no kind", f"{hint}the kinds are {', '.join(KINDS)}")
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has one sheet
    sheet.title = kind
    columns = [*fields(KINDS[kind]), *_withdrawal()]
    for number, field in enumerate(columns, 1):
        _column(sheet, number, field, kind)
    sheet.freeze_panes = "B3"
    sheet.row_dimensions[1].height = 24
    sheet.row_dimensions[2].height = 48
    sheet.sheet_view.showGridLines = True
    _explain(book.create_sheet(HINTS), kind, columns)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _column(sheet: Any, number: int, field: FieldDoc, kind: str) -> None:
    """Head, format and restrict one column."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    letter = get_column_letter(number)
    column = sheet.column_dimensions[letter]
    column.width = max(
        _WIDTHS.get("text" if field.is_list else field.value, 12), len(field.name) + 4
    )
    column.number_format = "@"
    column.alignment = Alignment(wrap_text=field.value == "text", vertical="top")
    head = sheet.cell(1, number, field.name)
    head.font = Font(bold=field.required, color=_INK)
    head.fill = PatternFill("solid", fgColor=_colour(field))
    head.alignment = Alignment(vertical="center")
    head.number_format = "@"
    need = "needed" if field.required else "may be empty"
    head.comment = Comment(
        f"{field.description}\n\n{field.type_text}; {need}", "Servanda", 160, 320
    )
    hint = sheet.cell(2, number, f"{HINT} {kind}/…" if number == 1 else _hint(field))
    hint.font = Font(italic=True, color=_GREY, size=9)
    hint.fill = PatternFill("solid", fgColor=_PAPER)
    hint.alignment = Alignment(wrap_text=True, vertical="top")
    hint.number_format = "@"
    _choices(sheet, letter, field)


def _choices(sheet: Any, letter: str, field: FieldDoc) -> None:
    """Offer the allowed values as a list."""
    from openpyxl.worksheet.datavalidation import DataValidation

    values = ("true", "false") if field.value == "boolean" else field.enum
    listed = ",".join(values)
    if field.is_list or not values or len(listed) > _LONGEST_LIST:
        return
    choice = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
    choice.errorTitle, choice.error = field.name, "Choose one of the list."
    choice.showErrorMessage = True
    sheet.add_data_validation(choice)
    choice.add(f"{letter}3:{letter}{_ROWS}")


def _explain(sheet: Any, kind: str, columns: list[FieldDoc]) -> None:
    """Fill the sheet of hints: what each column means and takes."""
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet.append([f"{kind}: {summary(KINDS[kind])}"])
    sheet.append(
        ["Empty cells mean that nothing is known. Dates are text: 2018, 2018-04, 2018-04-27."]
    )
    sheet.append(["column", "meaning", "holds", "needed", "allowed values", "example"])
    for field in columns:
        values = ("true", "false") if field.value == "boolean" else field.enum
        needed = "yes" if field.required else ""
        row = [field.name, field.description, _holds(field), needed, ", ".join(values)]
        sheet.append([*row, example(kind, field)])
    sheet["A1"].font = Font(bold=True, size=13)
    sheet["A2"].font = Font(italic=True, color=_GREY)
    for cell in sheet[3]:
        cell.font = Font(bold=True, color=_INK)
        cell.fill = PatternFill("solid", fgColor=_NEEDED)
    for letter, width in zip("ABCDEF", (24, 70, 34, 10, 48, 34), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=4):
        for cell in row:
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B4"


def example(kind: str, field: FieldDoc) -> str:
    """A value that a cell of the column could hold; empty for free text.

    Examples
    --------
    >>> from servanda.records.describe import by_name
    >>> example("act", by_name(KINDS["act"])["commitments"])
    'commitment/first;commitment/second'
    """
    if field.name == "id":
        return f"{kind}/short-name"
    if field.enum:
        return field.enum[0]
    if field.value == "id":
        of = references(kind)[field.name][0]
        return f"{of}/first;{of}/second" if field.is_list else f"{of}/short-name"
    if field.value == "integer" and field.minimum is not None:
        return f"{field.maximum if field.maximum is not None else field.minimum:g}"
    if field.value == "number" and field.maximum == 1:
        return "0.5"
    return _EXAMPLES.get(field.value, "")


def _hint(field: FieldDoc) -> str:
    if field.value == "boolean":
        return "true or false"
    return "; ".join(field.enum) if field.enum else field.type_text


def _holds(field: FieldDoc) -> str:
    text = "one of the allowed values" if field.enum else field.type_text
    return f"{text}, separated by ;" if field.is_list else text


def _colour(field: FieldDoc) -> str:
    if field.name in RETRACT:
        return _WITHDRAW
    return _NEEDED if field.required else _OPTIONAL


def _withdrawal() -> list[FieldDoc]:
    reason, void = RETRACT
    return [
        FieldDoc(
            name=reason,
            type_text="text",
            description="Only to withdraw a record: why. Fill in id and known, leave the rest.",
            required=False,
        ),
        FieldDoc(
            name=void,
            type_text="yes or no",
            description="With a retract_reason: true when the version of that id and known was our "
            "own error and counts at no date.",
            required=False,
            value="boolean",
        ),
    ]
