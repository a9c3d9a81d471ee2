"""Measuring in the open: the machine first, then medians of whole runs."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple


class Run(NamedTuple):
    """One run of a command: wall seconds and peak memory in MB."""

    seconds: float
    memory_mb: float


def machine(*packages: str) -> str:
    """Machine and versions, in one line."""
    told = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()} "
        f"{platform.release()}, Python {platform.python_version()}, {told}"
    )


def median(task: Callable[[], object], runs: int) -> float:
    """Median seconds of a task."""
    return statistics.median(_seconds(task) for _ in range(runs))


def run(arguments: Sequence[str], env: dict[str, str]) -> Run:
    """Run a command in a new process and read what it took from the operating system."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments], env={**os.environ, **env},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = status
    if status:
        raise RuntimeError(f"{' '.join(arguments)} failed with {status}")
    return Run(seconds, usage.ru_maxrss / 1024)


def runs(arguments: Sequence[str], env: dict[str, str], times: int) -> Run:
    """Medians over several runs in new processes."""
    done = [run(arguments, env) for _ in range(times)]
    return Run(
        statistics.median(one.seconds for one in done),
        statistics.median(one.memory_mb for one in done),
    )


def empty(folder: Path) -> Path:
    """A folder that is there and holds nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _seconds(task: Callable[[], object]) -> float:
    start = time.perf_counter()
    task()
    return time.perf_counter() - start
