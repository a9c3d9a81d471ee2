"""What a cell of somebody's sheet holds, and what is wrong with it: nothing in it may run."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from servanda.intake.faults import shorten

_PLAIN_NUMBER = re.compile(r"[+-]?\s?[\d\s.,]+\s?%?")
_ACTIVE = re.compile(r"[=@\t\r]|[+-](?!\s)")


class Cell(NamedTuple):
    """A cell: what it holds, or what is wrong with it."""

    value: Any
    column: str
    wrong: tuple[str, str] | None = None


def cell_of(cell: Any) -> tuple[Any, str, tuple[str, str] | None]:
    """What a cell holds, its column's letter, and what is wrong with it."""
    letter = getattr(cell, "column_letter", "")
    value, kind = cell.value, cell.data_type
    wrong = None
    if kind == "f":
        wrong = ("is a formula", "put its value in its place (paste special, values)")
    elif kind == "e":
        wrong = (f"holds the error {value}", "type the value")
    elif isinstance(value, str) and is_active(value):
        wrong = active(value)
    elif getattr(cell, "hyperlink", None) is not None:
        target = cell.hyperlink.target or cell.hyperlink.location or ""
        wrong = (f"holds a link ({shorten(target)})", "remove the link, keep the text")
    return value, letter, wrong


def is_active(text: str) -> bool:
    """Whether a spreadsheet would take a text for a formula."""
    return bool(_ACTIVE.match(text)) and not _PLAIN_NUMBER.fullmatch(text)


def active(text: str) -> tuple[str, str]:
    """What is wrong with such a text, and how to mend it."""
    return (
        f"begins with '{text[0] if text[0].isprintable() else 'a control character'}': "
        "a spreadsheet would run it as a formula",
        "write the text without that sign",
    )


def letter_of(place: int) -> str:
    """A column's letters, the first being 1.

    Examples
    --------
    >>> letter_of(1), letter_of(28)
    ('A', 'AB')
    """
    letters = ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
