"""As of D at size N: per id the greatest (known, position) with known <= D, among the first N."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from servanda.dossier.fold import fold
from servanda.log import EntryHeader

DAYS = ["2018-01", "2018-01-31", "2018-06-12", "2018-06-12T10:00Z", "2019-02-21", "2020"]


def header(op: str, id: str, known: str | None, target: str | None = None) -> EntryHeader:
    return EntryHeader(
        at="", by="", id=id, kind="event", known=known, op=op, reason=None, target=target
    )


def positions(headers: list[EntryHeader], as_of: str, size: int | None = None) -> dict[str, int]:
    """What is in force, as {id: position}."""
    folded = fold(lambda: [(0, headers[:size])], as_of)
    return {id: folded.position(id) for id in folded.ids("event")}  # type: ignore[misc]


def test_a_version_is_in_force_from_the_day_it_became_known():
    """
    put a known 2018-06-12
    put a known 2019-02-21
    """
    log = [header("put", "a", "2018-06-12"), header("put", "a", "2019-02-21")]
    assert positions(log, "2018-06-11") == {}
    assert positions(log, "2018-06-12") == {"a": 0}
    assert positions(log, "2019-02-20") == {"a": 0}
    assert positions(log, "2019-02-21") == {"a": 1}


def test_a_month_is_known_on_its_last_day():
    log = [header("put", "a", "2018-01")]
    assert positions(log, "2018-01-30") == {}
    assert positions(log, "2018-01-31") == {"a": 0}


def test_an_older_fact_logged_later_does_not_displace_a_newer_one():
    log = [header("put", "a", "2019-02-21"), header("put", "a", "2018-06-12")]
    assert positions(log, "2019-12-31") == {"a": 0}
    assert positions(log, "2018-12-31") == {"a": 1}


def test_a_mend_replaces_the_version_of_its_own_day_at_every_date():
    log = [
        header("put", "a", "2018-06-12"),
        header("put", "a", "2019-02-21"),
        header("mend", "a", "2018-06-12"),
    ]
    assert positions(log, "2018-12-31") == {"a": 2}
    assert positions(log, "2019-12-31") == {"a": 1}
    assert positions(log, "2018-12-31", size=2) == {"a": 0}


def test_a_source_that_withdraws_ends_the_fact_from_that_day_only():
    log = [header("put", "a", "2018-06-12"), header("retract", "a", "2019-02-21")]
    assert positions(log, "2019-02-20") == {"a": 0}
    assert positions(log, "2019-02-21") == {}


def test_a_version_that_was_never_valid_is_gone_at_every_date_and_the_one_before_stands():
    log = [
        header("put", "a", "2018-01-31"),
        header("put", "a", "2018-06-12"),
        header("retract", "a", None, "2018-06-12"),
    ]
    assert positions(log, "2019-12-31") == {"a": 0}
    assert positions(log, "2019-12-31", size=2) == {"a": 1}


def test_a_version_put_again_after_its_removal_is_valid_again():
    log = [
        header("put", "a", "2018-06-12"),
        header("retract", "a", None, "2018-06-12"),
        header("put", "a", "2018-06-12"),
    ]
    assert positions(log, "2019-12-31") == {"a": 2}


operations = st.lists(
    st.tuples(
        st.sampled_from(["put", "mend", "retract", "void"]),
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(DAYS),
    ),
    max_size=30,
)


def as_log(steps: list[tuple[str, str, str]]) -> list[EntryHeader]:
    return [
        header("retract", id, None, known) if op == "void" else header(op, id, known)
        for op, id, known in steps
    ]


def by_the_definition(log: list[EntryHeader], as_of: str) -> dict[str, int]:
    """The rule of the design, word for word and slowly."""
    last_day = {"2018-01": "2018-01-31", "2018-06-12T10:00Z": "2018-06-12", "2020": "2020-12-31"}
    found: dict[str, int] = {}
    for id in {h.id for h in log}:
        versions = []
        for position, h in enumerate(log):
            if h.id != id or h.known is None:
                continue
            removed = any(
                later.id == id
                and later.known is None
                and last_day.get(str(later.target), later.target) == last_day.get(h.known, h.known)
                for later in log[position + 1 :]
            )
            day = last_day.get(h.known, h.known)
            if day <= as_of and not removed:
                versions.append((day, position, h.op))
        if versions and max(versions)[2] != "retract":
            found[id] = max(versions)[1]
    return found


@given(operations, st.sampled_from(["2017-12-31", "2018-01-31", "2018-07-01", "2021-01-01"]))
def test_the_fold_is_the_definition(steps, as_of):
    log = as_log(steps)
    assert positions(log, as_of) == by_the_definition(log, as_of)


@given(operations, st.integers(0, 30))
def test_reading_at_a_size_is_reading_the_log_as_it_was(steps, size):
    log = as_log(steps)
    assert positions(log, "2021-01-01", size) == positions(log[:size], "2021-01-01")
