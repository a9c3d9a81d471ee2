"""Event files as blocks of whole lines: plain, gzip or zip, however long."""

from __future__ import annotations

import glob
import gzip
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from servanda.errors import DataError, UsageError

BLOCK = 64 << 20  # bytes of a block
PIECE = 1 << 18  # bytes read at once: what a damaged archive may lose before the damage
LOOKED_AT = 20  # lines from which the format is told
LONGEST = 256 << 20  # bytes without the end of a row: no table
SUFFIXES = (".csv", ".tsv", ".tab", ".txt", ".zip", ".gz")
_BROKEN = (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile, NotImplementedError)


class Part(NamedTuple):
    """One table: a file, or a member of a zip archive.

    Attributes
    ----------
    path : Path
        The file.
    member : str or None
        The member of the archive.
    size : int
        Bytes on disk, for the progress shown.
    """

    path: Path
    member: str | None
    size: int

    @property
    def name(self) -> str:
        """How it is called in messages."""
        return self.path.name if self.member is None else f"{self.path.name}/{self.member}"


def parts_of(given: Sequence[str], broken: list[tuple[str, str]]) -> list[Part]:
    """All tables that the words of a command mean, sorted by name, none twice.

    Parameters
    ----------
    given : sequence of str
        Files, folders (with the folders inside), or patterns with ``*``.
    broken : list
        Takes (file, what is wrong) of archives that cannot be opened.

    Raises
    ------
    UsageError
        For every word that means nothing, all at once.
    """
    files: dict[Path, None] = {}
    wrong: list[str] = []
    for word in given:
        found = _files(word)
        if not found:
            why = "holds no " + ", ".join(SUFFIXES) if Path(word).is_dir() else "is no file"
            wrong.append(f"{word} {why}")
        files |= dict.fromkeys(found)
    if wrong:
        raise UsageError("; ".join(wrong), "name files, folders, or a pattern in quotes")
    return [part for file in files for part in _members(file, broken)]


def _files(word: str) -> list[Path]:
    path = Path(word)
    if path.is_dir():
        return sorted(
            file for file in path.rglob("*")
            if file.is_file() and file.suffix.casefold() in SUFFIXES
            and not file.name.startswith(".")
        )  # fmt: skip
    if path.is_file():
        return [path]
    found = glob.glob(word, recursive=True)  # noqa: PTH207 - a pattern may be absolute
    return sorted(Path(name) for name in found if Path(name).is_file())


def _members(file: Path, broken: list[tuple[str, str]]) -> Iterator[Part]:
    size = file.stat().st_size
    if file.suffix.casefold() != ".zip":
        yield Part(file, None, size)
        return
    try:
        with zipfile.ZipFile(file) as archive:
            members = [m for m in archive.infolist() if not m.is_dir() and m.file_size]
    except (zipfile.BadZipFile, OSError) as error:
        broken.append((file.name, f"cannot be opened as a zip archive ({error})"))
        return
    if not members:
        broken.append((file.name, "is an archive with nothing in it"))
    for member in members:
        yield Part(file, member.filename, member.compress_size)


class Broken(Exception):
    """A file that ends before its end, or is not what its name says."""


def blocks(part: Part, quote: str | None = None, block: int = BLOCK) -> Iterator[bytes]:
    """The table in blocks that end with the end of a row.

    Parameters
    ----------
    part : Part
        Which table.
    quote : str, optional
        What fields may be put in: line ends inside do not end a row.
    block : int
        Bytes read at once: what is held of the file at any time is about twice as much.

    Raises
    ------
    Broken
        When the archive is damaged or cut short; the whole rows before that were handed out.
    """
    kept: list[bytes] = []
    held = 0
    with _opened(part) as file:
        while True:
            try:
                piece = file.read(PIECE)
            except _BROKEN as error:
                whole = b"".join(kept)
                if whole := whole[: _last_row(whole, quote)]:
                    yield whole
                raise Broken(f"is damaged or cut short ({error})") from error
            if not piece:
                break
            kept.append(piece)
            held += len(piece)
            if held < block:
                continue
            whole = b"".join(kept)
            if cut := _last_row(whole, quote):
                yield whole[:cut]
                kept, held = [whole[cut:]], len(whole) - cut
            elif held > LONGEST:
                raise Broken(f"has no end of row in {LONGEST >> 20} million bytes: it is no table")
    whole = b"".join(kept)
    if whole.strip():
        yield whole if whole.endswith(b"\n") else whole + b"\n"


def first_lines(part: Part) -> list[str]:
    """The first lines that are not empty.

    Raises
    ------
    DataError
        When there is none.
    Broken
        When the file cannot be read at all.
    """
    found: list[str] = []
    try:
        with _opened(part) as file:
            for _ in range(LOOKED_AT):
                line = file.readline(1 << 20)
                if not line:
                    break
                if line.strip():
                    found.append(line.decode("utf-8", errors="replace"))
    except _BROKEN as error:
        if not found:
            raise Broken(f"is damaged or cut short ({error})") from error
    if not found:
        raise DataError(f"{part.name} is empty", "give a file with rows")
    return found


@contextmanager
def _opened(part: Part) -> Iterator[IO[bytes]]:
    if part.member is not None:
        try:
            with zipfile.ZipFile(part.path) as archive, archive.open(part.member) as file:
                yield file
        except RuntimeError as error:  # the archive wants a password
            raise Broken(f"cannot be read ({error})") from error
    elif part.path.suffix.casefold() == ".gz":
        with gzip.open(part.path) as packed:
            yield packed  # type: ignore[misc]
    else:
        with part.path.open("rb") as plain:
            yield plain


def _last_row(block: bytes, quote: str | None) -> int:
    """Where the last whole row of a block ends."""
    end = block.rfind(b"\n") + 1
    if quote is None:
        return end
    mark = quote.encode()
    while end and block.count(mark, 0, end) % 2:
        end = block.rfind(b"\n", 0, end - 1) + 1
    return end
