"""Results too long to compute while a brief is made: kept under the digest of what they rest on.

A desk states what it needs as `Need`: a name, the digest of inputs, parameters and code, and the
function that computes it. The brief only looks up; ``servanda derive`` computes. What a shipped
process needs on any date is shipped with it, in ``derived/`` beside its tables; what else was
computed lies in the user's cache. The digest knows no date: whatever day is asked, the same
records give the same result.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from servanda.cache import cache_folder, keep

Result = dict[str, Any]
SHIPPED = "derived"  # the folder of a shipped process


class Need(NamedTuple):
    """A derived result that a finding rests on.

    Attributes
    ----------
    what : str
        Short name of the sort of result (``missile-reach``); begins the file's name.
    digest : str
        SHA-256 of all it depends on (`digest`).
    compute : callable
        Gives the result: plain numbers, texts, lists and dicts, rounded to what is meant.
    """

    what: str
    digest: str
    compute: Callable[[], Result]

    @property
    def file(self) -> str:
        """The name of the file that holds the result."""
        return f"{self.what}-{self.digest[:24]}.json"


def digest(inputs: Any, parameters: Any, code: Iterable[str]) -> str:
    """The SHA-256 of what a result depends on.

    Parameters
    ----------
    inputs : plain value or struct
        The records' fields that are read, and nothing else: a note mended is no new input.
    parameters : mapping
        The judgements that are read.
    code : modules
        Dotted names of the modules that compute (``servanda.desks.verification.fissile.stock``).
    """
    told = msgspec.json.encode([inputs, parameters, [_code(name) for name in code]], order="sorted")
    return hashlib.sha256(told).hexdigest()


def look_up(need: Need) -> Result | None:
    """The kept result, shipped or the user's own; None when nobody computed it yet."""
    for file in _shipped_files(need.file):
        return _read(file)
    return _read(cache_folder("derived") / need.file)


def compute(need: Need, folder: Path | None = None) -> Result:
    """Compute a result and keep it.

    Parameters
    ----------
    need : Need
        What to compute.
    folder : Path, optional
        Where to keep it; the user's cache when not given.
    """
    result = need.compute()
    keep((folder or cache_folder("derived")) / need.file, msgspec.json.encode(result))
    return result


@lru_cache(maxsize=64)
def _code(module: str) -> str:
    package, _, name = module.rpartition(".")
    source = resources.files(package) / f"{name}.py"
    return hashlib.sha256(source.read_bytes()).hexdigest()


def _shipped_files(name: str) -> Iterable[Traversable]:
    for process in resources.files("servanda.processes").iterdir():
        file = process / SHIPPED / name
        if file.is_file():
            yield file


def _read(file: Traversable | Path) -> Result | None:
    try:
        return msgspec.json.decode(file.read_bytes(), type=Result)
    except (OSError, msgspec.DecodeError):
        return None
