"""The files of c2sp.org/tlog-tiles: their names, their bytes, and reading them.

A tile of level L holds up to 256 hashes, each over a full tile of the level below; an entry
bundle holds the entries behind a tile of level 0. The last tile of each level may be partial:
its width is in its name.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

from servanda.log import merkle
from servanda.log.errors import LogError, from_os_error

WIDTH = 256
HEIGHT = 8
CHECKPOINT = "checkpoint"
FULL_TILE_BYTES = WIDTH * merkle.HASH_BYTES

Level = int | Literal["entries"]

_RESTORE = "restore it from a copy of the log; servanda log verify lists all faults"
_length = struct.Struct(">H")


def tile_path(level: Level, index: int, width: int = WIDTH) -> str:
    """Name a tile or bundle below the log's folder.

    Examples
    --------
    >>> tile_path(0, 1234067)
    'tile/0/x001/x234/067'
    >>> tile_path("entries", 5, 12)
    'tile/entries/005.p/12'
    """
    groups = [f"{index % 1000:03d}"]
    while index >= 1000:
        index //= 1000
        groups.append(f"x{index % 1000:03d}")
    partial = f".p/{width}" if width < WIDTH else ""
    return f"tile/{level}/{'/'.join(reversed(groups))}{partial}"


def tile_width(size: int, level: int, index: int) -> int:
    """Return how many hashes tile `index` of `level` has in a tree of `size` entries."""
    return max(0, min(WIDTH, (size >> (HEIGHT * level)) - index * WIDTH))


def join_bundle(entries: Sequence[bytes]) -> bytes:
    """Write entries as a bundle: each behind its length, a big-endian uint16."""
    pack = _length.pack
    return b"".join([part for entry in entries for part in (pack(len(entry)), entry)])


def split_bundle(data: bytes) -> list[bytes]:
    """Cut a bundle into its entries.

    Raises
    ------
    ValueError
        When the bytes end inside an entry.
    """
    entries = []
    position, end = 0, len(data)
    try:
        while position < end:
            start = position + 2
            position = start + (data[position] << 8 | data[position + 1])
            entries.append(data[start:position])
    except IndexError:
        position = end + 1
    if position != end:
        raise ValueError("it ends in the middle of an entry")
    return entries


class TileFolder:
    """The tiles and bundles of one log, read for trees of a given size.

    Every reading is checked for its length; `verify` checks the hashes.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._full_tile = lru_cache(maxsize=512)(self._read_full)

    def tile(self, level: int, index: int, size: int) -> bytes:
        """Return a tile's hashes, end to end, as of a tree of `size` entries.

        Raises
        ------
        LogError
            When the file is missing or has the wrong length.
        """
        width = tile_width(size, level, index)
        if width == WIDTH:
            return self._full_tile(level, index)
        data = self.read(level, index, width)
        wanted = width * merkle.HASH_BYTES
        if len(data) != wanted and len(data) != FULL_TILE_BYTES:
            raise self._wrong_length(level, index, width, len(data))
        return data[:wanted]

    def bundle(self, index: int, size: int) -> list[bytes]:
        """Return the entries of bundle `index` as of a tree of `size` entries.

        Raises
        ------
        LogError
            When the file is missing, cut off or holds too few entries.
        """
        width = tile_width(size, 0, index)
        data = self.read("entries", index, width)
        name = self.name("entries", index, width)
        try:
            entries = split_bundle(data)
        except ValueError as error:
            raise LogError(f"{name} is damaged: {error}", _RESTORE) from error
        if len(entries) not in {width, WIDTH}:
            raise LogError(f"{name} is damaged: {len(entries)} entries, not {width}", _RESTORE)
        return entries[:width]

    def read(self, level: Level, index: int, width: int) -> bytes:
        """Read a file; the full one stands in for a partial one already removed.

        Raises
        ------
        LogError
            When neither is there or can be read.
        """
        try:
            return self._read_file(tile_path(level, index, width))
        except FileNotFoundError as missing:
            if width < WIDTH:
                try:
                    return self._read_file(tile_path(level, index))
                except OSError:
                    pass
            raise LogError(
                f"{self.name(level, index, width)} is missing: the log is cut off or half copied",
                _RESTORE,
            ) from missing
        except OSError as error:
            raise from_os_error(error, "reading the log", _RESTORE) from error

    def name(self, level: Level, index: int, width: int) -> str:
        """Return a file's name as people see it, below the ledger's folder."""
        return f"{self.folder.name}/{tile_path(level, index, width)}"

    def mth(self, start: int, end: int, size: int) -> bytes:
        """Return the Merkle Tree Hash of entries [start, end) from the tiles of a tree of `size`.

        Raises
        ------
        LogError
            When a tile is missing or has the wrong length.
        """
        if start == end:
            return merkle.EMPTY_ROOT
        count = end - start
        if count & (count - 1) == 0 and start % count == 0:
            return self._perfect(start, count, size)
        middle = start + merkle.split_point(count)
        return merkle.node_hash(self.mth(start, middle, size), self.mth(middle, end, size))

    def _perfect(self, start: int, count: int, size: int) -> bytes:
        level = (count.bit_length() - 1) // HEIGHT
        first = start >> (HEIGHT * level)
        hashes = count >> (HEIGHT * level)
        tile = self.tile(level, first // WIDTH, size)
        begin = first % WIDTH * merkle.HASH_BYTES
        return merkle.perfect_root(tile[begin : begin + hashes * merkle.HASH_BYTES])

    def _read_file(self, name: str) -> bytes:
        # Thousands of files are read in a row: unbuffered, and no Path for each.
        with open(f"{self.folder}/{name}", "rb", buffering=0) as file:  # noqa: PTH123
            return file.read()

    def _read_full(self, level: int, index: int) -> bytes:
        data = self.read(level, index, WIDTH)
        if len(data) != FULL_TILE_BYTES:
            raise self._wrong_length(level, index, WIDTH, len(data))
        return data

    def _wrong_length(self, level: int, index: int, width: int, found: int) -> LogError:
        name = self.name(level, index, width)
        wanted = width * merkle.HASH_BYTES
        return LogError(f"{name} is damaged: {found} bytes instead of {wanted}", _RESTORE)
