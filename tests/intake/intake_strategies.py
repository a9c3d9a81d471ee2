"""Any record, any version, any withdrawal: what a package must carry without loss."""

from __future__ import annotations

import datetime
from typing import Any

from hypothesis import strategies as st

from servanda.intake.rows import Row
from servanda.records import KINDS, Record
from servanda.records.describe import FieldDoc, fields

# What is refused on the way in: control characters, those that turn the direction of text, lone
# surrogates, blanks only.
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_CHARACTERS = st.characters(
    exclude_categories=("Cs", "Cc"), exclude_characters=_TURNING + "\ufffe\uffff"
)
_TRICKY = st.sampled_from("=+-@'\"\\;,\t\n\r é한 #")
texts = st.text(_CHARACTERS | _TRICKY, min_size=1, max_size=12).filter(
    lambda text: bool(text.strip()) and text != "\ufffd"
)
ids = st.from_regex(r"[a-z0-9][a-z0-9/._-]{0,12}", fullmatch=True).filter(
    lambda id: ".." not in id.split("/")
)
days = st.dates(datetime.date(1950, 1, 1), datetime.date(2030, 1, 1)).map(str)
dates = (
    days
    | days.map(lambda day: day[:7])
    | days.map(lambda day: day[:4] + "~")
    | days.map(lambda day: f"{day}/..")
    | days.map(lambda day: f"{day}T18:17Z")
)
_CODES = {r"^[A-F][1-6]$": "B2", r"^[0-9a-f]{64}$": "0f" * 32, r"^\d{2,6}$": "8713"}


def values(field: FieldDoc) -> st.SearchStrategy[Any]:
    """Any value of one field."""
    one: st.SearchStrategy[Any]
    if field.enum:
        one = st.sampled_from(field.enum)
    elif field.name == "tz":
        one = st.sampled_from(["Asia/Seoul", "America/New_York"])
    elif field.value in {"number", "integer"}:
        low = -1e6 if field.minimum is None else field.minimum
        high = 1e6 if field.maximum is None else field.maximum
        numbers = st.integers(int(low), int(high))
        one = numbers if field.value == "integer" else st.floats(low, high)
    else:
        one = {
            "text": texts,
            "id": ids,
            "date": dates,
            "boolean": st.booleans(),
            "code": st.just(_CODES.get(field.pattern or "", "-12.50")),
        }[field.value]
    if field.is_list:
        return st.lists(one, min_size=int(field.required), max_size=3).map(tuple)
    return one


@st.composite
def rows(draw: st.DrawFn, kind: str, id: str, known: str) -> Row:
    """A version, a withdrawal by its source, or a version that was never valid."""
    if draw(st.integers(0, 4)) == 0:
        return Row(
            kind=kind,
            id=id,
            known=known,
            retract_reason=draw(texts),
            never_valid=draw(st.booleans()),
        )
    stated = {"id": id, "known": known}
    for field in fields(KINDS[kind]):
        if field.name not in stated and (field.required or draw(st.booleans())):
            stated[field.name] = draw(values(field))
    record: Record = KINDS[kind](**stated)
    return Row(kind=kind, id=id, known=known, record=record)


@st.composite
def histories(draw: st.DrawFn) -> list[Row]:
    """Rows of any kinds, an id of one kind only and one version a day."""
    kinds = draw(st.dictionaries(ids, st.sampled_from(list(KINDS)), min_size=1, max_size=4))
    history = []
    for id, kind in kinds.items():
        for known in draw(st.lists(days, min_size=1, max_size=3, unique=True)):
            history.append(draw(rows(kind, id, known)))
    return history
