"""The index's file: blocks of rows in SQLite, each checked against the digest its parent holds.

The head names the homes of ids and the digest of each home's directory; a directory holds the
digests of its buckets; a bucket holds the rows of the ids that hash to it. A flipped byte, a
write that was cut off or a page of an older file can thus never pass for an answer, and only
what is asked for is read and checked.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from zlib import crc32

import msgspec

DIGEST_BYTES = 16
ROWS_A_BUCKET = 256
BUSY_S = 5.0

_REFUSED = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH,
}  # fmt: skip

Row = tuple[str, str, int, int, int]  # id, known key, position, kind, mark


class DamagedError(Exception):
    """The file is not what was written."""


class UnavailableError(Exception):
    """The file is locked, or the system refuses to read or write it."""


class MovedError(Exception):
    """Another process has written the file since its head was read."""


class Home(msgspec.Struct, frozen=True):
    """Where the rows of one family of ids are.

    Attributes
    ----------
    bits : int
        There are 2**bits buckets.
    rows : int
        Rows in all of them.
    directory : str
        Digest of the directory, in hex.
    """

    bits: int = 0
    rows: int = 0
    directory: str = ""


class Head(msgspec.Struct, frozen=True):
    """What the file is an index of.

    Attributes
    ----------
    written_by : str
        Version of the code and of the format.
    origin, size, root : str, int, str
        The log, and its root in hex at the size up to which it is indexed.
    kinds : list of str
        Rows name a kind by its place here.
    homes : dict of str to Home
        By family of ids.
    holding : dict of str to list of str
        By kind, the homes in which there are versions of it.
    """

    written_by: str
    origin: str
    size: int
    root: str
    kinds: list[str] = []
    homes: dict[str, Home] = {}
    holding: dict[str, list[str]] = {}


_head_decoder = msgspec.json.Decoder(Head)
_row_decoder = msgspec.json.Decoder(Row)


class BlockFile:
    """An open index file.

    Parameters
    ----------
    path : Path
        The file.
    new : bool
        Make it; otherwise it must be there.

    Raises
    ------
    DamagedError, UnavailableError
        When it cannot be read.
    """

    def __init__(self, path: Path, *, new: bool = False) -> None:
        with _translated():
            self._base = _connect(f"{path.absolute().as_uri()}?mode={'rwc' if new else 'rw'}")
        self.close = weakref.finalize(self, self._base.close)
        self._directories: dict[str, bytes] = {}
        with _translated():
            # No journal: what a crash leaves half-written does not have its digests.
            self._base.execute("PRAGMA journal_mode=MEMORY")
            self._base.execute("PRAGMA synchronous=OFF")
            if new:
                self._base.execute("CREATE TABLE block (name TEXT PRIMARY KEY, body BLOB)")

    def read_head(self) -> Head:
        """Read the head again; what was read below an older one is forgotten."""
        with _translated():
            found = self._base.execute("SELECT body FROM block WHERE name = 'head'").fetchone()
        stamp, body = _cut(found[0] if found else None)
        if stamp != _digest("head", body):
            raise DamagedError
        self.stamp = stamp
        self._directories.clear()
        try:
            self.head = _head_decoder.decode(body)
        except msgspec.DecodeError as error:  # pragma: no cover - its digest was right
            raise DamagedError from error
        return self.head

    def bucket(self, home: str, number: int) -> list[Row]:
        """Rows of one bucket, in order of logging (raises as `read`, or MovedError)."""
        return _row_decoder.decode_lines(self.lines(home, number))

    def buckets(self, home: str) -> Iterator[list[Row]]:
        """Rows of a home, bucket by bucket."""
        for number in range(1 << self.head.homes[home].bits):
            yield self.bucket(home, number)

    def lines(self, home: str, number: int) -> bytes:
        """The text of one bucket."""
        directory = self.directory(home)
        start = number * DIGEST_BYTES
        return self._read(f"{home}/{number}", directory[start : start + DIGEST_BYTES])

    def directory(self, home: str) -> bytes:
        """The digests of a home's buckets."""
        found = self._directories.get(home)
        if found is None:
            wanted = bytes.fromhex(self.head.homes[home].directory)
            found = self._directories[home] = self._read(f"{home}/", wanted)
        return found

    def _read(self, name: str, wanted: bytes) -> bytes:
        with _translated():
            # One statement is one look at the file: the head it belongs to comes with the block.
            stamp, body = self._base.execute(
                "SELECT (SELECT body FROM block WHERE name = 'head'), "
                "(SELECT body FROM block WHERE name = ?)",
                (name,),
            ).fetchone()
        if isinstance(body, bytes) and _digest(name, body) == wanted:
            return body
        raise DamagedError if _cut(stamp)[0] == self.stamp else MovedError

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """One step of writing, alone; nothing of it stays when it fails."""
        with _translated():
            self._base.execute("BEGIN IMMEDIATE")
        try:
            with _translated():
                yield Writer(self, self._base)
                self._base.execute("COMMIT")
        except BaseException:
            if self._base.in_transaction:
                self._base.rollback()
            raise


