"""What is said about whether it was kept: evidence and determinations."""

from __future__ import annotations

from typing import ClassVar, Literal

from .base import Admiralty, Edtf, Id, Level, Record, Text

Observed = Literal["breach", "observance"]
Interest = Literal["self_serving", "adverse", "none"]


class Evidence(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
               forbid_unknown_fields=True):  # fmt: skip
    """One report about one commitment by one obligor.

    Exactly one of ``level`` (deliver), ``observed`` (refrain, sustain) and ``value``
    (quantified) is given.

    Attributes
    ----------
    commitment : commitment id
        Which commitment.
    obligor : party id
        Whose conduct is reported.
    date : EDTF date
        The date it observes (not the date of the report: that is ``known``).
    level : 0 to 3
        Implementation reported: 0 not initiated, 1 minimal, 2 intermediate, 3 full
        (Peace Accords Matrix).
    observed : breach or observance
        For refrain and sustain.
    value : number
        For quantified: the reading.
    unit : unit
        Unit of the reading.
    observer : party id
        Who saw or says so.
    interest : self_serving, adverse or none
        The speaker's interest in the report being believed.
    admiralty : code
        Admiralty code as given at the time, source letter and information figure (``B2``).
    origin : name
        The first report of this one observation; reports that repeat it carry the same origin.
    confirms : yes or no
        Whether it confirms the observation independently of its other reports.
    means : text
        Means of access: on-site inspection, imagery, intercept, announcement; empty if not named.
    text : text
        What is reported, in our own words.
    """

    kind: ClassVar[str] = "evidence"

    commitment: Id
    obligor: Id
    date: Edtf
    level: Level | None = None
    observed: Observed | None = None
    value: float | None = None
    unit: Text | None = None
    observer: Id
    interest: Interest
    admiralty: Admiralty
    origin: Text
    confirms: bool = False
    means: Text | None = None
    text: Text

    @property
    def label(self) -> str:
        return self.text


class Determination(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
                    forbid_unknown_fields=True):  # fmt: skip
    """What somebody concluded about a commitment, and who. Shown beside, never merged.

    Attributes
    ----------
    commitments : list of commitment ids
        About which commitments.
    obligor : party id
        About whose conduct.
    by : party id
        Who concluded.
    date : EDTF date
        When.
    conclusion : text
        What, in our own words.
    counting_rule : text
        How it was counted, where a count is given.
    """

    kind: ClassVar[str] = "determination"

    commitments: tuple[Id, ...]
    obligor: Id
    by: Id
    date: Edtf
    conclusion: Text
    counting_rule: Text | None = None

    @property
    def label(self) -> str:
        return self.conclusion
