"""Receipts: one file and a public key prove an entry, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servanda.log import Log, LogError, consistency_proof, prove, verify_consistency, verify_proof
from servanda.log.proofs import Receipt

Entries = Callable[..., list[bytes]]


@pytest.mark.parametrize("position", [0, 1, 255, 256, 511, 599])
def test_a_receipt_proves_its_entry_offline(log: Log, entries: Entries, position: int) -> None:
    log.append(entries(600))
    text = prove(log, position)

    proven = verify_proof(text, (log.folder / "log" / "key.pub").read_text())
    assert (proven.index, proven.entry) == (position, entries(600)[position])
    assert proven.checkpoint.size == 600


def test_a_receipt_still_holds_when_the_log_has_grown(log: Log, entries: Entries) -> None:
    log.append(entries(5))
    text = prove(log, 3)
    log.append(entries(5, 900))
    assert verify_proof(text, log.key).entry == log.entry(3)


def test_a_receipt_has_the_lines_of_tlog_proof(log: Log, entries: Entries) -> None:
    log.append(entries(5))
    lines = prove(log, 3).split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert lines[1].startswith("extra ")
    assert lines[2] == "index 3"
    assert [len(line) for line in lines[3:7]] == [44, 44, 44, 0]
    assert "\n".join(lines[7:]) == log.checkpoint_text


def test_a_receipt_of_an_only_entry_has_no_hashes(log: Log, entries: Entries) -> None:
    log.append(entries(1))
    text = prove(log, 0)
    assert Receipt.parse(text).path == ()
    assert verify_proof(text, log.key).index == 0


def test_the_entry_may_be_given_beside_the_receipt(log: Log, entries: Entries) -> None:
    log.append(entries(5))
    read = Receipt.parse(prove(log, 3))
    bare = str(Receipt(read.index, read.path, read.checkpoint_text))
    assert verify_proof(bare, log.key, entries(4)[3]).index == 3
    with pytest.raises(LogError, match="does not carry its entry"):
        verify_proof(bare, log.key)
    with pytest.raises(LogError, match="does not prove this entry"):
        verify_proof(bare, log.key, entries(3)[2])


def test_a_receipt_under_another_key_proves_nothing(
    log: Log, entries: Entries, tmp_path: Path
) -> None:
    log.append(entries(5))
    other = Log.init(tmp_path / "other")
    with pytest.raises(LogError, match="not signed by"):
        verify_proof(prove(log, 3), other.key)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_receipt_with_any_character_changed_proves_nothing_else(
    log: Log, entries: Entries, data: st.DataObject
) -> None:
    if log.size == 0:
        log.append(entries(5))
    text = prove(log, 3)
    at = data.draw(st.integers(0, len(text) - 1))
    changed = text[:at] + data.draw(st.characters(exclude_categories=["Cs"])) + text[at + 1 :]
    try:
        proven = verify_proof(changed, log.key)
    except LogError:
        return
    assert (proven.index, proven.entry, proven.checkpoint) == (3, entries(4)[3], log.checkpoint)


@given(st.text())
def test_any_text_is_refused_without_a_traceback(text: str) -> None:
    for document in (text, f"c2sp.org/tlog-proof@v1\n{text}"):
        with pytest.raises(LogError):
            Receipt.parse(document)


def test_no_receipt_is_made_from_a_damaged_log(log: Log, entries: Entries) -> None:
    log.append(entries(600))
    tile = log.folder / "log" / "tile/1/000.p/2"
    tile.write_bytes(tile.read_bytes()[::-1])
    with pytest.raises(LogError, match="cannot be proven"):
        prove(Log.open(log.folder), 3)


def test_growth_is_proven_between_any_two_sizes(log: Log, entries: Entries) -> None:
    log.append(entries(600))
    for old, new in [(0, 600), (1, 600), (255, 600), (256, 512), (300, 301), (600, 600)]:
        path = consistency_proof(log, old, new)
        assert verify_consistency(old, new, log.root(old), log.root(new), path)
    with pytest.raises(LogError, match="no proof from size 5 to 601"):
        consistency_proof(log, 5, 601)
