"""The answer to one claim of a sentence."""

from __future__ import annotations

from typing import Literal

import msgspec

from servanda.dossier import Dossier
from servanda.parameters import Parameters

from .language import Sentence

Answer = Literal["supported", "contradicted", "not_knowable", "not_covered"]


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What the records say to one claim.

    Attributes
    ----------
    claim : str
        The claim as understood.
    kind : str
        Which kind of claim: count, meeting, test, promise, quotation, date, figure, status,
        distance or remainder.
    answer : supported, contradicted, not_knowable or not_covered
        ``not_knowable``: it was decided later, or lies ahead, or the records leave it open.
        ``not_covered``: no record speaks of it.
    explanation : str
        Why, in one or two sentences.
    slip : str or None
        What is inexact in a claim that stands in substance.
    cites : tuple of record ids
        The records it rests on.
    """

    claim: str
    kind: str
    answer: Answer
    explanation: str
    slip: str | None = None
    cites: tuple[str, ...] = ()


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence before the records.

    Attributes
    ----------
    sentence : Sentence
        As read with the names of ``dossier``.
    dossier : Dossier
        What was known on the day asked for.
    later : Dossier
        What is known by now: it tells which things the ledger follows, never what was so.
    parameters : Parameters
        Judgements for statuses.
    """

    sentence: Sentence
    dossier: Dossier
    later: Dossier
    parameters: Parameters


def overall(verdicts: list[Verdict]) -> Answer:
    """One answer for a sentence: contradicted if any claim is, supported if all are."""
    answers = {verdict.answer for verdict in verdicts}
    order: tuple[Answer, ...] = ("contradicted", "not_knowable", "not_covered", "supported")
    for answer in order:
        if answer in answers:
            return answer
    return "not_covered"
