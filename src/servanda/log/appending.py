"""Appending so that nothing logged is ever lost.

Tiles and bundles are written and forced to the disk first; then the checkpoint is replaced in
one step. A crash before that step leaves the old log, whole, and the next append writes over
what was begun.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from servanda.log import disk, keys
from servanda.log.checkpoints import Checkpoint, open_checkpoint
from servanda.log.edge import Edge
from servanda.log.errors import LogError
from servanda.log.notes import SigningKey
from servanda.log.tiles import CHECKPOINT, WIDTH, tile_path

if TYPE_CHECKING:
    from servanda.log.store import Log


class Appender:
    """The writing side of one open log; keeps the tree's right edge between batches.

    Every call is made under the writer's lock.
    """

    def __init__(self, log: Log, keys_folder: Path | None) -> None:
        self._log = log
        self._keys_folder = keys_folder
        self._private: SigningKey | None = None
        self._edge: Edge | None = None
        self._edge_of: Checkpoint | None = None

    def append(self, batch: Sequence[bytes]) -> None:
        """Append valid entries and sign the new head.

        Raises
        ------
        LogError
            When the private key is not here, or the log's end is damaged or not its newest.
        OSError
            When the disk refuses; the log is as it was.
        """
        if self._private is None:
            self._private = keys.load_key(self._log.key, self._keys_folder)
        edge = self._current_edge().copy()
        old_size = edge.size
        self._write_tiles(edge, batch)
        checkpoint = Checkpoint(self._log.origin, edge.size, edge.root())
        text = checkpoint.sign(self._private)
        disk.replace(self._log.tiles.folder / CHECKPOINT, text.encode())
        self._edge, self._edge_of = edge, checkpoint
        keys.remember_head(self._log.key, text, self._keys_folder)
        self._remove_outgrown(old_size, edge.size)

    def _current_edge(self) -> Edge:
        """Return the edge of the log as it is on disk now, from memory when it has not moved."""
        self._log.refresh()
        if self._edge is None or self._edge_of != self._log.checkpoint:
            edge = Edge.read(self._log.tiles, self._log.size)
            if edge.root() != self._log.checkpoint.root:
                raise LogError(
                    f"the tiles in {self._log.tiles.folder} do not have the checkpoint's root: "
                    "nothing was added",
                    "run servanda log verify and restore what it names from a copy of the log",
                )
            self._refuse_old_copy()
            self._edge, self._edge_of = edge, self._log.checkpoint
        return self._edge

    def _refuse_old_copy(self) -> None:
        """Refuse to sign a second history: this key may have signed more than is here."""
        log = self._log
        text = keys.last_head(log.key, self._keys_folder)
        if text is None:
            return
        head = open_checkpoint(text, log.key)
        if head.size <= log.size and log.root(head.size) == head.root:
            return
        remembered = keys.key_path(log.key, self._keys_folder).with_suffix(".head")
        raise LogError(
            f"{log.folder} is not the newest copy of its log: it has {log.size} entries, and "
            f"its key has signed {head.size} elsewhere",
            f"add to the newest copy; if that is lost for good, delete {remembered}, add again, "
            "and tell those who hold receipts",
        )

    def _write_tiles(self, edge: Edge, batch: Sequence[bytes]) -> None:
        written: list[Path] = []
        folders: set[Path] = set()
        try:
            for name, data in edge.extend(batch):
                written.append(self._log.tiles.folder / name)
                folders.update(disk.write(written[-1], data))
            # All is written before the first sync, which then carries most of it to the disk.
            disk.sync(written)
            disk.sync(sorted(folders))
        except OSError:
            for path in written:  # give the space back; no checkpoint covers these files
                _remove_quietly(path)
            raise

    def _remove_outgrown(self, old_size: int, new_size: int) -> None:
        """Remove the partial files whose full ones the checkpoint now covers."""
        folder = self._log.tiles.folder
        level = 0
        while old_size // WIDTH < new_size // WIDTH:
            old_size, new_size = old_size // WIDTH, new_size // WIDTH
            _remove_partials(folder / f"{tile_path(level, old_size)}.p")
            if level == 0:
                _remove_partials(folder / f"{tile_path('entries', old_size)}.p")
            level += 1


def _remove_partials(folder: Path) -> None:
    if folder.is_dir():
        for path in folder.iterdir():
            _remove_quietly(path)
        try:
            folder.rmdir()
        except OSError:
            return


def _remove_quietly(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
