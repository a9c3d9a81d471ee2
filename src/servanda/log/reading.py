"""Reading a log, wherever its bundles lie: entries, headers in bulk, bodies on demand."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator

from servanda.log.entries import EntryHeader, decode_body, decode_header, decode_headers
from servanda.log.errors import LogError
from servanda.log.tiles import WIDTH

_KEPT_BUNDLES = 64


class LogReader(ABC):
    """What a folder on disk and a log in memory have in common.

    Positions count from 0 in the order of appending. `size` arguments read the log as it was
    when it had that many entries (`--at-size`).
    """

    def __init__(self) -> None:
        self._kept: dict[int, list[bytes]] = {}

    @property
    @abstractmethod
    def size(self) -> int:
        """Number of entries."""

    @abstractmethod
    def _read_bundle(self, index: int, *, check: bool = True) -> list[bytes]:
        """Read the entries of a bundle from the store, checked against their hashes or not."""

    def entry(self, position: int) -> bytes:
        """Return one entry's canonical bytes.

        Raises
        ------
        LogError
            When there is no such position or its bundle is damaged.
        """
        if not 0 <= position < self.size:
            raise LogError(
                f"no entry {position}: the log has {self.size}, counted from 0",
                "choose a position below the log's size",
            )
        return self._bundle(position // WIDTH)[position % WIDTH]

    def header(self, position: int) -> EntryHeader:
        """Return one entry's header (raises as `entry` does)."""
        return decode_header(self.entry(position))

    def body(self, position: int) -> bytes | None:
        """Return one entry's body as JSON bytes; None for a retract (raises as `entry` does)."""
        return decode_body(self.entry(position))

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Yield entries from `start` up to, not including, `stop` (the log's end).

        Raises
        ------
        LogError
            When a bundle is damaged, or `stop` is beyond the log's end.
        """
        for _, batch in self.entry_batches(stop, start=start):
            yield from batch

    def entry_batches(
        self, size: int | None = None, *, start: int = 0, check: bool = True
    ) -> Iterator[tuple[int, list[bytes]]]:
        """Yield `(position of the first, entries)`, a bundle at a time: the fast way to read all.

        `start` is the first position wanted.
        `check=False` does not hash the entries: about twice as fast, and blind to a changed
        byte that leaves an entry readable.

        Raises
        ------
        LogError
            When a bundle is damaged, or `size` is above the log's.
        """
        end = self._checked_size(size)
        for position in range(start - start % WIDTH, end, WIDTH):
            batch = self._read_bundle(position // WIDTH, check=check)[: end - position]
            skipped = max(0, start - position)
            yield position + skipped, batch[skipped:] if skipped else batch

    def header_batches(
        self, size: int | None = None, *, start: int = 0, check: bool = True
    ) -> Iterator[tuple[int, list[EntryHeader]]]:
        """Yield `(position of the first, headers)`, a bundle at a time: the fast way to fold.

        `start` and `check` are those of `entry_batches`.

        Raises
        ------
        LogError
            When a bundle is damaged, or `size` is above the log's.
        """
        for position, batch in self.entry_batches(size, start=start, check=check):
            try:
                headers = decode_headers(batch)
            except LogError as error:
                raise LogError(f"{self._place(position)}: {error.message}", error.mend) from error
            yield position, headers

    def headers(self, size: int | None = None) -> Iterator[tuple[int, EntryHeader]]:
        """Yield `(position, header)` of the first `size` entries (raises as `header_batches`)."""
        for position, batch in self.header_batches(size):
            yield from enumerate(batch, position)

    def find(self, id: str, size: int | None = None) -> list[int]:
        """Return the positions of all entries about an id, oldest first.

        Raises
        ------
        LogError
            When a bundle is damaged, or `size` is above the log's.
        """
        needle = b'"id":"' + id.encode() + b'"'  # canonical, and ids need no escapes
        return [
            position + offset
            for position, batch in self.entry_batches(size)
            for offset, raw in enumerate(batch)
            if needle in raw and decode_header(raw).id == id  # a body may hold it too
        ]

    def _bundle(self, index: int) -> list[bytes]:
        """Return a bundle's entries, from the few kept in memory when they are there."""
        entries = self._kept.get(index)
        if entries is None:
            if len(self._kept) >= _KEPT_BUNDLES:
                del self._kept[next(iter(self._kept))]
            entries = self._kept[index] = self._read_bundle(index)
        return entries

    def _checked_size(self, size: int | None) -> int:
        if size is None:
            return self.size
        if not 0 <= size <= self.size:
            raise LogError(
                f"the log has {self.size} entries, not {size}",
                f"choose a size from 0 to {self.size}",
            )
        return size

    def _place(self, position: int) -> str:
        return f"entries {position} to {min(position + WIDTH, self.size) - 1}"


class MemoryLog(LogReader):
    """An unsigned log in memory: a shipped process or a data package opened to be read.

    Parameters
    ----------
    entries : list of bytes
        Canonical entries, as `encode_entry` makes them; appended in this order.
    """

    def __init__(self, entries: list[bytes]) -> None:
        super().__init__()
        self._entries = entries

    @property
    def size(self) -> int:
        """Number of entries."""
        return len(self._entries)

    def _read_bundle(self, index: int, *, check: bool = True) -> list[bytes]:  # noqa: ARG002
        return self._entries[index * WIDTH : (index + 1) * WIDTH]
