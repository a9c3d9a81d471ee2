"""What was read: rows, faults, proposed ids; and how a table's rows come into it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from servanda.records import ID, KINDS
from servanda.records.dates import DateError, parse
from servanda.records.describe import by_name

from .cells import TRUE, CellError, read_cell, restore, split_list
from .convert import Wrong, from_cells, unknown_column, wrong_text
from .faults import Fault
from .propose import Proposal, propose
from .references import references
from .rows import Broken, Row
from .tables import HINT, RETRACT, UNREADABLE, Table, nearest


@dataclass
class Reading:
    """What was found in some files.

    Attributes
    ----------
    rows : list of Row
        The rows without fault, in the order in which they stand.
    faults : list of Fault
        What is wrong, all of it.
    proposed : list of Proposal
        Ids proposed for rows that had none.
    broken : list of Broken
        Rows left out for their faults: naming them is no fault.
    """

    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    proposed: list[Proposal] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)

    def take(self, table: Table) -> None:
        """Read a table's rows to the end."""
        self.faults += _wrong_headings(table)
        blank: list[tuple[int, str, dict[str, str]]] = []
        for number, cells in table.rows:
            filled = {n: c for n, c in zip(table.headings, cells, strict=True) if n and c}
            if filled.get("id", "").startswith(HINT):
                continue
            kind = self._kind(table, number, filled)
            if kind is None:
                continue
            if not filled.get("id", "").strip():
                blank.append((number, kind, filled))
                continue
            self._row(table, number, kind, filled)
        self._name(table, blank)
        self.faults += table.faults

    def _name(self, table: Table, blank: Iterable[tuple[int, str, dict[str, str]]]) -> None:
        """Propose ids, once all ids of the table are known, and read the rows with them."""
        taken = {row.id for row in (*self.rows, *self.broken)}
        for number, kind, filled in blank:
            id = propose(kind, filled, taken)
            taken.add(id)
            self.proposed.append(Proposal(table.file, table.sheet, number, id))
            self._row(table, number, kind, {**filled, "id": id})

    def _kind(self, table: Table, number: int, filled: dict[str, str]) -> str | None:
        kind = filled.pop("kind", table.kind or "").strip()
        if kind in KINDS and table.kind in {None, kind}:
            return kind
        near = nearest(kind, KINDS)
        if table.kind:
            what, mend = f"'{kind}' does not belong among {table.kind} records", "move the row"
        elif kind:
            what = f"'{kind}' is no kind"
            mend = f"did you mean {near}?" if near else f"write one of {', '.join(KINDS)}"
        else:
            what, mend = "is empty", f"write one of {', '.join(KINDS)}"
        self._fault(table, number, [Wrong("kind", what, mend)])
        return None

    def _row(self, table: Table, number: int, kind: str, filled: dict[str, str]) -> None:
        told = {n for n, c in filled.items() if c == UNREADABLE}
        reason, void_cell = filled.pop("retract_reason", None), filled.pop("never_valid", "")
        void, wrong = _never_valid(void_cell, reason)
        names = by_name(KINDS[kind])
        # A heading unknown to the table's one kind is told once, not at every row.
        stray = [n for n in filled if n not in names]
        wrong += [unknown_column(n, kind) for n in stray if table.kind is None]
        cells = {n: restore(c) for n, c in filled.items() if n in names and n not in told}
        record = None
        if reason is not None or void:
            reason = restore(reason or "")
            wrong += wrong_withdrawal(cells, reason)
            cells = {"id": cells.get("id", ""), "known": cells.get("known", "")}
        else:
            record, more = from_cells(kind, cells, told)
            wrong += more
        id, known = cells.get("id", "").strip(), cells.get("known", "").strip()
        if wrong or told:
            self._fault(table, number, wrong)
            uncited = not (reason or void or "sources" in filled)
            self.broken.append(_broken(table, number, kind, cells, uncited))
            return
        self.rows.append(
            Row(
                kind=kind,
                id=id,
                known=known,
                record=record,
                retract_reason=reason,
                never_valid=void,
                file=table.file,
                sheet=table.sheet,
                row=number,
            )
        )

    def _fault(self, table: Table, number: int, wrong: Iterable[Wrong]) -> None:
        for column, what, mend in wrong:
            self.faults.append(
                Fault(
                    file=table.file,
                    sheet=table.sheet,
                    row=number,
                    column=column,
                    what=what,
                    mend=mend,
                )
            )


def _broken(table: Table, number: int, kind: str, cells: dict[str, str], uncited: bool) -> Broken:
    return Broken(
        kind=kind,
        id=cells.get("id", "").strip(),
        file=table.file,
        sheet=table.sheet,
        row=number,
        names={
            name: tuple(id for id in split_list(cells[name]) if ID.fullmatch(id))
            for name in references(kind)
            if name in cells
        },
        uncited=uncited,
    )


def _wrong_headings(table: Table) -> list[Fault]:
    if table.kind is None:
        return []
    known = by_name(KINDS[table.kind]).keys() | {*RETRACT, "kind", ""}
    return [
        Fault(file=table.file, sheet=table.sheet, row=1, column=name, what=what, mend=mend)
        for name in table.headings
        if name not in known
        for _, what, mend in [unknown_column(name, table.kind)]
    ]


def _never_valid(cell: str, reason: str | None) -> tuple[bool, list[Wrong]]:
    if not cell.strip():
        return False, []
    if cell.strip().lower() in TRUE and reason is None:
        return True, [Wrong("retract_reason", "is empty", "say why the version was never valid")]
    try:
        return bool(read_cell(_BOOLEAN, cell)), []
    except CellError as error:
        return False, [Wrong("never_valid", error.what, error.mend)]


_BOOLEAN = by_name(KINDS["evidence"])["confirms"]


def wrong_withdrawal(cells: dict[str, str], reason: str) -> list[Wrong]:
    """A withdrawal needs an id, a day and a reason; what else its row holds does not count."""
    wrong = []
    id = cells.get("id", "").strip()
    if not ID.fullmatch(id):
        wrong.append(Wrong("id", f"'{id}' is no id", "write the id that is withdrawn"))
    if told := wrong_text("retract_reason", reason):
        wrong.append(told)
    known = cells.get("known", "").strip()
    try:
        parse(known)
    except DateError as error:
        what, _, mend = str(error).partition(": ")
        wrong.append(Wrong("known", what if known else "is empty", mend))
    return wrong
