"""Recomputing a log's tree from its entries, and naming the file that is wrong.

Where a bundle and its tile differ, the level above says which of the two was changed.
"""

from __future__ import annotations

from collections.abc import Callable

from servanda.log import merkle
from servanda.log.checkpoints import Checkpoint
from servanda.log.errors import LogError, Problem
from servanda.log.tiles import CHECKPOINT, HEIGHT, WIDTH, Level, TileFolder, tile_path, tile_width

Progress = Callable[[int, int], None]

_RESTORE = "restore it from a copy of the log"
_ASK = "ask the log's owner, and compare with a copy kept elsewhere"


class TreeCheck:
    """Recomputes one tree, level by level, and blames the file that is wrong."""

    def __init__(
        self, tiles: TileFolder, checkpoint: Checkpoint, progress: Progress | None
    ) -> None:
        self.tiles = tiles
        self.checkpoint = checkpoint
        self.size = checkpoint.size
        self.progress = progress
        self.problems: list[Problem] = []
        self._rows: list[bytes] = []  # the believed partial tile of each level
        self._edge_versions: tuple[bytes, bytes] | None = None  # stored, computed

    def run(self) -> list[Problem]:
        """Check all levels, then the root."""
        if self._is_cut_off():
            return self.problems
        roots = self._check_entries()
        level = 1
        while self.size >> (HEIGHT * level):
            roots = self._check_level(level, roots)
            level += 1
        self._check_root()
        return self.problems

    def _is_cut_off(self) -> bool:
        """Report a log whose end is missing as one fault, not one for each file.

        It also keeps a forged size from being walked through to its end.
        """
        last = (self.size - 1) // WIDTH
        if self.size == 0 or self._has_bundle(last):
            return False
        index = next(index for index in range(last + 1) if not self._has_bundle(index))
        name = self.tiles.name("entries", index, tile_width(self.size, 0, index))
        self._add(
            name,
            f"missing: the log is cut off at entry {index * WIDTH} of {self.size}",
            "take a whole copy of the log",
        )
        return True

    def _has_bundle(self, index: int) -> bool:
        folder, width = self.tiles.folder, tile_width(self.size, 0, index)
        return any((folder / tile_path("entries", index, w)).is_file() for w in (width, WIDTH))

    def _check_entries(self) -> list[bytes | None]:
        """Compare bundles with the tiles of level 0; return the roots of the full tiles."""
        roots: list[bytes | None] = []
        for index in range(-(-self.size // WIDTH)):
            width = tile_width(self.size, 0, index)
            stored = self._stored_tile(0, index)
            computed = self._hashed_bundle(index)
            believed = stored if stored is not None else computed
            if stored is not None and computed is not None and stored != computed:
                believed = self._settle(index, width, stored, computed)
            if width == WIDTH:
                roots.append(merkle.perfect_root(believed) if believed is not None else None)
            else:
                self._rows.append(believed or b"")
            if self.progress is not None:
                self.progress(index * WIDTH + width, self.size)
        if self.size % WIDTH == 0:
            self._rows.append(b"")
        return roots

    def _settle(self, index: int, width: int, stored: bytes, computed: bytes) -> bytes | None:
        """A bundle and its tile differ: find which of them the tree above confirms."""
        if width < WIDTH:
            self._edge_versions = stored, computed  # only the root can tell
            return stored
        parent = self._parent_hash(index)
        if parent == merkle.perfect_root(stored):
            self._blame_bundle(index, width, stored, computed)
            return stored
        if parent == merkle.perfect_root(computed):
            self._blame_tile(index, width)
            return computed
        self._blame_both(index, width)
        return None

    def _check_level(self, level: int, roots: list[bytes | None]) -> list[bytes | None]:
        """Compare the tiles of a level with the roots of the tiles below."""
        above: list[bytes | None] = []
        for index in range(-(-len(roots) // WIDTH)):
            children = roots[index * WIDTH : (index + 1) * WIDTH]
            stored = self._stored_tile(level, index)
            believed = _merge(children, stored)
            if stored is not None and believed != stored:
                name = self.tiles.name(level, index, len(children))
                slot = _first_difference(believed or b"", stored)
                below = self.tiles.name(level - 1, index * WIDTH + slot, WIDTH)
                self._add(name, f"damaged: its hash {slot} is not that of {below}", _RESTORE)
            if len(children) == WIDTH:
                above.append(merkle.perfect_root(believed) if believed is not None else None)
            else:
                self._rows.append(believed or b"")
        if len(roots) % WIDTH == 0:
            self._rows.append(b"")
        return above

    def _check_root(self) -> None:
        if self._edge_versions is not None:
            self._settle_edge(*self._edge_versions)
        elif not self.problems and self._root() != self.checkpoint.root:
            self._add(
                f"log/{CHECKPOINT}",
                f"its root is not that of the {self.size} entries: the checkpoint was changed, "
                "or entries and tiles were changed together",
                _ASK,
            )

    def _settle_edge(self, stored: bytes, computed: bytes) -> None:
        index, width = self.size // WIDTH, self.size % WIDTH
        if self._root() == self.checkpoint.root:
            self._blame_bundle(index, width, stored, computed)
            return
        self._rows[0] = computed
        if self._root() == self.checkpoint.root:
            self._blame_tile(index, width)
        else:
            self._blame_both(index, width)

    def _root(self) -> bytes:
        by_level = [merkle.perfect_roots(row) for row in reversed(self._rows)]
        return merkle.fold_roots([root for roots in by_level for root in roots])

    def _stored_tile(self, level: int, index: int) -> bytes | None:
        width = tile_width(self.size, level, index)
        try:
            return self.tiles.tile(level, index, self.size)
        except LogError as error:
            self._add_error(level, index, width, error)
            return None

    def _hashed_bundle(self, index: int) -> bytes | None:
        try:
            return merkle.leaf_hashes(self.tiles.bundle(index, self.size))
        except LogError as error:
            self._add_error("entries", index, tile_width(self.size, 0, index), error)
            return None

    def _parent_hash(self, index: int) -> bytes | None:
        try:
            parent = self.tiles.tile(1, index // WIDTH, self.size)
        except LogError:
            return None
        start = index % WIDTH * merkle.HASH_BYTES
        return parent[start : start + merkle.HASH_BYTES]

    def _blame_bundle(self, index: int, width: int, stored: bytes, computed: bytes) -> None:
        position = index * WIDTH + _first_difference(stored, computed)
        name = self.tiles.name("entries", index, width)
        self._add(name, f"entry {position} was changed", _RESTORE)

    def _blame_tile(self, index: int, width: int) -> None:
        name = self.tiles.name(0, index, width)
        self._add(name, "damaged: it does not have the hashes of its entries", _RESTORE)

    def _blame_both(self, index: int, width: int) -> None:
        bundle = self.tiles.name("entries", index, width)
        tile = self.tiles.name(0, index, width)
        self._add(bundle, f"it and {tile} differ, and the tree confirms neither", _RESTORE)

    def _add_error(self, level: Level, index: int, width: int, error: LogError) -> None:
        name = self.tiles.name(level, index, width)
        self._add(name, error.message.removeprefix(name).removeprefix(" is "), _RESTORE)

    def _add(self, file: str, fault: str, mend: str) -> None:
        self.problems.append(Problem(file, fault, mend))


def _merge(children: list[bytes | None], stored: bytes | None) -> bytes | None:
    """Lay the children's roots end to end; where one is not known, believe the stored tile."""
    if stored is None:
        return None if None in children else b"".join(child or b"" for child in children)
    return b"".join(
        child if child is not None else stored[slot * 32 : slot * 32 + 32]
        for slot, child in enumerate(children)
    )


def _first_difference(left: bytes, right: bytes) -> int:
    """Return the first hash in which two tiles differ."""
    size = merkle.HASH_BYTES
    pairs = range(0, max(len(left), len(right)), size)
    return next(i // size for i in pairs if left[i : i + size] != right[i : i + size])
