"""Writing a data package: whole, or not at all."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import msgspec

from servanda.errors import ServandaError, UsageError
from servanda.records import KINDS
from servanda.records.dates import known_day
from servanda.records.describe import by_name, fields

from .cells import is_free_text, neutralise, quoted, write_cell
from .rows import Row
from .schema import descriptor
from .tables import RETRACT

DESCRIPTOR = "datapackage.json"
_OURS = frozenset({DESCRIPTOR, *(f"{kind}.csv" for kind in KINDS)})


def write_package(
    folder: str | Path,
    name: str,
    title: str,
    rows: Iterable[Row],
    description: str = "",
    licences: Iterable[Mapping[str, str]] = (),
) -> None:
    """Write the world's history as a Frictionless Data Package.

    The package is written beside its place and then moved into it. A package that is there
    already is replaced; files in it that are not of the package are kept.

    Parameters
    ----------
    folder : Path
        Where to; a folder that is empty, not there yet, or holds a data package.
    name, title, description : str
        Of the process; the name is made into small letters, digits and hyphens.
    rows : iterable of Row
        The versions, at most one of each (id, known).
    licences : iterable of mapping
        ``{"name", "path", "title"}`` of each licence, as Frictionless states them.

    Raises
    ------
    ServandaError
        When the folder holds something else, or cannot be written.
    """
    folder = Path(folder)
    _refuse_foreign(folder)
    files = package_files(name, title, rows, description, licences)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as beside:
            fresh, old = Path(beside, "new"), Path(beside, "old")
            fresh.mkdir()
            for file, content in files.items():
                (fresh / file).write_bytes(content)
            if folder.exists():
                _carry_over(folder, fresh)
            _put_in_place(fresh, folder, old)
    except OSError as error:
        raise ServandaError(
            f"{folder} cannot be written: {error.strerror or error}",
            "choose a folder that you may write to; what was there is unchanged",
        ) from error


def package_files(
    name: str,
    title: str,
    rows: Iterable[Row],
    description: str = "",
    licences: Iterable[Mapping[str, str]] = (),
) -> dict[str, bytes]:
    """The files of a package, by name: the descriptor and one CSV per kind."""
    order = {kind: place for place, kind in enumerate(KINDS)}
    # Versions known by the same day keep the order in which they were logged.
    ordered = sorted(rows, key=lambda row: (order[row.kind], row.id, known_day(row.known)))
    tables = {kind: list(group) for kind, group in groupby(ordered, key=lambda row: row.kind)}
    columns = {kind: _columns(kind, table) for kind, table in tables.items()}
    about = descriptor(
        re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-") or "process",
        title,
        description,
        columns,
        withdrawing={row.kind for row in ordered if row.record is None},
        licences=licences,
    )
    files = {DESCRIPTOR: (json.dumps(about, ensure_ascii=False, indent=2) + "\n").encode()}
    return files | {
        f"{kind}.csv": table_bytes(columns[kind], table) for kind, table in tables.items()
    }


def table_bytes(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """One CSV file: UTF-8, commas, headings, one row per version."""
    lines = [columns, *(_cells(columns, row) for row in rows)]
    return "".join(",".join(map(quoted, line)) + "\n" for line in lines).encode()


def _cells(columns: Sequence[str], row: Row) -> list[str]:
    stated = {"id": row.id, "known": row.known}
    if row.retract_reason is not None:
        stated["retract_reason"] = neutralise(row.retract_reason)
    if row.never_valid:
        stated["never_valid"] = "true"
    if row.record is not None:
        for field in fields(type(row.record)):
            cell = write_cell(field, getattr(row.record, field.name))
            stated[field.name] = neutralise(cell) if is_free_text(field) else cell
    return [stated.get(name, "") for name in columns]


def _columns(kind: str, rows: Sequence[Row]) -> list[str]:
    """Fields that are required or that some row states, then those of withdrawals if any."""
    used: set[str] = set()
    for row in rows:
        if row.record is not None:
            used |= msgspec.to_builtins(row.record).keys()
    named = [name for name, field in by_name(KINDS[kind]).items() if field.required or name in used]
    withdrawn = any(row.retract_reason is not None for row in rows)
    void = any(row.never_valid for row in rows)
    return named + [name for name, use in zip(RETRACT, (withdrawn, void), strict=True) if use]


def _refuse_foreign(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UsageError(f"{folder} is a file", "name a folder")
    if (folder / "log").exists():
        raise UsageError(f"{folder} is a ledger", "export into another folder")
    if any(folder.iterdir()) and not (folder / DESCRIPTOR).exists():
        raise UsageError(f"{folder} holds other files", "choose an empty or a new folder")


def _carry_over(folder: Path, fresh: Path) -> None:
    for entry in folder.iterdir():
        if entry.name in _OURS:
            continue
        if entry.is_dir():
            shutil.copytree(entry, fresh / entry.name)
        else:
            shutil.copy2(entry, fresh / entry.name)


def _put_in_place(fresh: Path, folder: Path, old: Path) -> None:
    if folder.exists():
        folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
