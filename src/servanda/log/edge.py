"""The right edge of the tree: all that must be known to append to a log of any size.

It is the last, partial tile of each level and the last, partial bundle: some hundred kilobytes
for a million entries, kept in memory between batches and read back from the tiles otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from servanda.log import merkle
from servanda.log.errors import LogError
from servanda.log.tiles import (
    FULL_TILE_BYTES,
    HEIGHT,
    WIDTH,
    TileFolder,
    join_bundle,
    tile_path,
    tile_width,
)


class Edge:
    """The growing side of a tree of `size` entries."""

    def __init__(self) -> None:
        self.size = 0
        self._bundle = bytearray()
        self._tiles = [bytearray()]  # by level; never full
        self._changed = {0}

    @classmethod
    def read(cls, tiles: TileFolder, size: int) -> Edge:
        """Read the edge of a tree of `size` entries back from its tiles.

        Raises
        ------
        LogError
            When a file is missing or damaged.
        """
        edge = cls()
        edge.size = size
        edge._tiles = []
        level = 0
        while size >> (HEIGHT * level) or level == 0:
            index = (size >> (HEIGHT * level)) // WIDTH
            partial = tile_width(size, level, index)
            edge._tiles.append(bytearray(tiles.tile(level, index, size) if partial else b""))
            level += 1
        if size % WIDTH:
            entries = tiles.bundle(size // WIDTH, size)
            if merkle.leaf_hashes(entries) != edge._tiles[0]:
                name = tiles.name("entries", size // WIDTH, size % WIDTH)
                raise LogError(
                    f"{name} does not have the hashes of its tile: nothing was added",
                    "run servanda log verify and restore what it names from a copy of the log",
                )
            edge._bundle = bytearray(join_bundle(entries))
        return edge

    def copy(self) -> Edge:
        """Return an edge that can grow without changing this one."""
        twin = Edge()
        twin.size = self.size
        twin._bundle = bytearray(self._bundle)
        twin._tiles = [bytearray(tile) for tile in self._tiles]
        return twin

    def root(self) -> bytes:
        """Return the root of the whole tree."""
        by_level = [merkle.perfect_roots(bytes(tile)) for tile in reversed(self._tiles)]
        return merkle.fold_roots([root for roots in by_level for root in roots])

    def extend(self, entries: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
        """Append entries; yield each file to write: its path in the log's folder and its bytes.

        The edge has grown when the iterator is exhausted.
        """
        self._changed = set()
        position = 0
        while position < len(entries):
            chunk = entries[position : position + WIDTH - self.size % WIDTH]
            position += len(chunk)
            self._bundle += join_bundle(chunk)
            self._tiles[0] += merkle.leaf_hashes(chunk)
            self._changed.add(0)
            self.size += len(chunk)
            if self.size % WIDTH == 0:
                yield tile_path("entries", self.size // WIDTH - 1), bytes(self._bundle)
                self._bundle.clear()
                yield from self._close_full_tiles()
        yield from self._partial_files()

    def _close_full_tiles(self) -> Iterator[tuple[str, bytes]]:
        """Move each full tile's root one level up."""
        level = 0
        while len(self._tiles[level]) == FULL_TILE_BYTES:
            full = bytes(self._tiles[level])
            yield tile_path(level, (self.size >> (HEIGHT * (level + 1))) - 1), full
            self._tiles[level].clear()
            level += 1
            if level == len(self._tiles):
                self._tiles.append(bytearray())
            self._tiles[level] += merkle.perfect_root(full)
            self._changed.add(level)

    def _partial_files(self) -> Iterator[tuple[str, bytes]]:
        if self._bundle:
            yield tile_path("entries", self.size // WIDTH, self.size % WIDTH), bytes(self._bundle)
        for level in sorted(self._changed):
            tile = self._tiles[level]
            if tile:
                index = self.size >> (HEIGHT * (level + 1))
                yield tile_path(level, index, len(tile) // merkle.HASH_BYTES), bytes(tile)
