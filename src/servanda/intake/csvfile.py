"""Tables from CSV files: UTF-8, commas, double quotes, headings in the first row."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from .faults import Fault
from .tables import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    Table,
    even,
    fault_headings,
    fault_no_kind,
    kind_in,
    refuse_large,
    unreadable,
)

_CHUNK = 1 << 20
_SAVE = "save it as 'CSV UTF-8 (comma delimited)'"
_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@contextmanager
def open_csv(
    path: Path, name: str | None = None, *, kind: str | None = None, limit: int = MAX_BYTES
) -> Iterator[tuple[Table | None, list[Fault]]]:
    """Open a CSV file as a table; its rows are read while it is open.

    Parameters
    ----------
    path : Path
        The file.
    name : str, optional
        How it is called in faults; the path as given when empty.
    kind : str, optional
        Kind of its records; else the file's name says it, or a column ``kind``.
    limit : int
        Most bytes that are read.

    Yields
    ------
    table, faults : Table or None, list of Fault
        No table when the file cannot be read as one.

    Raises
    ------
    ServandaError
        When the file is not there or may not be read.
    """
    name = name or str(path)
    try:
        large = refuse_large(name, path.stat().st_size, limit)
        if large:
            yield None, [large]
            return
        with path.open("rb") as file:
            encoding, faults = _encoding(file, name)
        if encoding is None:
            yield None, faults
            return
        with path.open(encoding=encoding, newline="", errors="replace") as text:
            table, more = _table(text, name, kind or kind_in(path.stem), faults)
            yield table, more
    except OSError as error:
        raise unreadable(path, error) from error


def _encoding(file: BinaryIO, name: str) -> tuple[str | None, list[Fault]]:
    """Find the encoding by reading the file once; None when it is no text."""
    start = file.read(4)
    file.seek(0)
    if start in _UTF32:
        return None, [Fault(file=name, what="is UTF-32", mend=_SAVE)]
    if start.startswith(_UTF16):
        return "utf-16", [Fault(file=name, what="is UTF-16 ('Unicode text')", mend=_SAVE)]
    if start.startswith(b"PK\x03\x04"):
        mend = "rename it to .xlsx if it is an Excel workbook, or save it as CSV"
        return None, [Fault(file=name, what="is no CSV file but a ZIP archive", mend=mend)]
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8 = True
    while chunk := file.read(_CHUNK):
        if b"\0" in chunk:
            return None, [Fault(file=name, what="holds NUL bytes: it is no CSV text", mend=_SAVE)]
        try:
            decoder.decode(chunk) if utf8 else None
        except UnicodeDecodeError:
            utf8 = False
    try:
        decoder.decode(b"", final=True) if utf8 else None
    except UnicodeDecodeError:
        utf8 = False
    if utf8:
        return "utf-8-sig", []
    what = "is not UTF-8; its bytes look like Windows-1252"
    return "cp1252", [Fault(file=name, what=what, mend=_SAVE)]


def _table(
    text: TextIO, name: str, kind: str | None, faults: list[Fault]
) -> tuple[Table | None, list[Fault]]:
    first = text.readline()
    text.seek(0)
    delimiter = _delimiter(first)
    if delimiter != ",":
        what = {";": "semicolons", "\t": "tabs"}[delimiter]
        faults.append(Fault(file=name, what=f"separates its cells by {what}", mend=_SAVE))
    csv.field_size_limit(MAX_BYTES)
    records = csv.reader(text, delimiter=delimiter, strict=True)
    try:
        headings = tuple(cell.strip() for cell in next(records, ()))
    except csv.Error as error:
        return None, [*faults, _unreadable_row(name, 1, error)]
    faults += fault_headings(name, None, headings)
    if not any(headings):
        return None, faults
    if "kind" in headings:
        kind = None
    elif kind is None:
        return None, [*faults, fault_no_kind(name, None, Path(name).stem)]
    if len(headings) > MAX_COLUMNS:
        what = f"has {len(headings):,} columns; at most {MAX_COLUMNS} are read"
        return None, [*faults, Fault(file=name, row=1, what=what, mend="delete the empty ones")]
    table = Table(name, None, kind, headings, (), faults)
    return Table(name, None, kind, headings, even(table, _rows(records, table)), faults), []


def _delimiter(first: str) -> str:
    """The separator of the headings: the comma, unless there is none and another is there."""
    if "," in first:
        return ","
    return next((mark for mark in (";", "\t") if mark in first), ",")


def _rows(records: Iterator[list[str]], table: Table) -> Iterator[tuple[int, list[str]]]:
    number = 1
    while True:
        number += 1
        try:
            cells = next(records, None)
        except csv.Error as error:
            table.faults.append(_unreadable_row(table.file, number, error))
            return
        if cells is None:
            return
        if number > MAX_ROWS + 1:
            what = f"has more than {MAX_ROWS:,} rows"
            table.faults.append(Fault(file=table.file, what=what, mend="split the file"))
            return
        yield number, cells


def _unreadable_row(name: str, number: int, error: csv.Error) -> Fault:
    return Fault(
        file=name,
        row=number,
        what=f"cannot be read from here on ({error})",
        mend='close every double quote, and write a quote inside a text twice ("")',
    )
