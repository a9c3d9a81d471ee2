"""The time axis, the same in all charts: left to right, ending on the as-of date."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from servanda.records import dates

from .theme import colour

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
TICK_PX = 46


def time_x(
    start: date, end: date, px: int, *, field: str = "date", labels: bool = True
) -> dict[str, Any]:
    """Encoding of a date on the x axis, in UTC, with ticks chosen for the room there is.

    Parameters
    ----------
    start, end : date
        First day drawn and the as-of date.
    px : int
        Width of the plot in pixels.
    field : str
        Column of the data.
    labels : bool
        Whether the axis is drawn.
    """
    ticks = time_ticks(start, end, px)
    words = " : ".join(f"datum.label == '{day}' ? '{text}'" for day, text in ticks)
    axis = {
        "values": [day for day, _ in ticks],
        "format": "%Y-%m-%d",
        "labelExpr": f"{words} : ''" if ticks else "''",
        "grid": False,
        "tickSize": 4,
        "labelPadding": 4,
        "title": None,
    }
    return {
        "field": field,
        "type": "temporal",
        "scale": {"type": "utc", "domain": [start.isoformat(), end.isoformat()], "nice": False},
        "axis": axis if labels else None,
    }


def time_ticks(start: date, end: date, px: int) -> list[tuple[str, str]]:
    """Days to mark between two dates and their labels: years, or months with the year said once.

    Examples
    --------
    >>> time_ticks(date(2017, 8, 1), date(2019, 2, 21), 300)
    [('2018-01-01', '2018'), ('2018-07-01', 'Jul'), ('2019-01-01', '2019')]
    """
    room = max(px // TICK_PX, 2)
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    for step in (1, 2, 3, 6):
        if months / step <= room:
            return _months(start, end, step)
    for years in (1, 2, 5, 10, 20):
        if months / 12 / years <= room:
            break
    return [
        (f"{year}-01-01", str(year))
        for year in range(start.year, end.year + 1)
        if year % years == 0 and start <= date(year, 1, 1) <= end
    ]


def _months(start: date, end: date, step: int) -> list[tuple[str, str]]:
    found = []
    year, month = start.year, start.month
    while (first := date(year, month, 1)) <= end:
        if first >= start and (month - 1) % step == 0:
            named = str(year) if month == 1 else MONTHS[month - 1]
            found.append((first.isoformat(), named))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found


def as_of_rule(as_of: date, x: dict[str, Any]) -> dict[str, Any]:
    """The thin line on the as-of date."""
    return {
        "data": {"values": [{x["field"]: as_of.isoformat()}]},
        "mark": {"type": "rule", "color": colour("ink"), "strokeWidth": 1},
        "encoding": {"x": x},
    }


def as_of_label(as_of: date, x: dict[str, Any], y: float, *, short: bool = False) -> dict[str, Any]:
    """The as-of date in words, at its line, ``y`` pixels below the top of the plot."""
    words = f"{as_of.day} {MONTHS[as_of.month - 1]} {as_of.year}"
    return {
        "data": {"values": [{x["field"]: as_of.isoformat()}]},
        "mark": {
            "type": "text", "align": "right", "dx": 0, "fontSize": 12, "baseline": "bottom",
            "color": colour("ink"), "text": words if short else f"as of {words}",
        },
        "encoding": {"x": x, "y": {"value": y}},
    }  # fmt: skip


@lru_cache(maxsize=8192)
def first_day(series_date: str) -> date:
    """The first day that a date of a series may stand for (``2018``, ``2018-04?``)."""
    try:
        return date.fromisoformat(series_date)
    except ValueError:
        return dates.parse(series_date).first_day


def quarters(start: date, end: date) -> list[tuple[date, date]]:
    """First and last day of each quarter that touches a period."""
    found = []
    day = date(start.year, (start.month - 1) // 3 * 3 + 1, 1)
    while day <= end:
        after = date(day.year + (day.month == 10), (day.month + 2) % 12 + 1, 1)
        found.append((day, after - timedelta(days=1)))
        day = after
    return found
