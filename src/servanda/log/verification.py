"""Verifying a whole log: recompute the tree from the entries and compare all that is stored.

Every fault is collected; none is raised.
"""

from __future__ import annotations

from pathlib import Path

from servanda.log import keys
from servanda.log.checkpoints import Checkpoint, open_checkpoint
from servanda.log.errors import LogError, Problem
from servanda.log.notes import Note, VerifierKey
from servanda.log.store import PUBLIC_KEY, read_public_key, read_text
from servanda.log.tiles import CHECKPOINT, TileFolder
from servanda.log.treecheck import Progress, TreeCheck

_ASK = "ask the log's owner, and compare with a copy kept elsewhere"


def verify(
    folder: Path | str,
    *,
    vkey: str | None = None,
    seen: str | None = None,
    progress: Progress | None = None,
) -> list[Problem]:
    """Verify all of a ledger's log: entries, tiles, root and signature.

    Parameters
    ----------
    folder : Path or str
        The ledger's folder.
    vkey : str, optional
        The public key to trust. Without it the key in the folder is used, which shows that the
        log is whole, not whose it is.
    seen : str, optional
        An earlier signed checkpoint (from a receipt or a witness) that the log must continue: a
        log cut back to an old checkpoint is whole in itself, and only this shows it. By default
        the last one that the log's own key signed on this machine, if any.
    progress : callable, optional
        Called with (entries verified, entries in all).

    Returns
    -------
    list of Problem
        Empty when the log is sound.
    """
    folder = Path(folder)
    try:
        key = VerifierKey.parse(vkey or read_public_key(folder))
    except LogError as error:
        return [_problem(f"log/{PUBLIC_KEY}", error)]
    problems = _check_public_key(folder, key) if vkey else []
    checkpoint, faults = _check_checkpoint(folder, key)
    problems += faults
    if checkpoint is None:
        return problems
    tiles = TileFolder(folder / "log")
    check = TreeCheck(tiles, checkpoint, progress)
    problems += check.run()
    earlier = seen or keys.last_head(key)
    if earlier is not None and not check.problems:
        problems += _check_continues(tiles, checkpoint, key, earlier)
    return problems


def _check_public_key(folder: Path, key: VerifierKey) -> list[Problem]:
    try:
        if VerifierKey.parse(read_public_key(folder)) == key:
            return []
        return [Problem(f"log/{PUBLIC_KEY}", "is not the key you trust", _ASK)]
    except LogError as error:
        return [_problem(f"log/{PUBLIC_KEY}", error)]


def _check_checkpoint(folder: Path, key: VerifierKey) -> tuple[Checkpoint | None, list[Problem]]:
    """Verify the signature; a checkpoint that can at least be read is returned all the same."""
    name = f"log/{CHECKPOINT}"
    try:
        text = read_text(folder / "log" / CHECKPOINT)
    except LogError as error:
        return None, [_problem(name, error)]
    try:
        return open_checkpoint(text, key), []
    except LogError as error:
        problems = [_problem(name, error)]
    try:
        return Checkpoint.parse(Note.parse(text).text), problems
    except LogError:
        return None, problems


def _check_continues(
    tiles: TileFolder, checkpoint: Checkpoint, key: VerifierKey, earlier: str
) -> list[Problem]:
    name = f"log/{CHECKPOINT}"
    try:
        seen = open_checkpoint(earlier, key)
    except LogError as error:
        return [_problem("the earlier checkpoint", error)]
    if seen.size > checkpoint.size:
        fault = f"the log was cut off: {checkpoint.size} entries, and it has signed {seen.size}"
        return [Problem(name, fault, "take a newer copy of the log")]
    if tiles.mth(0, seen.size, checkpoint.size) != seen.root:
        fault = f"the first {seen.size} entries are not those that the log has signed before"
        return [Problem(name, fault, _ASK)]
    return []


def _problem(file: str, error: LogError) -> Problem:
    return Problem(file, error.message, error.mend)
