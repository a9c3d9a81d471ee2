"""Claims that somebody met somebody."""

from __future__ import annotations

import re

from servanda.dossier import Dossier
from servanda.records import Contact, dates
from servanda.words import count

from .language import Sentence, mentions, overlaps
from .verdict import Verdict

_MET = re.compile(r"\b(met|meets?|meetings?|summits?|held talks|talks with|spoke with)\b", re.I)
_NEVER = re.compile(r"\b(never|not|no)\b[^.]{0,20}\b(met|meet|meeting)", re.I)
_FIRST = re.compile(r"\bfirst time\b|\bfirst(?:-ever)? (?:meeting|summit)\b", re.I)
_LEADERS = re.compile(r"\bleaders?\b|\bpresidents?\b|\bsummit\b|\bhighest level\b", re.I)
_PLACE = re.compile(r"\bin ([A-Z][\w-]+)")


def who_met_whom(sentence: Sentence, dossier: Dossier) -> list[Verdict]:
    """Check "Kim Jong-un met Donald Trump in Singapore on 12 June 2018"."""
    if not _MET.search(sentence.text) or len(sentence.parties) < 2:
        return []
    if len(sentence.persons) >= 2:
        return [_pair(sentence, dossier, None)]
    subject, *others = sentence.parties
    return [_pair(sentence, dossier, (subject, other)) for other in others]


def _pair(sentence: Sentence, dossier: Dossier, parties: tuple[str, str] | None) -> Verdict:
    held = [contact for contact in dossier.contacts if _joins(sentence, contact, parties)]
    names = (
        " and ".join(sentence.persons)
        if parties is None
        else " and ".join(dossier.name_of(party) for party in parties)
    )
    claim = f"{names} met"
    if not held:
        never = bool(_NEVER.search(sentence.text))
        return Verdict(
            claim=claim if not never else f"{names} never met",
            kind="meeting",
            answer="supported" if never else "not_knowable",
            explanation="No such meeting is on record by then.",
            cites=(),
        )
    fitting = [contact for contact in held if _fits(sentence, contact)]
    if _NEVER.search(sentence.text) or not fitting:
        newest = held[-1]
        return Verdict(
            claim=claim,
            kind="meeting",
            answer="contradicted",
            explanation=f"On record: {_told(newest)}.",
            cites=tuple(contact.id for contact in held),
        )
    slip = None
    if _FIRST.search(sentence.text) and fitting[0].id != held[0].id:
        slip = f"not the first: {_told(held[0])}"
    return Verdict(
        claim=claim,
        kind="meeting",
        answer="supported",
        explanation=f"{count(len(fitting), 'contact fits', 'contacts fit').capitalize()}: "
        + "; ".join(_told(contact) for contact in fitting[:4])
        + ".",
        slip=slip,
        cites=tuple(contact.id for contact in fitting),
    )


def _joins(sentence: Sentence, contact: Contact, parties: tuple[str, str] | None) -> bool:
    if _LEADERS.search(sentence.text) and parties is not None and contact.level != "leader":
        return False
    if parties is not None:
        return set(parties) <= set(contact.parties)
    return all(mentions(contact.who or "", name) for name in sentence.persons)


def _fits(sentence: Sentence, contact: Contact) -> bool:
    places = [p for p in _PLACE.findall(sentence.text) if _is_place(p)]
    if places and contact.place and not any(p in contact.place for p in places):
        return False
    return not sentence.dates or any(
        overlaps(day, contact.date, contact.zone) for day in sentence.dates
    )


def _is_place(word: str) -> bool:
    months = "January February March April May June July August September October November December"
    return word not in months


def _told(contact: Contact) -> str:
    place = f", {contact.place}" if contact.place else ""
    return f"{dates.say(contact.date, contact.zone)}{place} ({contact.level} level)"
