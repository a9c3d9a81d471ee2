"""Who is named in a sentence: parties by name, alias and demonym, persons by name and surname."""

from __future__ import annotations

import re
from collections import Counter
from weakref import WeakKeyDictionary

import msgspec

from servanda.dossier import Dossier
from servanda.records import Event, Statement, dates

_NAME = re.compile(r"\b[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)+\b")
_NO_PERSON = re.compile(
    r"\b(House|Ministry|Department|Bureau|Party|Office|Committee|Commission|Army|Command|Council)\b"
)
# How the people of a state are called, by any name of the state.
DEMONYMS = {
    "North Korea": "North Korean|North Koreans|Northern", "South Korea": "South Korean|Southern",
    "United States": "American", "China": "Chinese", "Japan": "Japanese", "Russia": "Russian",
    "Sweden": "Swedish|Swede", "Switzerland": "Swiss", "France": "French", "Germany": "German",
    "United Kingdom": "British", "Finland": "Finnish", "Singapore": "Singaporean",
    "Viet Nam": "Vietnamese", "Poland": "Polish", "Canada": "Canadian", "Israel": "Israeli",
    "Australia": "Australian", "Mongolia": "Mongolian", "Indonesia": "Indonesian",
    "Thailand": "Thai", "Malaysia": "Malaysian", "India": "Indian", "Iran": "Iranian",
    "Pakistan": "Pakistani", "Egypt": "Egyptian",
}  # fmt: skip
_KOREAS = re.compile(
    r"\b(?:[Ii]nter-Korean|[Tt]wo Koreas|[Bb]oth Koreas|[Tt]he Koreas|North-South|"
    r"North and South(?: Korea(?:ns?)?)?)\b"
)
_PLACE = re.compile(r"\b(?:in|at|near|from|over)\s+(?:the\s+)?$", re.I)
_ALSO = re.compile(r"^\s*(?:,|and|or)\s+$")


class Mention(msgspec.Struct, frozen=True, order=True):
    """A party or person where it is named.

    Attributes
    ----------
    start, end : int
        Place in the text.
    party : str
        Id of the party, of the person's party for a person.
    person : str
        The person as the records write the name; empty for a party.
    place : bool
        Whether it stands for a place ("in Singapore").
    """

    start: int
    end: int
    party: str
    person: str = ""
    place: bool = False


def mentions_in(text: str, dossier: Dossier) -> tuple[Mention, ...]:
    """Who is named in a text, in order, longest names first where they overlap."""
    found: list[Mention] = []
    for pattern, party, person in _patterns(dossier):
        for match in pattern.finditer(text):
            span = match.span()
            if all(span[1] <= other.start or span[0] >= other.end for other in found):
                found.append(Mention(*span, party, person))
    for match in _KOREAS.finditer(text):
        found = [m for m in found if m.end <= match.start() or m.start >= match.end()]
        found += [Mention(*match.span(), party.id) for party in dossier.parties
                  if {"North Korea", "South Korea"} & {party.name, *party.aliases}]  # fmt: skip
    return _placed(sorted(found), text)


def persons(dossier: Dossier) -> dict[str, str]:
    """Persons whom contacts and statements name, and the party each speaks for."""
    found: dict[str, str] = {}
    for statement in dossier.of(Statement):
        for name in _people(statement.speaker):
            found.setdefault(name, statement.party)
    votes: dict[str, Counter[str]] = {}
    for contact in dossier.contacts:
        sides = [_people(side) for side in re.split(r";|\bto\b", contact.who or "")]
        if len(contact.parties) != 2 or len(sides) != 2:
            continue
        one, other = contact.parties
        known = {found[name] for name in sides[0] if name in found}
        crossed = {found[name] for name in sides[1] if name in found}
        if other in known or one in crossed:
            one, other = other, one
        sure = 10 if known | crossed else 1
        for names, party in ((sides[0], one), (sides[1], other)):
            for name in names:
                votes.setdefault(name, Counter())[party] += sure
    for name, counted in votes.items():
        found.setdefault(name, counted.most_common(1)[0][0])
    return found


