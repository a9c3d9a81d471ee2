"""The workbook of a project, empty or with the items of a list: what an officer fills in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .items import Item, plain
from .project import CHANNELS, FIRST_ROW, ITEMS, PROJECT, described
from .workbook import HEAD, PAPER, fill, height, landscape, save, write


def template(items: Sequence[Item] = (), fields: dict[str, str] | None = None) -> bytes:
    """An empty project as a workbook, with items where they are given."""
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation

    given = fields or {}
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has one sheet
    sheet.title = PROJECT
    _title(sheet, "The project: fill in the second column; the third says what to write")
    _heads(sheet, ("field", "what you write", "what belongs here"), _FIELD_WIDTHS)
    for number, field in enumerate(described()["field"], FIRST_ROW):
        head = write(sheet, number, 1, field["label"])
        fill(head, PAPER)
        write(sheet, number, 2, given.get(field["name"], "")).number_format = "@"
        _grey(write(sheet, number, 3, field["hint"]))
        for column in (1, 2, 3):
            _wrapped(sheet.cell(number, column))
        told = (field["label"], given.get(field["name"], ""), field["hint"])
        sheet.row_dimensions[number].height = height(told, _FIELD_WIDTHS)
        if field["name"] == "channel":
            choice = DataValidation(type="list", formula1=f'"{",".join(CHANNELS)}"')
            sheet.add_data_validation(choice)
            choice.add(f"B{number}")
    sheet.freeze_panes = f"B{FIRST_ROW}"
    for title in (ITEMS, "shipments", "parties", "transactions"):
        about = described()["sheets"][title]
        added = book.create_sheet(title)
        _title(added, _ABOUT[title])
        _heads(added, about["columns"], [_WIDTHS.get(c, 16) for c in about["columns"]])
        widths = [_WIDTHS.get(c, 16) for c in about["columns"]]
        hints = [f"# {hint}" for hint in about["hints"]]
        for place, hint in enumerate(hints, 1):
            _grey(_wrapped(write(added, FIRST_ROW - 1, place, hint)))
        added.row_dimensions[FIRST_ROW - 1].height = height(hints, widths)
        added.freeze_panes = f"A{FIRST_ROW}"
        for column in range(1, len(about["columns"]) + 1):
            for number in range(FIRST_ROW, FIRST_ROW + 200):
                added.cell(number, column).number_format = "@"
    columns = described()["sheets"][ITEMS]["columns"]
    widths = [_WIDTHS.get(c, 16) for c in columns]
    for number, item in enumerate(items, FIRST_ROW):
        values = [getattr(item, column, "") for column in columns]
        texts = [value if isinstance(value, str) else plain(value) for value in values]
        for place, text in enumerate(texts, 1):
            _wrapped(write(book[ITEMS], number, place, text))
        book[ITEMS].row_dimensions[number].height = height(texts, widths)
    for finished in book.worksheets:
        landscape(finished)
    return save(book)


_ABOUT = {
    ITEMS: "What is to be brought: one line for each item; parts of a kit name it in 'kit'",
    "shipments": "Each shipment, with its way",
    "parties": "Everybody who takes part in the transfer",
    "transactions": "Every payment linked to the transfer",
}
_FIELD_WIDTHS = (28, 80, 60)
_WIDTHS = {"description": 44, "specification": 44, "use": 30, "name": 34, "address": 44,
           "purpose": 40, "role": 20, "departure": 24, "entry": 24, "transit": 24}  # fmt: skip


def _title(sheet: Any, text: str) -> None:
    from openpyxl.styles import Font

    sheet["A1"] = text
    sheet["A1"].font = Font(bold=True, size=13)


def _heads(sheet: Any, heads: Sequence[str], widths: Sequence[float]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for place, (head, width) in enumerate(zip(heads, widths, strict=True), 1):
        cell = sheet.cell(FIRST_ROW - 2, place, head)
        cell.font = Font(bold=True, color="FFFFFF")
        fill(cell, HEAD)
        sheet.column_dimensions[get_column_letter(place)].width = width


def _grey(cell: Any) -> Any:
    from openpyxl.styles import Font

    cell.font = Font(italic=True, color="6B7280", size=9)
    return cell


def _wrapped(cell: Any) -> Any:
    from openpyxl.styles import Alignment

    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
