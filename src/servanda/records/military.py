"""What happens where armies face each other: incidents, notifications, remains, zones."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import msgspec

from .base import Digest, Edtf, Id, Latitude, Longitude, NonNegative, Record, Text

RemainsType = Literal[
    "transfer", "identification", "joint_operation", "unilateral_operation", "talks", "count",
    "suspension", "other",
]  # fmt: skip
Count = Annotated[int, msgspec.Meta(ge=0)]
Severity = Annotated[int, msgspec.Meta(ge=0, le=5)]


class Incident(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
               forbid_unknown_fields=True):  # fmt: skip
    """An incident as alleged, and how far it was acknowledged, verified and attributed.

    An empty field means that nothing was read, not that nothing happened.

    Attributes
    ----------
    date : EDTF date
        When.
    place : text
        Where.
    lat, lon : degrees, WGS 84
        Position.
    position_basis : text
        How the position is known.
    text : text
        What is alleged, in our own words.
    by : party id
        To whom it is ascribed.
    claimed_by, acknowledged_by, verified_by, attributed_by : text
        Who said so at each step.
    closed : EDTF date
        When it was settled.
    commitments : list of commitment ids
        Clauses it is said to breach.
    severity : 0 to 5
        0 signal or complaint; 1 violation without shots; 2 warning shots or jamming; 3 fire at or
        near the other side without casualties; 4 casualties; 5 several deaths or territory shelled.
    """

    kind: ClassVar[str] = "incident"

    date: Edtf
    place: Text | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    position_basis: Text | None = None
    text: Text
    by: Id | None = None
    claimed_by: Text | None = None
    acknowledged_by: Text | None = None
    verified_by: Text | None = None
    attributed_by: Text | None = None
    closed: Edtf | None = None
    commitments: tuple[Id, ...] = ()
    severity: Severity | None = None

    @property
    def label(self) -> str:
        return self.text


class Notification(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
                   forbid_unknown_fields=True):  # fmt: skip
    """A notice one side gives another of an exercise, flight or fire.

    Attributes
    ----------
    party : party id
        Who gives notice.
    to : list of party ids
        To whom.
    activity : text
        Of what.
    given : EDTF date
        When it was given.
    date : EDTF date
        When the activity takes place.
    commitment : commitment id
        The clause that asks for it.
    deadline_hours : hours
        Notice that the clause asks for.
    text : text
        In our own words.
    """

    kind: ClassVar[str] = "notification"

    party: Id
    to: tuple[Id, ...] = ()
    activity: Text
    given: Edtf
    date: Edtf
    commitment: Id | None = None
    deadline_hours: NonNegative | None = None
    text: Text | None = None

    @property
    def label(self) -> str:
        return self.activity


class Remains(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
              forbid_unknown_fields=True):  # fmt: skip
    """Return, recovery or identification of the dead. Boxes are not persons.

    Attributes
    ----------
    nation : party id
        Whose dead; empty when unknown or mixed.
    remains_type : transfer, identification, joint_operation, unilateral_operation, talks, \
count, suspension or other
        What happened.
    date : EDTF date
        When; a span for a period.
    boxes : count
        Boxes or caskets handed over.
    persons_low, persons_high : count
        Persons, as reported; equal when one figure is given.
    count_text : text
        The figure as worded.
    text : text
        In our own words.
    """

    kind: ClassVar[str] = "remains"

    nation: Id | None = None
    remains_type: RemainsType
    date: Edtf
    boxes: Count | None = None
    persons_low: Count | None = None
    persons_high: Count | None = None
    count_text: Text | None = None
    text: Text

    @property
    def label(self) -> str:
        return self.text


class Zone(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
           forbid_unknown_fields=True):  # fmt: skip
    """A zone in which an agreement forbids something.

    Attributes
    ----------
    commitment : commitment id
        The clause that draws it. Acts on it suspend and end the zone for the party that acts.
    party : party id
        Whom it binds; empty when every obligor of the clause.
    medium : land, sea or air
        Where.
    craft : text
        Class of craft or unit it concerns (fixed_wing, helicopter, uav, balloon, vessel, ground).
    rule : text
        What is forbidden.
    exempt : list of texts
        Classes outside the rule (commercial).
    notice_exempt : list of texts
        Purposes outside the rule when notice was given (rescue, medical).
    floor_m, ceiling_m : m
        Altitudes between which it applies; empty when none is set.
    date : EDTF date
        When it applies.
    buffer_km : km
        Distance from the line, where it is drawn so; the greater where it differs by sector.
    uncertainty_m : m
        Half-width of the band in which no verdict is given.
    approximate : true or false
        Drawn from words, no coordinates being published.
    geometry : hex digest
        SHA-256 of the GeoJSON file that draws it.
    feature : text
        Name of the zone in that file.
    """

    kind: ClassVar[str] = "zone"

    commitment: Id
    party: Id | None = None
    medium: Literal["land", "sea", "air"]
    craft: Text | None = None
    rule: Text
    exempt: tuple[Text, ...] = ()
    notice_exempt: tuple[Text, ...] = ()
    floor_m: float | None = None
    ceiling_m: float | None = None
    date: Edtf
    buffer_km: NonNegative | None = None
    uncertainty_m: NonNegative | None = None
    approximate: bool = False
    geometry: Digest | None = None
    feature: Text | None = None

    @property
    def label(self) -> str:
        return self.rule
