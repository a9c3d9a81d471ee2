"""Who acts, and where it is written: parties and sources."""

from __future__ import annotations

from typing import ClassVar, Literal

from .base import Check, Count, Digest, Edtf, Id, Record, Text

PartyType = Literal["state", "organisation", "body", "ngo", "armed_force", "outlet"]
PartyRole = Literal["principal", "third_party", "monitor", "other"]


class Party(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
            forbid_unknown_fields=True):  # fmt: skip
    """A state, organisation, body or NGO that promises, acts, observes or speaks.

    Attributes
    ----------
    name : text
        Full name.
    short : text
        Name used in running text and charts (``DPRK``).
    party_type : state, organisation, body, ngo, armed_force or outlet
        What it is.
    role : principal, third_party, monitor or other
        Its part in this process. Principals are those between whom peace is to be made.
    order : integer
        Place in lists and in the colour scale; principals first.
    member_of : list of party ids
        Wider parties whose interest it shares (an agency of a state, a state of a union).
    aliases : list of names
        Other names by which texts call it, for reading sentences and sheets.
    verification_capacity : integer
        How many verifications it can carry out at once (judgement).
    """

    kind: ClassVar[str] = "party"

    name: Text
    short: Text
    party_type: PartyType
    role: PartyRole = "other"
    order: int = 99
    member_of: tuple[Id, ...] = ()
    aliases: tuple[Text, ...] = ()
    verification_capacity: Count | None = None

    @property
    def label(self) -> str:
        return self.name

    def answers_to(self, name: str) -> bool:
        """Whether people may call it so: by its id, its names or an alias, in any case.

        Parameters
        ----------
        name : str
            As somebody wrote it (``ROK``, ``party/rok``, ``South Korea``).
        """
        names = (self.id, self.id.removeprefix("party/"), self.name, self.short, *self.aliases)
        return name.strip().casefold() in {one.casefold() for one in names}


class Source(Record, frozen=True, kw_only=True, gc=False, omit_defaults=True,
             forbid_unknown_fields=True):  # fmt: skip
    """A document in which a fact is found: bibliography, read at every date.

    A source may be younger than the fact it gives (``known_basis`` says so); its own ``known``
    is the day it was published.

    Attributes
    ----------
    publisher : text
        Who published it.
    title : text
        Title as given, or a description in square brackets.
    published : EDTF date
        Date of publication, empty when not visible.
    url : address
        Where it can be read.
    archived_url : address
        An archived copy.
    accessed : EDTF date
        When it was read for this ledger.
    check : seen_primary, seen_secondary, seen_excerpt or not_seen
        How it was checked: the original was read; another's account of it; an excerpt; nothing.
    party : party id
        The party that speaks through it (a state's agency), empty for others.
    language : BCP 47 tag
        Language of the text.
    licence : text
        Licence of its data, where data were taken.
    sha256 : hex digest
        Digest of the file as read.
    """

    kind: ClassVar[str] = "source"

    publisher: Text
    title: Text
    published: Edtf | None = None
    url: Text | None = None
    archived_url: Text | None = None
    accessed: Edtf | None = None
    check: Check = "not_seen"
    party: Id | None = None
    language: Text | None = None
    licence: Text | None = None
    sha256: Digest | None = None

    @property
    def label(self) -> str:
        return f"{self.publisher}, {self.title}"
