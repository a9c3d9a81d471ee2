"""Claims that a third party made talks possible."""

from __future__ import annotations

import re

from servanda.records import Contact, dates
from servanda.words import capital, count

from .language import MODAL, NOT
from .names import is_named
from .verdict import Case, Verdict
from .when import overlaps

_FACILITATED = re.compile(r"\b(facilitat\w+|mediat\w+|hosted|hosting|good offices)\b", re.I)


def who_helped(case: Case) -> list[Verdict]:
    """Check "Third parties, such as Sweden, play a facilitating role", one claim for each."""
    sentence = case.sentence
    if not _FACILITATED.search(sentence.text) or MODAL.search(sentence.text):
        return []
    found = []
    principals = {party.id for party in case.dossier.principals}
    for party in sentence.actors:
        if party in principals:
            continue
        own = [c for c in case.dossier.contacts if _helped(case, c, party)]
        own = [c for c in own if not sentence.dates
               or any(overlaps(d, c.date, c.zone) for d in sentence.dates)]  # fmt: skip
        if own:
            found.append(_verdict(case, party, own))
    return found


def _helped(case: Case, contact: Contact, party: str) -> bool:
    """Whether a third party made a contact possible, of those whom the sentence names with it."""
    principals = {p.id for p in case.dossier.principals}
    return (
        party in contact.facilitators
        and principals & set(case.sentence.actors) <= set(contact.parties)
        and all(is_named(person, contact.who or "") for person in case.sentence.persons)
    )


def _verdict(case: Case, party: str, own: list[Contact]) -> Verdict:
    told = "; ".join(
        f"{dates.say(c.date, c.zone)}{f', {c.place}' if c.place else ''}" for c in own[-4:]
    )
    return Verdict(
        claim=f"{case.dossier.name_of(party)} made talks possible",
        kind="meeting",
        answer="contradicted" if NOT.search(case.sentence.text) else "supported",
        explanation=f"{capital(count(len(own), 'contact', 'contacts'))} with its help on record: "
        f"{told}.",
        cites=tuple(c.id for c in own[-4:]),
    )
