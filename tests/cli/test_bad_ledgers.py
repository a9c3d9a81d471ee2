"""Ledgers attacked at the command line: a clear error, the right exit code, nothing lost."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from servanda.log import Log, SigningKey, verify
from servanda.log.checkpoints import Checkpoint
from servanda.log.keys import key_path

COUNT = 600  # two full bundles and a partial one
BRIEF = ("--as-of", "2019-02-21", "--format", "json")
COMMAND = [sys.executable, "-m", "servanda"]


def sheet(path: Path, start: int, count: int) -> Path:
    """A sheet of numbered parties."""
    rows = [
        f"party,party/p{n},2018-01-01,Party {n},P{n},state" for n in range(start, start + count)
    ]
    path.write_text("\n".join(["kind,id,known,name,short,party_type", *rows]) + "\n")
    return path


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    for arguments in (("init", "ledger"), ("add", "ledger", "party.csv", "--yes")):
        sheet(folder / "party.csv", 0, COUNT)
        subprocess.run([*COMMAND, *arguments], cwd=folder, check=True, capture_output=True)
    return folder / "ledger"


@pytest.fixture
def ledger(_made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger of six hundred parties, with keys and a cache of its own."""
    keys = tmp_path / "keys"
    shutil.copytree(os.environ["SERVANDA_KEYS"], keys)
    monkeypatch.setenv("SERVANDA_KEYS", str(keys))
    monkeypatch.setenv("SERVANDA_CACHE", str(tmp_path / "cache"))
    return Path(shutil.copytree(_made, tmp_path / "ledger"))


def flip(path: Path, place: int = 50) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


def refused(done: subprocess.CompletedProcess[str], code: int, *said: str) -> None:
    """It left with the code, one fault and one advice, and no traceback."""
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "this should not happen" not in done.stderr
    for text in said:
        assert text in done.stdout + done.stderr


def entries(ledger: Path) -> list[bytes]:
    return list(Log.open(ledger).entries())


def test_a_flipped_byte_in_a_bundle(servanda, ledger):
    flip(ledger / "log/tile/entries/001", 2000)
    refused(servanda("log", "verify", ledger), 1, "log/tile/entries/001: entry ", "restore it")
    refused(servanda("brief", ledger, *BRIEF), 1, "log/tile/entries/001 is damaged", "log verify")
    refused(servanda("export", ledger, ledger.parent / "out"), 1, "entries/001 is damaged")
    refused(servanda("log", "prove", ledger, "party/p1"), 1, "entries/001 is damaged")


def test_a_flipped_byte_in_a_bundle_after_it_was_indexed(servanda, ledger):
    assert servanda("brief", ledger, *BRIEF).returncode == 0
    shutil.rmtree(ledger.parent / "cache")
    flip(ledger / "log/tile/entries/000", 2000)
    refused(servanda("brief", ledger, *BRIEF), 1, "log/tile/entries/000 is damaged")


@pytest.mark.parametrize("name", ["0/001", "0/002.p/88", "1/000.p/2"])
def test_a_flipped_byte_in_a_tile(servanda, ledger, name):
    flip(ledger / "log/tile" / name)
    refused(servanda("log", "verify", ledger), 1, f"log/tile/{name}: damaged", "restore it")
    more = sheet(ledger.parent / "more.csv", COUNT, 3)
    refused(servanda("add", ledger, more, "--yes"), 1, "log verify")
    assert Log.open(ledger).size == COUNT


def test_a_flipped_byte_in_the_index_is_mended(servanda, ledger):
    told = servanda("brief", ledger, *BRIEF)
    assert told.returncode == 0
    path = ledger / "index.sqlite"
    path.write_bytes(path.read_bytes().replace(b'"party/p17"', b'"party/p71"'))
    shutil.rmtree(ledger.parent / "cache")
    again = servanda("brief", ledger, *BRIEF)
    assert again.stdout == told.stdout
    assert again.stderr.splitlines() == [
        f"servanda: {path} was damaged and was made again from the log"
    ]


@pytest.mark.parametrize("arguments", [("log", "verify"), ("brief",), ("log", "checkpoint")])
def test_a_flipped_byte_in_the_checkpoint(servanda, ledger, arguments):
    flip(ledger / "log/checkpoint", 5)
    refused(servanda(*arguments, ledger), 1, "log/checkpoint: ", "the checkpoint")


@pytest.mark.parametrize("arguments", [("log", "verify"), ("brief",), ("check",)])
@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"hello\n"])
def test_a_checkpoint_that_is_none(servanda, ledger, arguments, content):
    (ledger / "log/checkpoint").write_bytes(content)
    refused(servanda(*arguments, ledger), 1, "checkpoint", "restore")


def test_a_cut_off_bundle(servanda, ledger):
    path = ledger / "log/tile/entries/001"
    path.write_bytes(path.read_bytes()[:-7])
    refused(servanda("log", "verify", ledger), 1, "log/tile/entries/001: damaged: it ends in the")
    refused(servanda("brief", ledger, *BRIEF), 1, "log/tile/entries/001 is damaged", "restore it")


def test_a_bundle_that_is_gone(servanda, ledger):
    (ledger / "log/tile/entries/001").unlink()
    refused(servanda("log", "verify", ledger), 1, "log/tile/entries/001: missing")
    refused(servanda("brief", ledger, *BRIEF), 1, "entries/001 is missing", "restore it")


