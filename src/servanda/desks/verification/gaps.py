"""Days between tests, with the spread that vague dates leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from servanda.records import Test, dates

BALLISTIC = ("ballistic", "space_launch")
NUCLEAR = ("nuclear",)


class Gap(NamedTuple):
    """A completed lull between two tests.

    Attributes
    ----------
    low, high : int
        Least and most days that the dates allow: full times count in UTC, bare dates as written.
    before, after : Test
        The tests that bound it.
    """

    low: int
    high: int
    before: Test
    after: Test

    @property
    def words(self) -> str:
        """The length as printed: one figure, or the span."""
        return str(self.low) if self.low == self.high else f"{self.low}–{self.high}"


def counted(tests: Sequence[Test], types: tuple[str, ...]) -> list[Test]:
    """Tests of some types, oldest first by the instants their dates allow."""
    return sorted((test for test in tests if test.test_type in types), key=_order)


def last(tests: Sequence[Test], types: tuple[str, ...]) -> Test | None:
    """The latest test of some types, by the last instant its date allows."""
    chosen = [test for test in tests if test.test_type in types]
    return max(chosen, key=lambda test: (_span(test).latest, test.id)) if chosen else None


def completed(tests: Sequence[Test]) -> list[Gap]:
    """The gaps between consecutive tests of a list that `counted` made.

    Examples
    --------
    Tests on 5 July 2006 and 5 April 2009 leave a gap of 1005 days.
    """
    found = []
    for before, after in pairwise(tests):
        one, other = _written(before), _written(after)
        low = max((other.first_day - one.last_day).days, 0)
        found.append(Gap(low, max((other.last_day - one.first_day).days, low), before, after))
    return found


def since(test: Test, as_of: date) -> tuple[int, int, int]:
    """Days from a test to a date: counted in UTC, least and most (see `dates.days_between`)."""
    return dates.days_between(test.date, as_of, test.zone)


def _written(test: Test) -> dates.Span:
    """The days a date names, a bare one as it is written and not as its zone lies to UTC."""
    return dates.parse(test.date, "UTC")


def _span(test: Test) -> dates.Span:
    return dates.parse(test.date, test.zone)


def _order(test: Test) -> tuple[object, object, str]:
    span = _span(test)
    return span.earliest, span.latest, test.id
