"""The entries a dossier is folded from, whether they lie in a log or in the rows of a package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import msgspec

from servanda.errors import ServandaError
from servanda.intake.rows import Row
from servanda.log import EntryHeader, LogReader
from servanda.records import KINDS, Record

_DECODERS = {kind: msgspec.json.Decoder(cls) for kind, cls in KINDS.items()}


class History(Protocol):
    """What a fold needs: headers in order of logging, and records on demand."""

    @property
    def size(self) -> int:
        """Number of entries."""

    def header_batches(
        self, size: int | None = None
    ) -> Iterator[tuple[int, Sequence[EntryHeader]]]:
        """Yield (position of the first, headers) over the first ``size`` entries."""

    def record(self, position: int) -> Record:
        """Decode the record that the entry at a position puts or mends."""


class LogHistory:
    """The entries of a log.

    Parameters
    ----------
    log : LogReader
        A ledger's log, on disk or in memory.
    """

    def __init__(self, log: LogReader) -> None:
        self.log = log

    @property
    def size(self) -> int:
        return self.log.size

    def header_batches(
        self, size: int | None = None
    ) -> Iterator[tuple[int, Sequence[EntryHeader]]]:
        # Hashes are checked when a body is read; the index checks all of them once.
        return self.log.header_batches(size, check=False)

    def record(self, position: int) -> Record:
        """Decode one record.

        Raises
        ------
        ServandaError
            When the body is not a record of its kind.
        """
        header, body = self.log.header(position), self.log.body(position)
        return decode_record(header.kind, body or b"{}", f"entry {position} ({header.id})")


class RowHistory:
    """The rows of a data package, as an unsigned log in memory.

    Parameters
    ----------
    rows : sequence of Row
        The world's history, in the order in which it is taken as logged.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows

    @property
    def size(self) -> int:
        return len(self.rows)

    def header_batches(
        self, size: int | None = None
    ) -> Iterator[tuple[int, Sequence[EntryHeader]]]:
        yield 0, [header_of(row) for row in self.rows[: self.size if size is None else size]]

    def record(self, position: int) -> Record:
        record = self.rows[position].record
        if record is None:  # pragma: no cover - a fold never asks for a retraction's record
            raise ServandaError(f"row {position} is a retraction and holds no record")
        return record


def decode_record(kind: str, body: bytes, place: str) -> Record:
    """Decode a record's JSON.

    Raises
    ------
    ServandaError
        Naming the place and the field at fault.
    """
    try:
        return _DECODERS[kind].decode(body)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise ServandaError(
            f"{place} is no {kind} that this Servanda can read: {error}",
            "it may have been written by a newer version: upgrade, or retract the entry",
        ) from error


def header_of(row: Row) -> EntryHeader:
    """The header that a package's row would have in a log."""
    void = row.never_valid
    return EntryHeader(
        at="",
        by="",
        id=row.id,
        kind=row.kind,
        known=None if void else row.known,
        op="put" if row.record is not None else "retract",
        reason=row.retract_reason,
        target=row.known if void else None,
    )


def is_known_kind(kind: str) -> bool:
    """Whether this version can decode records of a kind; others stay opaque."""
    return kind in _DECODERS


Existing = Mapping[tuple[str, str], bytes]
