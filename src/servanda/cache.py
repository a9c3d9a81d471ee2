"""Where what can be made again is kept, to be made once: the user's cache folder."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


def cache_folder(what: str) -> Path:
    """The folder for one sort of thing: in SERVANDA_CACHE, else in the user's cache folder.

    Parameters
    ----------
    what : str
        ``surveys`` or ``charts``.
    """
    own = os.environ.get("SERVANDA_CACHE")
    if own:
        return Path(own) / what
    shared = os.environ.get("XDG_CACHE_HOME")
    # Unlike Path.home(), which fails where a user has neither HOME nor a name.
    home = Path(shared) if shared else Path(os.path.expanduser("~")) / ".cache"  # noqa: PTH111
    return home / "servanda" / what


def keep(path: Path, data: bytes) -> None:
    """Write beside and rename, so that no reader sees half of it.

    A folder that cannot be written costs time and nothing else.
    """
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(beside).replace(path)
        except OSError:
            Path(beside).unlink(missing_ok=True)
