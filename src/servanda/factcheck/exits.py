"""Claims that a party left, suspended or took up again what it had agreed."""

from __future__ import annotations

import re

from servanda.records import Act, Agreement, Commitment, dates

from .language import MODAL, NOT
from .matching import best
from .stemming import stems
from .verdict import Case, Verdict
from .when import overlaps

_VERBS = {
    "withdraws": r"\b(withdrew|withdrawn|renounced|left|quit|scrapped|abandoned|voided|pulled out|"
    r"blew up|demolished|destroyed|tore up|ended|no longer bound)\b",
    "suspends": r"\b(suspended|suspends|cut|halted)\b",
    "resumes": r"\b(resumed|restored|reopened|reconnected)\b",
}
_EMPTY = stems(
    "withdrew withdrawn renounced left quit scrapped abandoned voided pulled blew demolished "
    "destroyed tore ended bound suspended suspends cut halted resumed restored reopened "
    "reconnected "
    "fully partly partially north south northern southern inter-korean"
)
_SAYING = re.compile(r"\b(pledged|promised|agreed|vowed|committed|will|declared ready)\b", re.I)
ALIKE = 0.6


def left_or_suspended(case: Case) -> list[Verdict]:
    """Check "North Korea renounced the military agreement in November 2023"."""
    text = case.sentence.text
    if MODAL.search(text) or _SAYING.search(text) or case.sentence.quotes:
        return []
    wanted = case.sentence.stems - _EMPTY
    actors = case.sentence.actors
    acts = [act for act in case.dossier.of(Act) if _matches(act, text)]
    if not actors or not wanted or not acts:
        return []
    found = [act for _, act in best(wanted, acts, lambda act: _text(case, act), ALIKE)]
    own = [act for act in found if act.party == actors[0]]
    if not own:
        return []
    fitting = [act for act in own if not case.sentence.dates or _dated(case, act)]
    shown = fitting or own
    denied = bool(NOT.search(text))
    return [
        Verdict(
            claim=f"{case.dossier.name_of(actors[0])} {shown[0].act}",
            kind="act",
            answer="supported" if bool(fitting) != denied else "contradicted",
            explanation="On record: " + "; ".join(_told(act) for act in shown[:3]) + ".",
            cites=_cites(shown[:3]),
        )
    ]


def _matches(act: Act, text: str) -> bool:
    return act.act in _VERBS and bool(re.search(_VERBS[act.act], text, re.I))


def _text(case: Case, act: Act) -> str:
    told = [act.text or ""]
    for id in act.commitments:
        commitment = case.dossier.get(id)
        if isinstance(commitment, Commitment):
            told.append(commitment.title)
            made = case.dossier.get(commitment.agreement)
            told.append(made.short if isinstance(made, Agreement) else "")
    return " ".join(told)


def _cites(acts: list[Act]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(act.id for act in acts), *acts[0].commitments]))


def _dated(case: Case, act: Act) -> bool:
    days = [day for day in (act.said, act.effective) if day]
    return any(overlaps(claimed, d, act.zone) for claimed in case.sentence.dates for d in days)


def _told(act: Act) -> str:
    return f"{dates.say(act.effective or act.said, act.zone)}: {(act.text or '').rstrip('.')}"
