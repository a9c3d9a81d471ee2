"""A cell's text into a field's value, and back.

Lists are separated by ``;``. So that any text can stand in a list, a backslash keeps the
character after it: ``\\;`` is a semicolon, ``\\\\`` a backslash, and a backslash before a blank
keeps a blank at the edge of an item.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from servanda.records.describe import FieldDoc

MAX_TEXT = 32_767  # what a cell of Excel holds

TRUE = frozenset({"true", "yes"})
FALSE = frozenset({"false", "no"})

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_INTEGER = re.compile(r"[+-]?\d{1,15}(\.0*)?")
_ITEMS = re.compile(r"(?:\\.|[^\\;]|\\$)*", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\;\s])")
_SPECIAL = re.compile(r'[",\r\n]')
_NEUTRALISED = re.compile(r"'+[=+\-@\t\r]")
_ACTIVE = re.compile(r"'*[=+\-@\t\r]")


class CellError(ValueError):
    """A cell that does not hold what its column asks for.

    Attributes
    ----------
    what, mend : str
        What is wrong, and what to do about it.
    """

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.what = what
        self.mend = mend


def read_cell(field: FieldDoc, cell: str) -> Any:
    """Read a filled cell.

    Parameters
    ----------
    field : FieldDoc
        The field whose column the cell stands in.
    cell : str
        Its text, not empty.

    Returns
    -------
    value : str, float, int, bool, tuple or None
        Not yet held against patterns and bounds; None for a cell of blanks.

    Raises
    ------
    CellError
        When the text is no number, integer or boolean, where one is asked for.
    """
    if field.is_list:
        return tuple(split_list(cell)) or None
    if field.value == "text":
        return cell
    text = cell.strip()
    if not text:
        return None
    reader = _READERS.get(field.value)
    return reader(text) if reader else text


def write_cell(field: FieldDoc, value: Any) -> str:
    """Write a value so that `read_cell` gives it back.

    Examples
    --------
    >>> from servanda.records import KINDS
    >>> from servanda.records.describe import by_name
    >>> write_cell(by_name(KINDS["party"])["aliases"], ("North Korea", "DPRK; NK"))
    'North Korea;DPRK\\\\; NK'
    """
    if value is None:
        return ""
    if field.is_list:
        return ";".join(map(_escape, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def split_list(cell: str) -> list[str]:
    """Split a cell at its semicolons; empty items are left out.

    Examples
    --------
    >>> split_list("party/dprk; party/rok;")
    ['party/dprk', 'party/rok']
    """
    if "\\" not in cell:
        return [item for part in cell.split(";") if (item := part.strip())]
    return [item for part in _ITEMS.findall(cell) if (item := _unescape(part))]


def neutralise(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula; `restore` undoes it.

    Examples
    --------
    >>> neutralise("=SUM(A1:A9)"), neutralise("'-tis"), neutralise("plain")
    ("'=SUM(A1:A9)", "''-tis", 'plain')
    """
    return "'" + text if _ACTIVE.match(text) else text


def restore(cell: str) -> str:
    """Take off the one apostrophe that `neutralise` put on."""
    return cell[1:] if cell[:1] == "'" and _NEUTRALISED.match(cell) else cell


def quoted(cell: str) -> str:
    """A cell of a CSV file, between quotes where it needs them.

    The csv module leaves a bare carriage return unquoted and then cannot read it back.
    """
    return '"' + cell.replace('"', '""') + '"' if _SPECIAL.search(cell) else cell


def is_free_text(field: FieldDoc) -> bool:
    """Whether any text may stand in a field, formulas included."""
    return field.value == "text"


def _unescape(item: str) -> str:
    item = item.strip() if not item.rstrip().endswith("\\") else _strip_to_escape(item)
    return _ESCAPED.sub(r"\1", item)


def _strip_to_escape(item: str) -> str:
    """Strip blanks, but the one that a last backslash keeps."""
    body = item.rstrip()
    backslashes = len(body) - len(body.rstrip("\\"))
    kept = item[len(body) : len(body) + 1] if backslashes % 2 else ""
    return (body + kept).lstrip()


def _escape(item: str) -> str:
    escaped = item.replace("\\", "\\\\").replace(";", "\\;")
    if escaped[:1].isspace():
        escaped = "\\" + escaped
    if len(item) > 1 and escaped[-1:].isspace():
        escaped = escaped[:-1] + "\\" + escaped[-1]
    return escaped


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        comma = text.replace(",", ".") if text.count(",") == 1 and "." not in text else ""
        if comma and _NUMBER.fullmatch(comma):
            raise CellError(f"'{text}' is no number", f"write it with a point: {comma}")
        raise CellError(
            f"'{text}' is no number", "write digits only, for example 12.5, and the unit apart"
        )
    return float(text)


def _integer(text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise CellError(f"'{text}' is no whole number", "write digits only, for example 3")
    return int(text.partition(".")[0])


def _boolean(text: str) -> bool:
    lower = text.lower()
    if lower in TRUE:
        return True
    if lower in FALSE:
        return False
    raise CellError(f"'{text}' is neither true nor false", "write true or false (or yes or no)")


_READERS: dict[str, Callable[[str], float | int | bool]] = {
    "number": _number,
    "integer": _integer,
    "boolean": _boolean,
}
