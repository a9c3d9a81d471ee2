"""Rows of text cells, or JSON objects, into records; every faulty cell of every row is named."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import msgspec

from servanda.records import KINDS, Record
from servanda.records.base import EDTF_PATTERN
from servanda.records.dates import DateError, parse
from servanda.records.describe import FieldDoc, by_name

from .cells import MAX_TEXT, CellError, read_cell
from .faults import shorten
from .tables import nearest

_DATE = re.compile(EDTF_PATTERN)
_LARGEST = 2**53 - 1  # beyond it a number is not told apart from its neighbours
# Beside what no sheet holds: what steers a terminal, and what shows a text in another order.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


class Wrong(NamedTuple):
    """A faulty field: its name, what is wrong, and how to mend it."""

    column: str | None
    what: str
    mend: str


def from_cells(
    kind: str, cells: Mapping[str, str], told: Iterable[str] = ()
) -> tuple[Record | None, list[Wrong]]:
    """Make a record from a row's filled cells.

    Parameters
    ----------
    kind : str
        A known kind.
    cells : mapping of str to str
        Column to text, filled cells of known columns only.
    told : iterable of str
        Columns whose cells are already known to be faulty.

    Returns
    -------
    record, wrong : Record or None, list of Wrong
        The record when nothing is wrong.
    """
    cls = KINDS[kind]
    described = by_name(cls)
    values: dict[str, Any] = {}
    wrong: list[Wrong] = []
    for name, cell in cells.items():
        try:
            value = read_cell(described[name], cell)
        except CellError as error:
            wrong.append(Wrong(name, error.what, error.mend))
            value = None
        if value is not None:
            values[name] = value
    record, more = from_values(cls, values, given={*told, *(w.column for w in wrong)})
    return (None, wrong + more) if wrong or more else (record, [])


def from_values(
    cls: type[Record], values: Mapping[str, Any], given: Iterable[str | None] = ()
) -> tuple[Record | None, list[Wrong]]:
    """Make a record from values that have their types.

    Parameters
    ----------
    cls : type of Record
        The struct of its kind.
    values : mapping
        Field to value.
    given : iterable of str
        Fields that were given but are already known to be faulty: not asked for again.
    """
    try:
        record = msgspec.convert(values, cls)
    except (msgspec.ValidationError, UnicodeError) as error:  # a lone surrogate is the latter
        wrong = list(_each_field(cls, values, set(given)))
        return None, wrong if wrong or given else [Wrong(None, str(error), "correct the record")]
    wrong = list(_beyond_types(cls, values))
    return (None, wrong) if wrong else (record, [])


def _each_field(
    cls: type[Record], values: Mapping[str, Any], given: set[str | None]
) -> Iterator[Wrong]:
    described = by_name(cls)
    told = set()
    for name in values.keys() - described.keys():
        yield unknown_column(name, cls.kind)
    for name, field in described.items():
        if name not in values:
            if field.required and name not in given:
                yield _missing(cls, name)
            continue
        try:
            msgspec.convert(values[name], field.annotation)
        except (msgspec.ValidationError, UnicodeError) as error:
            told.add(name)
            yield _explain(field, values[name], str(error))
    yield from (wrong for wrong in _beyond_types(cls, values) if wrong.column not in told)


def unknown_column(name: str, kind: str) -> Wrong:
    """Say that a kind has no such field, and which one is near."""
    names = [*by_name(KINDS[kind]), "retract_reason", "never_valid"]
    near = nearest(name, names)
    mend = f"did you mean {near}?" if near else f"the fields are {', '.join(names)}"
    return Wrong(name, f"'{shorten(name)}' is no field of {kind}", mend)


def _explain(field: FieldDoc, value: Any, message: str) -> Wrong:
    """Put msgspec's complaint about one value into words that help."""
    items = value if isinstance(value, list | tuple) else [value]
    for item in items:
        if isinstance(item, str) and (told := _explain_text(field, item)):
            return Wrong(field.name, *told)
        if _is_number(item) and field.value in {"number", "integer"}:
            shown = f"{item:g}" if isinstance(item, float) else shorten(str(item))
            return Wrong(field.name, f"{shown} is out of range", f"write {_range(field)}")
    wanted = f"a list of {field.value}s" if field.is_list else f"{field.type_text}"
    return Wrong(field.name, message.partition(" - at")[0], f"write {wanted}")


