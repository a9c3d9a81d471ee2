"""Keeping, while a finding is worked out, the list of records it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from servanda.records import Record

from .dossier import Dossier

R = TypeVar("R", bound=Record)


class Trail:
    """The records a finding rests on, in the order in which they were used.

    A desk takes every record that bears on its finding through a trail; what it has taken is
    what the finding cites, and the closure test refolds just that.

    Parameters
    ----------
    dossier : Dossier
        Where the records are.
    """

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self._used: dict[str, None] = {}

    def use(self, record: R) -> R:
        """Note that the finding rests on a record, and hand it back."""
        self._used[record.id] = None
        return record

    def use_all(self, records: Iterable[R]) -> list[R]:
        """Note several records, and hand them back as a list."""
        return [self.use(record) for record in records]

    def name(self, party: str) -> str:
        """A party's name for the sentence; the party is cited with it."""
        record = self.dossier.get(party)
        if record is not None:
            self.use(record)
        return self.dossier.name_of(party)

    def names(self, parties: Iterable[str]) -> list[str]:
        """Names of several parties."""
        return [self.name(party) for party in parties]

    @property
    def cites(self) -> tuple[str, ...]:
        """Ids of the records used, first use first."""
        return tuple(self._used)
