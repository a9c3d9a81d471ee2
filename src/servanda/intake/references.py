"""Which field refers to records of which kinds: the one place where this is said."""

from __future__ import annotations

from functools import cache

from servanda.records import KINDS
from servanda.records.describe import fields

ANY: tuple[str, ...] = tuple(KINDS)

# Fields that mean the same wherever they stand.
_EVERYWHERE: dict[str, tuple[str, ...]] = {
    "sources": ("source",),
    "party": ("party",),
    "parties": ("party",),
    "obligor": ("party",),
    "obligors": ("party",),
    "beneficiaries": ("party",),
    "recipient": ("party",),
    "verifier": ("party",),
    "observer": ("party",),
    "inspector": ("party",),
    "facilitators": ("party",),
    "addressees": ("party",),
    "member_of": ("party",),
    "organisation": ("party",),
    "body": ("party",),
    "nation": ("party",),
    "by": ("party",),
    "to": ("party",),
    "agreement": ("agreement",),
    "annex_of": ("agreement",),
    "instrument": ("agreement",),
    "commitment": ("commitment",),
    "commitments": ("commitment",),
    "counterparts": ("commitment",),
    "condition_record": ANY,
    "reading_of": ("commitment", "statement"),
    "site": ("site",),
    "channel": ("channel",),
    "exemption": ("exemption",),
    "after": ("step",),
    "together": ("step",),
    "suppliers": ("party",),
}


@cache
def references(kind: str) -> dict[str, tuple[str, ...]]:
    """The fields of a kind that refer to other records, and the kinds that they may name.

    Examples
    --------
    >>> references("evidence")
    {'sources': ('source',), 'commitment': ('commitment',), 'obligor': ('party',), 'observer': \
('party',)}
    """
    return {
        field.name: _EVERYWHERE[field.name]
        for field in fields(KINDS[kind])
        if field.value == "id" and field.name != "id"
    }