def _explain_text(field: FieldDoc, text: str) -> tuple[str, str] | None:
    shown = f"'{shorten(text)}'"
    if text == "":
        return "holds an empty text", "write null, or leave the field out"
    if len(text) > (field.max_length or MAX_TEXT):
        return (
            f"has {len(text):,} characters; {field.max_length or MAX_TEXT:,} is the most",
            "shorten it, or keep the long text in a file and refer to it",
        )
    if field.value == "choice" and text not in field.enum:
        near = nearest(text, field.enum)
        hint = f"did you mean {near}? " if near else ""
        return f"{shown} is none of its values", f"{hint}write one of {', '.join(field.enum)}"
    if field.pattern and not re.search(field.pattern, text):
        return _explain_pattern(field, text, shown)
    return None


def _explain_pattern(field: FieldDoc, text: str, shown: str) -> tuple[str, str]:
    if field.value == "id":
        return f"{shown} is no id", _mend_id(text)
    if field.value == "date":
        return f"{shown} is no date", "write 2018, 2018-04, 2018-04-21 or a span a/b"
    return f"{shown} does not fit", f"write {field.type_text}: {field.description}"


def _mend_id(text: str) -> str:
    rule = "an id is made of a-z 0-9 / . _ - and begins with a letter or digit"
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9/._-]+", "-", plain.strip().lower()).strip("-./_")
    return f"{rule}: {shorten(slug)}" if slug and slug != text else rule


class _Checks(NamedTuple):
    """Names of the fields that types do not check to the end."""

    dates: tuple[str, ...]
    texts: tuple[str, ...]
    codes: tuple[str, ...]
    needed_lists: tuple[str, ...]
    numbers: tuple[str, ...]


@cache
def _checks(cls: type[Record]) -> _Checks:
    described = by_name(cls).values()
    return _Checks(
        tuple(field.name for field in described if field.value == "date"),
        tuple(field.name for field in described if field.value == "text"),
        tuple(field.name for field in described if field.value in {"id", "code"}),
        tuple(field.name for field in described if field.is_list and field.required),
        tuple(field.name for field in described if field.value in {"number", "integer"}),
    )


def _beyond_types(cls: type[Record], values: Mapping[str, Any]) -> Iterator[Wrong]:
    """What no type says: dates that exist, texts that a sheet can hold, lists with an item."""
    checks = _checks(cls)
    tz = values.get("tz", "UTC")
    if not isinstance(tz, str) or not _is_zone(tz):
        yield Wrong("tz", f"'{shorten(str(tz))}' is no time zone", "write an IANA name: Asia/Seoul")
        tz = "UTC"
    for name in checks.dates:
        value = values.get(name)
        if isinstance(value, str) and _DATE.match(value):
            try:
                parse(value, tz if name != "known" else "UTC")
            except DateError as error:
                what, _, mend = str(error).partition(": ")
                yield Wrong(name, what, mend or "correct the date")
    for name in checks.texts:
        value = values.get(name)
        if value is None:
            continue
        for text in value if isinstance(value, tuple | list) else (value,):
            if isinstance(text, str) and (told := wrong_text(name, text)):
                yield told
                break
    for name in checks.codes:
        value = values.get(name)
        for code in value if isinstance(value, tuple | list) else (value,):
            if isinstance(code, str) and code.endswith("\n"):  # "$" in a pattern lets it pass
                yield Wrong(name, f"'{shorten(code)}' ends with a line break", "delete it")
    id = values.get("id")
    if isinstance(id, str) and ".." in id.split("/"):
        yield Wrong("id", f"'{shorten(id)}' is no id", "leave out '..': an id is no path")
    for name in checks.needed_lists:
        if name in values and not values[name]:
            yield _missing(cls, name)
    for name in checks.numbers:
        value = values.get(name)
        if isinstance(value, int | float) and not abs(value) <= _LARGEST:
            yield Wrong(name, "is too large a number", "check the number of digits")


def _is_zone(tz: str) -> bool:
    try:
        parse("2018", tz)
    except (DateError, OSError):
        return False
    return True


def _missing(cls: type[Record], name: str) -> Wrong:
    meaning = by_name(cls)[name].description
    return Wrong(name, "is empty", f"every {cls.kind} needs it: {meaning}")


def wrong_text(name: str, text: str) -> Wrong | None:
    """Say when a text holds nothing, or what no sheet can hold."""
    if text.isspace():
        return Wrong(name, "holds only blanks", "empty the cell, or write the text")
    if found := _CONTROL.search(text):
        code = f"U+{ord(found[0]):04X}"
        return Wrong(name, f"holds the control character {code}", "delete it")
    return None


def _is_number(item: Any) -> bool:
    return isinstance(item, int | float) and not isinstance(item, bool)


def _range(field: FieldDoc) -> str:
    what = "a whole number" if field.value == "integer" else "a number"
    if field.minimum is not None and field.maximum is not None:
        return f"{what} from {field.minimum:g} to {field.maximum:g}"
    if field.minimum is not None:
        return f"{what} of {field.minimum:g} or more"
    return what
