"""What was known as of a date, ready to be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from servanda.errors import ServandaError, UsageError
from servanda.records import (
    KINDS,
    Act,
    Commitment,
    Contact,
    Evidence,
    Party,
    Record,
    Source,
    Statement,
    Test,
)

from .fold import Fold, MemoryFold

if TYPE_CHECKING:
    import pyarrow as pa

R = TypeVar("R", bound=Record)


class Dossier:
    """The facts as known on a day, at a size of the log.

    Records are decoded when they are first asked for. Sources are bibliography: they are there
    at every date.

    Parameters
    ----------
    name, title : str
        Of the process.
    as_of : date
        Facts known up to the end of this day, UTC.
    fold : Fold
        The versions in force.
    load : callable
        Position to record.
    size : int
        Number of entries read.
    checkpoint : str, optional
        The log's signed checkpoint, where there is one.
    fingerprint : str, optional
        Digest of the history folded; what is computed from it may be kept under it.
    """

    def __init__(
        self,
        *,
        name: str,
        title: str,
        as_of: date,
        fold: Fold,
        load: Callable[[int], Record],
        size: int,
        checkpoint: str | None = None,
        fingerprint: str | None = None,
    ) -> None:
        self.name = name
        self.title = title
        self.as_of = as_of
        self.size = size
        self.checkpoint = checkpoint
        self.fingerprint = fingerprint
        self._fold = fold
        self._load = load
        self._records: dict[str, Record] = {}
        self._by_kind: dict[str, tuple[Record, ...]] = {}

    def __contains__(self, id: str) -> bool:
        return self._fold.position(id) is not None

    def __len__(self) -> int:
        return len(self._fold)

    def get(self, id: str | None) -> Record | None:
        """The record with an id, None if it was not known then."""
        if id is None:
            return None
        record = self._records.get(id)
        if record is None:
            position = self._fold.position(id)
            if position is None:
                return None
            record = self._records[id] = self._load(position)
        return record

    def need(self, id: str) -> Record:
        """The record with an id.

        Raises
        ------
        ServandaError
            When nothing with that id was known then.
        """
        record = self.get(id)
        if record is None:
            raise ServandaError(
                f"nothing with the id {id} was known on {self.as_of}",
                "check the id with 'servanda export', or ask for a later date",
            )
        return record

    def of(self, cls: type[R]) -> tuple[R, ...]:
        """All records of a kind, sorted by id."""
        found = self._by_kind.get(cls.kind)
        if found is None:
            ids = self._fold.ids(cls.kind)
            found = self._by_kind[cls.kind] = tuple(self.get(id) for id in ids)  # type: ignore[misc]
        return found  # type: ignore[return-value]

    def frame(self, kind: str) -> pa.Table:
        """All records of a kind as an Arrow table (extra ``frames``).

        Raises
        ------
        UsageError
            When the kind is unknown or pyarrow is missing.
        """
        from .frames import arrow_table

        if kind not in KINDS:
            raise UsageError(f"'{kind}' is no kind", f"kinds are: {', '.join(KINDS)}")
        return arrow_table(self.of(KINDS[kind]), KINDS[kind])

    def ids(self, kind: str) -> list[str]:
        """Ids of a kind, sorted, without decoding the records."""
        return list(self._fold.ids(kind))

    @property
    def kinds(self) -> list[str]:
        """Kinds of which something was known, in the vocabulary's order."""
        there = self._fold.kinds()
        return [kind for kind in KINDS if kind in there]

    @property
    def commitments(self) -> tuple[Commitment, ...]:
        """All commitments made by then."""
        return self.of(Commitment)

    @cached_property
    def parties(self) -> tuple[Party, ...]:
        """All parties, principals first."""
        return tuple(sorted(self.of(Party), key=lambda party: (party.order, party.id)))

    @cached_property
    def principals(self) -> tuple[Party, ...]:
        """Those between whom peace is to be made."""
        return tuple(party for party in self.parties if party.role == "principal")

    def name_of(self, party: str) -> str:
        """A party's name for running text; the id's last part when the party is not known."""
        record = self.get(party)
        return record.short if isinstance(record, Party) else party.rpartition("/")[2].upper()

    def evidence(self, commitment: str, obligor: str | None = None) -> tuple[Evidence, ...]:
        """Reports about a commitment, by observed date, then id."""
        found = self._evidence.get(commitment, ())
        return tuple(e for e in found if obligor is None or e.obligor == obligor)

    def acts(self, commitment: str, party: str | None = None) -> tuple[Act, ...]:
        """Acts that name a commitment, by effective date, then id."""
        return tuple(
            act for act in self._acts.get(commitment, ()) if party is None or act.party == party
        )

    def statements(self, subject: str) -> tuple[Statement, ...]:
        """Statements that bear on a record or give a reading of it, by date, then id."""
        return tuple(self._statements.get(subject, ()))

    @cached_property
    def tests(self) -> tuple[Test, ...]:
        """Tests, oldest first."""
        return tuple(sorted(self.of(Test), key=lambda test: (test.date, test.id)))

    @cached_property
    def contacts(self) -> tuple[Contact, ...]:
        """Contacts, oldest first."""
        return tuple(sorted(self.of(Contact), key=lambda contact: (contact.date, contact.id)))

    def sources_of(self, record: Record) -> tuple[Source, ...]:
        """The sources a record cites, as far as the ledger has them."""
        found = (self.get(id) for id in record.sources)
        return tuple(source for source in found if isinstance(source, Source))

    def restrict(self, ids: Iterable[str]) -> Dossier:
        """The dossier of these records and their sources alone: what the closure test refolds."""
        keep: dict[str, tuple[int, str]] = {}
        for id in ids:
            record = self.get(id)
            if record is None:
                continue
            for kept in (record, *self.sources_of(record)):
                position = self._fold.position(kept.id)
                if position is not None:
                    keep[kept.id] = (position, kept.kind)
        return Dossier(
            name=self.name,
            title=self.title,
            as_of=self.as_of,
            fold=MemoryFold(keep),
            load=self._load,
            size=self.size,
            checkpoint=self.checkpoint,
        )

    @cached_property
    def _evidence(self) -> dict[str, list[Evidence]]:
        found: dict[str, list[Evidence]] = {}
        for report in sorted(self.of(Evidence), key=lambda e: (e.date, e.id)):
            found.setdefault(report.commitment, []).append(report)
        return found

    @cached_property
    def _acts(self) -> dict[str, list[Act]]:
        found: dict[str, list[Act]] = {}
        for act in sorted(self.of(Act), key=lambda a: (a.effective or a.said, a.id)):
            for commitment in act.commitments:
                found.setdefault(commitment, []).append(act)
        return found

    @cached_property
    def _statements(self) -> dict[str, list[Statement]]:
        found: dict[str, list[Statement]] = {}
        for statement in sorted(self.of(Statement), key=lambda s: (s.said, s.id)):
            subjects = {*statement.commitments}
            if statement.reading_of:
                subjects.add(statement.reading_of)
            for subject in sorted(subjects):
                found.setdefault(subject, []).append(statement)
        return found
