"""The log from the command line: verified whole, proven offline, cosigned by a witness."""

from __future__ import annotations

import json

import pytest

PARTY = "id,known,name,short,party_type\nparty/north,2018-01-01,North,North,state\n"
SOURCE = "id,known,publisher,title\nsource/paper,2018-01-01,Paper,Title\n"


@pytest.fixture
def ledger(servanda, tmp_path):
    """A ledger with one party and one source."""
    folder = tmp_path / "truce"
    assert servanda("init", folder).returncode == 0
    for name, text in (("party", PARTY), ("source", SOURCE)):
        (tmp_path / f"{name}.csv").write_text(text)
        done = servanda("add", folder, tmp_path / f"{name}.csv", "--yes")
        assert done.returncode == 0, done.stderr + done.stdout
    return folder


def test_a_sound_log_is_told_with_its_size_and_root(servanda, ledger):
    done = servanda("log", "verify", ledger)
    assert done.returncode == 0
    assert "2 entries" in done.stdout
    told = json.loads(servanda("log", "verify", ledger, "--format", "json").stdout)
    assert (told["problems"], told["size"]) == ([], 2)


def test_a_flipped_byte_is_found_and_named(servanda, ledger):
    bundle = next((ledger / "log" / "tile" / "entries").rglob("000.p/*"))
    data = bytearray(bundle.read_bytes())
    data[40] ^= 1
    bundle.write_bytes(bytes(data))
    done = servanda("log", "verify", ledger)
    assert done.returncode == 1
    assert "tile" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_receipt_is_checked_offline_and_against_the_right_key(servanda, ledger, tmp_path):
    receipt = tmp_path / "receipt.txt"
    assert servanda("log", "prove", ledger, "party/north", "-o", receipt).returncode == 0
    key = (ledger / "log" / "key.pub").read_text().strip()
    done = servanda("log", "verify", "--proof", receipt, "--vkey", key, cwd=tmp_path)
    assert done.returncode == 0
    assert "party/north" in done.stdout
    receipt.write_text(receipt.read_text().replace("index 0", "index 1"))
    assert servanda("log", "verify", "--proof", receipt, "--vkey", key).returncode == 1


def test_prove_works_inside_the_ledger_folder(servanda, ledger):
    assert servanda("log", "prove", "party/north", cwd=ledger).returncode == 0


def test_a_witness_cosigns_what_only_grew(servanda, ledger, tmp_path):
    key = tmp_path / "witness.key"
    done = servanda("log", "witness", ledger, "--key", key, "--new", "example.org/witness")
    assert done.returncode == 0, done.stderr
    assert "example.org/witness" in servanda("log", "checkpoint", ledger).stdout
    assert servanda("log", "witness", ledger, "--key", key).returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [("log", "verify", "korea"), ("log", "checkpoint", "nowhere"), ("log", "prove", "korea", "x")],
)
def test_what_has_no_log_is_told_so(servanda, arguments):
    done = servanda(*arguments)
    assert done.returncode == 2
    assert "has no log" in done.stderr


def test_an_unknown_id_cannot_be_proven(servanda, ledger):
    assert servanda("log", "prove", ledger, "party/nobody").returncode == 2


def test_a_receipt_that_is_missing_or_garbled_is_told_so(servanda, ledger, tmp_path):
    key = (ledger / "log" / "key.pub").read_text().strip()
    missing = servanda("log", "verify", "--proof", tmp_path / "none", "--vkey", key)
    assert missing.returncode == 2
    (tmp_path / "garbled").write_bytes(b"\xff\xfe\x00")
    garbled = servanda("log", "verify", "--proof", tmp_path / "garbled", "--vkey", key)
    assert garbled.returncode == 1
    assert "Traceback" not in garbled.stderr
