"""Setting words as a printer would: dashes, apostrophes, spaces that do not break."""

from __future__ import annotations

import re
from functools import lru_cache

NBSP = "\u00a0"

_UNITS = (
    "days|day|weeks|months|years|km|m|kg|t|kt|MWth|MWe|MWd|g|SWU|%|boxes|tests|launches|contacts|"
    "commitments|incidents|channels|grants|entries|UTC"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_RULES = (
    # A span within a month names month and year once: 27–28 February 2019.
    (re.compile(rf"\b(\d{{1,2}}) ((?:{_MONTHS}) \d{{4}}) to (\d{{1,2}}) \2"), "\\1–\\3 \\2"),
    (re.compile(rf"(?<=\d) (?=(?:{_UNITS})\b|%)"), NBSP),
    (re.compile(rf"\b(\d{{1,2}}) (?={_MONTHS})"), rf"\1{NBSP}"),
    (re.compile(r"(?<![\w-])(\d{1,3})-(\d{1,3})(?![\w-])"), "\\1–\\2"),
    (re.compile(r" -{1,2} "), f"{NBSP}– "),
    (re.compile(r"(?<=\w)'(?=\w)|(?<=s)'(?= )"), "’"),
    (re.compile(r'"([^"]+)"'), "“\\1”"),
)


@lru_cache(maxsize=16384)
def set_words(text: str) -> str:
    """Prose with no-break spaces before units, real dashes and quotation marks.

    Examples
    --------
    >>> set_words("450 days on 21 February 2019").replace(NBSP, "_")
    '450_days on 21_February 2019'
    >>> set_words("27 February 2019 to 28 February 2019").replace(NBSP, "_")
    '27–28_February 2019'
    """
    for pattern, put in _RULES:
        text = pattern.sub(put, text)
    return text


def number(value: float | int | None) -> str:
    """A number with thousands set apart and no needless decimals.

    Examples
    --------
    >>> number(1431), number(8.0), number(0.25), number(-3.5), number(None)
    ('1,431', '8', '0.25', '−3.5', '')
    """
    if value is None:
        return ""
    if isinstance(value, int) or float(value).is_integer():
        told = f"{int(value):,}"
    else:
        told = f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return told.replace("-", "−")


def interval(low: float | int | None, high: float | int | None) -> str:
    """Two bounds with a dash; one number where they are the same."""
    if low is None or high is None:
        return ""
    return number(low) if low == high else f"{number(low)}–{number(high)}"
