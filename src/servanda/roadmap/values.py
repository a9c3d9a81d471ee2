"""Own numbers for the steps, from a TOML file: a table for each step."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from servanda.errors import UsageError
from servanda.intake.faults import Fault

FIELDS = (
    "cost", "value", "irreversible_share", "duration_days", "verification_days", "breakout_days",
    "detection_days",
)  # fmt: skip


Values = dict[str, dict[str, float]]


def read_values(path: Path, steps: Iterable[str]) -> tuple[Values, list[Fault]]:
    """Read own numbers.

    Parameters
    ----------
    path : Path
        TOML such as ``["step/ctbt"]`` followed by ``cost = 3``.
    steps : iterable of str
        Steps on record.

    Returns
    -------
    dict
        Step id to field to number.
    list of Fault
        A step or a field that there is not, a value that is no number.

    Raises
    ------
    UsageError
        When the file cannot be read as TOML.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(
            f"{path} cannot be read as TOML: {error}",
            'write tables such as ["step/ctbt"] with lines such as cost = 3',
        ) from error
    known, faults = list(steps), []
    for id, numbers in tables.items():
        if id not in known:
            near = get_close_matches(id, known, 2, 0.4)
            faults.append(
                Fault(file=path.name, column=id, what="is no step on record by then",
                      mend=f"did you mean {' or '.join(near)}?" if near
                      else "see 'servanda roadmap plan --format json'")
            )  # fmt: skip
        if not isinstance(numbers, dict):
            faults.append(
                Fault(file=path.name, column=id, what="is no table",
                      mend=f'write ["{id}"] and its numbers below')
            )  # fmt: skip
            continue
        faults += [
            Fault(file=path.name, column=f"{id}, {field}", what=what, mend=mend)
            for field, number in numbers.items()
            for what, mend in _wrong(field, number)
        ]
    if faults:
        return {}, faults
    return {id: {field: float(n) for field, n in row.items()} for id, row in tables.items()}, []


def _wrong(field: str, number: object) -> Iterable[tuple[str, str]]:
    if field not in FIELDS:
        yield "is no number of a step", f"use {', '.join(FIELDS)}"
    elif isinstance(number, bool) or not isinstance(number, int | float):
        yield f"{number!r} is no number", "write a number without quotation marks"
