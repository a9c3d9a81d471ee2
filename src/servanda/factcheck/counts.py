"""Claims that so many days passed without a test."""

from __future__ import annotations

import re

from servanda.desks.verification.gaps import BALLISTIC, NUCLEAR, last, since
from servanda.dossier import Dossier
from servanda.records import dates

from .language import Sentence
from .verdict import Verdict

_CLAIM = re.compile(
    r"(?P<how>nearly|almost|close to|about|around|some|roughly|over|more than|at least|"
    r"less than|fewer than|under|exactly)?\s*(?P<days>\d[\d,]*)\s+days?\b(?P<tail>.*)",
    re.IGNORECASE,
)
SLACK = 0.05  # 'nearly' and 'about' reach 5 %


def days_without_tests(sentence: Sentence, dossier: Dossier) -> list[Verdict]:
    """Check "nearly 450 days without any nuclear and ballistic tests"."""
    match = _CLAIM.search(sentence.text)
    if not match:
        return []
    tail = match["tail"].lower()
    kinds: list[tuple[str, ...]] = [NUCLEAR] if "nuclear" in tail else []
    kinds += [BALLISTIC] if re.search(r"ballistic|missile|launch", tail) else []
    if not kinds:
        return []
    newest = [test for types in kinds if (test := last(dossier.tests, types))]
    if not newest:
        return []
    test = min(newest, key=lambda t: since(t, dossier.as_of)[0])
    value, low, high = since(test, dossier.as_of)
    how, claimed = (match["how"] or "exactly").lower(), int(match["days"].replace(",", ""))
    counted = f"{value} days in UTC" + (f", {low} to {high} over calendars" if low != high else "")
    return [
        Verdict(
            claim=match.group().strip(),
            kind="count",
            answer="supported" if _holds(how, claimed, low, high) else "contradicted",
            explanation=f"The last such test on record was {test.label} on "
            f"{dates.say(test.date, test.zone)}: {counted} before {dossier.as_of}.",
            cites=tuple(other.id for other in newest),
        )
    ]


def _holds(how: str, claimed: int, low: int, high: int) -> bool:
    if how in ("nearly", "almost", "close to"):
        return low <= claimed and high >= claimed * (1 - SLACK)
    if how in ("about", "around", "some", "roughly"):
        return low <= claimed * (1 + SLACK) and high >= claimed * (1 - SLACK)
    if how in ("over", "more than"):
        return high > claimed
    if how == "at least":
        return high >= claimed
    if how in ("less than", "fewer than", "under"):
        return low < claimed
    return low <= claimed <= high
