"""Checkpoints (c2sp.org/tlog-checkpoint): the signed head of a log, its size and root."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from servanda.log.errors import LogError
from servanda.log.merkle import HASH_BYTES
from servanda.log.notes import Note, SigningKey, VerifierKey


@dataclass(frozen=True)
class Checkpoint:
    """What a log signs: that under its origin, `size` entries have this root hash."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        root = base64.b64encode(self.root).decode("ascii")
        return f"{self.origin}\n{self.size}\n{root}\n"

    def sign(self, key: SigningKey) -> str:
        """Return the signed note of this checkpoint."""
        return str(Note(str(self), (key.sign(str(self)),)))

    @classmethod
    def parse(cls, note_text: str) -> Checkpoint:
        """Read the text of a checkpoint's note; extension lines are allowed and ignored.

        Raises
        ------
        LogError
            When it is not a checkpoint.
        """
        lines = note_text.split("\n")
        if len(lines) < 4 or lines[-1] != "" or not all(lines[:-1]):
            raise _not_a_checkpoint("it has no three lines of origin, size and root")
        origin, digits, root_text = lines[:3]
        if not (digits.isascii() and digits.isdigit()) or str(int(digits[:20])) != digits:
            raise _not_a_checkpoint(f"{digits[:40]!r} is not a size")
        try:
            root = base64.b64decode(root_text, validate=True)
        except (binascii.Error, ValueError):
            root = b""
        if len(root) != HASH_BYTES or base64.b64encode(root).decode("ascii") != root_text:
            raise _not_a_checkpoint("its root is not a SHA-256 hash in base64")
        return cls(origin, int(digits), root)


def open_checkpoint(document: str, key: VerifierKey) -> Checkpoint:
    """Read a signed checkpoint and verify that `key` signed it for its own origin.

    Raises
    ------
    LogError
        When it is not a checkpoint, is not signed by the key, or is another log's.
    """
    note = Note.parse(document)
    checkpoint = Checkpoint.parse(note.text)
    claimed = [signature for signature in note.signatures if key.matches(signature)]
    if not claimed:
        signers = ", ".join(sorted({signature.name for signature in note.signatures}))
        raise LogError(
            f"the checkpoint is not signed by {key.name}+{key.id.hex()} (signed by: {signers})",
            "ask the log's owner for its public key, or restore the checkpoint from a copy",
        )
    if not all(key.verify(note.text, signature) for signature in claimed):
        raise LogError(
            f"the checkpoint's signature by {key.name} is wrong: its text was changed",
            "restore the checkpoint from a copy of the log, and ask who changed it",
        )
    if checkpoint.origin != key.name:
        raise LogError(
            f"the checkpoint is of {checkpoint.origin}, and the key of {key.name}",
            "use the key that belongs to this log",
        )
    return checkpoint


def _not_a_checkpoint(why: str) -> LogError:
    return LogError(f"not a checkpoint: {why}", "restore the file from a copy of the log")
