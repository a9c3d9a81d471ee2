"""Claims that something lies so many weeks, months or years before or after an event."""

from __future__ import annotations

import re
from datetime import date

from servanda.records import Event, dates

from .language import read
from .matching import best
from .numerals import HOW, holds, numerals
from .verdict import Case, Verdict
from .when import overlaps

_CLAIM = re.compile(
    rf"\b(?:(?P<how>{HOW})\s+)?(?P<number>(?:a )?few|several|a couple of|\d+|[a-z]+)\s+"
    r"(?P<unit>day|week|month|year)s?\s+(?P<side>before|ahead of|after|until|to)\s+(?P<event>.+)",
    re.I,
)
_LENGTH = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}
FEW = (2, 6)  # 'few', 'several', 'a couple of'
ALIKE = 0.5


def so_long_before(case: Case) -> list[Verdict]:
    """Check "few months before the 2020 US elections", counted from the day asked for."""
    match = _CLAIM.search(case.sentence.text)
    if not match:
        return []
    event = _event(case, match["event"])
    low, high = _range(match["number"], match["how"] or "exactly")
    if event is None or high <= 0:
        return []
    start = case.dossier.as_of
    then = dates.parse(event.date, event.zone).first_day
    days = (then - start).days if match["side"].lower() != "after" else (start - then).days
    length = _LENGTH[match["unit"].lower()]
    fits = low - 0.5 <= days / length <= high + 0.5
    return [
        Verdict(
            claim=f"{match['number']} {match['unit']}s {match['side']} {event.title}",
            kind="distance",
            answer="supported" if fits else "contradicted",
            explanation=f"{event.title}: {dates.say(event.date, event.zone)}, "
            f"{_apart(start, then)} {dates.say(start.isoformat())}.",
            cites=(event.id,),
        )
    ]


def _event(case: Case, text: str) -> Event | None:
    told = read(text, case.dossier)
    found = [
        event for _, event in best(told.stems, case.dossier.of(Event), _text, ALIKE)
        if set(told.parties) <= set(event.parties)
        and (not told.dates or any(overlaps(d, event.date, event.zone) for d in told.dates))
    ] or [
        event for event in case.dossier.of(Event)
        if told.dates and told.parties and set(told.parties) <= set(event.parties)
        and told.stems & read(_text(event), case.dossier).stems
        and any(overlaps(d, event.date, event.zone) for d in told.dates)
    ]  # fmt: skip
    return found[0] if found else None


def _text(event: Event) -> str:
    return f"{event.title} {event.text or ''} {event.event_type}"


def _range(number: str, how: str) -> tuple[float, float]:
    word = number.lower().removeprefix("a ")
    if word in ("few", "several", "couple of"):
        return FEW
    if word in ("", "one"):
        return 1, 1
    found = numerals(number)
    if not found:
        return 0, 0
    value = found[0].value
    if how.lower() in ("more than", "over", "at least"):
        return value, 1e9
    if how.lower() in ("less than", "fewer than", "under", "at most", "up to"):
        return 0, value
    return (
        (value * 0.95, value * 1.05) if holds(how.lower(), value, value, value) else (value, value)
    )


def _apart(start: date, then: date) -> str:
    days = (then - start).days
    length = abs(days)
    told = f"{length:,} days" if length < 60 else f"{length / 30.44:.0f} months"
    return f"{told} {'after' if days >= 0 else 'before'}"
