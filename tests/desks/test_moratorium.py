"""A moratorium: its scope, what was declared, what was done."""

from __future__ import annotations

from itertools import count

from tests.dossiers_in_place import commitment, dossier

from servanda import records
from servanda.records import Act
from servanda.surveys import survey

_numbers = count(1)
PLEDGE = commitment(
    "halt", form="refrain", undertaking="unilateral_pledge", scope=("nuclear", "icbm"),
    since="2018-04-21",
)  # fmt: skip


def flight(date: str, test_class: str, **fields) -> records.Test:
    told = {"known": date, "party": "party/north", "test_type": "ballistic"}
    return records.Test(
        id=f"test/m{next(_numbers)}", date=date, test_class=test_class, **(told | fields)
    )


def found(day: str, *records):
    id = "verification.moratorium"
    return survey(dossier(day, PLEDGE, *records), only=id).find(id)


def test_it_is_counted_from_the_day_it_was_declared():
    finding = found("2019-02-21")
    assert finding.parts["days"] == 306
    assert finding.value == "observed"


def test_a_short_range_launch_lies_outside_its_scope():
    finding = found("2019-05-05", flight("2019-05-04", "srbm"))
    assert finding.value == "observed"
    assert "outside its scope" in finding.sentence


def test_words_and_deeds_are_told_apart():
    """Declared no longer binding on 1 January 2020; no test in scope for two years more."""
    ended = Act(id="act/end", known="2020-01-01", party="party/north", act="withdraws",
                commitments=("commitment/halt",), said="2020-01-01", text="No longer bound")  # fmt: skip
    finding = found("2020-01-02", ended)
    assert finding.value == "withdrawn, observed in fact"
    assert "declared no longer binding on 1 January 2020" in finding.sentence


def test_a_flight_assessed_later_makes_the_day_of_the_breach_disputed():
    """Flown on 26 February 2022, said on 10 March to have tested an ICBM system."""
    early = flight("2022-02-26", "icbm", known="2022-03-10")
    plain = flight("2022-03-24", "icbm")
    assert found("2022-03-09", early).value == "observed"
    assert found("2022-03-25", early, plain).value == "breached"
    assert "disputed" in found("2022-03-25", early, plain).sentence


def test_a_pledge_on_one_class_alone_is_no_moratorium():
    narrow = commitment("narrow", form="refrain", undertaking="unilateral_pledge",
                        scope=("nuclear",), since="2019-01-01", agreement="agreement/other")  # fmt: skip
    finding = found("2019-02-21", narrow)
    assert finding.parts["commitments"] == ["commitment/halt"]
