"""Reading an English sentence: its words, numbers, dates, quotations, parties and persons."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from servanda.dossier import Dossier
from servanda.records import Contact, Statement, dates

_MONTHS = (
    "january february march april may june july august september october november december"
).split()
_MONTH = "|".join(f"{name}|{name[:3]}\\.?" for name in _MONTHS)
_DATE = re.compile(
    rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<m1>{_MONTH})\s*"
    rf"(?P<d2>\d{{1,2}})?(?:st|nd|rd|th)?,?\s+(?P<y1>\d{{4}})|(?P<iso>\d{{4}}-\d\d(?:-\d\d)?)"
    r"|\b(?P<y2>19\d\d|20\d\d)\b",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"[\"“«]([^\"”»]{8,}?)[\"”»]")
_WORD = re.compile(r"[a-zA-Z][a-zA-Z'’-]*|\d[\d,.]*\d|\d")
_NAME = re.compile(r"\b[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)+\b")
_STOP = frozenset(
    "a an and any are as at be been both but by for from had has have he her his i in into is it "
    "its not of on or our she so that the their them they this those to was we were which who "
    "will with would country all side sides made make new".split()
)
_ENDINGS = (
    "isations", "isation", "ations", "ation", "ising", "ised", "ises", "ise", "ments", "ment",
    "ings", "ing", "ities", "ity", "ies", "ied", "ers", "ed", "es", "ly", "al", "s", "y", "e",
)  # fmt: skip
# Short names that stand for a party in running text, beyond the aliases of its record.
MIN_STEM = 3


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence as read.

    Attributes
    ----------
    text : str
        As given.
    stems : frozenset of str
        Stems of its content words.
    dates : tuple of str
        Dates in it, as EDTF.
    quotes : tuple of str
        Quoted passages of some length.
    parties : tuple of str
        Ids of parties named, in order.
    persons : tuple of str
        Persons named, as the records write them, in order.
    """

    text: str
    stems: frozenset[str]
    dates: tuple[str, ...]
    quotes: tuple[str, ...]
    parties: tuple[str, ...]
    persons: tuple[str, ...]


def read(text: str, dossier: Dossier) -> Sentence:
    """Read a sentence with the names a dossier knows."""
    people = persons(dossier)
    named = sorted(
        {(at, name) for name in people for at in _places(text, _spoken(name))}, key=lambda p: p[0]
    )
    found = [name for _, name in named]
    parties = [(at, id) for id, at in _parties(text, dossier)]
    parties += [(at, people[name]) for at, name in named]
    return Sentence(
        text=text,
        stems=stems(_QUOTE.sub(" ", text)),
        dates=tuple(_dates(text)),
        quotes=tuple(_QUOTE.findall(text)),
        parties=tuple(dict.fromkeys(id for _, id in sorted(parties))),
        persons=tuple(dict.fromkeys(found)),
    )


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A crude stem: enough to match 'denuclearization' with 'denuclearise'.

    Examples
    --------
    >>> stem("denuclearization") == stem("denuclearise")
    True
    """
    word = word.lower().replace("’", "'").removesuffix("'s").replace("iz", "is").strip("-'")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= MIN_STEM:
            return word[: -len(ending)]
    return word


def stems(text: str) -> frozenset[str]:
    """Stems of the content words of a text."""
    words = (word for word in _WORD.findall(text) if word.lower() not in _STOP)
    return frozenset(stem(word) for word in words if not word[0].isdigit())


def numbers(text: str) -> list[tuple[int, int]]:
    """Whole numbers in a text with their places, years of dates left out."""
    blank = _DATE.sub(lambda match: " " * len(match.group()), text)
    found = re.finditer(r"(?<![\w.])(\d{1,3}(?:,\d{3})+|\d+)(?![\w.]*\d)", blank)
    return [(match.start(), int(match.group().replace(",", ""))) for match in found]


def persons(dossier: Dossier) -> dict[str, str]:
    """Persons whom contacts and statements name, and the party each speaks for."""
    found: dict[str, str] = {}
    for statement in dossier.of(Statement):
        for name in _NAME.findall(statement.speaker):
            found.setdefault(name, statement.party)
    for contact in dossier.of(Contact):
        if contact.who and len(contact.parties) >= 2:
            for number, side in enumerate(contact.who.split(";")):
                for name in _NAME.findall(side):
                    if name not in found and number < len(contact.parties):
                        found[name] = contact.parties[number]
    return found


def mentions(text: str, name: str) -> bool:
    """Whether a text names a person, in full or by the name used in running text."""
    return any(True for _ in _places(text, _spoken(name)))


def overlaps(one: str, other: str, tz: str = "UTC") -> bool:
    """Whether two EDTF dates can mean the same day; both count in the record's zone."""
    left, right = dates.parse(one, tz), dates.parse(other, tz)
    return left.earliest <= right.latest and right.earliest <= left.latest


def _spoken(name: str) -> tuple[str, ...]:
    """Ways running text writes a name: in full, or by the distinctive part."""
    parts = name.split()
    western = "-" not in parts[-1]
    short = parts[-1] if western else parts[0]
    return (name,) if short in ("Kim", "Ri", "Lee", "Choe") else (name, short)


def _places(text: str, names: tuple[str, ...]) -> list[int]:
    for name in names:
        found = [m.start() for m in re.finditer(rf"\b{re.escape(name)}\b", text)]
        if found:
            return found
    return []


def _parties(text: str, dossier: Dossier) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    taken: list[range] = []
    names = [
        (name, party.id)
        for party in dossier.parties
        for name in (party.name, party.short, *party.aliases)
    ]
    for name, id in sorted(names, key=lambda pair: -len(pair[0])):
        for match in re.finditer(rf"\b{re.escape(name)}\b", text):
            span = range(match.start(), match.end())
            if not any(match.start() in other for other in taken):
                taken.append(span)
                found.append((id, match.start()))
    return found


def _dates(text: str) -> list[str]:
    found = []
    for match in _DATE.finditer(text):
        part = match.groupdict()
        if part["iso"]:
            found.append(part["iso"])
        elif part["y2"]:
            found.append(part["y2"])
        else:
            month = next(
                number for number, name in enumerate(_MONTHS, 1)
                if name.startswith(part["m1"].lower().rstrip("."))
            )  # fmt: skip
            day = part["d1"] or part["d2"]
            found.append(f"{part['y1']}-{month:02}" + (f"-{int(day):02}" if day else ""))
    return found
