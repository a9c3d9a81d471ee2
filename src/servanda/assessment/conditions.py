"""Conditions that a user sets: read from a small TOML file, every fault told at once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, get_args

import msgspec

from servanda.errors import DataError, UsageError
from servanda.records.programmes import Activity, TestType
from servanda.records.promises import ActType
from servanda.records.talks import ContactLevel, EventType

FILE = "watch.toml"
LONGEST_DAYS = 36_500

# What each kind reads beside `name` and `kind`: field, and the words it may hold (None: any).
KINDS: dict[str, dict[str, tuple[str, ...] | None]] = {
    "silence": {"levels": get_args(ContactLevel), "parties": None},
    "seen": {"activities": get_args(Activity), "sites": None},
    "test": {"types": get_args(TestType)},
    "event": {"events": get_args(EventType)},
    "act": {"acts": get_args(ActType), "parties": None},
    "expiring": {},
    "finding": {},
}
NEEDS: dict[str, tuple[str, ...]] = {
    "silence": ("days",),
    "seen": ("activities", "days"),
    "test": ("types", "days"),
    "event": ("events", "days"),
    "act": ("acts", "days"),
    "expiring": ("ahead_days",),
    "finding": ("finding",),
}
NUMBERS: dict[str, tuple[str, ...]] = {
    "silence": ("days",), "seen": ("days",), "test": ("days",), "event": ("days", "ahead_days"),
    "act": ("days",), "expiring": ("ahead_days",), "finding": ("above", "below"),
}  # fmt: skip


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to be warned of.

    Attributes
    ----------
    name : str
        In the user's words.
    kind : silence, seen, test, event, act, expiring or finding
        What is looked at.
    days : int
        How long a silence, or how far back.
    ahead_days : int
        How far ahead.
    parties, levels, activities, sites, types, events, acts : tuple of str
        Which; all, when empty.
    finding : str
        Id of a finding; with ``above`` or ``below``, or both.
    """

    name: str
    kind: str
    days: int = 0
    ahead_days: int = 0
    parties: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    finding: str = ""
    above: float | None = None
    below: float | None = None


@cache
def shipped() -> tuple[Condition, ...]:
    """The conditions watched when a user gives none."""
    text = resources.files("servanda.assessment").joinpath(FILE).read_text(encoding="utf-8")
    return _conditions(tomllib.loads(text), FILE)


def read_conditions(path: Path) -> tuple[Condition, ...]:
    """Read a user's file.

    Raises
    ------
    UsageError
        When it is missing or no TOML.
    DataError
        Naming every fault: which condition, which field, how to mend it.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", "check the file's name") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}", "write it as TOML, in UTF-8") from error
    return _conditions(told, path.name)


def _conditions(told: Mapping[str, Any], file: str) -> tuple[Condition, ...]:
    rows = told.get("watch")
    if not isinstance(rows, list) or not rows or set(told) != {"watch"}:
        raise DataError(
            f"{file}: it holds no [[watch]] alone", "begin each condition with [[watch]]"
        )
    faults: list[str] = []
    names: set[str] = set()
    found = []
    for number, row in enumerate(rows, 1):
        own = _faults(row) if isinstance(row, dict) else ["it is no table"]
        name = row.get("name") if isinstance(row, dict) else None
        if isinstance(name, str) and name in names:
            own.append("name: another condition bears it already")
        names.add(str(name))
        label = f"condition {number}" + (f" ({name})" if isinstance(name, str) else "")
        faults += [f"{file}, {label}: {fault}" for fault in own]
        if not own:
            found.append(msgspec.convert(row, Condition, strict=False))
    if faults:
        raise DataError("\n".join(faults), "see docs/watch.md for what each kind needs")
    return tuple(found)


def _faults(row: dict[str, Any]) -> list[str]:
    faults = []
    if not isinstance(row.get("name"), str) or not row["name"].strip():
        faults.append("name is missing: say in a few words what is watched")
    kind = row.get("kind")
    if kind not in KINDS:
        return [*faults, f"kind {kind!r}: one of {', '.join(KINDS)}"]
    words, numbers = KINDS[kind], NUMBERS[kind]
    fields = {"name", "kind", *words, *numbers, *(["finding"] if kind == "finding" else [])}
    faults += [f"{field}: not read for {kind}" for field in row if field not in fields]
    faults += [f"{field} is missing" for field in NEEDS[kind] if field not in row]
    for field in numbers:
        value = row.get(field)
        if value is None:
            continue
        whole = kind != "finding"
        good = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
        if not good or (whole and not 0 < value <= LONGEST_DAYS):
            what = f"a whole number of days, 1 to {LONGEST_DAYS:,}" if whole else "a number"
            faults.append(f"{field} {value!r}: write {what}")
    for field, allowed in words.items():
        value = row.get(field)
        if value is None:
            continue
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            faults.append(f'{field}: write a list of words, as in {field} = ["…"]')
        elif allowed is not None:
            unknown = [word for word in value if word not in allowed]
            faults += [f"{field} {word!r}: one of {', '.join(allowed)}" for word in unknown]
    if kind == "finding" and row.get("above") is None and row.get("below") is None:
        faults.append("above or below is missing: say which value is to be warned of")
    return faults
