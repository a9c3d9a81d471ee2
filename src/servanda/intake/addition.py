"""Adding files to a ledger: what it would change, and everything that stands in its way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from .check import check_rows
from .faults import Fault, in_order, notices, serious, shorten
from .plan import Key, Plan, plan
from .reading import Reading
from .rows import Row


class Addition(NamedTuple):
    """What was read, what it would change, and what is wrong with it.

    Attributes
    ----------
    reading : Reading
        The files as read.
    plan : Plan
        What would change.
    faults : list of Fault
        Every fault and notice that the rows bring with them.
    """

    reading: Reading
    plan: Plan
    faults: list[Fault]

    @property
    def size(self) -> int:
        """Number of entries that would be appended."""
        return len(self.plan.new) + len(self.plan.changed) + len(self.plan.retracted)

    def lines(self) -> list[tuple[str, str, str, str]]:
        """(change, id, known, what) of each entry: what is unusual comes first."""
        gone = [
            ("never valid" if row.never_valid else "retracted", row, row.retract_reason or "")
            for row in self.plan.retracted
        ]
        changed = [("changed", row, ", ".join(names)) for row, names in self.plan.changed]
        new = [("new", row, row.record.label if row.record else "") for row in self.plan.new]
        return [
            (change, row.id, row.known, shorten(what)) for change, row, what in gone + changed + new
        ]

    def to_dict(self) -> dict[str, Any]:
        """The same as JSON shows it."""
        return {
            "new": [_named(row) for row in self.plan.new],
            "changed": [{**_named(row), "fields": list(names)} for row, names in self.plan.changed],
            "retracted": [
                {**_named(row), "reason": row.retract_reason, "never_valid": row.never_valid}
                for row in self.plan.retracted
            ],
            "unchanged": len(self.plan.unchanged),
            "proposed": msgspec.to_builtins(self.reading.proposed),
            "faults": msgspec.to_builtins(serious(self.faults)),
            "notices": msgspec.to_builtins(notices(self.faults)),
        }


def weigh(reading: Reading, versions: Sequence[Row], existing: Mapping[Key, bytes]) -> Addition:
    """Hold what was read against a ledger.

    Parameters
    ----------
    reading : Reading
        What was read.
    versions : sequence of Row
        The ledger's history.
    existing : mapping of (id, known) to bytes
        What stands under each of its keys.
    """
    planned = plan(reading.rows, existing)
    replaced = {row.key for row in reading.rows}
    kept = [row for row in versions if row.key not in replaced]
    old = set(check_rows(versions))
    brought = [
        fault for fault in check_rows([*kept, *reading.rows], reading.broken) if fault not in old
    ]
    return Addition(reading, planned, in_order([*reading.faults, *brought, *planned.faults]))


def _named(row: Row) -> dict[str, Any]:
    return {"kind": row.kind, "id": row.id, "known": row.known}
