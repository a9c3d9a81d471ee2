"""What may come: steps of a roadmap, and forecasts."""

from __future__ import annotations

from typing import ClassVar, Literal

from .base import Edtf, Id, NonNegative, Objective, Record, Share, Text

Supply = Literal["liaison", "verification", "exemption", "assistance"]


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
    together : list of step ids
        Steps that must start within ``within_days`` of this one, before or after.
    within_days : days
        How far apart those may start; the same day when empty.
    not_before : EDTF date
        It cannot start before the first day of this date.
    due : EDTF date
        It has to be verified by the last day of this date.
    objective : dialogue, verification, military or human_security
        Under which objective it stands.
    suppliers : list of party ids
        Third parties that could supply what it needs.
    supply : liaison, verification, exemption or assistance
        What they could supply.
    text : text
        What it consists of, who proposed it, and why the judged numbers are what they are.
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
    together: tuple[Id, ...] = ()
    within_days: NonNegative = 0.0
    not_before: Edtf | None = None
    due: Edtf | None = None
    objective: Objective | None = None
    suppliers: tuple[Id, ...] = ()
    supply: Supply | None = None
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
