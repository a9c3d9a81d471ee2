"""Dates in a sentence, exact and vague, as EDTF: 'mid-1990s', 'by June 2018', '27-28 February'."""

from __future__ import annotations

import re
from datetime import timedelta

from servanda.records import dates

_MONTHS = (
    "january february march april may june july august september october november december"
).split()
_MONTH = "|".join(f"{name}|{name[:3]}\\b\\.?" for name in _MONTHS) + r"|sept\b\.?"
_YEAR = r"(?:19\d\d|20[0-4]\d)"
_TO = r"\s*(?:-|–|to|and|/)\s*"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
DATE = re.compile(
    rf"\b(?P<iso>\d{{4}}-\d\d(?:-\d\d)?)\b"
    rf"|\b(?P<d1>{_DAY})(?:{_TO}(?P<d2>{_DAY}))?\s+(?:of\s+)?(?P<m1>{_MONTH}),?\s+(?P<y1>\d{{4}})\b"
    rf"|\b(?P<m2>{_MONTH})\s*(?P<d3>{_DAY})(?:{_TO}(?P<d4>{_DAY}))?,?\s+(?P<y2>\d{{4}})\b"
    rf"|\b(?P<m3>{_MONTH}),?\s+(?:of\s+)?(?P<y3>\d{{4}})\b"
    rf"|\b(?:(?P<part>early|mid|late|beginning of|end of|middle of)[\s-]+(?:the\s+)?)?"
    rf"(?:(?P<decade>(?:19|20)\d)0s|(?:(?P<season>spring|summer|autumn|fall)\s+(?:of\s+)?)?"
    rf"(?P<y4>{_YEAR}))\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\b(since|by|until|till|before|after|from|between)\s+(?:the\s+)?$", re.I)
_DECADE = {"": (0, 9), "early": (0, 3), "mid": (4, 6), "late": (7, 9)}
_PART = {"early": ("01", "04"), "mid": ("05", "08"), "late": ("09", "12")}
_SEASON = {
    "spring": ("03", "05"), "summer": ("06", "08"), "autumn": ("09", "11"), "fall": ("09", "11"),
}  # fmt: skip
_WORDED = {"beginning of": "early", "middle of": "mid", "end of": "late"}


def dates_in(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Dates in a text as EDTF, and those that name no day there ever was.

    Examples
    --------
    >>> dates_in("on 27 and 28 February 2019, already in the mid-1990s, not on 31 June 2018")
    (('2019-02-27/2019-02-28', '1994/1996'), ('31 June 2018',))
    """
    found: list[tuple[str, str, int, int]] = []
    impossible = []
    for match in DATE.finditer(text):
        written = _written(match)
        try:
            dates.parse(written)
        except dates.DateError:
            impossible.append(match.group().strip())
            continue
        before = _BEFORE.search(text[: match.start()])
        found.append((written, before[1].lower() if before else "", match.start(), match.end()))
    return tuple(_with_words(found, text)), tuple(impossible)


def overlaps(one: str, other: str, tz: str = "UTC") -> bool:
    """Whether two EDTF dates can mean the same day, counted in UTC or in the record's zone."""
    for zone in {tz, "UTC"}:
        left, right = dates.parse(one, zone), dates.parse(other, tz)
        if left.earliest <= right.latest and right.earliest <= left.latest:
            return True
    return False


def _with_words(found: list[tuple[str, str, int, int]], text: str) -> list[str]:
    """Dates with 'since', 'by', 'before', 'after', 'from ... to' worked in."""
    told: list[str] = []
    at = 0
    while at < len(found):
        written, word, _, end = found[at]
        joined = at + 1 < len(found) and text[end : found[at + 1][2]].strip().lower()
        if word in ("from", "between") and joined in ("to", "and", "until", "-", "–"):
            left, right = written.partition("/")[0], dates.last_part(found[at + 1][0])
            told.append(_ordered(left, right) or written)
            at += 2
            continue
        told.append(_open(written, word))
        at += 1
    return told


def _open(written: str, word: str) -> str:
    if word in ("since", "from"):
        return f"{written.partition('/')[0]}/.."
    if word in ("by", "until", "till"):
        return f"../{dates.last_part(written)}"
    span = dates.parse(written)
    if word == "before":
        return f"../{(span.first_day - timedelta(days=1)).isoformat()}"
    if word == "after":
        return f"{(span.last_day + timedelta(days=1)).isoformat()}/.."
    return written


def _ordered(left: str, right: str) -> str | None:
    try:
        dates.parse(f"{left}/{right}")
    except dates.DateError:
        return None
    return f"{left}/{right}"


def _written(match: re.Match[str]) -> str:
    part = match.groupdict()
    if part["iso"]:
        return str(part["iso"])
    if part["y1"] or part["y2"]:
        year, month = part["y1"] or part["y2"], _number(part["m1"] or part["m2"])
        days = [part["d1"], part["d2"]] if part["y1"] else [part["d3"], part["d4"]]
        told = [f"{year}-{month:02}-{int(re.sub(r'[a-z]', '', d, flags=re.I)):02}"
                for d in days if d]  # fmt: skip
        return "/".join(told)
    if part["y3"]:
        return f"{part['y3']}-{_number(part['m3']):02}"
    worded = (part["part"] or "").lower()
    worded = _WORDED.get(worded, worded)
    if part["decade"]:
        first, last = _DECADE[worded]
        return f"{part['decade']}{first}/{part['decade']}{last}"
    year = part["y4"]
    season = _SEASON.get((part["season"] or "").lower()) or _PART.get(worded)
    return f"{year}-{season[0]}/{year}-{season[1]}" if season else str(year)


def _number(name: str) -> int:
    short = name.lower().rstrip(".")[:3]
    return next(n for n, month in enumerate(_MONTHS, 1) if month.startswith(short))
