"""Is a file an Excel workbook that can be opened safely? Asked before it is opened."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from .faults import Fault
from .tables import MAX_BYTES, refuse_large

MAX_UNPACKED = 400_000_000
MAX_RATIO = 200  # sheets of repeated texts stay far below it
MAX_PARTS = 5_000
_SMALL = 20_000_000  # below it any ratio is harmless

_OLE = b"\xd0\xcf\x11\xe0"
_CHUNK = 1 << 20
_OVERLAP = 64
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:]+)"')
_ENTITY = re.compile(rb"<!ENTITY|<\0!\0E\0N\0T|\0<\0!\0E\0N\0T")  # UTF-8, and both of UTF-16
_SAVE = "open it in Excel or LibreOffice and save it anew as .xlsx"


def refuse_workbook(path: Path, name: str, limit: int = MAX_BYTES) -> Fault | None:
    """Say why a workbook is not opened: too large, a zip bomb, encrypted, old, or none at all.

    Parameters
    ----------
    path : Path
        The file.
    name : str
        How it is called in faults.
    limit : int
        Most bytes of the file as it lies on disk.
    """
    if large := refuse_large(name, path.stat().st_size, limit):
        return large
    with path.open("rb") as file:
        start = file.read(4)
    if start == _OLE:
        what = "is an old .xls workbook, or protected by a password"
        return Fault(file=name, what=what, mend=f"take the password off, {_SAVE}")
    try:
        with ZipFile(path) as archive:
            return _refuse_parts(archive, name)
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
        return Fault(file=name, what="is no .xlsx workbook", mend=_SAVE)


def _refuse_parts(archive: ZipFile, name: str) -> Fault | None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if len(parts) > MAX_PARTS:
        what = f"has {len(parts):,} parts; at most {MAX_PARTS:,} are read"
    elif unpacked > MAX_UNPACKED:
        what = f"unpacks to {unpacked / 1e6:,.0f} MB; at most {MAX_UNPACKED / 1e6:,.0f} are read"
    elif unpacked > _SMALL and unpacked / packed > MAX_RATIO:
        what = f"unpacks to {unpacked / packed:,.0f} times its size, as no real workbook does"
    elif any(part.flag_bits & 1 for part in parts):
        what = "is encrypted"
    elif any(_holds(archive, part, _ENTITY) for part in parts if _is_xml(part)):
        what = "declares XML entities, as no real workbook does"
    else:
        return None
    return Fault(file=name, what=what, mend=f"if it is yours, {_SAVE}, in several files")


def merged_cells(archive: ZipFile, part: str) -> list[str]:
    """The ranges of merged cells of one sheet, by its part's name in the archive."""
    found: list[str] = []
    with archive.open(part) as file:
        rest = b""
        while chunk := file.read(_CHUNK):
            text = rest + chunk
            found += [match[1].decode() for match in _MERGED.finditer(text)]
            rest = text[text.rfind(b"<") :] if b"<" in text else b""
    return found


def _is_xml(part: ZipInfo) -> bool:
    return part.filename.lower().endswith((".xml", ".rels"))


def _holds(archive: ZipFile, part: ZipInfo, words: re.Pattern[bytes]) -> bool:
    with archive.open(part) as file:
        rest = b""
        while chunk := file.read(_CHUNK):
            if words.search(rest + chunk):
                return True
            rest = chunk[-_OVERLAP:]
    return False
