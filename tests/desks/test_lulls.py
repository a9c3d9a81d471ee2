"""How long the calm is, how unusual, and what the count leaves out."""

from __future__ import annotations

from itertools import count

import pytest
from tests.dossiers_in_place import dossier

from servanda import records
from servanda.records import Event
from servanda.surveys import survey

_numbers = count(1)


def fired(date: str, **fields) -> records.Test:
    """A ballistic launch by the North, unless told otherwise."""
    told = {"known": date[:10], "party": "party/north", "test_type": "ballistic",
            "test_class": "srbm", "tz": "Asia/Seoul"}  # fmt: skip
    return records.Test(id=f"test/{next(_numbers)}", date=date, **(told | fields))


def found(id: str, day: str, *records):
    return survey(dossier(day, *records), only=f"verification.{id}").find(f"verification.{id}")


def test_days_are_counted_in_utc_and_the_korean_count_is_one_less():
    """A launch at 18:17 UTC on 28 November 2017 is 29 November in Seoul."""
    since = found("days_since_ballistic_launch", "2019-02-21", fired("2017-11-28T18:17Z"))
    assert (since.value, since.low, since.high) == (450, 449, 450)
    assert "450 days counted in UTC, 449 in Seoul" in since.sentence


def test_space_launches_count_and_other_tests_do_not():
    since = found(
        "days_since_ballistic_launch", "2019-02-21",
        fired("2018-01-01"),
        fired("2018-06-01", test_type="space_launch", test_class="space_launch"),
        fired("2018-11-16", test_type="other", test_class="other"),
    )  # fmt: skip
    assert since.value == 265


def test_what_the_count_leaves_out_is_named():
    lull = found(
        "lull", "2019-02-21",
        fired("2017-11-28T18:17Z"),
        fired("2018-11-16~", known="2018-11-16", test_type="other", test_class="other",
              weapon="tactical weapon"),
    )  # fmt: skip
    assert "The count leaves out" in lull.sentence
    assert "tactical weapon" in lull.sentence


def test_a_gap_from_a_month_is_a_span():
    """Some day of September 1984 to some day of May 1986: 578 to 637 days."""
    lull = found(
        "lull", "1987-01-01",
        fired("1984-09", known="1984-09-30", tz=None), fired("1986-05", known="1986-05-31", tz=None),
    )  # fmt: skip
    assert lull.parts["ballistic"]["lengths"] == ["578–637"]


def test_few_gaps_are_listed_and_get_no_percentile():
    lull = found(
        "lull", "2019-01-01", fired("2016-01-01"), fired("2017-01-01"), fired("2018-01-01")
    )
    assert "too few for a percentile" in lull.sentence


def test_gaps_under_the_present_leader_are_told_apart():
    took_over = Event(id="event/new", known="2016-06-01", date="2016-06-01",
                      event_type="leadership", parties=("party/north",), title="new leader")  # fmt: skip
    lull = found(
        "lull", "2019-01-01",
        fired("2010-01-01"), fired("2016-01-01"), fired("2017-01-01"), fired("2017-12-31"), took_over,
    )  # fmt: skip
    assert lull.parts["ballistic"]["longest_under_leader"] == 364
    assert "begun under the present leader" in lull.sentence


@pytest.mark.parametrize("day", ["2019-02-21", "2019-05-05"])
def test_a_lull_that_has_ended_says_so(day):
    launches = [fired("2017-11-28T18:17Z"), fired("2019-05-04T00:06Z")]
    launches += [fired(f"2017-{month:02}-01") for month in range(1, 11)]
    launches += [fired(f"2016-{month:02}-01") for month in range(1, 13)]
    lull = found("lull", day, *launches)
    assert ("ended on 4 May 2019" in lull.sentence) == (day == "2019-05-05")


def test_nothing_is_said_where_nothing_was_tested():
    assert found("lull", "2019-02-21") is None
