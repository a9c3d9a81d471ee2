"""What adding rows to a ledger would change, and the operations that do it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

import msgspec

from servanda.records import Record

from .faults import Fault
from .rows import Row

Key = tuple[str, str]

_sorted = msgspec.json.Encoder(order="sorted")


class Changed(NamedTuple):
    """A row that states something else than what stands under its key.

    Attributes
    ----------
    row : Row
        The new statement.
    fields : tuple of str
        Fields that differ.
    """

    row: Row
    fields: tuple[str, ...]


class Operation(NamedTuple):
    """One entry to be logged, but for who says it and when.

    Attributes
    ----------
    op : put, mend or retract
        What it does.
    kind, id : str
        Of which record.
    known : str or None
        From when; None in the removal of a version that was never valid.
    body : dict or None
        The record as a JSON object; None in a retract.
    reason : str or None
        Why, in a retract.
    target : str or None
        The ``known`` of the version that was never valid.
    """

    op: Literal["put", "mend", "retract"]
    kind: str
    id: str
    known: str | None
    body: dict[str, Any] | None
    reason: str | None
    target: str | None


class Plan(NamedTuple):
    """What rows would do to a ledger. Rows that are absent from a sheet change nothing.

    Attributes
    ----------
    new : list of Row
        Versions under a key that is new.
    changed : list of Changed
        Our own errors mended: the key stands, its content differs.
    unchanged : list of Row
        What stands already.
    retracted : list of Row
        Withdrawals.
    faults : list of Fault
        What cannot be done.
    """

    new: list[Row]
    changed: list[Changed]
    unchanged: list[Row]
    retracted: list[Row]
    faults: list[Fault]


def plan(rows: Iterable[Row], existing: Mapping[Key, bytes]) -> Plan:
    """Compare rows with a ledger.

    Parameters
    ----------
    rows : iterable of Row
        What was read.
    existing : mapping of (id, known) to bytes
        `standing` of what the ledger holds under each key.
    """
    made = Plan([], [], [], [], [])
    for row in rows:
        there = existing.get(row.key)
        if there == standing(row):
            made.unchanged.append(row)
        elif row.record is None:
            made.retracted.append(row)
            if row.never_valid and there is None and existing:
                made.faults.append(_nothing_to_remove(row, existing))
        elif there is None:
            made.new.append(row)
        else:
            made.changed.append(Changed(row, _differing(there, standing(row))))
    return made


def operations(plan: Plan) -> list[Operation]:
    """The entries that carry a plan out: new, then mended, then withdrawn.

    A package's rows keep their order among themselves.
    """
    puts = [_statement("put", row) for row in plan.new]
    mends = [_statement("mend", row) for row, _ in plan.changed]
    return puts + mends + [_withdrawal(row) for row in plan.retracted]


def canonical(record: Record) -> bytes:
    """The record as RFC 8785 JSON, fields at their default left out.

    Examples
    --------
    >>> from servanda.records import Party
    >>> canonical(Party(id="party/x", known="2018", name="X", short="X", party_type="state"))
    b'{"id":"party/x","known":"2018","name":"X","party_type":"state","short":"X"}'
    """
    body = msgspec.to_builtins(record)
    if any(isinstance(value, float) for value in body.values()):
        import rfc8785  # msgspec spells floats otherwise than RFC 8785

        return rfc8785.dumps(body)
    return _sorted.encode(body)


def standing(row: Row) -> bytes:
    """What a row puts under its key, as canonical bytes: the record, or the withdrawal."""
    if row.record is not None:
        return canonical(row.record)
    return _sorted.encode({"never_valid": row.never_valid, "retract_reason": row.retract_reason})


def _statement(op: Literal["put", "mend"], row: Row) -> Operation:
    body = msgspec.to_builtins(row.record)
    return Operation(op, row.kind, row.id, row.known, body, None, None)


def _withdrawal(row: Row) -> Operation:
    known, target = (None, row.known) if row.never_valid else (row.known, None)
    return Operation("retract", row.kind, row.id, known, None, row.retract_reason, target)


def _differing(old: bytes, new: bytes) -> tuple[str, ...]:
    before, after = json.loads(old), json.loads(new)
    return tuple(
        name for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    )  # fmt: skip


def _nothing_to_remove(row: Row, existing: Mapping[Key, bytes]) -> Fault:
    versions = sorted(known for id, known in existing if id == row.id)
    there = f"its versions are known {', '.join(versions)}" if versions else "check the id"
    return row.fault(f"{row.id} has no version known {row.known} to remove", there, "known")
