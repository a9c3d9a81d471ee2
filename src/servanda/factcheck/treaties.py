"""Claims that a state signed or ratified a treaty."""

from __future__ import annotations

import re

from servanda.records import Adherence, Agreement, Event, dates

from .language import MODAL, NOT
from .verdict import Answer, Case, Verdict
from .when import overlaps

_TREATIES = {
    "CTBT": r"\bCTBT\b|test[- ]ban treaty|nuclear[- ]test[- ]ban",
    "NPT": r"\bNPT\b|non-?proliferation treaty",
}
_FULL = {
    "CTBT": "Comprehensive Nuclear-Test-Ban Treaty",
    "NPT": "Treaty on the Non-Proliferation of Nuclear Weapons",
}
Told = Event | Agreement | Adherence
# Whether a state that stands so to a treaty has done the deed; absent: it does not say.
_DONE: dict[str, dict[str, bool]] = {
    "signed": {
        "unsigned": False,
        "signed": True,
        "unratified": True,
        "ratified": True,
        "withdrawn": True,
    },
    "ratified": {"unsigned": False, "unratified": False, "ratified": True, "withdrawn": False},
}
_SIGN = re.compile(r"\b(sign(?:ed|s|ing)?|signator\w+|acced\w+|join(?:ed)?)\b", re.I)
_RATIFY = re.compile(r"\bratif\w+", re.I)
_STILL_TO = re.compile(
    r"\b(?:encourag|urg|call|ask|persuad|want|get|need|press)\w*\b.*\bto\b", re.I
)


def signed_or_ratified(case: Case) -> list[Verdict]:
    """Check "North Korea has not signed the CTBT"; to urge it to sign says that it has not."""
    text = case.sentence.text
    treaty = next((name for name, words in _TREATIES.items() if re.search(words, text, re.I)), None)
    if treaty is None or case.sentence.persons or not (_SIGN.search(text) or _RATIFY.search(text)):
        return []
    urged = bool(_STILL_TO.search(text))
    if MODAL.search(text) and not urged:
        return []
    deed = "ratified" if _RATIFY.search(text) else "signed"
    denied = urged or bool(NOT.search(text))
    found = []
    for party in case.sentence.actors:
        record = _record(case, party, treaty, deed)
        if record is not None:
            found.append(_signature(case, party, treaty, deed, denied, *record))
    return found


def _signature(
    case: Case, party: str, treaty: str, deed: str, denied: bool,
    done: bool, record: Told,
) -> Verdict:  # fmt: skip
    fits = done != denied
    day = record.made if isinstance(record, Agreement) else record.date
    if fits and not denied and case.sentence.dates:
        fits = any(overlaps(claimed, day, record.zone) for claimed in case.sentence.dates)
    answer: Answer = "supported" if fits else "contradicted"
    text = record.label if isinstance(record, Agreement) else record.text or record.label
    return Verdict(
        claim=f"{case.dossier.name_of(party)} {'has not ' if denied else ''}{deed} the {treaty}",
        kind="status", answer=answer,
        explanation=f"{_FULL[treaty]} ({treaty}), {dates.say(day, record.zone)}: "
        f"{text.rstrip('.')}.",
        cites=(record.id,),
    )  # fmt: skip


def _record(case: Case, party: str, treaty: str, deed: str) -> tuple[bool, Told] | None:
    """The latest record on a party's signature or ratification, and whether it says yes."""
    found: list[tuple[str, bool, Told]] = []
    for event in case.dossier.of(Event):
        told = f"{event.title}. {event.text or ''}"
        if party not in event.parties or treaty not in f"{told} {event.id.upper()}":
            continue
        done = _says(told, deed)
        if done is not None:
            found.append((dates.last_part(event.date), done, event))
    for row in case.dossier.of(Adherence):
        if row.treaty == treaty and party in row.parties:
            yes = _DONE[deed].get(row.adherence)
            if yes is not None:
                found.append((dates.last_part(row.date), yes, row))
    for made in case.dossier.of(Agreement):
        if party in made.parties and made.short == treaty and made.agreement_type == "treaty":
            found.append((made.made, True, made))
    newest = max(found, key=lambda item: (item[0], item[2].id), default=None)
    return newest and newest[1:]


def _says(told: str, deed: str) -> bool | None:
    verb = "sign" if deed == "signed" else "ratif"
    if re.search(rf"\b(?:not|neither|nor)\s+(?:yet\s+)?{verb}", told, re.I):
        return False
    if re.search(rf"\b{verb}(?:s|ed|ies|ied)\b", told, re.I):
        return True
    return True if deed == "signed" and re.search(r"\bratif(?:ies|ied)\b", told, re.I) else None
