"""Claims that somebody met somebody. A letter is no meeting."""

from __future__ import annotations

import re

from servanda.records import Contact, Event, dates
from servanda.words import capital, count

from .language import MODAL, NOT, Sentence
from .numerals import holds, ordinal
from .pairs import MET, Pair, fits, held, pairs_of, places_of
from .verdict import Case, Verdict
from .when import overlaps

_AHEAD = re.compile(r"\b(will|to meet|are to|is to|planned|scheduled|fixed|upcoming)\b", re.I)
_FIRST = re.compile(r"\bfirst\b|\bunprecedented\b", re.I)
_PLURAL = re.compile(r"\b(meetings|summits)\b", re.I)
_RANKS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def who_met_whom(case: Case) -> list[Verdict]:
    """Check "Kim Jong-un met Donald Trump in Singapore on 12 June 2018", one claim per pair."""
    sentence = case.sentence
    if not MET.search(sentence.text) or MODAL.search(sentence.text) or sentence.quotes:
        return []
    pairs = pairs_of(case)
    if _AHEAD.search(sentence.text):
        return [verdict for pair in pairs if (verdict := fixed(case, pair))]
    return [verdict for pair in pairs if (verdict := _checked(case, pair, len(pairs)))]


def _checked(case: Case, pair: Pair, among: int) -> Verdict | None:
    contacts = held(case, pair)
    if NOT.search(case.sentence.text):
        return _denied(case, pair, contacts)
    if not contacts:
        return None
    fitting = [contact for contact in contacts if fits(case.sentence, contact, case)]
    counted = _counted(case.sentence)
    if counted is not None:
        return _how_often(case, pair, fitting, contacts, counted)
    alone = among == 1 and bool(_PLURAL.search(case.sentence.text))
    rank = 1 if _FIRST.search(case.sentence.text) else ordinal(case.sentence.text)
    if rank:
        return _ranked(pair, contacts, fitting, rank, plural=alone)
    return _met(pair, contacts, fitting, plural=alone)


def _met(
    pair: Pair, contacts: list[Contact], fitting: list[Contact], *, plural: bool
) -> Verdict | None:
    if fitting:
        told = capital(count(len(fitting), "contact fits", "contacts fit"))
        explanation = f"{told}: {_listed(fitting)}."
    elif any(contact.level == "leader" for contact in contacts):
        explanation = f"Not then and there. On record: {_listed(contacts)}."
    else:
        return None  # the ledger does not hold every meeting below the leaders
    return Verdict(
        claim=f"{pair.names} met",
        kind="meeting",
        answer="supported" if fitting else "contradicted",
        explanation=explanation,
        slip=_one_only(fitting) if plural else None,
        cites=tuple(contact.id for contact in fitting or contacts),
    )


def fixed(case: Case, pair: Pair) -> Verdict | None:
    """A meeting that lies ahead: whether it was fixed by the day asked for."""
    sentence = case.sentence
    events = [
        event
        for event in case.dossier.of(Event)
        if event.event_type == "meeting_fixed"
        and set(pair.parties) <= set(event.parties)
        and dates.parse(event.date, event.zone).last_day >= case.dossier.as_of
        and (not sentence.dates or any(overlaps(d, event.date, event.zone) for d in sentence.dates))
        and all(place in f"{event.title} {event.text}" for place in places_of(sentence.text))
    ]
    if not events:
        return None
    event = events[0]
    return Verdict(
        claim=f"{pair.names} are to meet", kind="meeting", answer="supported",
        explanation=f"Fixed by then: {event.title} ({dates.say(event.date, event.zone)}).",
        cites=(event.id,),
    )  # fmt: skip


def _denied(case: Case, pair: Pair, contacts: list[Contact]) -> Verdict | None:
    """That they did not meet: decided for pairs whose meetings the ledger records at some time."""
    if not contacts:
        if not held(case, pair, later=True):
            return None
        return Verdict(
            claim=f"{pair.names} never met", kind="count", answer="supported",
            explanation=f"No meeting of {pair.names} is on record by then; later ones are.",
        )  # fmt: skip
    starts = [day.partition("/")[0] for day in case.sentence.dates if day.endswith("/..")]
    within = [
        contact
        for contact in contacts
        if fits(case.sentence, contact, case)
        and not any(overlaps(start, contact.date, contact.zone) for start in starts)
    ]
    return Verdict(
        claim=f"{pair.names} did not meet",
        kind="count",
        answer="contradicted" if within else "supported",
        explanation=f"On record: {_listed(within or contacts)}.",
        cites=tuple(contact.id for contact in within or contacts),
    )


def _counted(sentence: Sentence) -> tuple[int, str] | None:
    for numeral in sentence.numerals:
        word = sentence.text[numeral.start : numeral.end].lower()
        after = sentence.text[numeral.end :]
        if word.split()[-1] in ("once", "twice", "thrice") or re.match(
            r"\s+(?:[\w-]+\s+){0,2}?(times|meetings|summits|occasions)\b", after, re.I
        ):
            return numeral.value, numeral.how
    return (1, "exactly") if re.search(r"\bonce\b", sentence.text) else None


def _how_often(
    case: Case,
    pair: Pair,
    fitting: list[Contact],
    contacts: list[Contact],
    counted: tuple[int, str],
) -> Verdict:
    number, how = counted
    told = f"{capital(count(len(fitting), 'meeting', 'meetings'))} on record"
    return Verdict(
        claim=f"{pair.names} met {number} times",
        kind="count",
        answer="supported" if holds(how, number, len(fitting), len(fitting)) else "contradicted",
        explanation=f"{told} by {dates.say(case.dossier.as_of.isoformat())}: {_listed(fitting)}."
        if fitting
        else f"{told}; otherwise: {_listed(contacts)}.",
        cites=tuple(contact.id for contact in fitting or contacts),
    )


def _ranked(
    pair: Pair, contacts: list[Contact], fitting: list[Contact], rank: int, *, plural: bool
) -> Verdict | None:
    """Which meeting it was: as the record words it, or else by counting those on record."""
    known = {contact.id: _rank(contact) for contact in contacts}
    if known[contacts[0].id] not in (None, 1):
        named = [contact for contact in contacts if known[contact.id] == rank]
    else:
        named = contacts[rank - 1 : rank]
    others = [contact for contact in fitting if known[contact.id] not in (None, rank)]
    if not named and (not others or len(fitting) == len(contacts)):
        return None
    right = bool(named) and named[0] in fitting
    named = named or others
    return Verdict(
        claim=f"{pair.names} met for the {_RANKS[rank - 1] if rank <= len(_RANKS) else rank} time",
        kind="meeting",
        answer="supported" if right else "contradicted",
        explanation=f"That meeting on record: {_listed(named[:1])}.",
        slip=_one_only(contacts) if plural else None,
        cites=tuple(dict.fromkeys(c.id for c in (contacts[0], named[0]))),
    )


def _rank(contact: Contact) -> int | None:
    told = re.match(r"(\w+)\b[^:;,]*\b(?:summit|meeting)", contact.outcome, re.I)
    word = told[1].lower() if told else ""
    return _RANKS.index(word) + 1 if word in _RANKS else None


def _one_only(contacts: list[Contact]) -> str | None:
    if len(contacts) != 1:
        return None
    return f"one meeting by then, not several: {_listed(contacts)}"


def _listed(contacts: list[Contact]) -> str:
    return "; ".join(_told(contact) for contact in contacts[:6])


def _told(contact: Contact) -> str:
    place = f", {contact.place}" if contact.place else ""
    return f"{dates.say(contact.date, contact.zone)}{place} ({contact.level} level)"
