"""The test-ban treaty: who stands outside it, what its entry into force lacks, who may look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from servanda.commitments.measures import measure, told
from servanda.dossier import Dossier, Trail
from servanda.records import Access, Adherence, Finding, Party, dates
from servanda.words import count, join

TREATY = "CTBT"
WHOLE = "Comprehensive Nuclear-Test-Ban Treaty"
NEEDED = "Annex 2"  # the states without which it cannot enter into force
# What adherence would add, in the catalogue of measures.
WOULD_ADD = ("ctbt-adherence", "monitoring-system", "on-site-inspection")
STANDING = {
    "unsigned": "has neither signed nor ratified",
    "unratified": "has signed and not ratified",
    "withdrawn": "took back its ratification and keeps its signature",
    "signed": "has signed",
    "ratified": "has ratified",
}

LACKING = {
    "unsigned": "neither signed nor ratified",
    "unratified": "signed only",
    "withdrawn": "ratification taken back",
}


def test_ban(dossier: Dossier) -> Finding | None:
    """How the process's parties and the world stand to the test-ban treaty, as known.

    Only what was published by the day counts: a number is that of the newest count known, with
    its date.
    """
    records = [row for row in dossier.of(Adherence) if row.treaty == TREATY]
    if not records:
        return None
    trail = Trail(dossier)
    standing = _standings(records)
    principals = [
        party for party in dossier.parties if party.role == "principal" and party.id in standing
    ]
    said = [_of_parties(trail, principals, standing)] if principals else []
    counts, count_parts = _counts(trail, records)
    said += counts
    missing = [id for id, row in sorted(standing.items()) if row.group == NEEDED
               and row.adherence in ("unsigned", "unratified", "withdrawn")]  # fmt: skip
    others = [id for id in missing if id not in {party.id for party in principals}]
    if others:
        said.append(_missing(trail, others, standing))
    said += _looked(trail, dossier)
    said.append(_would_add())
    first = principals[0] if principals else None
    state = standing[first.id].adherence if first else "no party of the process named"
    return Finding(
        id="verification.ctbt",
        objective="verification",
        sentence=" ".join(said),
        value=state,
        basis="measured",
        cites=trail.cites,
        method="test-ban",
        parts={
            **count_parts,
            "would_add": [told(name) for name in WOULD_ADD],
            "missing": [dossier.name_of(id) for id in missing],
            "standing": {party.short: standing[party.id].adherence for party in principals},
        },
    )


def _would_add() -> str:
    """What adherence would add to what is seen from outside anyway."""
    lead = measure("on-site-inspection").lead
    return (
        "Adherence would put a pledge not to test under a treaty that others can call in. Its "
        "International Monitoring System works provisionally from outside already; an on-site "
        f"inspection ({lead}) can be demanded only once the treaty is in force, and before that "
        "rests on invitation."
    )


def _standings(records: Sequence[Adherence]) -> dict[str, Adherence]:
    """The newest record that names each state."""
    newest: dict[str, Adherence] = {}
    for row in sorted(records, key=_order):
        for party in row.parties:
            newest[party] = row
    return newest


def _order(row: Adherence) -> tuple[Any, Any, str]:
    return dates.parse(row.date, row.zone).latest, dates.known_day(row.known), row.id


def _of_parties(trail: Trail, parties: list[Party], standing: dict[str, Adherence]) -> str:
    """The parties of the process to which the treaty's records speak."""
    told = []
    for party in parties:
        row = trail.use(standing[party.id])
        day = dates.say(dates.known_day(row.known).isoformat())
        told.append(f"{trail.name(party.id)} {STANDING[row.adherence]} (as stated by {day})")
    return f"The {WHOLE} ({TREATY}): {join(told)}."


def _counts(trail: Trail, records: Sequence[Adherence]) -> tuple[list[str], dict[str, Any]]:
    """The newest count of all states and of those whose ratification is needed."""
    said: list[str] = []
    parts: dict[str, Any] = {}
    counted = [row for row in records if row.ratified is not None]
    everyone = [row for row in counted if not row.group]
    needed = [row for row in counted if row.group == NEEDED]
    if everyone:
        row = trail.use(max(everyone, key=_order))
        signed = f"{row.signed:.0f} states had signed and " if row.signed is not None else ""
        ratified = f"{row.ratified:.0f} {'' if signed else 'states had '}ratified"
        said.append(f"By the count of {dates.say(row.date)} {signed}{ratified}.")
        parts |= {"signed": row.signed, "ratified": row.ratified, "counted": row.date}
    if needed:
        row = trail.use(max(needed, key=_order))
        lacking = round((row.of or 0) - (row.ratified or 0))
        said.append(
            f"It enters into force when all {row.of:.0f} states of its {NEEDED} have ratified; "
            f"{count(lacking, 'was', 'were')} missing as counted {dates.say(row.date)}."
        )
        parts |= {"needed": row.of, "needed_ratified": row.ratified, "lacking": lacking}
    elif rule := [row for row in records if row.group == NEEDED and row.of is not None]:
        row = trail.use(max(rule, key=_order))
        said.append(f"It enters into force when {row.of:.0f} named states have ratified.")
    return said, parts


def _missing(trail: Trail, states: Sequence[str], standing: dict[str, Adherence]) -> str:
    """The other states whose ratification is needed and lacking, by how they stand."""
    told = []
    for adherence, words in LACKING.items():
        own = [id for id in states if standing[id].adherence == adherence]
        for id in own:
            trail.use(standing[id])
        if own:
            told.append(f"{join(trail.names(own))} ({words})")
    return f"Known to be missing among them besides: {join(told)}."


def _looked(trail: Trail, dossier: Dossier) -> list[str]:
    """Whether the treaty's own organisation was ever let in."""
    bodies = {
        party.id for party in dossier.of(Party)
        if party.role == "monitor" and WHOLE in party.name
    }  # fmt: skip
    asked = [row for row in dossier.of(Access) if row.inspector in bodies]
    if not asked:
        return []
    newest = trail.use(max(asked, key=lambda row: (dates.known_day(row.known), row.id)))
    trail.name(str(newest.inspector))
    visited = [row for row in asked if row.access_type in ("visit", "grant")]
    trail.use_all(visited)
    text = newest.text.rstrip(".")
    if visited:
        return [f"Its organisation: {text} ({dates.say(newest.date)})."]
    return [f"Its organisation has not been on the spot: {text} ({dates.say(newest.date)})."]
