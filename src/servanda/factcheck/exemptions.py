"""Claims that organisations obtained exemptions from sanctions."""

from __future__ import annotations

import re

from servanda.records import Exemption, dates

from .language import MODAL, NOT, Sentence
from .verdict import Case, Verdict
from .when import overlaps

_GRANTED = re.compile(r"\b(exemptions?|waivers?)\b", re.I)


def exempted(case: Case) -> list[Verdict]:
    """Check that organisations obtained exemptions from sanctions, one claim for each."""
    sentence = case.sentence
    if not _GRANTED.search(sentence.text) or MODAL.search(sentence.text):
        return []
    found = []
    for party in sentence.parties:
        own = [e for e in case.dossier.of(Exemption) if e.organisation == party and e.decided]
        later = [e for e in case.later.of(Exemption) if e.organisation == party and e.decided]
        if own or (later and NOT.search(sentence.text)):
            found.append(_exemption(case, party, own))
    return found


def _exemption(case: Case, party: str, own: list[Exemption]) -> Verdict:
    sentence = case.sentence
    granted = [e for e in own if e.decision in ("granted", "extended")]
    dated = [e for e in granted if not sentence.dates or _dated(sentence, e)]
    denied = bool(
        NOT.search(sentence.text) or re.search(r"\b(refused|denied|rejected)\b", sentence.text)
    )
    told = "; ".join(f"{dates.say(str(e.decided), e.zone)}: {e.text}" for e in (dated or granted))
    slip = _by_whom(case, granted) if dated and not denied else None
    return Verdict(
        claim=f"{case.dossier.name_of(party)} was granted an exemption",
        kind="status",
        answer="supported" if bool(dated) != denied else "contradicted",
        explanation=f"On record: {told or 'no exemption by then'}.",
        slip=slip,
        cites=tuple(e.id for e in dated or granted),
    )


def _by_whom(case: Case, granted: list[Exemption]) -> str | None:
    """A grant credited to somebody who neither received nor decided it."""
    bodies = {e.body for e in granted if e.body}
    receivers = {e.organisation for e in case.dossier.of(Exemption)}
    others = [p for p in case.sentence.actors if p not in receivers and p not in bodies]
    if not others:
        return None
    who = " and ".join(case.dossier.name_of(body) for body in sorted(bodies))
    return f"granted by the {who}; no record says what {case.dossier.name_of(others[0])} did for it"


def _dated(sentence: Sentence, exemption: Exemption) -> bool:
    day = str(exemption.decided)
    return any(overlaps(claimed, day, exemption.zone) for claimed in sentence.dates)
