"""The values that the Korean process must give, from the method's reference values."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("day", "ballistic", "low", "nuclear"),
    [("2019-02-21", 450, 449, 536), ("2019-03-05", 462, 461, 548), ("2019-05-03", 521, 520, 607)],
)
def test_days_since_the_last_tests(korea_survey, day, ballistic, low, nuclear):
    found = korea_survey(day)
    launch = found.need("verification.days_since_ballistic_launch")
    assert (launch.value, launch.low, launch.high) == (ballistic, low, ballistic)
    assert found.need("verification.days_since_nuclear_test").value == nuclear


def test_the_lull_ends_on_4_may_2019_after_522_days(korea_survey):
    assert korea_survey("2019-05-05").need("verification.days_since_ballistic_launch").value == 1
    longest = korea_survey("2019-05-05").need("verification.lull").parts["ballistic"]
    assert longest["longest_under_leader"] == 522


def test_nuclear_gaps_are_five_and_get_no_percentile(korea_survey):
    part = korea_survey("2019-02-21").need("verification.lull").parts["nuclear"]
    assert part["lengths"] == ["959", "1359", "1058", "247", "359"]


def test_six_ballistic_gaps_certainly_exceed_450_days(korea_survey):
    part = korea_survey("2019-02-21").need("verification.lull").parts["ballistic"]
    spans = [(gap["low"], gap["high"]) for gap in part["longer"]]
    assert spans == [
        (578, 637), (1431, 1491), (1919, 1919), (2865, 2865), (1005, 1005), (1013, 1013),
    ]  # fmt: skip
    assert part["longest_under_leader"] == 283


def test_the_moratorium_is_counted_from_21_april_2018(korea_survey):
    finding = korea_survey("2019-02-21").need("verification.moratorium")
    assert finding.parts["days"] == 306
    assert finding.value == "observed"
    assert korea_survey("2020-01-02").need("verification.moratorium").parts["declared_end"]
    assert korea_survey("2022-03-25").need("verification.moratorium").value == "breached"


def test_the_shipped_process_is_large_enough(korea_as_of):
    dossier = korea_as_of("2026-11-01")
    recent = [c for c in dossier.commitments if c.since >= "2018" and c.since < "2019-01-02"]
    assert len(recent) >= 60
    assert len(dossier.ids("evidence")) >= 200
    assert len(dossier.ids("contact")) >= 102
    assert sum(test.test_type == "nuclear" for test in dossier.tests) == 6


def test_the_five_dates_tell_five_stories(korea_survey):
    days = ("2019-02-21", "2019-05-05", "2020-06-17", "2022-03-25", "2023-11-24")
    told = [tuple((finding.id, finding.value) for finding in korea_survey(day)) for day in days]
    assert len(set(told)) == 5


def test_hanoi_and_the_reactor_part_21_february_from_5_march_2019(korea_as_of):
    before, after = korea_as_of("2019-02-21"), korea_as_of("2019-03-05")
    new = {record.id for kind in ("contact", "observation", "evidence", "event")
           for record in map(after.need, after.ids(kind)) if record.id not in before}  # fmt: skip
    labels = " ".join(after.need(id).label.lower() for id in sorted(new))
    assert "hanoi" in labels or "without agreement" in labels
    assert "reactor" in labels
