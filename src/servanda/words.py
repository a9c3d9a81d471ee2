"""Putting counts and lists into English, the same way in every room."""

from __future__ import annotations

from collections.abc import Sequence

_NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()


def join(words: Sequence[str]) -> str:
    """Words as a list in a sentence.

    Examples
    --------
    >>> join(["Seoul", "Pyongyang", "Washington"])
    'Seoul, Pyongyang and Washington'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def number(value: int) -> str:
    """A count in words up to twelve, in figures beyond.

    Examples
    --------
    >>> number(3), number(0), number(1200)
    ('three', 'no', '1,200')
    """
    return _NUMBERS[value] if 0 <= value < len(_NUMBERS) else f"{value:,}"


def count(value: int, one: str, many: str) -> str:
    """A counted noun.

    Examples
    --------
    >>> count(1, "meeting", "meetings"), count(14, "meeting", "meetings")
    ('one meeting', '14 meetings')
    """
    return f"{number(value)} {one if value == 1 else many}"


def figures(value: int, one: str, many: str) -> str:
    """A counted noun, the number in figures.

    Examples
    --------
    >>> figures(1, "entry", "entries"), figures(1204, "entry", "entries")
    ('1 entry', '1,204 entries')
    """
    return f"{value:,} {one if value == 1 else many}"


def days(value: int) -> str:
    """A number of days, in figures.

    Examples
    --------
    >>> days(1), days(1919)
    ('1 day', '1,919 days')
    """
    return figures(value, "day", "days")


def times(value: int) -> str:
    """How often, in words.

    Examples
    --------
    >>> times(1), times(2), times(4)
    ('once', 'twice', 'four times')
    """
    return {1: "once", 2: "twice"}.get(value) or f"{number(value)} times"


def none_or(value: int, one: str, many: str) -> str:
    """A count that can stand alone as the subject of a clause.

    Examples
    --------
    >>> none_or(0, "is closed", "are closed"), none_or(3, "is closed", "are closed")
    ('none is closed', 'three are closed')
    """
    return f"none {one}" if value == 0 else count(value, one, many)


def capital(sentence: str) -> str:
    """The sentence with its first letter in upper case."""
    return sentence[:1].upper() + sentence[1:]


def the(name: str) -> str:
    """A thing's name with its article, unless it is the proper name of a place.

    Examples
    --------
    >>> the("radiochemical laboratory"), the("5 MWe reactor"), the("Kangson")
    ('the radiochemical laboratory', 'the 5 MWe reactor', 'Kangson')
    """
    return name if name[:1].isupper() else f"the {name}"
