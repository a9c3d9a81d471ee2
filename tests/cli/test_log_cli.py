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


def test_every_problem_is_listed(servanda, ledger):
    for name in ("0/000.p/2", "entries/000.p/2"):
        path = ledger / "log" / "tile" / name
        path.write_bytes(path.read_bytes()[:-1])
    done = servanda("log", "verify", ledger)
    assert done.returncode == 1
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == [
        "log/tile/0/000.p/2",
        "log/tile/entries/000.p/2",
    ]
    told = json.loads(servanda("log", "verify", ledger, "--format", "json").stdout)
    assert told["sound"] is False
    assert [problem["file"] for problem in told["problems"]] == [
        "log/tile/0/000.p/2",
        "log/tile/entries/000.p/2",
    ]


def test_another_key_than_the_one_trusted_is_a_problem(servanda, ledger, tmp_path):
    assert servanda("init", tmp_path / "other").returncode == 0
    key = tmp_path / "other" / "log" / "key.pub"
    done = servanda("log", "verify", ledger, "--vkey", key)
    assert done.returncode == 1
    assert "log/key.pub: is not the key you trust" in done.stdout


def test_a_receipt_without_a_key_to_trust_proves_nothing(servanda, ledger, tmp_path):
    receipt = tmp_path / "receipt.txt"
    servanda("log", "prove", ledger, "party/north", "-o", receipt)
    done = servanda("log", "verify", "--proof", receipt, cwd=tmp_path)
    assert done.returncode == 2
    assert "--vkey" in done.stderr


def test_a_receipt_is_told_in_json(servanda, ledger, tmp_path):
    receipt = tmp_path / "receipt.txt"
    servanda("log", "prove", ledger, "source/paper", "-o", receipt)
    done = servanda(
        "log", "verify", "--proof", receipt, "--vkey", ledger / "log" / "key.pub", "--format",
        "json",
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert (told["proven"], told["id"], told["index"], told["size"]) == (
        True, "source/paper", 1, 2,
    )  # fmt: skip
    assert told["entry"]["body"]["publisher"] == "Paper"


def test_one_argument_where_no_ledger_stands_is_explained(servanda, tmp_path):
    done = servanda("log", "prove", "party/north", cwd=tmp_path)
    assert done.returncode == 2
    assert "servanda log prove SOURCE party/north" in done.stderr


def test_any_entry_about_a_record_can_be_proven(servanda, ledger, tmp_path):
    changed = tmp_path / "party.csv"
    changed.write_text(PARTY.replace("North,North", "North Land,North"))
    assert servanda("add", ledger, changed, "--yes").returncode == 0
    latest = servanda("log", "prove", ledger, "party/north")
    assert "index 2\n" in latest.stdout
    assert "0, 2 (--index N)" in latest.stderr
    assert "index 0\n" in servanda("log", "prove", ledger, "party/north", "--index", 0).stdout
    assert servanda("log", "prove", ledger, "party/north", "--index", 1).returncode == 2


def test_a_witness_refuses_a_log_that_was_cut_back(servanda, ledger, tmp_path):
    key = tmp_path / "witness.key"
    done = servanda("log", "witness", ledger, "--key", key, "--new", "example.org/witness")
    assert done.returncode == 0, done.stderr
    old = (ledger / "log" / "checkpoint").read_bytes()
    (tmp_path / "party.csv").write_text(PARTY.replace("north", "south"))
    assert servanda("add", ledger, tmp_path / "party.csv", "--yes").returncode == 0
    assert servanda("log", "witness", ledger, "--key", key).returncode == 0
    (ledger / "log" / "checkpoint").write_bytes(old)
    refused = servanda("log", "witness", ledger, "--key", key)
    assert refused.returncode == 1
    assert "it was cut off" in refused.stderr
