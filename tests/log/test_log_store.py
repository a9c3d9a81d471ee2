"""The ledger's folder: what is appended is there, in order, and in tlog-tiles' files."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servanda.log import Log, LogError, MemoryLog, merkle, verify
from servanda.log.tiles import WIDTH, join_bundle, split_bundle, tile_path

Entries = Callable[..., list[bytes]]


def reference_root(batch: list[bytes]) -> bytes:
    """RFC 6962's root by its recursive definition."""
    if not batch:
        return merkle.EMPTY_ROOT
    if len(batch) == 1:
        return merkle.leaf_hash(batch[0])
    k = 1 << ((len(batch) - 1).bit_length() - 1)
    return merkle.node_hash(reference_root(batch[:k]), reference_root(batch[k:]))


def files(log: Log) -> set[str]:
    folder = log.folder / "log"
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_a_new_log_is_empty_signed_and_sound(log: Log) -> None:
    assert log.size == 0
    assert log.checkpoint.root == merkle.EMPTY_ROOT
    assert log.origin.startswith("servanda.local/korea-")
    assert verify(log.folder) == []
    assert list(log.headers()) == []


def test_the_private_key_lies_outside_the_folder_and_only_its_owner_reads_it(
    log: Log, tmp_path: Path
) -> None:
    (key,) = (tmp_path / "keys").glob("*.key")
    secret = key.read_text().strip().split("+", 4)[4]  # base64 may hold a plus itself
    assert not any(secret in p.read_text() for p in log.folder.rglob("*") if p.is_file())
    if os.name != "nt":
        assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_entries_come_back_in_order_with_headers_and_bodies(log: Log, entries: Entries) -> None:
    batch = entries(600)
    assert log.append(batch) == 600

    again = Log.open(log.folder)
    assert list(again.entries()) == batch
    assert list(again.entries(250, 260)) == batch[250:260]
    assert [(p, h.id) for p, h in again.headers()] == [(i, f"event/{i}") for i in range(600)]
    assert again.entry(599) == batch[599]
    assert again.header(3).id == "event/3"
    assert again.body(511) == b'{"label":"number 511"}'


def test_the_log_is_read_as_it_was_at_a_smaller_size(log: Log, entries: Entries) -> None:
    log.append(entries(300))
    assert [h.id for _, h in log.headers(size=258)] == [f"event/{i}" for i in range(258)]
    assert log.root(258) == reference_root(entries(258))
    with pytest.raises(LogError, match="300 entries, not 301"):
        list(log.headers(size=301))


def test_an_id_is_found_wherever_it_was_put_and_not_where_a_body_holds_it(
    log: Log, entries: Entries
) -> None:
    batch = entries(400)
    log.append([*batch, batch[7], batch[9].replace(b'"label"', b'"id":"event/7","label"')])
    assert log.find("event/7") == [7, 400]
    assert log.find("event/7", size=400) == [7]
    assert log.find("event/none") == []


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(batches=st.lists(st.integers(1, 700), min_size=1, max_size=6))
def test_batches_of_any_size_give_the_tree_of_rfc_6962(
    batches: list[int], entries: Entries, tmp_path_factory: pytest.TempPathFactory
) -> None:
    log = Log.init(tmp_path_factory.mktemp("any") / "ledger")
    everything = entries(sum(batches))
    for width in batches:
        if width % 2:  # as another process would: nothing in memory
            log = Log.open(log.folder)
        log.append(everything[log.size : log.size + width])
        assert log.checkpoint.root == reference_root(everything[: log.size]) == log.root()
    assert verify(log.folder) == []
    assert list(log.entries()) == everything


def test_tiles_and_bundles_are_those_that_tlog_tiles_names(log: Log, entries: Entries) -> None:
    """At 70,000 entries the specification itself lists the tiles (its example of partial tiles)."""
    many = entries(1000) * 70
    log.append(many[:69_000])
    log.append(many[69_000:])

    tiles = {name for name in files(log) if name.startswith("tile/") and "entries" not in name}
    full = {f"tile/0/{index:03d}" for index in range(273)} | {"tile/1/000"}
    assert tiles >= full | {"tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"}
    assert not {name for name in tiles - full if ".p/" not in name}
    leaf = (log.folder / "log" / "tile/0/100").read_bytes()
    assert leaf == merkle.leaf_hashes(many[25_600:25_856])


def test_partial_files_stay_until_the_full_one_is_there(log: Log, entries: Entries) -> None:
    log.append(entries(10))
    log.append(entries(10, 20))
    assert {"tile/0/000.p/10", "tile/0/000.p/20", "tile/entries/000.p/10"} <= files(log)

    log.append(entries(20, 256))
    assert {name for name in files(log) if "tile/0" in name or "entries" in name} == {
        "tile/0/000",
        "tile/entries/000",
    }


def test_who_opened_the_log_before_it_grew_still_reads_what_was_there(
    log: Log, entries: Entries
) -> None:
    log.append(entries(200))
    reader = Log.open(log.folder)
    log.append(entries(200, 800))

    assert list(reader.entries()) == entries(200)
    assert reader.root() == reference_root(entries(200))
    assert reader.refresh() == 800
    assert list(reader.entries()) == entries(800)


def test_nothing_is_written_when_one_entry_of_a_batch_is_wrong(log: Log, entries: Entries) -> None:
    before = files(log)
    with pytest.raises(LogError, match="entry 2 to add"):
        log.append([*entries(2), b"{}"])
    assert (log.refresh(), files(log)) == (0, before)


