"""What was known as of a date: of every id, the version in force.

As of day D at size N: among the first N entries, per id, the greatest (known, position) with
known <= D. A ``retract`` with ``known`` is a version that says "withdrawn"; one without removes
the version (id, target) at every date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Protocol

from servanda.log import EntryHeader
from servanda.records.dates import DateError, known_day

TIMELESS = frozenset({"source"})
END_OF_TIME = "9999-12-31"

Batches = Iterable[tuple[int, Sequence[EntryHeader]]]


class Fold(Protocol):
    """The versions in force: in memory, or read from an index when asked."""

    def position(self, id: str) -> int | None:
        """Position of the entry in force for an id; None when nothing is in force."""

    def ids(self, kind: str) -> list[str]:
        """Ids of a kind, sorted."""

    def kinds(self) -> set[str]:
        """Kinds of which something is in force."""

    def __len__(self) -> int:
        """Number of ids in force."""


class MemoryFold:
    """A fold held in memory.

    Parameters
    ----------
    in_force : dict of str to (int, str)
        Position and kind of the version in force, per id.
    """

    def __init__(self, in_force: dict[str, tuple[int, str]]) -> None:
        self._in_force = in_force
        self._kinds: dict[str, list[str]] = {}
        for id, (_, kind) in in_force.items():
            self._kinds.setdefault(kind, []).append(id)
        for ids in self._kinds.values():
            ids.sort()

    def position(self, id: str) -> int | None:
        found = self._in_force.get(id)
        return None if found is None else found[0]

    def ids(self, kind: str) -> list[str]:
        return self._kinds.get(kind, [])

    def kinds(self) -> set[str]:
        return set(self._kinds)

    def __len__(self) -> int:
        return len(self._in_force)


@lru_cache(maxsize=65536)
def known_key(known: str) -> str:
    """The day by which a version counts as known, as text that sorts: its latest possible day."""
    try:
        return known_day(known).isoformat()
    except DateError:
        return END_OF_TIME  # a log keeps what it was given; what has no date is never known


def fold(read: Callable[[], Batches], as_of: str) -> MemoryFold:
    """Fold headers into the versions in force on a day.

    Parameters
    ----------
    read : callable
        Gives the headers from the first on: pairs of the position of the first header of a
        batch and the batch. Called a second time when a version was removed at every date.
    as_of : str
        ISO day, UTC; entries known later are not seen. Sources are bibliography and seen always.
    """
    best: dict[str, tuple[str, int, str, bool]] = {}
    voided: list[tuple[str, str, int]] = []
    keys: dict[str, str] = {}
    get = best.get
    for first, headers in read():
        for position, header in enumerate(headers, first):
            known = header.known
            if known is None:
                voided.append((header.id, known_key(header.target or ""), position))
                continue
            key = keys.get(known)
            if key is None:
                key = keys[known] = known_key(known)
            if key > as_of and header.kind not in TIMELESS:
                continue
            id = header.id
            current = get(id)
            if current is None or key >= current[0]:
                best[id] = (key, position, header.kind, header.op == "retract")
    if voided:
        _refold(best, _versions(read(), {id for id, _, _ in voided}, as_of), voided)
    return MemoryFold(
        {id: (at, kind) for id, (_, at, kind, withdrawn) in best.items() if not withdrawn}
    )


def _versions(
    batches: Batches, ids: set[str], as_of: str
) -> dict[str, list[tuple[str, int, str, bool]]]:
    found: dict[str, list[tuple[str, int, str, bool]]] = {id: [] for id in ids}
    for first, headers in batches:
        for position, header in enumerate(headers, first):
            if header.id in ids and header.known is not None:
                key = known_key(header.known)
                if key <= as_of or header.kind in TIMELESS:
                    found[header.id].append((key, position, header.kind, header.op == "retract"))
    return found


def _refold(
    best: dict[str, tuple[str, int, str, bool]],
    versions: dict[str, list[tuple[str, int, str, bool]]],
    voided: list[tuple[str, str, int]],
) -> None:
    """Choose again among the versions of every id of which one was never valid."""
    for id, found in versions.items():
        removed = [(key, position) for void, key, position in voided if void == id]
        left = [
            version
            for version in found
            if not any(version[0] == key and version[1] < at for key, at in removed)
        ]
        if left:
            best[id] = max(left, key=lambda version: version[:2])
        else:
            best.pop(id, None)
