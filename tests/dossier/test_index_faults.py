"""What may happen to an index: no answer ever changes, and nothing more is read than needed."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from servanda.dossier import create_ledger, index, open_ledger
from servanda.dossier.fold import fold
from servanda.dossier.index import INDEX, IndexedFold
from servanda.log import Log, LogError, encode_entry

COMMON = {"by": "analyst", "at": "2024-05-01T12:00:00Z"}
KNOWN = ["2018-01", "2018-01-31", "2018-06-12", "2018-06-12T10:00Z", "2019-02-21", "soon"]
IDS = ["event/a", "source/a", "test/a", "strange", "other/a", "event"]


def entry(op: str, id: str, kind: str, known: str) -> bytes:
    """An entry; ``void`` is the retract of a version that was never valid."""
    if op == "void":
        return encode_entry("retract", kind, id, known=None, target=known, reason="x", **COMMON)
    if op == "retract":
        return encode_entry("retract", kind, id, known=known, reason="x", **COMMON)
    return encode_entry(op, kind, id, known=known, body={"label": "x"}, **COMMON)  # type: ignore[arg-type]


def grow(folder: Path, count: int, log: Log | None = None) -> Log:
    """Append numbered records, every fifth a source, to a log that is made when missing."""
    log = log or Log.init(folder, process="t")
    numbers = range(log.size, log.size + count)
    kinds = {number: "event" if number % 5 else "source" for number in numbers}
    log.append(
        [
            entry("put", f"{kinds[n]}/{n}", kinds[n], f"2018-{n % 12 + 1:02d}-{n % 28 + 1:02d}")
            for n in numbers
        ]
    )
    return log


def answers(folded) -> dict[str, object]:
    """All that a fold can be asked."""
    kinds = folded.kinds()
    return {
        "len": len(folded),
        "kinds": kinds,
        "ids": {kind: folded.ids(kind) for kind in sorted(kinds | {"event", "never"})},
        "positions": {id: folded.position(id) for id in [*IDS, "event/7", "event/none", ""]},
    }


def check(log: Log, as_of: str = "2018-08-01", size: int | None = None) -> None:
    """The index answers as the plain fold does."""
    at = log.size if size is None else size
    wanted = fold(lambda: log.header_batches(at), as_of)
    assert answers(IndexedFold(log, as_of, at)) == answers(wanted)


@contextmanager
def scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@settings(max_examples=100, deadline=None)
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["put", "mend", "retract", "void"]),
            st.sampled_from(IDS),
            st.sampled_from(["event", "source", "test", "omen"]),
            st.sampled_from(KNOWN),
        ),
        max_size=25,
    ),
    as_of=st.sampled_from(["2017-12-31", "2018-01-31", "2018-07-01", "9999-12-31"]),
    share=st.floats(0, 1),
)
def test_ids_may_begin_with_anything_and_change_their_kind(steps, as_of, share):
    with scratch() as folder:
        log = Log.init(folder, process="t")
        log.append([entry(*step) for step in steps])
        check(log, as_of)
        check(log, as_of, round(share * log.size))


@settings(max_examples=15, deadline=None)
@given(sizes=st.lists(st.integers(1, 700), min_size=1, max_size=4), seed=st.integers(0, 99))
def test_buckets_divide_as_the_log_grows(sizes, seed):
    chance = random.Random(seed)
    with scratch() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("servanda.dossier.blocks.ROWS_A_BUCKET", 4)
        patch.setattr(index, "BATCH", 300)
        log = Log.init(folder, process="t")
        for size in sizes:
            log.append(
                [
                    entry(
                        chance.choice(["put", "put", "put", "retract", "void"]),
                        f"event/{chance.randrange(200)}",
                        chance.choice(["event", "event", "test"]),
                        chance.choice(KNOWN),
                    )
                    for _ in range(size)
                ]
            )
            check(log)
        check(log, "2019-12-31", chance.randrange(log.size))


def test_only_the_tail_of_the_log_is_read_again(tmp_path, monkeypatch):
    log = grow(tmp_path, 1000)
    check(log)
    grow(tmp_path, 10, log)
    asked = []
    real = log.header_batches
    monkeypatch.setattr(
        log, "header_batches", lambda *a, **k: asked.append(k["start"]) or real(*a, **k)
    )
    assert IndexedFold(log, "2019-01-01", log.size).position("event/1009") == 1009
    IndexedFold(log, "2019-01-01", log.size).ids("event")
    assert asked == [1000]


def test_a_warm_index_reads_no_bundle(tmp_path):
    grow(tmp_path, 600)
    open_ledger(tmp_path).as_of("2019-01-01")
    shutil.rmtree(tmp_path / "log" / "tile" / "entries")
    dossier = open_ledger(tmp_path).as_of("2019-01-01")
    assert "event/1" in dossier
    assert len(dossier.ids("event")) == 480


def test_an_index_deleted_while_it_is_in_use_is_not_missed(tmp_path, capsys):
    log = grow(tmp_path, 300)
    folded = IndexedFold(log, "2019-01-01", log.size)
    (tmp_path / INDEX).unlink()
    assert folded.ids("source")
    check(log)
    assert (tmp_path / INDEX).exists()
    assert capsys.readouterr().err == ""


@settings(max_examples=120, deadline=None)
@given(place=st.integers(0, 1 << 20), change=st.integers(1, 255))
@example(place=4058, change=128)  # SQLite's message quotes what is then no UTF-8
def test_no_flipped_byte_anywhere_changes_an_answer(place, change):
    with scratch() as folder:
        log = grow(folder, 300)
        IndexedFold(log, "2018-08-01", log.size)
        whole = bytearray((folder / INDEX).read_bytes())
        whole[place % len(whole)] ^= change
        (folder / INDEX).write_bytes(whole)
        check(log)


def test_a_damaged_index_is_made_again_with_one_line(tmp_path, capsys):
    log = grow(tmp_path, 300)
    check(log)
    path = tmp_path / INDEX
    path.write_bytes(path.read_bytes().replace(b'"event/101"', b'"event/999"'))
    check(log)
    said = f"servanda: {path} was damaged and was made again from the log\n"
    assert capsys.readouterr().err == said
    check(log)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + bytes(5000)])
def test_a_file_that_is_no_index_is_replaced(tmp_path, content):
    log = grow(tmp_path, 300)
    (tmp_path / INDEX).write_bytes(content)
    check(log)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.99])
def test_a_cut_off_index_is_replaced(tmp_path, share):
    log = grow(tmp_path, 3000)
    check(log)
    path = tmp_path / INDEX
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    check(log)


def test_a_half_written_update_is_noticed(tmp_path, capsys):
    """Some pages of the old file among those of the new one, as a power cut may leave them."""
    log = grow(tmp_path, 300)
    check(log)
    old = (tmp_path / INDEX).read_bytes()
    grow(tmp_path, 40, log)
    check(log)
    new = (tmp_path / INDEX).read_bytes()
    noticed = 0
    for start in range(0, len(new), 4096):
        end = start + 4096
        (tmp_path / INDEX).write_bytes(new[:start] + old[start:end] + new[end:])
        check(log)
        noticed += "damaged" in capsys.readouterr().err
    assert noticed


def test_an_index_of_another_log_is_replaced(tmp_path):
    log = grow(tmp_path / "a", 300)
    check(log)
    other = grow(tmp_path / "b", 200)
    shutil.copy(tmp_path / "a" / INDEX, tmp_path / "b" / INDEX)
    check(other)


def test_a_log_put_back_to_an_older_copy_does_not_see_what_came_later(tmp_path):
    log = grow(tmp_path / "a", 300)
    shutil.copytree(tmp_path / "a", tmp_path / "old")
    grow(tmp_path / "a", 300, log)
    check(log)
    shutil.copy(tmp_path / "a" / INDEX, tmp_path / "old" / INDEX)
    older = Log.open(tmp_path / "old")
    check(older)
    assert IndexedFold(older, "2019-01-01", 300).position("event/301") is None


def test_a_ledger_opened_before_others_appended_reads_what_it_had(tmp_path):
    early = grow(tmp_path, 300)
    folded = IndexedFold(early, "2019-01-01", 300)
    later = grow(tmp_path, 2000, Log.open(tmp_path))
    check(later)
    assert folded.position("event/299") == 299
    assert folded.position("event/301") is None
    assert len(folded.ids("event")) == 240
    check(early)


def test_an_index_of_another_version_is_made_again_in_silence(tmp_path, monkeypatch, capsys):
    log = grow(tmp_path, 300)
    monkeypatch.setattr(index, "FORMAT", "an older one")
    check(log)
    monkeypatch.undo()
    check(log)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("lock", ["BEGIN EXCLUSIVE", "BEGIN IMMEDIATE"])
def test_a_locked_index_is_done_without(tmp_path, monkeypatch, lock):
    monkeypatch.setattr("servanda.dossier.blocks.BUSY_S", 0.05)
    log = grow(tmp_path, 300)
    check(log)
    grow(tmp_path, 10, log)
    with closing(sqlite3.connect(tmp_path / INDEX, isolation_level=None)) as other:
        other.execute(lock)
        check(log)


def test_a_folder_that_cannot_be_written_is_read(tmp_path, monkeypatch):
    log = grow(tmp_path, 300)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    check(log)
    assert not (tmp_path / INDEX).exists()
    assert not list(tmp_path.glob(".*.new"))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_read(tmp_path):
    log = grow(tmp_path, 300)
    tmp_path.chmod(0o500)
    try:
        check(log)
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.skipif(os.name == "nt", reason="modes of Unix")
def test_others_may_read_the_index_as_they_may_the_log(tmp_path):
    check(grow(tmp_path, 3))
    mode = stat.S_IMODE((tmp_path / INDEX).stat().st_mode)
    assert mode == stat.S_IMODE((tmp_path / "log" / "checkpoint").stat().st_mode)


def test_a_damaged_bundle_is_noticed_before_it_is_indexed(tmp_path):
    log = grow(tmp_path, 300)
    bundle = tmp_path / "log" / "tile" / "entries" / "000"
    bundle.write_bytes(bundle.read_bytes().replace(b"2018-02-02", b"2919-02-02", 1))
    with pytest.raises(LogError, match="tile/entries/000 is damaged"):
        IndexedFold(log, "2018-08-01", log.size)


ASKER = """
import sys
from servanda.dossier import open_ledger
for _ in range(15):
    dossier = open_ledger(sys.argv[1]).as_of("2019-01-01")
    assert len(dossier.ids("event")) * 5 == dossier.size * 4, dossier.size
"""


def test_many_processes_may_use_the_index_at_once(tmp_path):
    log = grow(tmp_path, 5)
    askers = [
        subprocess.Popen([sys.executable, "-c", ASKER, str(tmp_path)], stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    while any(asker.poll() is None for asker in askers):
        grow(tmp_path, 55, log)
    for asker in askers:
        said = asker.communicate()[1]
        assert (asker.returncode, said) == (0, b"")
    check(log)


def test_a_ledger_folder_is_read_as_its_package_is(tmp_path, korea):
    ledger = create_ledger(tmp_path, "korea", korea.title, korea.versions())
    for day in ("2018-06-13", "2019-02-21"):
        mine, theirs = ledger.as_of(day), korea.as_of(day)
        assert len(mine) == len(theirs)
        assert mine.kinds == theirs.kinds
        assert mine.commitments == theirs.commitments
        assert mine.tests == theirs.tests