def test_adding_nothing_changes_nothing(log: Log) -> None:
    text = log.checkpoint_text
    assert log.append([]) == 0
    assert (log.folder / "log" / "checkpoint").read_text() == text


def test_without_its_private_key_a_ledger_is_read_but_not_added_to(
    log: Log, entries: Entries, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.append(entries(3))
    monkeypatch.setenv("SERVANDA_KEYS", str(tmp_path / "elsewhere"))
    copy = Log.open(log.folder)

    assert list(copy.entries()) == entries(3)
    assert verify(log.folder) == []
    with pytest.raises(LogError, match=r"private key is not at .*elsewhere") as error:
        copy.append(entries(3, 4))
    assert "SERVANDA_KEYS" in error.value.diagnostics()


def test_keys_are_kept_in_the_users_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SERVANDA_KEYS")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    Log.init(tmp_path / "ledger", origin="example.net/talks")
    (key,) = (tmp_path / "config" / "servanda" / "keys").glob("*.key")
    assert key.name.startswith("example.net-talks-")


def test_an_old_copy_is_not_continued_into_a_second_history(
    log: Log, entries: Entries, tmp_path: Path
) -> None:
    log.append(entries(5))
    shutil.copytree(log.folder, tmp_path / "backup")
    log.append(entries(5, 9))

    with pytest.raises(LogError, match="not the newest copy of its log: it has 5"):
        Log.open(tmp_path / "backup").append(entries(7, 8))
    assert Log.open(log.folder).append(entries(9, 10)) == 10


def test_two_open_logs_append_one_after_the_other(log: Log, entries: Entries) -> None:
    other = Log.open(log.folder)
    log.append(entries(3))
    assert other.append(entries(3, 5)) == 5
    assert log.append(entries(5, 6)) == 6
    assert list(Log.open(log.folder).entries()) == entries(6)


def test_threads_append_one_after_the_other(log: Log, entries: Entries) -> None:
    batch = entries(1)

    def append_ten() -> None:
        own = Log.open(log.folder)
        for _ in range(10):
            own.append(batch)

    threads = [threading.Thread(target=append_ten) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert log.refresh() == 40
    assert verify(log.folder) == []


def test_a_second_writer_that_waits_too_long_says_so(log: Log, entries: Entries) -> None:
    from servanda.log import disk

    with (
        disk.writer_lock(log.folder / "log" / ".lock", 1),
        pytest.raises(LogError, match="another writer"),
    ):
        log.append(entries(1), timeout_s=0.05)
    assert log.append(entries(1)) == 1


def test_there_is_no_second_log_in_a_folder(log: Log) -> None:
    with pytest.raises(LogError, match="holds a log already"):
        Log.init(log.folder)


def test_a_folder_without_a_log_says_so(tmp_path: Path) -> None:
    with pytest.raises(LogError, match="there is no log here"):
        Log.open(tmp_path)


def test_a_position_that_is_not_there_says_so(log: Log) -> None:
    with pytest.raises(LogError, match="no entry 0: the log has 0"):
        log.entry(0)


@pytest.mark.parametrize("cut", [0, 1, 50, -1])
def test_a_bundle_that_is_cut_off_is_an_error_not_a_traceback(
    log: Log, entries: Entries, cut: int
) -> None:
    log.append(entries(20))
    bundle = log.folder / "log" / "tile/entries/000.p/20"
    bundle.write_bytes(bundle.read_bytes()[:cut])
    with pytest.raises(LogError, match=r"log/tile/entries/000.p/20 is damaged"):
        list(Log.open(log.folder).headers())


def test_a_changed_byte_is_found_when_reading(log: Log, entries: Entries) -> None:
    log.append(entries(20))
    bundle = log.folder / "log" / "tile/entries/000.p/20"
    bundle.write_bytes(bundle.read_bytes().replace(b"number 7", b"number 8"))
    with pytest.raises(LogError, match=r"000.p/20 is damaged: its entries"):
        Log.open(log.folder).body(3)


def test_a_log_with_a_damaged_end_is_not_added_to(log: Log, entries: Entries) -> None:
    log.append(entries(20))
    tile = log.folder / "log" / "tile/0/000.p/20"
    tile.write_bytes(tile.read_bytes()[::-1])
    with pytest.raises(LogError, match="nothing was added"):
        Log.open(log.folder).append(entries(20, 21))


def test_a_log_in_memory_reads_like_one_on_disk(log: Log, entries: Entries) -> None:
    log.append(entries(300))
    memory = MemoryLog(entries(300))
    assert memory.size == log.size
    assert list(memory.headers()) == list(log.headers())
    assert memory.body(299) == log.body(299)
    assert memory.find("event/270") == [270]


@given(st.lists(st.binary(max_size=300), max_size=WIDTH))
def test_a_bundle_splits_into_what_it_was_joined_from(batch: list[bytes]) -> None:
    assert split_bundle(join_bundle(batch)) == batch


@given(st.binary(max_size=300))
def test_any_bytes_are_a_bundle_or_refused(data: bytes) -> None:
    with contextlib.suppress(ValueError):
        assert join_bundle(split_bundle(data)) == data


@pytest.mark.parametrize(
    ("index", "path"),
    [(0, "000"), (999, "999"), (1000, "x001/000"), (1_234_067, "x001/x234/067")],
)
def test_a_tiles_number_is_written_in_threes(index: int, path: str) -> None:
    assert tile_path(0, index) == f"tile/0/{path}"
