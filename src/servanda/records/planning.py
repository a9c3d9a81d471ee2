"""What may come: steps of a roadmap, and forecasts."""

from __future__ import annotations

from typing import ClassVar

from .base import Edtf, Id, NonNegative, Record, Share, Text


class Step(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
           forbid_unknown_fields=True):  # fmt: skip
    """One step that a roadmap may order.

    Attributes
    ----------
    title : text
        A few words.
    obligor, recipient : party id
        Who takes it, and for whom.
    commitments : list of commitment ids
        What it would fulfil.
    duration_days, verification_days : days
        How long it takes, and how long to verify.
    verifier : party id
        Who verifies.
    cost, value : numbers
        Cost to the giver and value to the receiver (judgement).
    irreversible_share : 0 to 1
        The share that cannot be undone.
    breakout_days, detection_days : days
        How fast it could be undone, and how fast that would be seen.
    after : list of step ids
        Steps that must be verified first.
    text : text
        What it consists of, and who proposed it.
    """

    kind: ClassVar[str] = "step"

    title: Text
    obligor: Id
    recipient: Id | None = None
    commitments: tuple[Id, ...] = ()
    duration_days: NonNegative
    verification_days: NonNegative = 0.0
    verifier: Id | None = None
    cost: NonNegative
    value: NonNegative
    irreversible_share: Share = 0.0
    breakout_days: NonNegative | None = None
    detection_days: NonNegative | None = None
    after: tuple[Id, ...] = ()
    text: Text | None = None

    @property
    def label(self) -> str:
        return self.title


class Forecast(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
               forbid_unknown_fields=True):  # fmt: skip
    """A probability somebody gave for something that can be resolved.

    Attributes
    ----------
    question : text
        What is asked.
    author : text
        Who forecasts.
    date : EDTF date
        When.
    probability : 0 to 1
        Of yes.
    resolves : EDTF date
        When it is decided.
    resolution_rule : text
        How it is decided.
    outcome : yes or no
        What came of it; empty while open.
    """

    kind: ClassVar[str] = "forecast"

    question: Text
    author: Text
    date: Edtf
    probability: Share
    resolves: Edtf
    resolution_rule: Text
    outcome: bool | None = None

    @property
    def label(self) -> str:
        return self.question
