"""Claims that so many days, months or years passed without a test."""

from __future__ import annotations

import re
from datetime import timedelta

from servanda.desks.verification.gaps import BALLISTIC, NUCLEAR, completed, counted, last, since
from servanda.records import Test, dates

from .language import NOT
from .numerals import HOW, holds, numerals
from .verdict import Case, Verdict

_CLAIM = re.compile(
    rf"(?:\b(?P<how>{HOW})\s+)?(?:(?P<number>\d[\d,]*|[a-z]+)\s+)(?P<unit>day|week|month|year)s?\b",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"\b(since the last|after the last|free of|absence of|pass|passed|elapsed)\b")
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}


def days_without_tests(case: Case) -> list[Verdict]:
    """Check "nearly 450 days without any nuclear and ballistic tests"."""
    text = case.sentence.text
    kinds = _kinds(text.lower())
    if not kinds or not (NOT.search(text) or _EMPTY.search(text.lower())):
        return []
    tests = case.dossier.tests
    newest = [test for types in kinds if (test := last(tests, types))]
    if not newest:
        return []
    for match in _CLAIM.finditer(text):
        number = _number(match["number"])
        if number is not None:
            return [_checked(case, match, number, newest, kinds)]
    return []


def _kinds(text: str) -> list[tuple[str, ...]]:
    if not re.search(r"\b(tests?|tested|testing|launch\w*|missiles?|fired)\b", text):
        return []
    kinds: list[tuple[str, ...]] = [NUCLEAR] if "nuclear" in text else []
    kinds += [BALLISTIC] if re.search(r"ballistic|missile|launch|rocket", text) else []
    return kinds or [NUCLEAR, BALLISTIC]


def _number(word: str) -> int | None:
    if word.lower() in ("a", "one"):
        return 1
    found = numerals(word)
    return found[0].value if found else None


def _checked(
    case: Case, match: re.Match[str], number: int, newest: list[Test], kinds: list[tuple[str, ...]]
) -> Verdict:
    as_of = case.dossier.as_of
    test = min(newest, key=lambda t: since(t, as_of)[0])
    value, low, high = since(test, as_of)
    unit, how = match["unit"].lower(), (match["how"] or "exactly").lower()
    if unit == "day":
        fits = holds(how, number, low, high)
        nearest = number
    else:
        nearest = round(number * _DAYS[unit])
        fits = holds(how, number, *_whole(low, high, _DAYS[unit], how))
    told = f"{value:,} days in UTC" + (
        f", {low:,} to {high:,} over calendars" if low != high else ""
    )
    explanation = (
        f"The last such test on record by {dates.say(as_of.isoformat())}: {test.label}, "
        f"{dates.say(test.date, test.zone)}, {told} before."
    )
    if not fits:
        explanation += _when_it_was(case, kinds, nearest)
    return Verdict(
        claim=f"{match.group().strip()} without {_words(kinds)}",
        kind="count",
        answer="supported" if fits else "contradicted",
        explanation=explanation,
        cites=tuple(dict.fromkeys(other.id for other in newest)),
    )


def _whole(low: int, high: int, length: float, how: str) -> tuple[int, int]:
    """The lull in months or years: whole ones, and the nearest whole one when none is closer."""
    if how in ("more than", "over", "at least"):
        return int(low / length), int(high / length) + (high % length > 1)
    return round(low / length), round(high / length)


def _words(kinds: list[tuple[str, ...]]) -> str:
    if len(kinds) == 2:
        return "a nuclear test or a launch"
    return "a nuclear test" if kinds[0] is NUCLEAR else "a launch"


def _when_it_was(case: Case, kinds: list[tuple[str, ...]], number: int) -> str:
    """The latest day on which a completed lull had that length: what an undated claim may mean."""
    types = tuple(type for each in kinds for type in each)
    long = [gap for gap in completed(counted(case.dossier.tests, types)) if gap.low >= number > 0]
    if not long:
        return ""
    gap = long[-1]
    day = dates.parse(gap.before.date, gap.before.zone).last_day + timedelta(days=number)
    return f" A lull last reached {number:,} days on {dates.say(day.isoformat())}."