def test_a_checkpoint_of_another_key(servanda, ledger):
    forger = SigningKey.generate("servanda.local/forger")
    path = ledger / "log/checkpoint"
    head = Checkpoint.parse(path.read_text().split("\n\n")[0] + "\n")
    path.write_text(head.sign(forger))
    for arguments in (("log", "verify"), ("brief",), ("log", "checkpoint")):
        refused(servanda(*arguments, ledger), 1, "not signed by", "servanda.local/forger")


def test_a_forger_who_brings_the_key_is_found_by_those_who_have_the_right_one(servanda, ledger):
    trusted = (ledger / "log/key.pub").read_text().strip()
    path = ledger / "log/checkpoint"
    head = Checkpoint.parse(path.read_text().split("\n\n")[0] + "\n")
    forger = SigningKey.generate(head.origin)
    path.write_text(head.sign(forger))
    (ledger / "log/key.pub").write_text(f"{forger.verifier}\n")
    refused(servanda("log", "verify", ledger, "--vkey", trusted), 1, "is not the key you trust")


def test_a_private_key_that_is_missing(servanda, ledger):
    shutil.rmtree(os.environ["SERVANDA_KEYS"])
    more = sheet(ledger.parent / "more.csv", COUNT, 3)
    refused(servanda("add", ledger, more, "--yes"), 3, "private key is not at", "SERVANDA_KEYS")
    assert servanda("log", "verify", ledger).returncode == 0


def test_a_private_key_that_is_another_one(servanda, ledger):
    log = Log.open(ledger)
    key_path(log.key).write_text(SigningKey.generate(log.origin).to_text() + "\n")
    more = sheet(ledger.parent / "more.csv", COUNT, 3)
    refused(servanda("add", ledger, more, "--yes"), 1, "is not the key of")


def test_a_public_key_that_is_missing(servanda, ledger):
    (ledger / "log/key.pub").unlink()
    refused(servanda("log", "verify", ledger), 1, "key.pub is missing")
    refused(servanda("brief", ledger, *BRIEF), 1, "key.pub is missing")


def test_an_older_copy_is_not_added_to(servanda, ledger):
    old = shutil.copytree(ledger, ledger.parent / "old")
    more = sheet(ledger.parent / "more.csv", COUNT, 3)
    assert servanda("add", ledger, more, "--yes").returncode == 0
    refused(servanda("add", old, more, "--yes"), 1, "is not the newest copy of its log")


def test_two_processes_add_at_once(ledger):
    before = entries(ledger)
    adding = []
    for number in range(2):
        more = sheet(ledger.parent / f"more{number}.csv", 10_000 * (number + 1), 300)
        command = [*COMMAND, "add", str(ledger), str(more), "--yes"]
        adding.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE))
    for process in adding:
        _, said = process.communicate()
        assert (process.returncode, said) == (0, b"")
    after = entries(ledger)
    assert after[:COUNT] == before
    assert len(after) == COUNT + 600
    assert verify(ledger) == []


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is of Unix")
def test_a_process_killed_while_adding(servanda, ledger):
    before = entries(ledger)
    more = sheet(ledger.parent / "more.csv", 10_000, 3000)
    chance = random.Random(9)
    command = [*COMMAND, "add", str(ledger), str(more), "--yes"]
    for _ in range(6):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.2, 1.2))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert verify(ledger) == []
        assert len(entries(ledger)) in {COUNT, COUNT + 3000}  # all of it, or none
    done = servanda("add", ledger, more, "--yes")
    assert done.returncode == 0, done.stderr
    after = entries(ledger)
    assert after[:COUNT] == before
    assert len(after) == COUNT + 3000
    assert servanda("brief", ledger, *BRIEF).returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="limits of Unix")
def test_a_disk_that_is_full(servanda, ledger):
    """A limit on the length of files, which the log meets as it meets a full disk."""
    before = entries(ledger)
    more = sheet(ledger.parent / "more.csv", 10_000, 3000)
    limited = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (16_000, 16_000)); "
        "from servanda.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited, "add", str(ledger), str(more), "--yes"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    refused(done, 3, "adding to the log", "free some space", "what was logged before is safe")
    assert entries(ledger) == before
    assert verify(ledger) == []
    assert servanda("add", ledger, more, "--yes").returncode == 0
    assert len(entries(ledger)) == COUNT + 3000


@pytest.mark.skipif(os.name == "nt", reason="limits of Unix")
def test_a_disk_too_full_for_the_index(ledger):
    limited = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000)); "
        "from servanda.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited, "status", str(ledger), "--as-of", "2019-02-21"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert not (ledger / "index.sqlite").exists()


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or os.geteuid() != 0, reason="root may mount"
)
def test_a_small_disk_that_fills_up(servanda, ledger):
    mount = ledger.parent / "disk"
    mount.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(mount)],
        capture_output=True, check=False,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("a container may not mount")
    try:
        small = shutil.copytree(ledger, mount / "ledger")
        before = entries(small)
        more = sheet(ledger.parent / "more.csv", 10_000, 3000)
        done = servanda("add", small, more, "--yes")
        refused(done, 3, "No space left on device", "free some space")
        assert entries(small) == before
        assert verify(small) == []
        few = sheet(ledger.parent / "few.csv", 20_000, 2)
        assert servanda("add", small, few, "--yes").returncode == 0
    finally:
        subprocess.run(["umount", str(mount)], check=True)
