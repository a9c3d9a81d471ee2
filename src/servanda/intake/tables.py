"""A table as a person made it: headings and rows of text cells, before it means anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from servanda.errors import ServandaError, UsageError
from servanda.records import KINDS

from .faults import Fault

MAX_BYTES = 100_000_000
MAX_ROWS = 1_000_000
MAX_COLUMNS = 500

RETRACT = ("retract_reason", "never_valid")
UNREADABLE = "\ufffd"  # stands where a cell could not be read; its fault is already told
HINT = "#"  # a row whose id begins so is a hint of a template

_WORD = re.compile(r"[a-z]+(?:_[a-z]+)*")


class Table(msgspec.Struct, frozen=True):
    """Headings and rows of one CSV file or one sheet.

    Attributes
    ----------
    file, sheet : str, str or None
        Where it stands.
    kind : str or None
        Kind of its records; None when a column ``kind`` says it row by row.
    headings : tuple of str
        As written, blanks taken off.
    rows : iterable of (int, list of str)
        Row number, and as many cells as there are headings; read once, while the file is open.
    faults : list of Fault
        What was wrong with the file; grows while rows are read.
    """

    file: str
    sheet: str | None
    kind: str | None
    headings: tuple[str, ...]
    rows: Iterable[tuple[int, list[str]]]
    faults: list[Fault]


def refuse_large(name: str, size: int, limit: int = MAX_BYTES) -> Fault | None:
    """A fault when a file is too large to be read."""
    if size <= limit:
        return None
    return Fault(
        file=name,
        what=f"has {size / 1e6:,.1f} MB; at most {limit / 1e6:,.0f} MB are read",
        mend="split it into several files, or leave out what is no record",
    )


def kind_in(name: str) -> str | None:
    """The kind that a file or sheet is named after, in the singular or plural.

    Examples
    --------
    >>> kind_in("2019-03_commitment"), kind_in("Parties"), kind_in("Sheet1")
    ('commitment', 'party', None)
    """
    words = [part for word in _WORD.findall(name.lower()) for part in (word, *word.split("_"))]
    kinds = [kind for word in words if (kind := _singular(word))]
    return kinds[-1] if kinds else None


def fault_no_kind(file: str, sheet: str | None, name: str) -> Fault:
    """A fault: nothing says which kind of record a table holds."""
    what = f"sheet '{name}' is named after no kind" if sheet else "is named after no kind"
    near = nearest(name, KINDS)
    hint = f"did you mean {near}? " if near else ""
    return Fault(
        file=file,
        sheet=sheet,
        what=what,
        mend=f"{hint}name the {'sheet' if sheet else 'file'} as its kind "
        f"(one of {', '.join(KINDS)}), or add a column kind",
    )


def nearest(word: str, words: Iterable[str], likeness: float = 0.76) -> str | None:
    """The nearest of some words, where one is near."""
    from difflib import get_close_matches

    found = get_close_matches(word.lower(), list(words), n=1, cutoff=likeness)
    return found[0] if found else None


def even(table: Table, rows: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Pass on the rows that are as wide as the headings; note the others as faults."""
    width = len(table.headings)
    for number, cells in rows:
        if not any(cells):
            continue
        fitted = cells if len(cells) == width else _trim(cells, width)
        if len(fitted) != width:
            table.faults.append(
                Fault(
                    file=table.file,
                    sheet=table.sheet,
                    row=number,
                    what=f"has {len(cells)} cells where the headings are {width}",
                    mend="put texts that hold a comma between double quotes, and add the commas "
                    "of empty cells",
                )
            )
            continue
        yield number, fitted


def fault_headings(file: str, sheet: str | None, headings: tuple[str, ...]) -> list[Fault]:
    """What is wrong with the row of headings itself: none, or one twice."""
    if not any(headings):
        return [
            Fault(
                file=file,
                sheet=sheet,
                row=1,
                what="is empty" if not headings else "has no headings",
                mend="put the names of the fields into row 1; servanda template KIND shows them",
            )
        ]
    twice = [name for name in dict.fromkeys(headings) if name and headings.count(name) > 1]
    return [
        Fault(
            file=file,
            sheet=sheet,
            row=1,
            column=name,
            what=f"the heading '{name}' stands {headings.count(name)} times",
            mend="keep one of these columns",
        )
        for name in twice
    ]


def _singular(word: str) -> str | None:
    for form in (word, word.removesuffix("s"), word.removesuffix("es"), word[:-3] + "y"):
        if form in KINDS and (form == word or word.endswith("s")):
            return form
    return None


def _trim(cells: list[str], width: int) -> list[str]:
    """Leave out empty cells beyond the headings."""
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    return cells


def unreadable(path: object, error: OSError) -> ServandaError:
    """An error for a file that the system does not let us read."""
    kind = UsageError if isinstance(error, FileNotFoundError) else ServandaError
    return kind(
        f"{path} cannot be read: {error.strerror or error}",
        "check the name, and that you may read it",
    )
