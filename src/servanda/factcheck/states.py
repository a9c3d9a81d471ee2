"""Claims that a promise was kept or broken, or a treaty signed."""

from __future__ import annotations

import re

from servanda.commitments.findings import commitment_finding
from servanda.dossier import Dossier
from servanda.parameters import Parameters

from .language import Sentence
from .matching import best
from .verdict import Answer, Verdict

_BROKE = re.compile(r"\b(broke|broken|breach(?:ed)?|violated|abandoned|ended)\b", re.I)
_KEPT = re.compile(
    r"\b(kept|observed|honou?red|implemented|fulfilled|carried out|dismantled|destroyed|"
    r"demolished|completed|delivered)\b",
    re.I,
)
_VERIFIED = re.compile(r"\b(verified|verifiably|confirmed by inspectors)\b", re.I)
_NOT = re.compile(r"\b(not|never|no|without)\b", re.I)
ALIKE = 0.5


def kept_or_broken(sentence: Sentence, dossier: Dossier, parameters: Parameters) -> list[Verdict]:
    """Check "North Korea broke its moratorium on ICBM flights"."""
    if not (_BROKE.search(sentence.text) or _KEPT.search(sentence.text)) or not sentence.parties:
        return []
    party = sentence.parties[0]
    own = [c for c in dossier.commitments if party in c.obligors]
    found = best(sentence.stems, own, lambda c: f"{c.title} {c.text}", ALIKE)
    if not found:
        return []
    commitment = found[0][1]
    finding = commitment_finding(dossier, commitment.id, party, parameters)
    if finding is None:
        return []
    answer = _answer(sentence.text, finding.value, finding.parts)
    return [
        Verdict(
            claim=f"{dossier.name_of(party)}: {commitment.title}",
            kind="status",
            answer=answer,
            explanation=finding.sentence,
            cites=finding.cites,
        )
    ]


def _answer(text: str, value: object, parts: dict[str, object]) -> Answer:
    negated = bool(_NOT.search(text))
    if _VERIFIED.search(text):
        verified = parts.get("last_verified_days") is not None
        return "supported" if verified != negated else "contradicted"
    if value in ("breached", "reversed") or value == 0:
        broken = True
    elif value in {"observed", 3}:
        broken = False
    else:
        return "not_knowable"
    claims_breach = bool(_BROKE.search(text)) != negated
    return "supported" if claims_breach == broken else "contradicted"
