"""What the tests of the log share: keys kept in a temporary folder, and small ledgers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from servanda.log import Log, encode_entry

Entries = Callable[..., list[bytes]]


@pytest.fixture(autouse=True)
def _keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVANDA_KEYS", str(tmp_path / "keys"))


@pytest.fixture
def entries() -> Entries:
    """Return a maker of numbered entries: `entries(3)` or `entries(10, 20)`."""

    def make(start: int, stop: int | None = None) -> list[bytes]:
        first, end = (0, start) if stop is None else (start, stop)
        return [
            encode_entry(
                "put",
                "event",
                f"event/{number}",
                known="2018-09-19",
                by="analyst",
                at="2024-05-01T12:00:00Z",
                body={"label": f"number {number}"},
            )
            for number in range(first, end)
        ]

    return make


@pytest.fixture
def log(tmp_path: Path) -> Log:
    """Return an empty log."""
    return Log.init(tmp_path / "ledger", process="korea")
