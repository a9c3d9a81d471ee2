"""Numbers in a sentence, in figures and in words, and which of the things counted they count."""

from __future__ import annotations

import math
import re

import msgspec

from .when import DATE

_CARDINALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
).split()
_TIMES = {"once": 1, "twice": 2, "thrice": 3}
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
).split()
HOW = (
    r"nearly|almost|close to|about|around|some|roughly|approximately|(?<!handed )over|more than|"
    r"at least|"
    r"less than|fewer than|under|at most|up to|exactly|only|just"
)
_WORDS = "|".join([*_CARDINALS[2:], *_TIMES])
_NUMBER = re.compile(
    rf"(?:\b(?P<how>{HOW})\s+)?(?<![\w.-])(?:(?P<figure>\d{{1,3}}(?:,\d{{3}})+|\d+)(?![\w.,]*\d)"
    rf"(?!(?:st|nd|rd|th)\b)|(?P<word>\b(?:{_WORDS})\b))",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    rf"\b(?:(?P<word>{'|'.join(_ORDINALS[1:])})|(?P<figure>\d{{1,3}})(?:st|nd|rd|th))\b", re.I
)
APPROXIMATE = ("nearly", "almost", "close to")
ABOUT = ("about", "around", "some", "roughly", "approximately")
MORE = ("over", "more than")
FEWER = ("less than", "fewer than", "under")
SLACK = 0.05  # 'nearly' and 'about' reach 5 %


class Numeral(msgspec.Struct, frozen=True):
    """A number and its place.

    Attributes
    ----------
    value : int
        The number.
    start, end : int
        Where it stands in the text, its qualifier included.
    how : str
        ``nearly``, ``more than`` and their like; ``exactly`` when nothing is said.
    """

    value: int
    start: int
    end: int
    how: str = "exactly"


def numerals(text: str) -> list[Numeral]:
    """Whole numbers in a text, those of dates left out.

    Examples
    --------
    >>> [(n.value, n.how) for n in numerals("more than 55 boxes and six tests in 2018")]
    [(55, 'more than'), (6, 'exactly')]
    """
    found = []
    for match in _NUMBER.finditer(without_dates(text)):
        if match["figure"]:
            value = int(match["figure"].replace(",", "")[:15])
        else:
            word = match["word"].lower()
            value = _TIMES.get(word) or _CARDINALS.index(word)
        how = (match["how"] or "exactly").lower()
        found.append(Numeral(value, match.start(), match.end(), how))
    return found


def ordinal(text: str) -> int | None:
    """The rank that a text gives: 'the sixth nuclear test' is 6."""
    match = _ORDINAL.search(without_dates(text))
    if not match:
        return None
    return int(match["figure"]) if match["figure"] else _ORDINALS.index(match["word"].lower())


def without_dates(text: str) -> str:
    """The text with its dates blanked, of the same length."""
    return DATE.sub(lambda match: " " * len(match.group()), text)


def holds(how: str, claimed: int, low: int, high: int) -> bool:
    """Whether a claimed number fits one that lies between low and high.

    Examples
    --------
    >>> holds("nearly", 450, 449, 450), holds("exactly", 5, 6, 6), holds("at least", 5, 6, 6)
    (True, False, True)
    """
    slack = claimed * SLACK
    least, most = {
        **dict.fromkeys(APPROXIMATE, (claimed - slack, claimed)),
        **dict.fromkeys(ABOUT, (claimed - slack, claimed + slack)),
        **dict.fromkeys(MORE, (claimed + 1, math.inf)),
        **dict.fromkeys(FEWER, (-math.inf, claimed - 1)),
        "at least": (claimed, math.inf),
        **dict.fromkeys(("at most", "up to"), (-math.inf, claimed)),
    }.get(how, (claimed, claimed))
    return low <= most and high >= least
