"""Entries: one value has one spelling, and only whole entries go in."""

from __future__ import annotations

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from servanda.log import (
    LogError,
    canonical,
    check_entry,
    decode_body,
    decode_header,
    encode_entry,
)
from servanda.log.canonical import is_canonical
from servanda.log.entries import decode_headers

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | text
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4)
)
ids = st.from_regex(r"[a-z0-9/._-]{1,30}", fullmatch=True)
bodies = st.dictionaries(text, values, max_size=5)

GOOD: dict[str, Any] = {
    "op": "put",
    "kind": "event",
    "id": "event/one",
    "known": "2018-09-19",
    "by": "analyst",
    "at": "2024-05-01T12:00:00Z",
    "body": {"label": "one"},
}


def made(**changes: Any) -> bytes:
    fields = {**GOOD, **changes}
    return encode_entry(fields.pop("op"), fields.pop("kind"), fields.pop("id"), **fields)


@given(values)
def test_canonical_bytes_are_those_of_rfc_8785(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@given(values)
def test_canonical_bytes_are_known_for_canonical(value: Any) -> None:
    assert is_canonical(canonical(value))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": 2}, b'{"a":2,"b":1}'),
        (1.0, b"1"),
        (1e21, b"1e+21"),
        (-0.0, b"0"),
        (0.000001, b"0.000001"),
        ({"\ufb33": 1, "\U0001f600": 2}, '{"\U0001f600":2,"\ufb33":1}'.encode()),  # UTF-16 order
        ('\x0f\n"\\/€', '"\\u000f\\n\\"\\\\/€"'.encode()),
    ],
)
def test_the_hard_cases_of_rfc_8785(value: Any, written: bytes) -> None:
    assert canonical(value) == written


@pytest.mark.parametrize("value", [2**53, float("nan"), "\ud800", {1: 2}, {"a": {1, 2}}])
def test_what_rfc_8785_cannot_write_is_refused(value: Any) -> None:
    with pytest.raises(LogError, match="canonical"):
        canonical(value)


@given(ids, text.filter(bool), bodies)
def test_an_entry_comes_back_as_it_went_in(id: str, kind: str, body: dict[str, Any]) -> None:
    raw = made(id=id, kind=kind, body=body)

    check_entry(raw)
    header = decode_header(raw)
    assert (header.id, header.kind, header.known) == (id, kind, "2018-09-19")
    assert decode_body(raw) == canonical(body)


def test_a_put_is_written_with_its_fields_sorted_and_without_nulls_that_say_nothing() -> None:
    assert made() == (
        b'{"at":"2024-05-01T12:00:00Z","body":{"label":"one"},"by":"analyst","id":"event/one",'
        b'"kind":"event","known":"2018-09-19","op":"put","v":1}'
    )


def test_a_retract_with_known_says_when_its_source_withdrew_it() -> None:
    raw = made(op="retract", known="2019-01-01", body=None, reason="withdrawn by the newspaper")
    assert decode_header(raw).target is None
    assert decode_body(raw) is None


def test_a_retract_without_known_names_the_version_that_was_never_valid() -> None:
    raw = made(op="retract", known=None, target="2018-09-19", body=None, reason="misread date")
    assert decode_header(raw).target == "2018-09-19"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"id": "Event/One"}, "an id is made of"),
        ({"id": "event/one\n"}, "an id is made of"),
        ({"at": "2024-05-01 12:00"}, "not a UTC time"),
        ({"kind": ""}, "must not be empty"),
        ({"by": ""}, "must not be empty"),
        ({"known": None}, "needs known"),
        ({"known": ""}, "needs known"),
        ({"body": None}, "needs a body"),
        ({"target": "2018"}, "target belongs to"),
        ({"op": "delete"}, "not an entry"),
        ({"op": "retract", "body": None}, "needs a reason"),
        ({"op": "retract", "reason": "wrong"}, "has no body"),
        ({"op": "retract", "reason": "wrong", "body": None, "known": None}, "names either"),
        ({"op": "retract", "reason": "wrong", "body": None, "target": "2018"}, "names either"),
    ],
)
def test_what_breaks_a_rule_of_entries_is_refused_by_name(
    changes: dict[str, Any], fault: str
) -> None:
    with pytest.raises(LogError, match=fault):
        made(**changes)


def test_an_entry_of_65_535_bytes_fits_and_one_more_does_not() -> None:
    room = 65_535 - len(made(body={"label": ""}))
    check_entry(made(body={"label": "x" * room}))
    with pytest.raises(LogError, match="65,536 bytes; the log takes 65,535"):
        made(body={"label": "x" * (room + 1)})


@pytest.mark.parametrize(
    "respelled",
    [
        json.dumps(json.loads(made())).encode(),
        made() + b"\n",
        made().replace(b'"v":1', b'"v":1.0'),
        made().replace(b"one", b"\\u006fne"),
    ],
)
def test_the_same_entry_in_another_spelling_is_refused(respelled: bytes) -> None:
    with pytest.raises(LogError):
        check_entry(respelled)


def test_a_field_that_is_not_known_is_refused() -> None:
    with pytest.raises(LogError, match="unknown field"):
        check_entry(canonical({**json.loads(made()), "colour": "red"}))


@given(st.binary(max_size=200))
def test_any_other_bytes_are_refused_without_a_traceback(raw: bytes) -> None:
    with pytest.raises(LogError):
        check_entry(raw)
    with pytest.raises(LogError):
        decode_header(raw)


def test_nesting_without_end_is_refused_without_a_traceback() -> None:
    deep = made().replace(b'"one"', b"[" * 20_000 + b"]" * 20_000)
    with pytest.raises(LogError):
        check_entry(deep)


@given(st.lists(ids, max_size=20))
def test_headers_decoded_together_are_those_decoded_one_by_one(names: list[str]) -> None:
    batch = [made(id=name) for name in names]
    assert decode_headers(batch) == [decode_header(raw) for raw in batch]


@pytest.mark.parametrize(
    "batch",
    [
        [made() + made(), b" "],
        [made() + b"\n" + made(), b""],
        [made()[:20], made()[20:] + made()],
        [made(), b"{}"],
        [made(), b"\xff"],
    ],
)
def test_entries_that_run_into_one_another_are_found_out(batch: list[bytes]) -> None:
    with pytest.raises(LogError):
        decode_headers(batch)
