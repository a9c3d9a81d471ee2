"""A row of the world's history: one version of one record, or its withdrawal."""

from __future__ import annotations

import msgspec

from servanda.records import Record

from .faults import Fault, Severity


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """What was read at a place, by its kind and id.

    Attributes
    ----------
    kind : str
        Kind of the record.
    id : str
        Stable id.
    file, sheet, row : str, str or None, int or None
        Where it was read.
    """

    kind: str
    id: str
    file: str = ""
    sheet: str | None = None
    row: int | None = None

    def fault(
        self, what: str, mend: str, column: str | None = None, severity: Severity = "fault"
    ) -> Fault:
        """A fault at this place."""
        return Fault(
            file=self.file,
            sheet=self.sheet,
            row=self.row,
            column=column,
            what=what,
            mend=mend,
            severity=severity,
        )


class Broken(Placed, frozen=True, kw_only=True):
    """A row left out for its faults: it exists, and what it names can be looked up.

    Attributes
    ----------
    names : dict of str to tuple of str
        Ids that its fields refer to, as far as they could be read.
    uncited : bool
        Whether its cell of sources is empty.
    """

    names: dict[str, tuple[str, ...]] = {}
    uncited: bool = False


class Row(Placed, frozen=True, kw_only=True):
    """One version of one record; its key is (id, known).

    Attributes
    ----------
    known : str
        EDTF date from which this version is in force.
    record : Record or None
        What is stated; None when the row withdraws.
    retract_reason : str or None
        Why it is withdrawn. Without ``never_valid``: its source withdrew it at ``known``.
    never_valid : bool
        The version (id, known) was our own error and counts at no date.
    """

    known: str
    record: Record | None = None
    retract_reason: str | None = None
    never_valid: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """The pair (id, known), of which a history holds one."""
        return self.id, self.known

    def same_as(self, other: Row) -> bool:
        """Whether both state the same, wherever they were read."""
        return self.statement() == other.statement()

    def statement(self) -> tuple[str, str, str, Record | None, str | None, bool]:
        """What the row states, without the place where it was read."""
        return (
            self.kind, self.id, self.known, self.record, self.retract_reason, self.never_valid,
        )  # fmt: skip
