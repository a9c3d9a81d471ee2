"""What a crash, a kill, a full disk or a second process may do: never harm what was logged."""

from __future__ import annotations

import errno
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from servanda.log import Log, LogError, verify

Entries = Callable[..., list[bytes]]

KILLS = 100

# Appends for ever in batches of random width; the n-th entry is always the same.
WRITER = """
import random, sys
from servanda.log import Log, encode_entry

def entry(n):
    return encode_entry("put", "event", f"event/{n}", known="2018-09-19", by="analyst",
                        at="2024-05-01T12:00:00Z", body={"label": f"number {n}"})

folder, seed, batches = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
log = Log.open(folder)
random.seed(seed)
print("ready", flush=True)
for _ in range(batches):
    start = log.refresh()
    log.append([entry(n) for n in range(start, start + random.randint(1, 300))])
    print(log.size, flush=True)
"""


class Crash(BaseException):
    """The power goes: nothing may handle it."""


class WatchedDisk:
    """Notes each step of the disk by the file it concerns, and fails at a chosen one."""

    def __init__(self, patch: pytest.MonkeyPatch, fail_at: int = -1, error: type = Crash) -> None:
        self.steps: list[tuple[str, str]] = []
        self._fail_at = fail_at
        self._error = error
        self._names: dict[int, str] = {}
        for name in ("open", "write", "fsync", "replace"):
            patch.setattr(os, name, self._watched(name, getattr(os, name)))

    def _watched(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def step(first: Any, *others: Any) -> Any:
            self.steps.append((name, self._names.get(first, str(first))))
            if len(self.steps) - 1 == self._fail_at:
                raise self._error
            result = real(first, *others)
            if name == "open":
                self._names[result] = str(first)
            return result

        return step


def test_a_crash_at_any_step_leaves_the_old_log_and_the_next_append_repairs_it(
    log: Log, entries: Entries, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each step of an append on the disk is the last one once; what it left stays lying there."""
    log.append(entries(250))
    step = 0
    while log.refresh() == 250:
        # Every time other entries: leftovers that do not fit the next attempt.
        with monkeypatch.context() as patch, pytest.raises(Crash):
            WatchedDisk(patch, step)
            Log.open(log.folder).append(entries(1000 + step, 1300 + step))
        assert verify(log.folder) == []
        step += 1

    # The last crash came after the checkpoint was replaced: that append counts.
    assert step > 20
    last = entries(999 + step, 1299 + step)
    Log.open(log.folder).append(entries(550, 900))
    assert list(Log.open(log.folder).entries()) == entries(250) + last + entries(550, 900)
    assert verify(log.folder) == []


class NoSpace(OSError):
    """The error of a full disk."""

    def __init__(self) -> None:
        super().__init__(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_a_clear_error_at_any_step_and_harms_nothing(
    log: Log, entries: Entries, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.append(entries(250))
    step = 0
    while log.refresh() == 250:
        with (
            monkeypatch.context() as patch,
            pytest.raises(LogError, match="No space left") as error,
        ):
            WatchedDisk(patch, step, NoSpace)
            Log.open(log.folder).append(entries(1000, 1300))
        assert "free some space" in error.value.diagnostics()
        assert verify(log.folder) == []
        step += 1
    assert step > 20


def test_a_full_disk_gets_its_space_back(
    log: Log, entries: Entries, monkeypatch: pytest.MonkeyPatch
) -> None:
    def files() -> set[Path]:
        return {path for path in log.folder.rglob("*") if path.is_file()}

    log.append(entries(250))
    before = files()
    with monkeypatch.context() as patch, pytest.raises(LogError):
        WatchedDisk(patch, 15, NoSpace)
        log.append(entries(250, 900))
    assert files() == before
    assert log.append(entries(250, 900)) == 900
    assert verify(log.folder) == []


@pytest.mark.skipif(os.name == "nt", reason="limits of a process are POSIX")
def test_a_limit_that_the_system_sets_is_an_error_too(log: Log, entries: Entries) -> None:
    """Not simulated: the kernel refuses to let any file grow over 2,000 bytes."""
    log.append(entries(5))
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
        "from servanda.log import Log, LogError, encode_entry\n"
        "raw = encode_entry('put', 'event', 'event/big', known='2018', by='analyst',\n"
        "                   at='2024-05-01T12:00:00Z', body={'label': 'x' * 5000})\n"
        f"try: Log.open({str(log.folder)!r}).append([raw])\n"
        "except LogError as error: print(error.diagnostics())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=_environment(), capture_output=True, text=True, check=True
    )
    assert "File too large" in done.stdout
    assert verify(log.folder) == []
    assert log.refresh() == 5


@pytest.mark.skipif(os.name == "nt", reason="folders are not synced on Windows")
def test_all_is_on_the_disk_before_the_checkpoint_and_then_the_checkpoint(
    log: Log, entries: Entries, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        watched = WatchedDisk(patch)
        log.append(entries(600))
    folder = str(log.folder / "log")
    new = f"{folder}/.checkpoint.new"
    replaced = watched.steps.index(("replace", new))
    synced_before = {name for step, name in watched.steps[:replaced] if step == "fsync"}

    written = {name for step, name in watched.steps if step == "write" and "/tile/" in name}
    assert {f"{folder}/tile/0/001", f"{folder}/tile/entries/002.p/88"} <= written
    folders = {str(parent) for name in written for parent in Path(name).parents}
    assert written | {new} <= synced_before
    assert {name for name in folders if name.startswith(folder)} <= synced_before
    assert ("fsync", folder) in watched.steps[replaced:]


def start_writer(log: Log, seed: int, batches: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(log.folder), str(seed), str(batches)],
        env=_environment(),
        stdout=subprocess.PIPE,
        text=True,
    )


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


@pytest.mark.slow
def test_a_writer_killed_a_hundred_times_loses_nothing_it_had_reported(
    log: Log, entries: Entries
) -> None:
    """SIGKILL at random moments of an endless run of appends, on the same ledger."""
    chance = random.Random(20180612)
    for kill in range(KILLS):
        with start_writer(log, seed=kill, batches=10_000) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0, 0.03))
            writer.kill()
            lines = writer.stdout.read().splitlines(keepends=True)
        reported = [int(line) for line in lines if line.endswith("\n")]

        found = Log.open(log.folder)
        assert found.size >= max(reported, default=log.size)
        assert found.root() == found.checkpoint.root
        start = max(0, found.size - 400)
        assert [found.entry(n) for n in range(start, found.size)] == entries(start, found.size)
        log.refresh()
    assert verify(log.folder) == []
    assert list(log.entries()) == entries(log.size)


def test_two_processes_append_at_once_and_both_succeed(log: Log) -> None:
    with start_writer(log, 1, batches=20) as first, start_writer(log, 2, batches=20) as second:
        outputs = [first.communicate()[0], second.communicate()[0]]
    assert [first.returncode, second.returncode] == [0, 0]
    reported = [int(size) for output in outputs for size in output.split()[1:]]
    assert len(set(reported)) == 40
    assert log.refresh() == max(reported)
    assert verify(log.folder) == []
