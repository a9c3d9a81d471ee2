"""Verifying: every kind of damage is found, and the file that has it is named."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servanda.log import Log, SigningKey, keys, verify
from servanda.log.checkpoints import Checkpoint

Entries = Callable[..., list[bytes]]


@pytest.fixture
def ledger(log: Log, entries: Entries) -> Path:
    """Return a ledger of 700 entries: two full tiles, one partial, one level above."""
    log.append(entries(100))
    log.append(entries(100, 700))
    return log.folder


def flip(path: Path, position: int = 40) -> None:
    data = bytearray(path.read_bytes())
    data[position % len(data)] ^= 1
    path.write_bytes(data)


def faults(ledger: Path) -> list[str]:
    return [str(problem) for problem in verify(ledger)]


def test_a_sound_log_has_no_problems_and_progress_reaches_its_end(ledger: Path) -> None:
    told: list[tuple[int, int]] = []
    assert verify(ledger, progress=lambda done, total: told.append((done, total))) == []
    assert told == [(256, 700), (512, 700), (700, 700)]


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("tile/entries/001", "log/tile/entries/001: entry 256 was changed"),
        ("tile/entries/002.p/188", "log/tile/entries/002.p/188: entry 512 was changed"),
        ("tile/0/001", "log/tile/0/001: damaged: it does not have the hashes of its entries"),
        ("tile/0/002.p/188", "log/tile/0/002.p/188: damaged: it does not have the hashes"),
        ("tile/1/000.p/2", "log/tile/1/000.p/2: damaged: its hash 1 is not that of log/tile/0/001"),
    ],
)
def test_a_flipped_byte_is_found_and_only_its_own_file_is_blamed(
    ledger: Path, name: str, fault: str
) -> None:
    flip(ledger / "log" / name)
    (problem,) = faults(ledger)
    assert problem.startswith(fault)
    assert "restore it from a copy" in problem
    assert "\n" not in problem


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_flipped_byte_anywhere_goes_unseen(ledger: Path, data: st.DataObject) -> None:
    tiles = sorted(p for p in (ledger / "log" / "tile").rglob("*") if p.is_file())
    path = data.draw(
        st.sampled_from([p for p in tiles if "000.p" not in str(p) or "tile/1" in str(p)])
    )
    whole = path.read_bytes()
    flip(path, data.draw(st.integers(0, len(whole) - 1)))
    try:
        assert faults(ledger)
    finally:
        path.write_bytes(whole)


@pytest.mark.parametrize(
    "name",
    ["tile/entries/000", "tile/entries/001", "tile/0/000", "tile/0/002.p/188", "tile/1/000.p/2"],
)
def test_a_missing_file_is_named(ledger: Path, name: str) -> None:
    (ledger / "log" / name).unlink()
    (problem,) = faults(ledger)
    assert problem.startswith(f"log/{name}: missing")


def test_a_cut_off_file_is_named(ledger: Path) -> None:
    tile = ledger / "log" / "tile/0/001"
    tile.write_bytes(tile.read_bytes()[:-32])
    (problem,) = faults(ledger)
    assert problem.startswith("log/tile/0/001: damaged: 8160 bytes instead of 8192")


def test_a_log_whose_end_is_gone_is_one_problem(ledger: Path) -> None:
    for name in ("tile/entries/001", "tile/entries/002.p/188", "tile/0/002.p/188"):
        (ledger / "log" / name).unlink()
    (problem,) = faults(ledger)
    assert problem.startswith(
        "log/tile/entries/001: missing: the log is cut off at entry 256 of 700"
    )


def test_a_log_cut_back_to_an_old_checkpoint_is_found_by_what_was_seen_since(
    log: Log, entries: Entries, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    log.append(entries(100))
    old = log.checkpoint_text
    log.append(entries(100, 700))
    newest = log.checkpoint_text
    (log.folder / "log" / "checkpoint").write_text(old)

    (problem,) = faults(log.folder)  # on the machine that has the key
    assert "cut off: 100 entries, and it has signed 700" in problem

    monkeypatch.setenv("SERVANDA_KEYS", str(tmp_path / "none"))  # on another
    assert faults(log.folder) == []
    (seen,) = verify(log.folder, seen=newest)
    assert "cut off" in seen.fault


def test_a_rewritten_log_is_found_by_a_checkpoint_seen_before(
    log: Log, entries: Entries, tmp_path: Path
) -> None:
    """Even the log's owner cannot rewrite what somebody has seen."""
    log.append(entries(100))
    seen = log.checkpoint_text
    shutil.rmtree(log.folder / "log" / "tile")
    key = keys.load_key(log.key)
    empty = Checkpoint(log.origin, 0, bytes.fromhex(EMPTY)).sign(key)
    (log.folder / "log" / "checkpoint").write_text(empty)
    keys.key_path(log.key).with_suffix(".head").unlink()
    Log.open(log.folder).append(entries(500, 700))

    assert faults(log.folder) == []
    (problem,) = verify(log.folder, seen=seen)
    assert problem.fault == "the first 100 entries are not those that the log has signed before"


EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_checkpoint_of_another_key_is_found(ledger: Path) -> None:
    forger = SigningKey.generate("servanda.local/forger")
    checkpoint = ledger / "log" / "checkpoint"
    head = Checkpoint.parse(checkpoint.read_text().split("\n\n")[0] + "\n")
    checkpoint.write_text(head.sign(forger))
    (problem,) = faults(ledger)
    assert problem.startswith("log/checkpoint: the checkpoint is not signed by servanda.local/")
    assert "signed by: servanda.local/forger" in problem


def test_a_key_in_the_folder_that_is_not_the_one_trusted_is_found(ledger: Path) -> None:
    trusted = SigningKey.generate("servanda.local/trusted").verifier
    found = verify(ledger, vkey=str(trusted))
    assert [problem.file for problem in found] == ["log/key.pub", "log/checkpoint"]


def test_a_forged_size_is_found_and_not_walked_to_its_end(ledger: Path) -> None:
    checkpoint = ledger / "log" / "checkpoint"
    checkpoint.write_text(checkpoint.read_text().replace("\n700\n", "\n700000000000000\n"))
    found = faults(ledger)
    assert "its text was changed" in found[0]
    assert "cut off at entry 700" not in found[0]
    assert len(found) == 2


def test_a_forged_root_is_found(ledger: Path, log: Log) -> None:
    """Signed by the right key, over a tree that is not there."""
    head = Checkpoint(log.origin, 700, bytes(32)).sign(keys.load_key(log.key))
    (ledger / "log" / "checkpoint").write_text(head)
    (problem,) = verify(ledger)
    assert problem.file == "log/checkpoint"
    assert problem.fault.startswith("its root is not that of the 700 entries")


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"hello\n", b"a\n1\nx\n\n\xe2\x80\x94 a b\n", b"\n\n\n\n"]
)
@pytest.mark.parametrize("name", ["checkpoint", "key.pub"])
def test_a_spoilt_checkpoint_or_key_is_a_problem_not_a_traceback(
    ledger: Path, name: str, content: bytes
) -> None:
    (ledger / "log" / name).write_bytes(content)
    (problem,) = verify(ledger)
    assert problem.file == f"log/{name}"


def test_leftovers_of_an_interrupted_append_are_no_problem(ledger: Path) -> None:
    for name in ("tile/0/003", "tile/0/002.p/199", "tile/entries/003", "tile/1/000.p/3"):
        (ledger / "log" / name).write_bytes(b"half written")
    assert faults(ledger) == []
