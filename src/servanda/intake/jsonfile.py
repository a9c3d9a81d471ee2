"""Records from JSON: a list of objects that each have a ``kind``, or lists under their kinds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from servanda.records import ID, KINDS
from servanda.records.describe import by_name

from .convert import Wrong, from_values, unknown_column
from .faults import Fault, shorten
from .reading import Reading, wrong_withdrawal
from .references import references
from .rows import Broken, Row
from .tables import MAX_BYTES, RETRACT, nearest, refuse_large, unreadable

_SHAPE = 'write [{"kind": "party", "id": ...}, ...] or {"party": [{"id": ...}, ...]}'
_ONCE = "keep one of the two"


class _Twice(dict[str, Any]):
    """An object that names some fields twice: `twice` says which."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        count = Counter(name for name, _ in pairs)
        self.twice = [name for name, times in count.items() if times > 1]


def read_json(
    path: Path, reading: Reading, name: str | None = None, limit: int = MAX_BYTES
) -> None:
    """Read a JSON file into a reading.

    Parameters
    ----------
    path : Path
        The file.
    reading : Reading
        Where rows and faults go.
    name : str, optional
        How it is called in faults; the path as given when empty.
    limit : int
        Most bytes that are read.

    Raises
    ------
    ServandaError
        When the file is not there or may not be read.
    """
    name = name or str(path)
    try:
        if large := refuse_large(name, path.stat().st_size, limit):
            reading.faults.append(large)
            return
        content = json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=_object)
    except OSError as error:
        raise unreadable(path, error) from error
    except (ValueError, RecursionError) as error:  # text that is no UTF-8 is a ValueError, too
        what = f"is no JSON in UTF-8 ({shorten(str(error), 100)})"
        reading.faults.append(Fault(file=name, what=what, mend=_SHAPE))
        return
    for sheet, number, item, kind in _items(content, name, reading.faults):
        _take(reading, Fault(file=name, sheet=sheet, row=number, what="", mend=""), item, kind)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _Twice(pairs)


def _items(
    content: Any, name: str, faults: list[Fault]
) -> Iterator[tuple[str | None, int, Any, str | None]]:
    """Every object with its place: (kind's list, number in the list, object, kind)."""
    if isinstance(content, list):
        for number, item in enumerate(content, 1):
            yield None, number, item, None
        return
    if not isinstance(content, dict):
        faults.append(Fault(file=name, what="holds no list of records", mend=_SHAPE))
        return
    if isinstance(content, _Twice):
        faults += [
            Fault(file=name, column=kind, what=f"'{shorten(kind)}' stands twice", mend=_ONCE)
            for kind in content.twice
        ]
    for kind, items in content.items():
        if isinstance(items, list):
            for number, item in enumerate(items, 1):
                yield kind, number, item, kind
        else:
            what = f"'{shorten(kind)}' holds no list"
            faults.append(Fault(file=name, column=kind, what=what, mend=_SHAPE))


def _take(reading: Reading, place: Fault, item: Any, kind: str | None) -> None:
    row, wrong = _row(place, item, kind)
    reading.faults += [
        msgspec.structs.replace(place, column=column, what=what, mend=mend)
        for column, what, mend in wrong
    ]
    if row is not None:
        reading.rows.append(row)
    elif isinstance(item, dict):
        kind = item.get("kind") or kind
        if isinstance(kind, str) and kind in KINDS:
            reading.broken.append(_broken(place, item, kind))


def _row(place: Fault, item: Any, kind: str | None) -> tuple[Row | None, list[Wrong]]:
    if not isinstance(item, dict):
        return None, [Wrong(None, "is no object", _SHAPE)]
    if isinstance(item, _Twice):
        return None, [Wrong(name, "stands twice in one object", _ONCE) for name in item.twice]
    values = {name: value for name, value in item.items() if value is not None}
    kind = values.pop("kind", kind)
    if not isinstance(kind, str) or kind not in KINDS:
        near = nearest(str(kind), KINDS) if kind is not None else None
        mend = f"did you mean {near}?" if near else f"write one of {', '.join(KINDS)}"
        what = "is missing" if kind is None else f"'{shorten(str(kind))}' is no kind"
        return None, [Wrong("kind", what, mend)]
    reason, void = values.pop("retract_reason", None), values.pop("never_valid", False)
    record = None
    if reason is None:
        values = {name: _tupled(value) for name, value in values.items()}
        record, wrong = from_values(KINDS[kind], values)
    else:
        wrong = _wrong_retraction(kind, values, reason)
    if not isinstance(void, bool):
        wrong.append(Wrong("never_valid", "is neither true nor false", "write true or false"))
    elif void and reason is None:
        mend = "say why the version was never valid"
        wrong.append(Wrong("retract_reason", "is missing", mend))
    if wrong:
        return None, wrong
    row = Row(
        kind=kind,
        id=values["id"],
        known=values["known"],
        record=record,
        retract_reason=reason,
        never_valid=void,
        file=place.file,
        sheet=place.sheet,
        row=place.row,
    )
    return row, []


def _broken(place: Fault, item: dict[str, Any], kind: str) -> Broken:
    def ids(value: Any) -> tuple[str, ...]:
        items = value if isinstance(value, list) else [value]
        return tuple(id for id in items if isinstance(id, str) and ID.fullmatch(id))

    return Broken(
        kind=kind,
        id=str(item.get("id", "")),
        file=place.file,
        sheet=place.sheet,
        row=place.row,
        names={name: ids(item[name]) for name in references(kind) if name in item},
        uncited=not item.get("sources"),
    )


def _wrong_retraction(kind: str, values: dict[str, Any], reason: Any) -> list[Wrong]:
    names = by_name(KINDS[kind]).keys() | set(RETRACT)
    wrong = [unknown_column(name, kind) for name in values if name not in names]
    if not isinstance(reason, str) or not reason:
        wrong.append(Wrong("retract_reason", "is no text", "say why the record is withdrawn"))
        reason = "?"
    stated = {name: values.get(name, "") for name in ("id", "known")}
    return wrong + wrong_withdrawal({n: str(value) for n, value in stated.items()}, reason)


def _tupled(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
