"""The log in a ledger's folder: making it, opening it, reading it and adding to it.

`DIR/log/checkpoint` says what the log is; every other file matters only as far as the checkpoint
covers it. `DIR/log/key.pub` is the public key; the private one is kept elsewhere.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from pathlib import Path

from servanda.log import disk, keys, merkle
from servanda.log.appending import Appender
from servanda.log.checkpoints import Checkpoint, open_checkpoint
from servanda.log.entries import check_entry
from servanda.log.errors import LogError, LogMovedError, from_os_error
from servanda.log.notes import Note, Signature, SigningKey, VerifierKey
from servanda.log.reading import LogReader
from servanda.log.tiles import CHECKPOINT, TileFolder

PUBLIC_KEY = "key.pub"
LOCK = ".lock"
LOCK_TIMEOUT_S = 60.0


class Log(LogReader):
    """The log in a ledger's folder, read as of its checkpoint.

    Attributes
    ----------
    folder : Path
        The ledger's folder (the log is in `folder / "log"`).
    key : VerifierKey
        The public key the checkpoint was verified with.
    checkpoint : Checkpoint
        Origin, size and root as last read.
    checkpoint_text : str
        The signed note, cosignatures included.
    """

    def __init__(self, folder: Path, key: VerifierKey, keys_folder: Path | None = None) -> None:
        super().__init__()
        self.folder = folder
        self.key = key
        self.tiles = TileFolder(folder / "log")
        self._appender = Appender(self, keys_folder)
        self.refresh()

    @classmethod
    def init(
        cls,
        folder: Path | str,
        *,
        process: str = "ledger",
        origin: str | None = None,
        keys_folder: Path | None = None,
    ) -> Log:
        """Make an empty log in a folder, and its key outside of it.

        Parameters
        ----------
        folder : Path or str
            The ledger's folder; made if missing.
        process : str
            Names the log: `servanda.local/<process>-<random>` unless `origin` is given.
        origin : str, optional
            The log's name in the world, an address without its scheme.
        keys_folder : Path, optional
            Where the private key goes; see `servanda.log.keys`.

        Raises
        ------
        LogError
            When there is a log already, or a file cannot be written.
        """
        folder = Path(folder)
        if (folder / "log" / CHECKPOINT).exists() or (folder / "log" / PUBLIC_KEY).exists():
            raise LogError(
                f"{folder} holds a log already", "choose another folder, or add to this one"
            )
        key = SigningKey.generate(origin or _new_origin(process))
        head = Checkpoint(key.name, 0, merkle.EMPTY_ROOT).sign(key)
        try:
            (folder / "log").mkdir(parents=True, exist_ok=True)
            keys.store_key(key, keys_folder)
            disk.replace(folder / "log" / PUBLIC_KEY, f"{key.verifier}\n".encode())
            disk.replace(folder / "log" / CHECKPOINT, head.encode())
        except OSError as error:
            raise from_os_error(error, f"making the log in {folder}") from error
        return cls(folder, key.verifier, keys_folder)

    @classmethod
    def open(
        cls, folder: Path | str, *, vkey: str | None = None, keys_folder: Path | None = None
    ) -> Log:
        """Open the log in a ledger's folder.

        Parameters
        ----------
        folder : Path or str
            The ledger's folder.
        vkey : str, optional
            The public key to trust; by default `log/key.pub`, which came with the folder.
        keys_folder : Path, optional
            Where the private key is; see `servanda.log.keys`.

        Raises
        ------
        LogError
            When there is no log, or its checkpoint is not signed by the key.
        """
        folder = Path(folder)
        return cls(folder, VerifierKey.parse(vkey or read_public_key(folder)), keys_folder)

    @property
    def size(self) -> int:
        """Number of entries as last read; see `refresh`."""
        return self.checkpoint.size

    @property
    def origin(self) -> str:
        """The log's name in the world."""
        return self.checkpoint.origin

    def refresh(self) -> int:
        """Read the checkpoint again, for what others appended; return the size.

        Raises
        ------
        LogError
            When the checkpoint is missing, damaged or not signed by the log's key.
        """
        text = read_text(self.folder / "log" / CHECKPOINT)
        try:
            self.checkpoint = open_checkpoint(text, self.key)
        except LogError as error:
            raise LogError(f"log/{CHECKPOINT}: {error.message}", error.mend) from error
        self.checkpoint_text = text
        self._kept.clear()
        return self.size

    def root(self, size: int | None = None) -> bytes:
        """Return the root hash of the first `size` entries, computed from the tiles.

        Raises
        ------
        LogError
            When a tile is damaged, or `size` is above the log's.
        """
        return self.tiles.mth(0, self._checked_size(size), self.size)

    def append(
        self,
        entries: Iterable[bytes],
        *,
        timeout_s: float = LOCK_TIMEOUT_S,
        at_size: int | None = None,
    ) -> int:
        """Append entries in one step: all of them or, whatever happens, none.

        Parameters
        ----------
        entries : iterable of bytes
            As `encode_entry` makes them.
        timeout_s : float
            How long to wait for another writer.
        at_size : int, optional
            Append only while the log has this many entries: those that were looked at.

        Returns
        -------
        int
            The new size.

        Raises
        ------
        LogError
            When an entry is not valid, the private key is not here, another writer does not
            end, has appended beyond `at_size` (LogMovedError), or the disk refuses; the log is
            then as it was.
        """
        batch = list(entries)
        for number, raw in enumerate(batch):
            try:
                check_entry(raw)
            except LogError as error:
                raise LogError(f"entry {number} to add: {error.message}", error.mend) from error
        if not batch:
            return self.size
        try:
            with disk.writer_lock(self.folder / "log" / LOCK, timeout_s):
                if at_size is not None and self.refresh() != at_size:
                    raise LogMovedError(
                        f"{self.folder} had {at_size} entries when it was read and has {self.size}",
                        "open it again and look at what would change now",
                    )
                self._appender.append(batch)
                return self.refresh()
        except OSError as error:
            raise from_os_error(error, f"adding to the log in {self.folder}") from error

    def add_cosignature(self, line: str, witness: VerifierKey) -> None:
        """Add a witness's cosignature of the present checkpoint to it.

        Raises
        ------
        LogError
            When the line is not the witness's, or the checkpoint has moved on since.
        """
        try:
            with disk.writer_lock(self.folder / "log" / LOCK, LOCK_TIMEOUT_S):
                self.refresh()
                text = Note.parse(self.checkpoint_text).text
                added = Note.parse(f"{text}\n{line.strip()}\n").signatures[0]
                if not witness.verify(text, added):
                    raise LogError(
                        f"the cosignature is not {witness.name}'s, of the log at size {self.size}",
                        "ask the witness to cosign the log as it is now",
                    )
                document = _with_signature(self.checkpoint_text, added)
                disk.replace(self.folder / "log" / CHECKPOINT, document.encode())
                self.refresh()
        except OSError as error:
            raise from_os_error(error, f"writing the checkpoint in {self.folder}") from error

    def _read_bundle(self, index: int, *, check: bool = True) -> list[bytes]:
        entries = self.tiles.bundle(index, self.size)
        if check and merkle.leaf_hashes(entries) != self.tiles.tile(0, index, self.size):
            name = self.tiles.name("entries", index, len(entries))
            raise LogError(
                f"{name} is damaged: its entries do not have the hashes of their tile",
                "run servanda log verify and restore what it names from a copy of the log",
            )
        return entries


def read_text(path: Path) -> str:
    """Read a small text file of a log.

    Raises
    ------
    LogError
        When it is missing or not text.
    """
    try:
        return path.read_bytes().decode()
    except FileNotFoundError as error:
        raise LogError(
            f"there is no log here: {path} is missing",
            "check the folder's name; servanda init makes a new ledger",
        ) from error
    except OSError as error:
        raise from_os_error(error, "reading the log") from error
    except UnicodeDecodeError as error:
        raise LogError(f"{path} is damaged: not text", "restore it from a copy") from error


def read_public_key(folder: Path) -> str:
    """Return the public key that came with a ledger's folder (raises as `read_text` does)."""
    return read_text(folder / "log" / PUBLIC_KEY)


def _new_origin(process: str) -> str:
    slug = re.sub(r"[^a-z0-9._-]+", "-", process.lower()).strip("-.") or "ledger"
    return f"servanda.local/{slug}-{secrets.token_hex(4)}"


def _with_signature(document: str, added: Signature) -> str:
    """Add a signature, in place of an earlier one by the same key."""
    note = Note.parse(document)
    kept = [s for s in note.signatures if (s.name, s.key_id) != (added.name, added.key_id)]
    return str(Note(note.text, (*kept, added)))
