"""The index of a ledger's log: who has which versions, so that a fold reads what it is asked.

It lies in the ledger's folder, is rebuilt from the log, and may be deleted at any time. It is
bound to the log's origin and to its root at the size up to which it has read; what was appended
since is added when the ledger is opened. When it is damaged it is made again; when the folder is
locked or cannot be written, the log is folded as if there were no index.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from servanda import __version__
from servanda.log import EntryHeader, Log, LogError
from servanda.records import KINDS

from .blocks import (
    BlockFile,
    DamagedError,
    Head,
    Home,
    MovedError,
    Row,
    UnavailableError,
    Writer,
    bucket_of,
)
from .fold import TIMELESS, MemoryFold, fold, known_key

INDEX = "index.sqlite"
FORMAT = f"servanda {__version__}, index 1, kinds {' '.join(KINDS)}"
BATCH = 1 << 18
ATTEMPTS = 3
LEFT_BEHIND_S = 3600

PUT, WITHDRAWN, VOID = 0, 1, 2
_json = msgspec.json.Encoder().encode

T = TypeVar("T")
InForce = dict[str, tuple[int, str]]


class IndexedFold:
    """The versions in force in a log on disk, read from its index as they are asked for.

    Parameters
    ----------
    log : Log
        A ledger's log.
    as_of : str
        ISO day, UTC.
    size : int
        Only the first entries, up to this number, count.
    """

    def __init__(self, log: Log, as_of: str, size: int) -> None:
        self._log = log
        self._as_of = as_of
        self._size = size
        self._homes: dict[str, InForce] = {}
        self._buckets: dict[tuple[str, int, int], InForce] = {}
        self._memory: MemoryFold | None = None
        self._file: BlockFile | None = None
        self._answer(lambda _: None, lambda _: None)

    def position(self, id: str) -> int | None:
        def asked(file: BlockFile) -> int | None:
            found = self._about(file, id).get(id)
            return None if found is None else found[0]

        return self._answer(asked, lambda memory: memory.position(id))

    def ids(self, kind: str) -> list[str]:
        def asked(file: BlockFile) -> list[str]:
            homes = file.head.holding.get(kind, ())
            found = [self._home(file, home) for home in homes]
            return sorted(id for home in found for id, (_, its) in home.items() if its == kind)

        return self._answer(asked, lambda memory: memory.ids(kind))

    def kinds(self) -> set[str]:
        def asked(file: BlockFile) -> set[str]:
            return {kind for kind in file.head.holding if self._has(file, kind)}

        return self._answer(asked, lambda memory: memory.kinds())

    def __len__(self) -> int:
        return self._answer(
            lambda file: sum(len(self._home(file, home)) for home in file.head.homes), len
        )

    def _answer(self, ask: Callable[[BlockFile], T], fall_back: Callable[[MemoryFold], T]) -> T:
        """Ask the index; mend it when it fails; at the last, fold the log."""
        for _ in range(ATTEMPTS if self._memory is None else 0):
            try:
                if self._file is None:
                    self._file = current_index(self._log)
                return ask(self._file)
            except MovedError:
                self._file = None
            except (DamagedError, UnavailableError) as fault:
                self._file = None
                if isinstance(fault, UnavailableError) or not _made_again(self._log):
                    break
        if self._memory is None:
            self._memory = fold(lambda: self._log.header_batches(self._size), self._as_of)
        return fall_back(self._memory)

    def _about(self, file: BlockFile, id: str) -> InForce:
        """What is in force among the ids that share an id's bucket, or its home."""
        home = home_of(id)
        if home in self._homes:
            return self._homes[home]
        if home not in file.head.homes:
            return {}
        bits = file.head.homes[home].bits
        key = (home, bits, bucket_of(id, bits))
        if key not in self._buckets:
            self._buckets[key] = self._fold(file, file.bucket(home, key[2]))
        return self._buckets[key]

    def _home(self, file: BlockFile, home: str) -> InForce:
        if home not in self._homes:
            found: InForce = {}
            for rows in file.buckets(home):
                found |= self._fold(file, rows)
            self._homes[home] = found
        return self._homes[home]

    def _has(self, file: BlockFile, kind: str) -> bool:
        """Whether anything of a kind is in force; mostly the first bucket tells."""
        for home in file.head.holding[kind]:
            read = self._homes.get(home)
            parts = (
                [read]
                if read is not None
                else (self._fold(file, rows) for rows in file.buckets(home))
            )
            if any(its == kind for part in parts for _, its in part.values()):
                return True
        return False

    def _fold(self, file: BlockFile, rows: Iterable[Row]) -> InForce:
        return _in_force(rows, file.head.kinds, self._as_of, self._size)


def current_index(log: Log) -> BlockFile:
    """Open the index of a log, made or brought up to date as needed.

    Raises
    ------
    UnavailableError
        When it can be neither read nor written.
    DamagedError
        When the file is not what was written.
    """
    path = log.folder / INDEX
    if not path.exists():
        return _make(log)
    file = BlockFile(path)
    try:
        head = file.read_head()
        if head.written_by != FORMAT:
            file.close()
            return _make(log)
        if not _is_of(log, head):
            raise DamagedError
        if head.size < log.size:
            with file.writing() as writer:
                head = file.read_head()  # another may have done it since
                if head.size < log.size:
                    _extend(file, writer, log, head)
            file.read_head()
    except BaseException:
        file.close()
        raise
    return file


def home_of(id: str) -> str:
    """The family of an id: the kind it begins with, by custom; none of them otherwise."""
    first = id.partition("/")[0]
    return first if first in KINDS else ""


