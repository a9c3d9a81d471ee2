"""Judgements: weights, thresholds, priors, kept as parameters.toml beside the code using them.

Facts are records; what is our judgement is a parameter, documented where it stands, printed by
``explain`` and overridable by a TOML file with the same tables.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from servanda.errors import UsageError

ROOMS = (
    "commitments",
    "assessment",
    "desks.dialogue",
    "desks.verification",
    "desks.verification.missiles",
    "desks.verification.fissile",
    "desks.military",
    "desks.military.events",
    "desks.military.tracks",
    "desks.human_security",
    "desks.human_security.exemptions",
    "roadmap",
)
FILE = "parameters.toml"
LARGEST = 100_000  # of a number that is replaced: 270 years of days

Table = Mapping[str, Any]


class Parameters:
    """The parameters of every room, with the overrides a user gave.

    Parameters
    ----------
    overrides : mapping, optional
        Tables named as the rooms (``[commitments.weights]``), values to replace.
    """

    def __init__(self, overrides: Table | None = None) -> None:
        self.overrides = overrides or {}
        for room in self.overrides:
            if room not in ROOMS:
                raise UsageError(
                    f"there are no parameters for '{room}'", f"tables are: {', '.join(ROOMS)}"
                )

    def of(self, room: str) -> dict[str, Any]:
        """The parameters of a room, as nested tables.

        Raises
        ------
        UsageError
            When an override names a parameter that does not exist.
        """
        return _merged(_shipped(room), self.overrides.get(room, {}), room)


def read_overrides(path: Path) -> dict[str, Any]:
    """Read a user's parameter file.

    Raises
    ------
    UsageError
        When it is missing or no TOML.
    """
    try:
        return _flat_rooms(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", "check the file's name") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}", "write it as TOML, in UTF-8") from error


def _flat_rooms(tables: Table, inside: str = "") -> dict[str, Any]:
    """Name every table as its room: [desks.dialogue] is the room desks.dialogue.

    A room may lie inside another: [desks.verification.missiles] is no parameter of
    desks.verification.
    """
    flat: dict[str, Any] = {}
    own: dict[str, Any] = {}
    for name, table in tables.items():
        place = f"{inside}.{name}" if inside else name
        if any(room == place or room.startswith(f"{place}.") for room in ROOMS):
            if not isinstance(table, Mapping):
                raise UsageError(f"{place} is no table", f"write [{place}] or a room inside it")
            flat |= _flat_rooms(table, place)
        elif inside:
            own[name] = table
        else:
            flat[name] = table
    if own:
        flat[inside] = own
    return flat


@lru_cache(maxsize=16)
def _shipped(room: str) -> dict[str, Any]:
    file = resources.files(f"servanda.{room}") / FILE
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def _merged(base: Table, overrides: Table, place: str) -> dict[str, Any]:
    if not isinstance(overrides, Mapping):
        raise UsageError(f"{place} is no table", f"write it as [{place}]")
    merged = dict(base)
    for name, value in overrides.items():
        if name not in base:
            raise UsageError(
                f"{place}.{name} is no parameter", f"there are: {', '.join(sorted(base))}"
            )
        if isinstance(base[name], Mapping):
            merged[name] = _merged(base[name], value, f"{place}.{name}")
        elif _is_like(value, base[name]):
            merged[name] = value
        else:
            raise UsageError(
                f"{place}.{name} cannot be {value!r}", f"write a value like {base[name]!r}"
            )
    return merged


def _is_like(value: Any, shipped: Any) -> bool:
    """Whether a value has the type of the one it replaces, and a number is one to reckon with."""
    if not isinstance(shipped, float) and type(value) is not type(shipped):
        return False
    if isinstance(shipped, bool) or not isinstance(shipped, int | float):
        return True
    return type(value) in (int, float) and abs(value) <= max(LARGEST, 10 * abs(shipped))
