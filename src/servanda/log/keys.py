"""Where private keys are kept: outside the ledger, because the ledger's folder is shared.

`SERVANDA_KEYS` names the folder; otherwise it is `servanda/keys` below `XDG_CONFIG_HOME` or
`~/.config`. Beside each key stands the last checkpoint it signed (`.head`), so that an old copy
of a ledger cannot be continued: that would sign two histories of one log.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from servanda.log import disk
from servanda.log.errors import LogError, LogUnavailableError, from_os_error
from servanda.log.notes import SigningKey, VerifierKey


def keys_folder() -> Path:
    """Return the folder of private keys for this user."""
    chosen = os.environ.get("SERVANDA_KEYS")
    if chosen:
        return Path(chosen)
    config = os.environ.get("XDG_CONFIG_HOME")
    return (Path(config) if config else Path.home() / ".config") / "servanda" / "keys"


def key_path(key: VerifierKey, folder: Path | None = None) -> Path:
    """Return the file in which the private half of a key is kept."""
    slug = re.sub(r"[^A-Za-z0-9._-]+", "-", key.name).strip("-.")[:80]
    return (folder or keys_folder()) / f"{slug}-{key.id.hex()}.key"


def store_key(key: SigningKey, folder: Path | None = None) -> Path:
    """Write a private key for its owner's eyes only (mode 0600); return the file.

    Raises
    ------
    LogError
        When it cannot be written or is there already.
    """
    path = key_path(key.verifier, folder)
    write_key(key, path)
    return path


def write_key(key: SigningKey, path: Path) -> None:
    """Write a private key to a file of its own, never over another.

    Raises
    ------
    LogError
        When it cannot be written or the file exists.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(key.to_text() + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise from_os_error(
            error, "writing the private key", "set SERVANDA_KEYS to a folder you can write"
        ) from error


def read_key(path: Path) -> SigningKey:
    """Read a private key.

    Raises
    ------
    LogError
        When the file is missing or not a key.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LogUnavailableError(
            f"the private key {path} cannot be read: {error}", "check the file's name"
        ) from error
    return SigningKey.parse(text)


def load_key(key: VerifierKey, folder: Path | None = None) -> SigningKey:
    """Find the private half of a ledger's key.

    Raises
    ------
    LogError
        Saying where it was looked for.
    """
    path = key_path(key, folder)
    if not path.exists():
        raise LogUnavailableError(
            f"this ledger can be read but not added to: its private key is not at {path}",
            "add on the machine that made the ledger, or copy its key file there, "
            "or set SERVANDA_KEYS to the folder that holds it",
        )
    private = read_key(path)
    if private.verifier != key:
        raise LogError(
            f"{path} is not the key of {key.name}", "put the ledger's own key file in its place"
        )
    return private


def last_head(key: VerifierKey, folder: Path | None = None) -> str | None:
    """Return the last checkpoint that the key signed here; None where none is remembered."""
    try:
        return key_path(key, folder).with_suffix(".head").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def remember_head(key: VerifierKey, checkpoint: str, folder: Path | None = None) -> None:
    """Remember the last checkpoint signed; a key folder that cannot be written is let be."""
    try:
        disk.replace(key_path(key, folder).with_suffix(".head"), checkpoint.encode(), sync=False)
    except OSError:
        return
