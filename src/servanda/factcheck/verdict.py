"""The answer to one claim of a sentence."""

from __future__ import annotations

from typing import Literal

import msgspec

Answer = Literal["supported", "contradicted", "not_knowable", "not_covered"]


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What the records say to one claim.

    Attributes
    ----------
    claim : str
        The claim as understood.
    kind : str
        Which kind of claim: count, meeting, promise, quotation, date, figure or status.
    answer : supported, contradicted, not_knowable or not_covered
        ``not_knowable``: nothing known by the date decides it. ``not_covered``: the sentence
        states nothing of the kinds that can be checked.
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


def overall(verdicts: list[Verdict]) -> Answer:
    """One answer for a sentence: contradicted if any claim is, supported if all are."""
    answers = {verdict.answer for verdict in verdicts}
    order: tuple[Answer, ...] = ("contradicted", "not_knowable", "supported")
    for answer in order:
        if answer in answers:
            return answer
    return "not_covered"
