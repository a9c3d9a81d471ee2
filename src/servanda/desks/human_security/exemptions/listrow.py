"""One row of a list on its way to an item: every cell read, every fault with its place."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Any

from servanda.intake.cells import CellError
from servanda.intake.faults import Fault, shorten

from .cells import Cell, letter_of
from .items import READERS, Item, currency_in

MAX_TEXT = 2_000  # characters of a cell
_TOTAL = re.compile(r"^\s*(?:grand\s+)?(?:sub-?\s*)?total\b.{0,30}$", re.I)


class Row:
    """One row on its way to an item."""

    def __init__(
        self, name: str, sheet: str | None, number: int, cells: list[Cell],
        columns: dict[int, str], headings: dict[int, str], faults: list[Fault],
    ) -> None:  # fmt: skip
        self.name, self.sheet, self.number = name, sheet, number
        self.cells, self.columns, self.headings = cells, columns, headings
        self.faults, self.faulty = faults, False
        self.coded_as_number: int | None = None

    def item(self) -> Item | None:
        """The item; None for a row of hints, a sum, or nothing."""
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
        letter = letter_of(place + 1) if place is not None else None
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