class Writer:
    """Adds rows to an index file within one step.

    Parameters
    ----------
    file : BlockFile
        The file; its head and directories are read through it.
    base : sqlite3.Connection
        Its connection, in a transaction.
    """

    def __init__(self, file: BlockFile, base: sqlite3.Connection) -> None:
        self._file = file
        self._base = base

    def add(self, home: str, old: Home, lines: list[bytes]) -> Home:
        """Add rows, in JSON, to a home."""
        rows = old.rows + len(lines)
        bits = old.bits
        if rows > 2 * ROWS_A_BUCKET << bits or not old.rows:
            bits = max(bits, (rows // ROWS_A_BUCKET).bit_length())
            lines = [*self._all_lines(home, old), *lines]
            directory = bytearray(DIGEST_BYTES << bits)
            touched: Iterable[int] = range(1 << bits)
        else:
            directory = bytearray(self._file.directory(home))
            touched = ()
        by_bucket: dict[int, list[bytes]] = {number: [] for number in touched}
        mask = (1 << bits) - 1
        for line in lines:
            number = _hashed(line[1:]) & mask
            by_bucket.setdefault(number, []).append(line)
        for number, added in by_bucket.items():
            kept = b"" if touched else self._file.lines(home, number)
            start = number * DIGEST_BYTES
            body = kept + b"".join([line + b"\n" for line in added])
            directory[start : start + DIGEST_BYTES] = self._write(f"{home}/{number}", body)
        return Home(bits, rows, self._write(f"{home}/", bytes(directory)).hex())

    def finish(self, head: Head) -> None:
        """Write the head that the rows added belong to."""
        body = msgspec.json.encode(head)
        self._put("head", _digest("head", body) + body)

    def _all_lines(self, home: str, old: Home) -> Iterator[bytes]:
        for number in range((1 << old.bits) if old.rows else 0):
            yield from self._file.lines(home, number).splitlines()

    def _write(self, name: str, body: bytes) -> bytes:
        self._put(name, body)
        return _digest(name, body)

    def _put(self, name: str, body: bytes) -> None:
        self._base.execute("INSERT OR REPLACE INTO block VALUES (?, ?)", (name, body))


def bucket_of(id: str, bits: int) -> int:
    """The bucket in which an id's rows are."""
    return _hashed(msgspec.json.encode(id)) & ((1 << bits) - 1)


def _hashed(quoted: bytes) -> int:
    return crc32(quoted[1 : quoted.index(b'"', 1)])


def _connect(address: str) -> sqlite3.Connection:
    base = sqlite3.connect(
        address, uri=True, timeout=BUSY_S, isolation_level=None, check_same_thread=False
    )
    try:
        base.execute("SELECT 1 FROM sqlite_master").fetchone()
    except BaseException:
        base.close()
        raise
    return base


def _cut(head: object) -> tuple[bytes, bytes]:
    if not isinstance(head, bytes):
        raise DamagedError
    return head[:DIGEST_BYTES], head[DIGEST_BYTES:]


def _digest(name: str, body: bytes) -> bytes:
    return blake2b(body, digest_size=DIGEST_BYTES, key=name.encode()[:64]).digest()


@contextmanager
def _translated() -> Iterator[None]:
    """Tell a file that is damaged from one that cannot be had just now."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        refused = code is not None and code & 0xFF in _REFUSED
        raise (UnavailableError if refused else DamagedError) from error
    except UnicodeDecodeError as error:  # SQLite quotes the damage in its message
        raise DamagedError from error