def _is_of(log: Log, head: Head) -> bool:
    """Whether an index is of this log: its root at its size is the log's."""
    if head.origin != log.origin:
        return False
    if head.size == log.size:
        return head.root == log.checkpoint.root.hex()
    if head.size < log.size:
        return head.root == log.root(head.size).hex()
    try:
        newest = Log.open(log.folder, vkey=str(log.key))  # others have appended since
        return newest.size >= head.size and newest.root(head.size).hex() == head.root
    except LogError:
        return False


def _make(log: Log) -> BlockFile:
    """Make the index beside its place, then put it there in one step."""
    path = log.folder / INDEX
    new = path.with_name(f".{INDEX}.{os.getpid()}-{threading.get_ident()}.new")
    try:
        _remove_left_behind(log.folder)
        new.unlink(missing_ok=True)
        file = BlockFile(new, new=True)
        try:
            head = Head(FORMAT, log.origin, 0, "")
            with file.writing() as writer:
                writer.finish(head)
                file.read_head()
                _extend(file, writer, log, head)
        finally:
            file.close()
        new.replace(path)
    except OSError as error:
        raise UnavailableError from error
    finally:
        _remove(new)
    made = BlockFile(path)
    made.read_head()
    return made


def _extend(file: BlockFile, writer: Writer, log: Log, head: Head) -> None:
    """Read the log from where the index ends, its hashes checked, and write what it says."""
    staged = _Staged(head)
    for position, headers in log.header_batches(start=head.size):
        staged.take(position, headers)
        if staged.rows >= BATCH:
            _flush(file, writer, log, staged)
    _flush(file, writer, log, staged)


class _Staged:
    """Rows read from the log and not yet written.

    Parameters
    ----------
    head : Head
        Of the index that they continue.
    """

    def __init__(self, head: Head) -> None:
        self.size = head.size
        self.homes = dict(head.homes)
        self.lines: dict[str, list[bytes]] = {}
        self.rows = 0
        self._numbers = {kind: number for number, kind in enumerate(head.kinds)}
        self._held = {(kind, home) for kind, homes in head.holding.items() for home in homes}

    def take(self, position: int, headers: Sequence[EntryHeader]) -> None:
        """Stage the headers that begin at a position."""
        numbers, held, homes = self._numbers, self._held, self.lines
        for at, header in enumerate(headers, position):
            kind, known = header.kind, header.known
            home = home_of(header.id)
            held.add((kind, home))
            if known is None:
                known, mark = header.target or "", VOID
            else:
                mark = WITHDRAWN if header.op == "retract" else PUT
            number = numbers.setdefault(kind, len(numbers))
            lines = homes.get(home)
            if lines is None:
                lines = homes[home] = []
            lines.append(_json((header.id, known_key(known), at, number, mark)))
        self.rows += len(headers)
        self.size = position + len(headers)

    def head(self, origin: str, root: bytes) -> Head:
        """The head of the index once these rows are written."""
        holding: dict[str, list[str]] = {}
        for kind, home in sorted(self._held):
            holding.setdefault(kind, []).append(home)
        kinds = list(self._numbers)
        return Head(FORMAT, origin, self.size, root.hex(), kinds, self.homes, holding)


def _flush(file: BlockFile, writer: Writer, log: Log, staged: _Staged) -> None:
    for home, lines in staged.lines.items():
        staged.homes[home] = writer.add(home, staged.homes.get(home, Home()), lines)
    staged.lines.clear()
    staged.rows = 0
    root = log.checkpoint.root if staged.size == log.size else log.root(staged.size)
    writer.finish(staged.head(log.origin, root))
    file.read_head()


def _in_force(rows: Iterable[Row], kinds: list[str], as_of: str, size: int) -> InForce:
    """Choose the version in force of every id among rows: the rule of `fold`."""
    timeless = {number for number, kind in enumerate(kinds) if kind in TIMELESS}
    versions: dict[str, list[tuple[str, int, int, int]]] = {}
    voided: dict[str, list[tuple[str, int]]] = {}
    best: dict[str, tuple[str, int, int, int]] = {}
    for id, key, position, kind, mark in rows:
        if position >= size:
            continue
        if mark == VOID:
            voided.setdefault(id, []).append((key, position))
            continue
        if key > as_of and kind not in timeless:
            continue
        version = (key, position, kind, mark)
        versions.setdefault(id, []).append(version)
        current = best.get(id)
        if current is None or key >= current[0]:
            best[id] = version
    for id, removed in voided.items():
        left = [
            version
            for version in versions.get(id, ())
            if not any(version[0] == key and version[1] < at for key, at in removed)
        ]
        if left:
            best[id] = max(left)
        else:
            best.pop(id, None)
    return {id: (at, kinds[kind]) for id, (_, at, kind, mark) in best.items() if mark == PUT}


def _made_again(log: Log) -> bool:
    """Replace a damaged index, and say so in one line."""
    path = log.folder / INDEX
    try:
        _make(log).close()
    except UnavailableError:
        print(
            f"servanda: {path} is damaged and cannot be replaced; the log was read instead",
            file=sys.stderr,
        )
        return False
    print(f"servanda: {path} was damaged and was made again from the log", file=sys.stderr)
    return True


def _remove_left_behind(folder: Path) -> None:
    """Remove what a process that was killed left of an index it was making."""
    for path in folder.glob(f".{INDEX}.*.new"):
        if path.stat().st_mtime < time.time() - LEFT_BEHIND_S:
            _remove(path)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
