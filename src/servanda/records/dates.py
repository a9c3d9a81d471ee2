"""Dates as records state them: a subset of EDTF (ISO 8601-2, Library of Congress EDTF).

Accepted: ``2018``, ``2018-04``, ``2018-04-21``, a full time with zone
(``2017-11-28T18:17Z``, ``2017-11-29T03:17+09:00``), the qualifiers ``?`` (uncertain), ``~``
(approximate) and ``%`` (both) at the end of a date, and spans ``a/b``, ``a/..``, ``../b``.
Every date has an earliest and a latest instant; a bare date counts in its record's zone.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

FIRST = datetime(1, 1, 2, tzinfo=UTC)
LAST = datetime(9999, 12, 30, tzinfo=UTC)
TICK = timedelta(microseconds=1)

_POINT = re.compile(
    r"(?P<year>\d{4})"
    r"(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:T(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?P<zone>Z|[+-]\d\d:\d\d))?)?)?"
    r"(?P<qualifier>[?~%])?",
    re.ASCII,
)


class DateError(ValueError):
    """A text that is no date of the subset; the message says what would be one."""


@dataclass(frozen=True, slots=True)
class Span:
    """The instants a date may stand for.

    Attributes
    ----------
    earliest, latest : datetime
        First and last instant, in UTC, both inclusive.
    precision : str
        ``time``, ``day``, ``month``, ``year`` or ``span``.
    qualifier : str
        ``""``, ``?`` (uncertain), ``~`` (approximate) or ``%`` (both).
    open_end : bool
        True for ``a/..``: it had not ended when it was written down.
    """

    earliest: datetime
    latest: datetime
    precision: str
    qualifier: str = ""
    open_end: bool = False

    @property
    def first_day(self) -> date:
        """First possible calendar day, UTC."""
        return self.earliest.date()

    @property
    def last_day(self) -> date:
        """Last possible calendar day, UTC."""
        return self.latest.date()


@lru_cache(maxsize=65536)
def parse(text: str, tz: str = "UTC") -> Span:
    """Read an EDTF date.

    Parameters
    ----------
    text : str
        The date as written.
    tz : str
        IANA zone in which a bare date counts (``Asia/Seoul``).

    Raises
    ------
    DateError
        If the text is not in the subset, names a day that does not exist, ends before it
        begins, or the zone is unknown.

    Examples
    --------
    >>> parse("2017-11-29", "Asia/Seoul").first_day.isoformat()
    '2017-11-28'
    >>> parse("2018-02").last_day.isoformat()
    '2018-02-28'
    """
    zone = _zone(tz)
    if "/" not in text:
        return _point(text, zone)
    left, _, right = text.partition("/")
    if left == ".." and right == "..":
        raise DateError(f"'{text}' is open at both ends: leave the cell empty")
    start = None if left == ".." else _point(left, zone)
    end = None if right == ".." else _point(right, zone)
    earliest = start.earliest if start else FIRST
    latest = end.latest if end else LAST
    if latest < earliest:
        raise DateError(f"'{text}' ends before it begins: write the earlier date first")
    qualifier = "".join(sorted({p.qualifier for p in (start, end) if p and p.qualifier}))[:1]
    return Span(earliest, latest, "span", qualifier, end is None)


@lru_cache(maxsize=64)
def _zone(tz: str) -> tzinfo:
    if tz == "UTC":
        return UTC
    try:
        return ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise DateError(f"'{tz}' is no time zone: use an IANA name such as Asia/Seoul") from error


def _point(text: str, zone: tzinfo) -> Span:
    match = _POINT.fullmatch(text)
    if not match:
        raise DateError(
            f"'{text}' is no date: write 2018, 2018-04, 2018-04-21, 2018-04-21T18:17Z, "
            "add ? or ~ for doubt, or a span such as 2018-04/2018-06 or 2018-04-21/.."
        )
    parts = match.groupdict()
    year, month, day = int(parts["year"]), parts["month"], parts["day"]
    qualifier = parts["qualifier"] or ""
    try:
        if parts["hour"] is not None:
            return _instant(parts, qualifier)
        first = date(year, int(month or 1), int(day or 1))
    except ValueError as error:
        raise DateError(f"'{text}' names a day or time that does not exist") from error
    if not 1 < year < 9999:
        raise DateError(f"'{text}': the year must lie between 0002 and 9998")
    if day:
        last, precision = first, "day"
    elif month:
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        precision = "month"
    else:
        last, precision = first.replace(month=12, day=31), "year"
    midnight_after = last + timedelta(days=1)
    return Span(
        datetime(first.year, first.month, first.day, tzinfo=zone).astimezone(UTC),
        datetime(
            midnight_after.year, midnight_after.month, midnight_after.day, tzinfo=zone
        ).astimezone(UTC)
        - TICK,
        precision,
        qualifier,
    )


def _instant(parts: dict[str, str | None], qualifier: str) -> Span:
    zone = "+00:00" if parts["zone"] == "Z" else parts["zone"]
    second = parts["second"]
    clock = f"{parts['hour']}:{parts['minute']}:{second or '00'}"
    start = datetime.fromisoformat(
        f"{parts['year']}-{parts['month']}-{parts['day']}T{clock}{zone}"
    ).astimezone(UTC)
    length = timedelta(seconds=1) if second else timedelta(minutes=1)
    return Span(start, start + length - TICK, "time", qualifier)


def known_day(known: str) -> date:
    """The day (UTC) by which a fact with this ``known`` was public: its latest possible day."""
    if len(known) == 10:
        try:
            return date.fromisoformat(known)
        except ValueError:
            pass
    return parse(known).last_day


def days_between(then: str, as_of: date, tz: str = "UTC") -> tuple[int, int, int]:
    """Whole calendar days from a date to ``as_of``: counted in UTC, and the least and the most.

    The spread covers the date's own precision and the choice of calendar, UTC or the record's.

    Returns
    -------
    (value, low, high) : tuple of int
        ``value`` counts from the UTC day (the latest, when several are possible).

    Examples
    --------
    >>> days_between("2017-11-28T18:17Z", date(2019, 2, 21), "Asia/Seoul")
    (450, 449, 450)
    """
    span = parse(then, tz)
    zone = _zone(tz)
    days = {
        span.first_day,
        span.last_day,
        span.earliest.astimezone(zone).date(),
        span.latest.astimezone(zone).date(),
    }
    return (as_of - span.last_day).days, (as_of - max(days)).days, (as_of - min(days)).days


_MONTHS = (
    "January February March April May June July August September October November December"
).split()


@lru_cache(maxsize=8192)
def say(text: str, tz: str = "UTC") -> str:
    """The date in words, as prose writes it.

    Examples
    --------
    >>> say("2018-04-21")
    '21 April 2018'
    >>> say("2017-11-28T18:17Z", "Asia/Seoul")
    '28 November 2017, 18:17 UTC'
    >>> say("1984-09~")
    'about September 1984'
    """
    if "/" in text:
        left, _, right = text.partition("/")
        if left == "..":
            return f"until {say(right, tz)}"
        if right == "..":
            return f"since {say(left, tz)}"
        return f"{say(left, tz)} to {say(right, tz)}"
    span = parse(text, tz)
    local = span.earliest.astimezone(_zone(tz))
    month = _MONTHS[local.month - 1]
    if span.precision == "time":
        at = span.earliest
        words = f"{at.day} {_MONTHS[at.month - 1]} {at.year}, {at:%H:%M} UTC"
    elif span.precision == "day":
        words = f"{local.day} {month} {local.year}"
    elif span.precision == "month":
        words = f"{month} {local.year}"
    else:
        words = str(local.year)
    return {"": "", "?": "perhaps ", "~": "about ", "%": "perhaps about "}[span.qualifier] + words


def month_starts(start: date, end: date) -> list[date]:
    """The first of each month from one day to another, both inclusive.

    Examples
    --------
    >>> [day.isoformat() for day in month_starts(date(2018, 12, 1), date(2019, 2, 21))]
    ['2018-12-01', '2019-01-01', '2019-02-01']
    """
    months = range(start.year * 12 + start.month - 1, end.year * 12 + end.month)
    found = (date(month // 12, month % 12 + 1, 1) for month in months)
    return [day for day in found if start <= day <= end]


def last_part(text: str) -> str:
    """The later end of a span as written, or the date itself.

    Examples
    --------
    >>> last_part("2009-04-14/2009-04-16"), last_part("2018-04-21/.."), last_part("2018")
    ('2009-04-16', '2018-04-21', '2018')
    """
    left, _, right = text.partition("/")
    return right if right and right != ".." else left


def when(text: str, tz: str = "UTC") -> str:
    """The date as an adverb.

    Examples
    --------
    >>> when("2017-09-03"), when("2012-04"), when("2018-09-18/2018-09-20")
    ('on 3 September 2017', 'in April 2012', 'from 18 September 2018 to 20 September 2018')
    """
    if "/" in text:
        told = say(text, tz)
        return told if told.startswith(("since", "until")) else f"from {told}"
    span = parse(text, tz)
    if span.qualifier:
        return say(text, tz)
    return f"{'on' if span.precision in ('day', 'time') else 'in'} {say(text, tz)}"
