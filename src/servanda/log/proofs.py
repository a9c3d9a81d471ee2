"""Receipts that verify offline (c2sp.org/tlog-proof), and proofs that a log only grew.

A receipt carries its entry in the `extra` line, so that one file and the log's public key are
all that a reader needs. The extra line is not signed: the entry counts only because its hash
leads to the signed root.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass, field

from servanda.log import merkle
from servanda.log.checkpoints import Checkpoint, open_checkpoint
from servanda.log.errors import LogError
from servanda.log.notes import VerifierKey
from servanda.log.store import Log
from servanda.log.witnesses import cosignatures

FIRST_LINE = "c2sp.org/tlog-proof@v1"
_MAX_PATH = 63


@dataclass(frozen=True)
class Receipt:
    """A tlog-proof as read, nothing of it verified yet.

    Attributes
    ----------
    index : int
        The entry's position in the log.
    path : tuple of bytes
        The inclusion proof's hashes, the leaf's sibling first.
    checkpoint_text : str
        The signed checkpoint, verbatim.
    extra : bytes or None
        The entry's bytes, in receipts made by `prove`.
    """

    index: int
    path: tuple[bytes, ...]
    checkpoint_text: str
    extra: bytes | None = None

    def __str__(self) -> str:
        lines = [FIRST_LINE]
        if self.extra is not None:
            lines.append(f"extra {_base64(self.extra)}")
        lines.append(f"index {self.index}")
        lines += map(_base64, self.path)
        return "\n".join(lines) + "\n\n" + self.checkpoint_text

    @classmethod
    def parse(cls, text: str) -> Receipt:
        """Read a receipt.

        Raises
        ------
        LogError
            When it is not one.
        """
        head, separator, checkpoint_text = text.partition("\n\n")
        lines = head.split("\n")
        if lines[0] != FIRST_LINE or not separator:
            raise _not_a_receipt(f"its first line is not {FIRST_LINE}")
        extra = None
        if len(lines) > 1 and lines[1].startswith("extra "):
            extra = _unbase64(lines.pop(1)[len("extra ") :])
        digits = lines[1][len("index ") :] if len(lines) > 1 else ""
        if not digits.isascii() or not digits.isdigit() or lines[1] != f"index {int(digits[:20])}":
            raise _not_a_receipt("it has no line with the entry's index")
        path = tuple(map(_unbase64, lines[2:]))
        if len(path) > _MAX_PATH or any(len(node) != merkle.HASH_BYTES for node in path):
            raise _not_a_receipt("its proof is not a list of SHA-256 hashes")
        return cls(int(digits), path, checkpoint_text, extra)


@dataclass(frozen=True)
class Proven:
    """What a verified receipt proves.

    Attributes
    ----------
    index : int
        The entry's position.
    entry : bytes
        Its canonical bytes.
    checkpoint : Checkpoint
        The signed head that covers it.
    cosigned : dict of str to int
        By witness, the POSIX second at which it saw that head.
    """

    index: int
    entry: bytes
    checkpoint: Checkpoint
    cosigned: dict[str, int] = field(default_factory=dict)


def prove(log: Log, position: int) -> str:
    """Make the receipt of an entry: index, inclusion proof, checkpoint, and the entry itself.

    Parameters
    ----------
    log : Log
        A ledger's log.
    position : int
        The entry's position; `log.find(id)` gives those of an id.

    Returns
    -------
    str
        The text of a `.tlog-proof` file.

    Raises
    ------
    LogError
        When there is no such position, or the log is damaged: no receipt is made that would
        not verify.
    """
    entry = log.entry(position)
    size = log.size
    path = merkle.inclusion_path(position, size, lambda a, b: log.tiles.mth(a, b, size))
    if not merkle.verify_inclusion(
        position, size, merkle.leaf_hash(entry), path, log.checkpoint.root
    ):
        raise LogError(
            f"entry {position} cannot be proven: the tiles do not lead to the checkpoint's root",
            "run servanda log verify and restore what it names from a copy of the log",
        )
    return str(Receipt(position, tuple(path), log.checkpoint_text, entry))


def verify_proof(
    receipt_text: str,
    vkey: str | VerifierKey,
    entry: bytes | None = None,
    *,
    witnesses: Sequence[VerifierKey] = (),
) -> Proven:
    """Verify a receipt, offline.

    Parameters
    ----------
    receipt_text : str
        The text of a `.tlog-proof` file.
    vkey : str or VerifierKey
        The log's public key, from a source that the reader trusts.
    entry : bytes, optional
        The entry it should prove; by default the one that the receipt carries.
    witnesses : sequence of VerifierKey
        Witnesses whose cosignatures are verified where they are there.

    Raises
    ------
    LogError
        When the receipt does not prove the entry under that key.
    """
    receipt = Receipt.parse(receipt_text)
    key = VerifierKey.parse(vkey) if isinstance(vkey, str) else vkey
    checkpoint = open_checkpoint(receipt.checkpoint_text, key)
    proven = entry if entry is not None else receipt.extra
    if proven is None:
        raise LogError(
            "the receipt does not carry its entry", "give the entry's file beside the receipt"
        )
    leaf = merkle.leaf_hash(proven)
    if not merkle.verify_inclusion(
        receipt.index, checkpoint.size, leaf, receipt.path, checkpoint.root
    ):
        raise LogError(
            f"the receipt does not prove this entry at {receipt.index} of {checkpoint.size} in "
            f"{checkpoint.origin}: the entry or the proof was changed",
            "ask the log's owner for a new receipt: servanda log prove",
        )
    cosigned = cosignatures(receipt.checkpoint_text, witnesses)
    return Proven(receipt.index, proven, checkpoint, cosigned)


def consistency_proof(log: Log, old: int, new: int | None = None) -> list[bytes]:
    """Prove that the log's first `new` entries begin with its first `old` (RFC 6962, 2.1.2).

    Verified by `merkle.verify_consistency`. Empty where old is 0 or equals new.

    Raises
    ------
    LogError
        When the sizes are not 0 <= old <= new <= the log's size, or a tile is damaged.
    """
    size = log.size
    end = size if new is None else new
    if not 0 <= old <= end <= size:
        raise LogError(
            f"no proof from size {old} to {end}: the log has {size} entries",
            "give an old size, then a greater new one, none above the log's",
        )
    return merkle.consistency_path(old, end, lambda a, b: log.tiles.mth(a, b, size))


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _unbase64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise _not_a_receipt(f"{text[:20]!r} is not base64") from error


def _not_a_receipt(why: str) -> LogError:
    return LogError(f"not a receipt: {why}", "a receipt is the file servanda log prove wrote")
