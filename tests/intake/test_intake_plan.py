"""What adding rows would change, and what is the same."""

from __future__ import annotations

from hypothesis import given, settings
from intake_strategies import histories

from servanda.intake.plan import canonical, operations, plan, standing
from servanda.intake.references import references
from servanda.intake.rows import Row
from servanda.records import KINDS, Estimate, Party
from servanda.records.describe import fields


def party(short: str = "N", known: str = "1948", **row) -> Row:
    record = Party(id="party/n", known=known, name="North", short=short, party_type="state")
    return Row(kind="party", id="party/n", known=known, record=record, **row)


def withdrawn(known: str, **row) -> Row:
    return Row(kind="party", id="party/n", known=known, retract_reason="Error.", **row)


def held(*rows: Row) -> dict[tuple[str, str], bytes]:
    return {row.key: standing(row) for row in rows}


def test_a_new_key_is_put_another_content_is_mended_the_same_is_left():
    made = plan(
        [party(), party("M", "1950"), party("S", "1951")], held(party(), party("L", "1950"))
    )
    assert [row.known for row in made.unchanged] == ["1948"]
    assert [(c.row.known, c.fields) for c in made.changed] == [("1950", ("short",))]
    assert [(o.op, o.known) for o in operations(made)] == [("put", "1951"), ("mend", "1950")]
    assert operations(made)[0].body["short"] == "S"


def test_where_it_was_read_makes_no_difference():
    made = plan([party(file="party.csv", row=7)], held(party()))
    assert made.unchanged and not operations(made)


def test_a_withdrawal_names_its_day_and_a_removal_its_target():
    rows = [withdrawn("1950"), withdrawn("1948", never_valid=True)]
    ops = operations(plan(rows, held(party())))
    assert [(o.op, o.known, o.target, o.reason, o.body) for o in ops] == [
        ("retract", "1950", None, "Error.", None),
        ("retract", None, "1948", "Error.", None),
    ]
    assert plan(rows, held(*rows)).unchanged == rows


def test_a_version_that_is_not_there_cannot_be_removed():
    [fault] = plan([withdrawn("1949", never_valid=True)], held(party())).faults
    assert fault.what == "party/n has no version known 1949 to remove"
    assert fault.mend == "its versions are known 1948"


def test_absence_withdraws_nothing():
    assert operations(plan([], held(party()))) == []


@settings(max_examples=30, deadline=None)
@given(histories())
def test_a_history_added_twice_changes_nothing(history):
    assert plan(history, held(*history)).unchanged == history


def test_canonical_numbers_are_spelled_as_rfc_8785_does():
    record = Estimate(
        id="estimate/e", known="2018", party="party/n", quantity="Pu", date="2018", best=40.0,
        low=1e21, unit="kg",
    )  # fmt: skip
    assert b'"best":40,' in canonical(record)
    assert b'"low":1e+21' in canonical(record)


def test_every_field_that_holds_ids_says_of_which_kinds():
    for kind, cls in KINDS.items():
        holding = {f.name for f in fields(cls) if f.value == "id" and f.name != "id"}
        assert references(kind).keys() == holding
        for of in references(kind).values():
            assert set(of) <= KINDS.keys()
