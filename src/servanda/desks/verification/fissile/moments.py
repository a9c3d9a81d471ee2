"""Dates as months: a number of months since the year 0, and the earliest and latest of a date."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import msgspec

from servanda.records import dates


class Moment(msgspec.Struct, frozen=True):
    """A point in time that is known within bounds, in months since the year 0."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """The middle of the bounds."""
        return (self.low + self.high) / 2


def month_of(day: date) -> float:
    """The beginning of a day, in months since the year 0.

    Examples
    --------
    >>> month_of(date(2019, 1, 1)) / 12, round(month_of(date(2019, 2, 15)) % 12, 2)
    (2019.0, 1.5)
    """
    length = calendar.monthrange(day.year, day.month)[1]
    return round(day.year * 12 + day.month - 1 + (day.day - 1) / length, 3)


def day_of(month: float) -> date:
    """The day on which a month number falls.

    Examples
    --------
    >>> day_of(month_of(date(2019, 2, 21))).isoformat()
    '2019-02-21'
    """
    year, place = divmod(int(month), 12)
    length = calendar.monthrange(year, place + 1)[1]
    return date(year, place + 1, min(length, 1 + round((month - int(month)) * length)))


def period(text: str, zone: str) -> tuple[Moment | None, Moment | None]:
    """Beginning and end of a date; None where it is open.

    ``~`` and ``?`` widen a point by its own precision on either side: a month stated as
    approximate may be the month before or after.

    Examples
    --------
    >>> [each and each.high - each.low for each in period("2018-12/..", "UTC")]
    [1.0, None]
    """
    left, _, right = text.partition("/")
    if not right:
        return _point(left, zone), _point(left, zone)
    return (
        None if left == ".." else _point(left, zone),
        None if right == ".." else _point(right, zone),
    )


def _point(text: str, zone: str) -> Moment:
    span = dates.parse(text, zone)
    low, high = month_of(span.first_day), month_of(span.last_day + timedelta(days=1))
    wider = high - low if span.qualifier else 0.0
    return Moment(round(low - wider, 3), round(high + wider, 3))