def years_of(person: str, dossier: Dossier) -> tuple[int, int]:
    """First and last year in which a person acts on record."""
    days = [c.date for c in dossier.contacts if is_named(person, c.who or "")]
    days += [s.said for s in dossier.of(Statement) if is_named(person, s.speaker)]
    days += [e.date for e in dossier.of(Event)
             if e.event_type == "leadership" and is_named(person, e.title)]  # fmt: skip
    years = [dates.parse(day).last_day.year for day in days] or [1]
    return min(years), max(years)


def is_named(person: str, text: str) -> bool:
    """Whether a text has a person's full name, hyphens and case aside."""
    return _plain(person) in _plain(text)


def _plain(text: str) -> str:
    return re.sub(r"[\s-]+", " ", text).lower()


_KNOWN: WeakKeyDictionary[Dossier, list[tuple[re.Pattern[str], str, str]]] = WeakKeyDictionary()


def _patterns(dossier: Dossier) -> list[tuple[re.Pattern[str], str, str]]:
    """Every way of naming somebody, longest first."""
    if dossier in _KNOWN:
        return _KNOWN[dossier]
    names: list[tuple[str, str, str]] = []
    for party in dossier.parties:
        called = {party.name, party.short, *party.aliases}
        names += [(name, party.id, "") for name in called]
        for state, demonym in DEMONYMS.items():
            if state in called:
                names += [(f"{word}s?" if word[-1] == "n" else word, party.id, "")
                          for word in demonym.split("|")]  # fmt: skip
    people = persons(dossier)
    names += [(name, people[name], name) for name in people]
    names += [(short, people[name], name) for short, name in _short(people, dossier).items()]
    patterns = [
        (re.compile(_spelt(name, person)), party, person)
        for name, party, person in sorted(names, key=lambda n: (-len(n[0]), n))
    ]
    _KNOWN[dossier] = patterns
    return patterns


def _spelt(name: str, person: str) -> str:
    if not person:
        written = name if name.endswith("s?") else re.escape(name)
        return rf"(?<![\w-]){written}(?![\w]|-[a-z])"
    first, *rest = (re.escape(part) for part in re.split(r"[\s-]", name))
    return rf"\b{first}" + "".join(rf"[\s-](?i:{part})" for part in rest) + r"\b"


def _short(people: dict[str, str], dossier: Dossier) -> dict[str, str]:
    """Surnames in running text; one that several bear means whoever meets leaders most often."""
    leaders: Counter[str] = Counter()
    for contact in dossier.contacts:
        if contact.level == "leader":
            leaders.update(_people(contact.who or ""))
    bearers: dict[str, list[str]] = {}
    for name in people:
        parts = name.split()
        bearers.setdefault(parts[0] if "-" in parts[-1] or name in _FAMILY_FIRST else parts[-1],
                           []).append(name)  # fmt: skip
    found = {}
    for short, names in bearers.items():
        ranked = sorted(names, key=lambda name: (-leaders[name], name))
        if len(names) == 1 or leaders[ranked[0]] > leaders[ranked[1]]:
            found[short] = ranked[0]
    return found


_FAMILY_FIRST = frozenset({"Xi Jinping", "Wang Yi", "Song Tao", "Nguyen Phu Trong", "Li Keqiang"})


def _people(text: str) -> list[str]:
    return [name for name in _NAME.findall(text) if not _NO_PERSON.search(name)]


def _placed(found: list[Mention], text: str) -> tuple[Mention, ...]:
    told: list[Mention] = []
    for mention in found:
        before = text[: mention.start]
        place = not mention.person and bool(_PLACE.search(before))
        if told and told[-1].place and _ALSO.match(text[told[-1].end : mention.start]):
            place = not mention.person
        told.append(msgspec.structs.replace(mention, place=place))
    return tuple(told)
