"""What all tests share: the Korean process, opened once, and a cache of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

from servanda.dossier import Dossier, Ledger, open_ledger
from servanda.surveys import Survey, survey

DATES = (
    "2018-04-30", "2018-06-13", "2018-10-01", "2018-12-31", "2019-02-21", "2019-03-05",
    "2019-05-05", "2020-01-02", "2020-06-17", "2022-03-25", "2023-11-24", "2025-06-01",
)  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep caches and keys of the tests out of the user's folders."""
    os.environ["SERVANDA_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    os.environ["SERVANDA_KEYS"] = str(tmp_path_factory.mktemp("keys"))


@lru_cache(maxsize=1)
def _korea() -> Ledger:
    return open_ledger("korea")


@lru_cache(maxsize=32)
def _korea_as_of(day: str) -> Dossier:
    return _korea().as_of(day)


@lru_cache(maxsize=32)
def _korea_survey(day: str) -> Survey:
    return survey(_korea_as_of(day))


@pytest.fixture
def korea() -> Ledger:
    """The shipped Korean process."""
    return _korea()


@pytest.fixture
def korea_as_of() -> Callable[[str], Dossier]:
    """The Korean dossier as of a day."""
    return _korea_as_of


@pytest.fixture
def korea_survey() -> Callable[[str], Survey]:
    """The findings on Korea as of a day."""
    return _korea_survey


@pytest.fixture
def servanda() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the command line as a person would, in a new process."""

    def run(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "servanda", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            **options,  # type: ignore[call-overload]
        )

    return run
