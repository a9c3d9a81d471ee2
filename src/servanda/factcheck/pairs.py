"""Between whom a meeting is claimed, and which meetings on record are of that pair."""

from __future__ import annotations

import re

import msgspec

from servanda.records import Contact

from .language import Sentence
from .names import Mention, is_named
from .verdict import Case
from .when import overlaps

MET = re.compile(
    r"\b(met|meets?|meetings?|summits?|held talks|hold talks|talks with|spoke with|talks between|"
    r"negotiations?|summit diplomacy)\b",
    re.I,
)
_HIS_OWN = re.compile(
    r"..\]?\s+(?:[\w-]+\s+){0,2}(?:meetings?|summits?|talks|negotiations)\b", re.I
)
_LEADERS = re.compile(
    r"\bleaders?\b|\bpresidents?\b|\bsummits?\b|\bhighest level\b|\bheads of state\b", re.I
)
_LEVELS = {
    "military": r"\bgenerals?\b|\bmilitary talks\b|\bcolonels\b",
    "minister": r"\bforeign ministers?\b|\bministers\b|\bsecretary of state\b",
    "envoy": r"\benvoys?\b",
    "working": r"\bworking[- ]level\b|\bofficials\b",
    "humanitarian": r"\bred cross\b",
}
_PLACE = re.compile(r"\b(?:[Ii]n|[Aa]t)\s+(?:the\s+)?([A-Z][\w’'-]+)")
_SAME_PLACE = {"DMZ": "Panmunjom", "Joint": "Panmunjom", "Demilitarized": "Panmunjom"}
_MONTHS = (
    "January February March April May June July August September October November December"
).split()


class Pair(msgspec.Struct, frozen=True):
    """Two sides of a claimed meeting: parties, with the persons where they are named."""

    parties: tuple[str, str]
    persons: tuple[str, ...]
    names: str


def pairs_of(case: Case) -> list[Pair]:
    """The pairs of a sentence: the first named with each of the others."""
    people: list[Mention] = []
    for mention in case.sentence.mentions:
        if _himself(mention, case.sentence.text) and all(
            mention.person != other.person for other in people
        ):
            people.append(mention)
    others = [
        m for m in case.sentence.mentions
        if not m.person and not m.place and all(m.party != p.party for p in people)
    ]  # fmt: skip
    sides = people + [m for n, m in enumerate(others)
                      if all(m.party != other.party for other in others[:n])]  # fmt: skip
    if not sides:
        return []
    subject = sides[0]
    return [
        Pair(
            (subject.party, other.party),
            tuple(m.person for m in (subject, other) if m.person),
            f"{_name(case, subject)} and {_name(case, other)}",
        )
        for other in sides[1:]
        if other.party != subject.party
    ]


def _himself(mention: Mention, text: str) -> bool:
    """Whether a person is meant, and not somebody's sister or envoy: only his meetings count."""
    after = text[mention.end :]
    return bool(mention.person) and (after[:2] not in ("'s", "’s") or bool(_HIS_OWN.match(after)))


def _name(case: Case, mention: Mention) -> str:
    return mention.person or case.dossier.name_of(mention.party)


def held(case: Case, pair: Pair, *, later: bool = False) -> list[Contact]:
    """Meetings in person of a pair, at the level that the sentence speaks of."""
    dossier = case.later if later else case.dossier
    text = case.sentence.text
    level = "leader" if _LEADERS.search(text) and len(pair.persons) < 2 else None
    if level is None and not pair.persons:
        level = next(
            (name for name, words in _LEVELS.items() if re.search(words, text, re.I)), None
        )
    return [
        contact
        for contact in dossier.contacts
        if set(pair.parties) <= set(contact.parties)
        and not (contact.place or "").startswith("(")
        and (level is None or contact.level == level)
        and all(is_named(person, contact.who or "") for person in pair.persons)
    ]


def fits(sentence: Sentence, contact: Contact, case: Case) -> bool:
    """Whether a meeting falls in the time and at the place that a sentence gives."""
    if sentence.dates and not any(overlaps(d, contact.date, contact.zone) for d in sentence.dates):
        return False
    places = places_of(sentence.text)
    where = contact.place or ""
    for mention in sentence.mentions:
        if mention.place and _lies_in(mention.party, contact, case):
            return True
    return not places or any(_SAME_PLACE.get(place, place) in where for place in places)


def places_of(text: str) -> list[str]:
    """Places named after the verb of meeting, or at the sentence's head."""
    met = MET.search(text)
    start = met.end() if met else 0
    named = [m for m in _PLACE.finditer(text) if m.start() >= start or m.start() == 0]
    return [match[1] for match in named if match[1] not in _MONTHS]


def _lies_in(party: str, contact: Contact, case: Case) -> bool:
    """Whether a contact took place in a state: by the names of its capital, or as its host."""
    record = next((p for p in case.dossier.parties if p.id == party), None)
    names = (record.name, record.short, *record.aliases) if record else ()
    where = contact.place or ""
    return any(name in where for name in names) or party in contact.facilitators
