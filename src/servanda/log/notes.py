"""Signed notes (c2sp.org/signed-note): a text, a blank line, and lines of signatures.

Keys are written as the note format's own tools write them: `NAME+ID+BASE64` for verifying,
`PRIVATE+KEY+NAME+ID+BASE64` for signing.
"""

from __future__ import annotations

import base64
import binascii
import os
import struct
from dataclasses import dataclass, field
from hashlib import sha256

from servanda.log.errors import LogError

ED25519 = 0x01  # signature of the note's text
COSIGNATURE = 0x04  # timestamped signature of a witness, c2sp.org/tlog-cosignature
_ALGORITHMS = {ED25519, COSIGNATURE}
_KEY_BYTES = 32
_DASH = "\N{EM DASH}"
_MAX_SIGNATURES = 64  # the specification asks for 16 at least


def key_id(name: str, algorithm: int, public: bytes) -> bytes:
    """Return the four bytes that, with the name, name a key."""
    return sha256(name.encode() + b"\n" + bytes([algorithm]) + public).digest()[:4]


@dataclass(frozen=True)
class Signature:
    """One signature line: who claims to have signed, with which key, and the bytes."""

    name: str
    key_id: bytes
    payload: bytes

    def __str__(self) -> str:
        return f"{_DASH} {self.name} {_base64(self.key_id + self.payload)}"


@dataclass(frozen=True)
class Note:
    """A text that ends in a newline, and its signatures, not yet verified."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return self.text + "\n" + "".join(f"{signature}\n" for signature in self.signatures)

    @classmethod
    def parse(cls, document: str) -> Note:
        """Read a signed note.

        Raises
        ------
        LogError
            When it is not one.
        """
        text, separator, lines = document.rpartition("\n\n")
        if not separator or not lines.endswith("\n") or _has_control_characters(document):
            raise _not_a_note("no text, blank line and signature lines ending in a newline")
        signatures = tuple(_parse_signature(line) for line in lines[:-1].split("\n"))
        if len(signatures) > _MAX_SIGNATURES:
            raise _not_a_note(f"more than {_MAX_SIGNATURES} signatures")
        return cls(text + "\n", signatures)


@dataclass(frozen=True)
class VerifierKey:
    """A public key and the name it signs under."""

    name: str
    algorithm: int
    public: bytes

    @property
    def id(self) -> bytes:
        """The key's four-byte id."""
        return key_id(self.name, self.algorithm, self.public)

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_base64(bytes([self.algorithm]) + self.public)}"

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read `NAME+ID+BASE64`.

        Raises
        ------
        LogError
            When it is not a key, or not of a type that is known here.
        """
        parts = text.strip().split("+", 2)
        data = _unbase64(parts[2]) if len(parts) == 3 else None
        if not data or data[0] not in _ALGORITHMS or len(data) != 1 + _KEY_BYTES:
            raise _bad_key("a public key is one line, NAME+ID+BASE64, of an Ed25519 key")
        key = cls(parts[0], data[0], data[1:])
        if not is_key_name(key.name) or key.id.hex() != parts[1]:
            raise _bad_key("the public key's name and id do not fit its bytes")
        return key

    def matches(self, signature: Signature) -> bool:
        """Say whether the signature claims to be by this key."""
        return (signature.name, signature.key_id) == (self.name, self.id)

    def verify(self, text: str, signature: Signature) -> bool:
        """Say whether this key made the signature on the note's text."""
        if not self.matches(signature):
            return False
        if self.algorithm == ED25519:
            return _ed25519_verify(self.public, signature.payload, text.encode())
        if len(signature.payload) != 8 + 64:
            return False
        message = cosigned_message(timestamp_of(signature), text)
        return _ed25519_verify(self.public, signature.payload[8:], message)


@dataclass(frozen=True)
class SigningKey:
    """A private key; its text form is a secret."""

    name: str
    algorithm: int
    seed: bytes = field(repr=False)

    @classmethod
    def generate(cls, name: str, algorithm: int = ED25519) -> SigningKey:
        """Make a new key from the system's randomness.

        Raises
        ------
        LogError
            When the name is empty or has a space or a plus.
        """
        if not is_key_name(name):
            raise _bad_key(f"{name!r} cannot name a key: no spaces, no plus, not empty")
        return cls(name, algorithm, os.urandom(_KEY_BYTES))

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return VerifierKey(self.name, self.algorithm, public)

    def to_text(self) -> str:
        """Write `PRIVATE+KEY+NAME+ID+BASE64`: the secret."""
        data = _base64(bytes([self.algorithm]) + self.seed)
        return f"PRIVATE+KEY+{self.name}+{self.verifier.id.hex()}+{data}"

    @classmethod
    def parse(cls, text: str) -> SigningKey:
        """Read `PRIVATE+KEY+NAME+ID+BASE64`.

        Raises
        ------
        LogError
            When it is not a private key; its text is not repeated.
        """
        parts = text.strip().split("+", 4)
        data = _unbase64(parts[4]) if len(parts) == 5 else None
        if parts[:2] != ["PRIVATE", "KEY"] or not data or data[0] not in _ALGORITHMS:
            raise _bad_key("a private key is one line, PRIVATE+KEY+NAME+ID+BASE64")
        if len(data) != 1 + _KEY_BYTES or not is_key_name(parts[2]):
            raise _bad_key("the private key has the wrong length")
        key = cls(parts[2], data[0], data[1:])
        if key.verifier.id.hex() != parts[3]:
            raise _bad_key("the private key's id does not fit its bytes")
        return key

    def sign(self, text: str, timestamp: int = 0) -> Signature:
        """Sign a note's text; `timestamp` (POSIX seconds) is for cosignatures only."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        private = Ed25519PrivateKey.from_private_bytes(self.seed)
        if self.algorithm == ED25519:
            payload = private.sign(text.encode())
        else:
            signed = private.sign(cosigned_message(timestamp, text))
            payload = struct.pack(">Q", timestamp) + signed
        return Signature(self.name, self.verifier.id, payload)


def cosigned_message(timestamp: int, text: str) -> bytes:
    """Return the bytes that a witness signs (c2sp.org/tlog-cosignature, Ed25519)."""
    return f"cosignature/v1\ntime {timestamp}\n{text}".encode()


def timestamp_of(signature: Signature) -> int:
    """Return when a cosignature says it was made, POSIX seconds."""
    return int(struct.unpack(">Q", signature.payload[:8])[0])


def is_key_name(name: str) -> bool:
    """Say whether a name may stand in a signature line: no Unicode space, no plus, not empty."""
    return bool(name) and "+" not in name and not any(c.isspace() or c < " " for c in name)


def _parse_signature(line: str) -> Signature:
    parts = line.split(" ")
    data = _unbase64(parts[2]) if len(parts) == 3 else None
    if parts[0] != _DASH or data is None or len(data) <= 4 or not is_key_name(parts[1]):
        raise _not_a_note("a signature line is an em dash, a name and base64")
    return Signature(parts[1], data[:4], data[4:])


def _ed25519_verify(public: bytes, signature: bytes, message: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _has_control_characters(document: str) -> bool:
    return any(c < " " and c != "\n" for c in document)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _unbase64(text: str) -> bytes | None:
    """Decode strictly: one spelling for one value, so that a note cannot be respelled."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if _base64(data) == text else None


def _not_a_note(why: str) -> LogError:
    return LogError(f"not a signed note: {why}", "restore the file from a copy of the log")


def _bad_key(why: str) -> LogError:
    return LogError(why, "copy the whole line of the key again from where it was made")
