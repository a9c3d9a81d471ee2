"""What Servanda says: a sentence with its value, its doubt and the records it rests on."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Basis = Literal["measured", "derived", "modelled", "absent"]
Section = Literal[
    "standing", "opportunity", "illusion", "risk",
    "dialogue", "verification", "military", "human_security", "outlook",
]  # fmt: skip
SECTIONS: tuple[str, ...] = (
    "standing", "opportunity", "illusion", "risk",
    "dialogue", "verification", "military", "human_security", "outlook",
)  # fmt: skip


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence of a brief, computed.

    The closure test: refold only the records that ``cites`` names, and their sources; the
    finding must come out the same, byte for byte.

    Attributes
    ----------
    id : str
        Stable id (docs/findings.md).
    objective : str
        Section of the brief: standing, opportunity, illusion, risk, dialogue, verification,
        military, human_security or outlook.
    sentence : str
        The finding in words, one or more full sentences.
    value : number, str or None
        The headline value.
    low, high : number or None
        Its bounds.
    unit : str or None
        Unit of value, low and high.
    probability : float or None
        Where the finding is a likelihood, 0 to 1.
    basis : measured, derived, modelled or absent
        Counted from records; computed from them; from a model with a prior; nothing found.
    cites : tuple of record ids
        What it rests on; never empty.
    method : str
        The documented method (``lull``), an anchor of docs/methods.md.
    parts : dict
        Named numbers and texts that make it up, for ``explain`` and charts.
    series : tuple of dict
        Rows to be drawn, oldest first.
    """

    id: str
    objective: Section
    sentence: str
    value: float | int | str | None = None
    low: float | int | None = None
    high: float | int | None = None
    unit: str | None = None
    probability: float | None = None
    basis: Basis = "measured"
    cites: tuple[str, ...] = ()
    method: str
    parts: dict[str, Any] = {}
    series: tuple[dict[str, Any], ...] = ()
