"""Witnesses: they sign that a log only grew, and refuse when it did not."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from servanda.log import (
    Log,
    LogError,
    SigningKey,
    VerifierKey,
    cosign,
    cosignatures,
    keys,
    new_witness_key,
    prove,
    read_key,
    verify,
    verify_proof,
    witness,
)
from servanda.log.checkpoints import Checkpoint
from servanda.log.merkle import EMPTY_ROOT

Entries = Callable[..., list[bytes]]
NOW = 1_714_564_800  # 1 May 2024, 12:00 UTC


@pytest.fixture
def key(tmp_path: Path) -> SigningKey:
    """Return a witness's key, made as its owner would."""
    new_witness_key("witness.example/embassy", tmp_path / "witness.key")
    return read_key(tmp_path / "witness.key")


def test_a_cosignature_says_who_saw_the_log_and_when(
    log: Log, entries: Entries, key: SigningKey, tmp_path: Path
) -> None:
    log.append(entries(5))
    line = witness(log, key, tmp_path / "seen.json", now=NOW)
    log.add_cosignature(line, key.verifier)

    again = Log.open(log.folder)
    assert cosignatures(again.checkpoint_text, [key.verifier]) == {"witness.example/embassy": NOW}
    assert verify(log.folder) == []
    receipt = prove(again, 3)
    assert verify_proof(receipt, log.key, witnesses=[key.verifier]).cosigned == {key.name: NOW}


def test_a_witness_follows_a_log_that_only_grows(
    log: Log, entries: Entries, key: SigningKey, tmp_path: Path
) -> None:
    for start, end in [(0, 1), (1, 255), (255, 256), (256, 900)]:
        log.append(entries(start, end))
        for _ in range(2):  # seeing the same log twice is no fault
            assert witness(log, key, tmp_path / "seen.json", now=NOW)


def test_cosigning_again_replaces_the_earlier_cosignature(
    log: Log, entries: Entries, key: SigningKey
) -> None:
    log.append(entries(5))
    for now in (NOW, NOW + 60):
        log.add_cosignature(cosign(log.checkpoint_text, key, now), key.verifier)
    assert log.checkpoint_text.count(key.name) == 1
    assert cosignatures(log.checkpoint_text, [key.verifier]) == {key.name: NOW + 60}


def test_a_log_goes_on_after_a_cosignature(log: Log, entries: Entries, key: SigningKey) -> None:
    log.append(entries(5))
    log.add_cosignature(cosign(log.checkpoint_text, key, NOW), key.verifier)
    assert log.append(entries(5, 9)) == 9
    assert cosignatures(log.checkpoint_text, [key.verifier]) == {}


def test_a_witness_refuses_a_log_that_was_cut_back(
    log: Log, entries: Entries, key: SigningKey, tmp_path: Path
) -> None:
    log.append(entries(5))
    shutil.copytree(log.folder, tmp_path / "old")
    log.append(entries(5, 9))
    witness(log, key, tmp_path / "seen.json")
    with pytest.raises(LogError, match="has 5 entries; 9 were seen before"):
        witness(Log.open(tmp_path / "old"), key, tmp_path / "seen.json")


@pytest.mark.parametrize("size", [9, 20])
def test_a_witness_refuses_a_second_history_and_keeps_the_evidence(
    log: Log, entries: Entries, key: SigningKey, tmp_path: Path, size: int
) -> None:
    log.append(entries(9))
    witness(log, key, tmp_path / "seen.json")
    signed = log.checkpoint_text
    rewrite(log, entries(100, 100 + size))

    with pytest.raises(LogError, match="signed two histories"):
        witness(Log.open(log.folder), key, tmp_path / "seen.json")
    assert signed.split("\n")[2] in (tmp_path / "seen.json").read_text()


def rewrite(log: Log, batch: list[bytes]) -> None:
    """Do what a dishonest owner would: start the log again under the same key."""
    shutil.rmtree(log.folder / "log" / "tile")
    empty = Checkpoint(log.origin, 0, EMPTY_ROOT).sign(keys.load_key(log.key))
    (log.folder / "log" / "checkpoint").write_text(empty)
    keys.key_path(log.key).with_suffix(".head").unlink()
    Log.open(log.folder).append(batch)


def test_a_witness_refuses_a_log_under_another_key(
    log: Log, entries: Entries, key: SigningKey, tmp_path: Path
) -> None:
    log.append(entries(5))
    witness(log, key, tmp_path / "seen.json")
    impostor = Log.init(tmp_path / "impostor", origin=log.origin)
    impostor.append(entries(9))
    with pytest.raises(LogError, match="another key than the one seen before"):
        witness(impostor, key, tmp_path / "seen.json")


def test_a_damaged_copy_is_not_called_dishonest(
    log: Log, entries: Entries, key: SigningKey, tmp_path: Path
) -> None:
    log.append(entries(600))
    tile = log.folder / "log" / "tile/1/000.p/2"
    tile.write_bytes(tile.read_bytes()[::-1])
    with pytest.raises(LogError, match="tiles do not have its checkpoint's root"):
        witness(Log.open(log.folder), key, tmp_path / "seen.json")


def test_a_cosignature_of_an_older_checkpoint_is_not_added(
    log: Log, entries: Entries, key: SigningKey
) -> None:
    line = cosign(log.checkpoint_text, key, NOW)
    log.append(entries(1))
    with pytest.raises(LogError, match="of the log at size 1"):
        log.add_cosignature(line, key.verifier)


def test_a_wrong_cosignature_of_a_known_witness_is_an_error(
    log: Log, entries: Entries, key: SigningKey
) -> None:
    line = cosign(log.checkpoint_text, key, NOW)
    log.append(entries(1))
    with pytest.raises(LogError, match=r"cosignature by witness.example/embassy is wrong"):
        cosignatures(log.checkpoint_text + line + "\n", [key.verifier])


def test_a_logs_own_key_does_not_witness(log: Log) -> None:
    with pytest.raises(LogError, match="not a witness's"):
        cosign(log.checkpoint_text, keys.load_key(log.key))


def test_a_spoilt_memory_is_not_taken_for_an_empty_one(
    log: Log, key: SigningKey, tmp_path: Path
) -> None:
    (tmp_path / "seen.json").write_text("{")
    with pytest.raises(LogError, match=r"state .* cannot be read"):
        witness(log, key, tmp_path / "seen.json")


def test_a_witness_key_is_never_written_over_another(tmp_path: Path, key: SigningKey) -> None:
    with pytest.raises(LogError, match="File exists"):
        new_witness_key("witness.example/embassy", tmp_path / "witness.key")


@pytest.mark.parametrize("name", ["", "two words", "a+b", "tab\tbed"])
def test_a_name_that_no_signature_line_can_hold_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(LogError, match="cannot name a key"):
        new_witness_key(name, tmp_path / "other.key")


def test_the_checkpoint_that_the_specification_shows_is_read() -> None:
    """The example of c2sp.org/tlog-checkpoint; its public key is not published there."""
    from servanda.log.notes import Note

    note = Note.parse(
        "example.com/behind-the-sofa\n20852163\n"
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5"
        "/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    )
    assert Checkpoint.parse(note.text).size == 20_852_163
    assert note.signatures[0].key_id.hex() == "033de0ae"


def test_keys_read_back_as_written(key: SigningKey) -> None:
    assert SigningKey.parse(key.to_text()) == key
    assert VerifierKey.parse(str(key.verifier)) == key.verifier
    assert key.to_text() not in repr(key)
    assert key.seed.hex() not in repr(key)
