"""Founding a ledger: its folder is claimed by one, and given back when it cannot be filled."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from servanda.errors import ServandaError, UsageError
from servanda.intake.faults import visible

ABOUT = "ledger.json"


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Make the folder of a log, which only one can do, and take it back when what follows fails."""
    log = folder / "log"
    made, held = not folder.exists(), log.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        log.mkdir()
        yield
    except BaseException as error:
        if isinstance(error, FileExistsError) and error.filename == str(log):
            raise UsageError(
                f"{folder} holds a log already", "choose another folder, or add to this one"
            ) from error
        if not held:  # whoever is stopped between two lines has made it all the same
            _give_back(folder, made)
        if isinstance(error, OSError):
            raise ServandaError(
                f"{folder} cannot be made: {error.strerror}", "choose a place that you may write to"
            ) from error
        raise


def _give_back(folder: Path, made: bool) -> None:
    shutil.rmtree(folder / "log", ignore_errors=True)
    with suppress(OSError):
        (folder / ABOUT).unlink(missing_ok=True)
        if made:
            folder.rmdir()


def need_plain(what: str, text: str) -> None:
    """Refuse a name that no file can hold, or that no reader can see for what it is."""
    if not text.strip() or visible(text) != text:
        raise UsageError(
            f"'{text}' will not do as {what}", "write letters, digits, signs and single blanks"
        )
