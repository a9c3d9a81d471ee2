"""What every record has: an id, the day it became known, and where it comes from."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Literal

import msgspec

ID_PATTERN = r"^[a-z0-9][a-z0-9/._-]*$"
EDTF_PATTERN = r"^[0-9.].{1,60}$"
ADMIRALTY_PATTERN = r"^[A-F][1-6]$"

Id = Annotated[str, msgspec.Meta(pattern=ID_PATTERN, max_length=200)]
Edtf = Annotated[str, msgspec.Meta(pattern=EDTF_PATTERN, description="EDTF date")]
Admiralty = Annotated[str, msgspec.Meta(pattern=ADMIRALTY_PATTERN)]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=32767)]
Level = Annotated[int, msgspec.Meta(ge=0, le=3)]
Latitude = Annotated[float, msgspec.Meta(ge=-90, le=90)]
Longitude = Annotated[float, msgspec.Meta(ge=-180, le=180)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
NonNegative = Annotated[float, msgspec.Meta(ge=0)]
Count = Annotated[int, msgspec.Meta(ge=1)]
Digest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]

KnownBasis = Literal["source", "contemporary", "retrospective", "logged"]
Check = Literal["seen_primary", "seen_secondary", "seen_excerpt", "not_seen"]
Objective = Literal["dialogue", "verification", "military", "human_security"]

ID = re.compile(ID_PATTERN)


class Record(msgspec.Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True,
             forbid_unknown_fields=True):  # fmt: skip
    """One sourced, dated statement of fact.

    Attributes
    ----------
    id : id
        Stable and readable, ``[a-z0-9/._-]+``; by custom it begins with the kind
        (``commitment/cma-1-3-nofly``).
    known : EDTF date
        The first public availability of the fact, in UTC; its latest possible day counts.
    known_basis : source, contemporary, retrospective or logged
        ``source``: a contemporaneous source is cited; ``contemporary``: public then, cited from
        a later compilation; ``retrospective``: only later sources; ``logged``: a machine
        observation, never earlier than computed.
    sources : list of source ids
        Where the fact is found.
    tz : IANA zone
        Zone in which the record's bare dates count; UTC when empty.
    note : text
        What a reader should know about this row: doubt, conflict, what was not verified.
    """

    kind: ClassVar[str] = ""

    id: Id
    known: Edtf
    known_basis: KnownBasis = "source"
    sources: tuple[Id, ...] = ()
    tz: Text | None = None
    note: Text | None = None

    @property
    def zone(self) -> str:
        """The zone in which bare dates of this record count."""
        return self.tz or "UTC"

    @property
    def label(self) -> str:
        """A short name for lists and citations."""
        return self.id
