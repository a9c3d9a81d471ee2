"""What reaches people: exemptions, consignments, indicators, and the rules in the way."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import msgspec

from .base import Edtf, Id, Record, Text

Decimal = Annotated[str, msgspec.Meta(pattern=r"^-?\d+(\.\d+)?$")]
Dimension = Literal[
    "economic", "food", "health", "environmental", "personal", "community", "political"
]
Decision = Literal["granted", "extended", "refused", "amended", "pending"]
Passage = Literal["planned", "sent", "held", "arrived", "distributed", "returned", "lost"]


class Exemption(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
                forbid_unknown_fields=True):  # fmt: skip
    """A humanitarian exemption from sanctions, asked for or granted.

    Attributes
    ----------
    organisation : party id
        For whom.
    organisation_name : text
        The same in words, for those that are no party.
    body : party id
        Who decides.
    requested : EDTF date
        When it was asked for; empty where not public.
    decided : EDTF date
        When it was decided.
    decision : granted, extended, refused, amended or pending
        Which way.
    expires : EDTF date
        Until when it holds.
    expires_text : text
        The term as worded.
    value : decimal
        Value of the goods.
    currency : ISO 4217 code
        Its currency.
    text : text
        Which goods, for what.
    """

    kind: ClassVar[str] = "exemption"

    organisation: Id | None = None
    organisation_name: Text | None = None
    body: Id | None = None
    requested: Edtf | None = None
    decided: Edtf | None = None
    decision: Decision
    expires: Edtf | None = None
    expires_text: Text | None = None
    value: Decimal | None = None
    currency: Text | None = None
    text: Text

    @property
    def label(self) -> str:
        return f"{self.organisation_name}: {self.text}" if self.organisation_name else self.text


class Consignment(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
                  forbid_unknown_fields=True):  # fmt: skip
    """Goods that moved under an exemption, and what became of them.

    Attributes
    ----------
    exemption : exemption id
        Under which exemption.
    state : planned, sent, held, arrived, distributed, returned or lost
        What became of it, last known; a change is a new version of the same id.
    sent, arrived, distributed : EDTF date
        When.
    quantity : decimal
        How much.
    unit : unit
        Of what unit.
    value : decimal
        Value of the goods.
    currency : ISO 4217 code
        Its currency.
    consignee : text
        Who received it.
    route : text
        By which way.
    text : text
        What, and what became of it.
    """

    kind: ClassVar[str] = "consignment"

    exemption: Id | None = None
    state: Passage | None = None
    sent: Edtf | None = None
    arrived: Edtf | None = None
    distributed: Edtf | None = None
    quantity: Decimal | None = None
    unit: Text | None = None
    value: Decimal | None = None
    currency: Text | None = None
    consignee: Text | None = None
    route: Text | None = None
    text: Text

    @property
    def label(self) -> str:
        return self.text


class Indicator(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
                forbid_unknown_fields=True):  # fmt: skip
    """A published figure on how people live; a revised figure is a new version.

    Attributes
    ----------
    party : party id
        Whose people.
    dimension : economic, food, health, environmental, personal, community or political
        UNDP's seven dimensions of human security (Human Development Report 1994).
    name : text
        What is measured.
    date : EDTF date
        The period it speaks of.
    value, low, high : numbers
        The figure and its range, as published.
    unit : unit
        Unit of the figures.
    author : text
        Who measured.
    """

    kind: ClassVar[str] = "indicator"

    party: Id
    dimension: Dimension
    name: Text
    date: Edtf
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: Text
    author: Text | None = None

    @property
    def label(self) -> str:
        return self.name


class Rule(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
           forbid_unknown_fields=True):  # fmt: skip
    """A sanctions rule on goods, as in force in a period.

    Attributes
    ----------
    instrument : agreement id
        The resolution or regulation.
    paragraph : text
        Where in it.
    regime : text
        Whose rule set (``un``, ``eu``, ``fr``).
    direction : text
        Into or out of the country.
    date : EDTF date
        The period in which it is in force.
    goods : text
        Which goods.
    hs_from, hs_to : HS chapter, heading or subheading
        First and last code of the range (HS 2022).
    exception : text
        What is excepted.
    text : text
        The rule, in our own words.
    verified : yes or no
        Whether the text was read in an official publication.
    """

    kind: ClassVar[str] = "rule"

    instrument: Id | None = None
    paragraph: Text | None = None
    regime: Text
    direction: Text
    date: Edtf
    goods: Text
    hs_from: Annotated[str, msgspec.Meta(pattern=r"^\d{2,6}$")] | None = None
    hs_to: Annotated[str, msgspec.Meta(pattern=r"^\d{2,6}$")] | None = None
    exception: Text | None = None
    text: Text
    verified: bool = False

    @property
    def label(self) -> str:
        return self.goods
