"""Witnesses: others who sign that a log only grew (c2sp.org/tlog-cosignature, tlog-witness).

A witness remembers the last checkpoint it saw of each log. It cosigns the next one only with a
proof that the log appended and changed nothing. Its state file is its memory, and, should a log
ever sign two histories, the evidence.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from servanda.log import disk, merkle
from servanda.log.checkpoints import Checkpoint, open_checkpoint
from servanda.log.errors import LogError, from_os_error
from servanda.log.keys import write_key
from servanda.log.notes import COSIGNATURE, Note, SigningKey, VerifierKey, timestamp_of
from servanda.log.store import LOCK_TIMEOUT_S, Log


class _Seen(msgspec.Struct, frozen=True):
    """What a witness remembers of one log: its key, and the last checkpoint it cosigned."""

    vkey: str
    checkpoint: str


_State = dict[str, _Seen]  # by origin


def new_witness_key(name: str, path: Path) -> VerifierKey:
    """Make a witness's private key file (mode 0600); return its public key, to be given out.

    Parameters
    ----------
    name : str
        The witness's name in the world, an address without its scheme; no spaces.
    path : Path
        The file to write.

    Raises
    ------
    LogError
        When the name is not allowed, or the file exists or cannot be written.
    """
    key = SigningKey.generate(name, COSIGNATURE)
    write_key(key, path)
    return key.verifier


def cosign(checkpoint_text: str, key: SigningKey, now: int | None = None) -> str:
    """Sign a checkpoint as a witness, as of now; return the signature line.

    Nothing is checked here: `witness` checks and then calls this.

    Raises
    ------
    LogError
        When the text is not a signed checkpoint, or the key is not a witness's.
    """
    if key.algorithm != COSIGNATURE:
        raise LogError(
            f"{key.name} is a log's key, not a witness's", "make one: servanda log witness --help"
        )
    note = Note.parse(checkpoint_text)
    Checkpoint.parse(note.text)
    return str(key.sign(note.text, int(time.time()) if now is None else now))


def cosignatures(checkpoint_text: str, witnesses: Sequence[VerifierKey]) -> dict[str, int]:
    """Verify the cosignatures of known witnesses on a checkpoint; others are ignored.

    Returns
    -------
    dict
        By witness's name, the POSIX second of its cosignature. Witnesses who did not sign are
        left out.

    Raises
    ------
    LogError
        When a known witness's cosignature is wrong.
    """
    note = Note.parse(checkpoint_text)
    found = {}
    for key in witnesses:
        for signature in filter(key.matches, note.signatures):
            if key.algorithm != COSIGNATURE or not key.verify(note.text, signature):
                raise LogError(
                    f"the cosignature by {key.name} is wrong: the checkpoint was changed",
                    "take the checkpoint again from the log, and ask the witness",
                )
            found[key.name] = timestamp_of(signature)
    return found


def witness(log: Log, key: SigningKey, state_file: Path, now: int | None = None) -> str:
    """Check that a log only grew since this witness last saw it, and cosign its checkpoint.

    The log's public key is taken on first sight and must stay the same. The new checkpoint is
    remembered before the cosignature is given out.

    Parameters
    ----------
    log : Log
        The log as opened from its folder.
    key : SigningKey
        The witness's own key.
    state_file : Path
        The witness's memory, one file for all logs; made when missing.
    now : int, optional
        POSIX seconds; the clock's by default.

    Returns
    -------
    str
        The cosignature line, for `Log.add_cosignature`.

    Raises
    ------
    LogError
        When the log is not a continuation of what was seen, has another key, or is damaged.
    """
    lock = state_file.with_name(f".{state_file.name}.lock")
    try:
        state_file.parent.mkdir(parents=True, exist_ok=True)
        with disk.writer_lock(lock, LOCK_TIMEOUT_S):
            state = _read_state(state_file)
            _check_grown(log, state.get(log.origin), state_file)
            line = cosign(log.checkpoint_text, key, now)
            state[log.origin] = _Seen(str(log.key), log.checkpoint_text)
            disk.replace(state_file, msgspec.json.format(msgspec.json.encode(state)) + b"\n")
    except OSError as error:
        raise from_os_error(error, "writing the witness's state") from error
    return line


def _read_state(path: Path) -> _State:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_State)
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.DecodeError) as error:
        raise LogError(
            f"the witness's state {path} cannot be read: {error}",
            "restore it from a copy: without it the witness has no memory",
        ) from error


def _check_grown(log: Log, seen: _Seen | None, state_file: Path) -> None:
    if seen is None:
        old = Checkpoint(log.origin, 0, merkle.EMPTY_ROOT)
    elif seen.vkey != str(log.key):
        raise LogError(
            f"{log.origin} now has another key than the one seen before",
            "ask the log's owner why; cosign nothing until then",
        )
    else:
        old = open_checkpoint(seen.checkpoint, log.key)
    if old.size > log.size:
        raise LogError(
            f"{log.origin} has {log.size} entries; {old.size} were seen before: it was cut off",
            f"ask for the newest copy of the log; what it signed before is in {state_file}",
        )
    _check_tiles(log)
    path = merkle.consistency_path(old.size, log.size, lambda a, b: log.tiles.mth(a, b, log.size))
    if not merkle.verify_consistency(old.size, log.size, old.root, log.checkpoint.root, path):
        raise LogError(
            f"{log.origin} has changed its first {old.size} entries: it signed two histories",
            f"keep {state_file} and this copy of the log: together they prove it",
        )


def _check_tiles(log: Log) -> None:
    """Tell a damaged copy from a dishonest log: the proof is only as good as the tiles."""
    if log.root() != log.checkpoint.root:
        raise LogError(
            "the log's tiles do not have its checkpoint's root",
            "run servanda log verify and take a whole copy of the log",
        )
