"""Writing that survives a crash: what is synced in which order, and a lock for one writer."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from servanda.log.errors import LogUnavailableError

_POLL_SECONDS = 0.01


def write(path: Path, data: bytes) -> list[Path]:
    """Write a file in place; return the folders whose own entries changed.

    Nothing is synced yet: see `sync`.
    """
    changed = [path.parent]
    try:
        descriptor = _open_for_writing(path)
    except FileNotFoundError:
        changed += _make_folders(path.parent)
        descriptor = _open_for_writing(path)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
    finally:
        os.close(descriptor)
    return changed


def sync(paths: Iterable[Path]) -> None:
    """Force files and folders to the disk."""
    for path in paths:
        if os.name == "nt" and path.is_dir():
            continue  # Windows cannot open a folder; its file system logs renames itself
        descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def replace(path: Path, data: bytes, *, sync: bool = True) -> None:
    """Replace a file so that any reader, at any time, finds the old or the new one whole."""
    temporary = path.with_name(f".{path.name}.new")
    write(temporary, data)
    if sync:
        _sync([temporary])
    temporary.replace(path)
    if sync:
        _sync([path.parent])


_sync = sync  # the parameter of `replace` has the natural name


@contextmanager
def writer_lock(path: Path, timeout_s: float) -> Iterator[None]:
    """Hold the lock file: one writer at a time, in this process or any other.

    The system releases the lock when its holder dies.

    Raises
    ------
    LogUnavailableError
        When another writer holds it for longer than `timeout_s` seconds.
    OSError
        When the file cannot be made.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        deadline = time.monotonic() + timeout_s
        while not _try_lock(descriptor):
            if time.monotonic() >= deadline:
                raise LogUnavailableError(
                    f"another writer has held {path.parent} for {timeout_s:g} s",
                    "wait until the other servanda add has ended, then run the command again",
                )
            time.sleep(_POLL_SECONDS)
        yield
    finally:
        os.close(descriptor)  # releases the lock


def _try_lock(descriptor: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            # flock, not lockf: it also keeps two threads of one process apart.
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _open_for_writing(path: Path) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    return os.open(path, flags, 0o666)


def _make_folders(folder: Path) -> list[Path]:
    """Make a folder and those above it; return those that got a new entry."""
    changed = []
    missing = folder
    while not missing.exists():
        missing = missing.parent
        changed.append(missing)
    folder.mkdir(parents=True, exist_ok=True)
    return changed
