"""What is wrong in people's data, where, and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

import msgspec

Severity = Literal["fault", "notice"]

# Controls of terminals, line breaks, and what turns the direction of the text that follows.
_UNSEEN = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a person has to mend, or should know.

    Attributes
    ----------
    file : str
        The file, as it was named; the ledger's name for rows of a ledger.
    sheet : str or None
        The sheet of a workbook; None elsewhere.
    row : int or None
        The row as a spreadsheet numbers it (the headings are row 1), or the place of an item in
        a JSON list; None when the whole file or column is meant.
    column : str or None
        Heading of the column.
    what : str
        What is wrong.
    mend : str
        What to do about it.
    severity : fault or notice
        A fault keeps data out; a notice does not.
    """

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    what: str
    mend: str
    severity: Severity = "fault"

    @property
    def place(self) -> str:
        """Where it is, in one phrase.

        Examples
        --------
        >>> Fault(file="act.csv", row=7, column="said", what="", mend="").place
        'act.csv, row 7, said'
        """
        row = f"row {self.row}" if self.row is not None else None
        sheet = f"sheet {self.sheet}" if self.sheet else None
        return ", ".join(part for part in (self.file, sheet, row, self.column) if part)

    def line(self) -> str:
        """Everything on one line.

        Examples
        --------
        >>> Fault(file="act.csv", row=7, column="said", what="'May' is no date",
        ...       mend="write 2018-05").line()
        "act.csv, row 7, said: 'May' is no date; write 2018-05"
        """
        place = f"{self.place}: " if self.place else ""
        return visible(f"{place}{self.what}; {self.mend}")

    def __str__(self) -> str:
        return self.line()


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Sort faults as a person goes through files: by file, sheet and row; none twice."""
    return sorted(
        dict.fromkeys(faults), key=lambda f: (f.file, f.sheet or "", f.row or 0, f.column or "")
    )


def serious(faults: Iterable[Fault]) -> list[Fault]:
    """Those that keep data out."""
    return [fault for fault in faults if fault.severity == "fault"]


def notices(faults: Iterable[Fault]) -> list[Fault]:
    """Those that a person should only know of."""
    return [fault for fault in faults if fault.severity == "notice"]


def visible(text: str) -> str:
    """A text on one line whose unseen characters are spelled out and do nothing to a terminal.

    Examples
    --------
    >>> print(visible("red \\x1b[31m, turned \\u202e, broken \\n"))
    red \\u001b[31m, turned \\u202e, broken \\u000a
    """
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def shorten(text: str, length: int = 60) -> str:
    """A text for a message: on one line, and no longer than it needs to be recognised."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
