"""A small world of correct rows, and ways to read a table that a test shows in place."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from intake_world import WORLD, line

from servanda.intake.check import check_rows
from servanda.intake.faults import in_order, serious
from servanda.intake.read import read_files
from servanda.intake.reading import Reading

Write = Callable[..., list[Path]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write CSV files, by kind: dedented texts, or bytes as they are."""

    def write(**tables: str | bytes) -> list[Path]:
        paths = []
        for kind, text in tables.items():
            path = tmp_path / f"{kind}.csv"
            content = text if isinstance(text, bytes) else textwrap.dedent(text).lstrip().encode()
            path.write_bytes(content)
            paths.append(path)
        return paths

    return write


@pytest.fixture
def read(write: Write) -> Callable[..., Reading]:
    """Read CSV texts, by kind."""
    return lambda **tables: read_files(write(**tables))


@pytest.fixture
def faults(write: Write) -> Callable[..., list[str]]:
    """Every fault of a world with some tables added or replaced, a line each, without folders."""

    def faults(**tables: str | bytes) -> list[str]:
        reading = read_files(write(**{**WORLD, **tables}))
        found = [*reading.faults, *check_rows(reading.rows, reading.broken)]
        return [line(fault) for fault in in_order(serious(found))]

    return faults
