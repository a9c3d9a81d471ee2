"""The index answers as the fold does, at any date and size, and mends itself."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servanda.dossier.fold import fold
from servanda.dossier.index import INDEX, IndexedFold
from servanda.log import Log, encode_entry

AT = "2024-05-01T12:00:00Z"
KINDS = ("event", "source", "unheard-of")
steps = st.lists(
    st.tuples(
        st.sampled_from(["put", "mend", "retract", "void"]),
        st.sampled_from(KINDS),
        st.sampled_from("abc"),
        st.sampled_from(["2018-01", "2018-01-31", "2018-06-12", "2019-02-21", "2020"]),
    ),
    min_size=1,
    max_size=25,
)


def entry(op: str, kind: str, id: str, known: str) -> bytes:
    name = f"{kind}/{id}"
    if op == "void":
        return encode_entry("retract", kind, name, known=None, target=known, by="x", at=AT,
                            reason="never so")  # fmt: skip
    if op == "retract":
        return encode_entry(op, kind, name, known=known, by="x", at=AT, reason="withdrawn")
    return encode_entry(op, kind, name, known=known, by="x", at=AT, body={"id": name})


def in_force(folded) -> dict[str, int]:
    return {id: folded.position(id) for kind in KINDS for id in folded.ids(kind)}


def both(log: Log, as_of: str, size: int) -> tuple[dict[str, int], dict[str, int]]:
    plain = fold(lambda: log.header_batches(size), as_of)
    return in_force(IndexedFold(log, as_of, size)), in_force(plain)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps, steps, st.sampled_from(["2017-12-31", "2018-06-12", "2021-01-01"]), st.data())
def test_the_index_is_the_fold(tmp_path_factory, first, then, as_of, data):
    folder = tmp_path_factory.mktemp("ledger")
    log = Log.init(folder, keys_folder=folder / "keys")
    log.append([entry(*step) for step in first])
    assert both(log, as_of, log.size)[0] == both(log, as_of, log.size)[1]
    log.append([entry(*step) for step in then])  # read on from the tail
    size = data.draw(st.integers(0, log.size))
    indexed, plain = both(log, as_of, size)
    assert indexed == plain


@pytest.fixture
def log(tmp_path) -> Log:
    """A log of three hundred events."""
    log = Log.init(tmp_path, keys_folder=tmp_path / "keys")
    log.append([entry("put", "event", f"n{n}", "2018-06-12") for n in range(300)])
    return log


def test_it_may_be_deleted_at_any_time(log):
    before = in_force(IndexedFold(log, "2019-01-01", log.size))
    (log.folder / INDEX).unlink()
    assert in_force(IndexedFold(log, "2019-01-01", log.size)) == before


@pytest.mark.parametrize("where", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_flipped_byte_changes_no_answer(log, where):
    before = in_force(IndexedFold(log, "2019-01-01", log.size))
    data = bytearray((log.folder / INDEX).read_bytes())
    data[int(len(data) * where)] ^= 0xFF
    (log.folder / INDEX).write_bytes(bytes(data))
    assert in_force(IndexedFold(log, "2019-01-01", log.size)) == before


def test_a_file_that_is_no_index_is_replaced(log):
    (log.folder / INDEX).write_bytes(b"something else")
    assert len(in_force(IndexedFold(log, "2019-01-01", log.size))) == 300
