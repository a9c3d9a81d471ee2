"""Who talks to whom: channels, contacts, and the events around them."""

from __future__ import annotations

from typing import ClassVar, Literal

from .base import Edtf, Id, Record, Text

ContactLevel = Literal[
    "leader", "minister", "envoy", "working", "military", "technical", "humanitarian"
]
EventType = Literal[
    "meeting_fixed", "meeting_cancelled", "exercise", "parade", "resolution", "sanction",
    "election", "leadership", "statement", "institution", "deployment", "disaster", "other",
]  # fmt: skip


class Channel(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
              forbid_unknown_fields=True):  # fmt: skip
    """A standing way for parties to reach each other.

    Attributes
    ----------
    name : text
        Its name.
    parties : list of party ids
        Whom it joins.
    level : leader, minister, envoy, working, military, technical or humanitarian
        At which level.
    medium : text
        Telephone, office, radio, letters, visits.
    facilitators : list of party ids
        Who makes it possible.
    opened, closed : EDTF date
        When it was opened and closed; empty while open.
    liaison_office : yes or no
        Whether it is a liaison office.
    """

    kind: ClassVar[str] = "channel"

    name: Text
    parties: tuple[Id, ...]
    level: ContactLevel
    medium: Text
    facilitators: tuple[Id, ...] = ()
    opened: Edtf | None = None
    closed: Edtf | None = None
    liaison_office: bool = False

    @property
    def label(self) -> str:
        return self.name


class Contact(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
              forbid_unknown_fields=True):  # fmt: skip
    """One meeting, call or exchange.

    Attributes
    ----------
    date : EDTF date
        When it took place; a span for several days.
    parties : list of party ids
        Between whom.
    level : leader, minister, envoy, working, military, technical or humanitarian
        At which level.
    place : text
        Where.
    who : text
        Who took part, as reported.
    outcome : text
        What came of it, in our own words.
    facilitators : list of party ids
        Who made it possible or hosted it as a third party.
    channel : channel id
        Over which standing channel, if any.
    """

    kind: ClassVar[str] = "contact"

    date: Edtf
    parties: tuple[Id, ...]
    level: ContactLevel
    place: Text | None = None
    who: Text | None = None
    outcome: Text
    facilitators: tuple[Id, ...] = ()
    channel: Id | None = None

    @property
    def label(self) -> str:
        return self.outcome


class Event(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
            forbid_unknown_fields=True):  # fmt: skip
    """Something that happened, or was fixed to happen, and bears on the process.

    Attributes
    ----------
    date : EDTF date
        When it happened or is to happen.
    event_type : meeting_fixed, meeting_cancelled, exercise, parade, resolution, sanction, \
election, leadership, statement, institution, deployment, disaster or other
        What kind of event; ``leadership``: a new leader takes over.
    parties : list of party ids
        Whom it involves.
    planned : yes or no
        Whether it was still ahead when it became known.
    title : text
        A few words.
    text : text
        What happened, in our own words.
    """

    kind: ClassVar[str] = "event"

    date: Edtf
    event_type: EventType
    parties: tuple[Id, ...]
    planned: bool = False
    title: Text
    text: Text | None = None

    @property
    def label(self) -> str:
        return self.title
