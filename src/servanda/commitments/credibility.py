"""What makes a commitment credible: a profile, not a score.

Obligation, precision and delegation are coded 0 to 3 after Abbott, Keohane, Moravcsik, Slaughter
and Snidal 2000; the coding is ours and given with the words that justify it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from servanda.dossier import Trail
from servanda.records import Commitment, Statement, dates

from .register import Register, Standing

VERIFICATION_WORDS = {
    "own_word": "its obligor's own word",
    "national_means": "national means of others",
    "reciprocal": "the parties to each other",
    "third_party": "a third party",
}


def profile(register: Register, trail: Trail, standing: Standing) -> dict[str, Any]:
    """The profile of a commitment by one obligor; what it rests on is cited.

    Returns
    -------
    dict
        ``undertaking``; ``obligation``, ``precision``, ``delegation`` and ``coding_words``;
        ``readings`` and whether they are ``rival`` (given by more than one party);
        ``verification`` (who could see a breach, by what, on what basis, after how many days,
        how likely); ``due``, ``due_text``; ``condition``; ``counterparts``; ``reversibility``;
        ``record`` (the obligor's record on like commitments).
    """
    commitment = standing.commitment
    given = readings(trail, commitment)
    return {
        "undertaking": commitment.undertaking,
        "obligation": commitment.obligation,
        "precision": commitment.precision,
        "delegation": commitment.delegation,
        "coding_words": commitment.coding_words,
        "readings": given,
        "rival": len({reading["party"] for reading in given}) > 1,
        "verification": {
            "by": commitment.verification,
            "words": VERIFICATION_WORDS[commitment.verification],
            "what": commitment.verifiable_by,
            "basis": commitment.verification_basis,
            "detection_days": commitment.detection_days,
            "detection_probability": commitment.detection_probability,
        },
        "due": commitment.due,
        "due_text": commitment.due_text,
        "condition": commitment.condition,
        "counterparts": _counterparts(trail, commitment),
        "reversibility": commitment.reversibility,
        "record": record(register, trail, standing),
    }


def readings(trail: Trail, commitment: Commitment) -> list[dict[str, Any]]:
    """What each party said it means: statements that give a reading of the commitment."""
    found = [s for s in trail.dossier.statements(commitment.id) if _reads(s, commitment.id)]
    return [
        {
            "party": trail.name(statement.party),
            "speaker": statement.speaker,
            "date": statement.said,
            "term": statement.term,
            "reading": statement.gist,
            "quote": statement.quote,
            "id": statement.id,
        }
        for statement in trail.use_all(found)
    ]


def _reads(statement: Statement, commitment: str) -> bool:
    return statement.reading_of == commitment or statement.term is not None


def record(register: Register, trail: Trail, standing: Standing) -> dict[str, Any]:
    """The obligor's record on earlier commitments of the same theme and form."""
    most = register.parameters["profile"]["like_commitments"]
    like = _like(register, standing)[-most:] if most else []
    told = []
    for each in like:
        trail.use_all(register.dossier.need(id) for id in each.grounds)
        told.append(
            {
                "id": each.commitment.id,
                "title": each.commitment.title,
                "outcome": each.outcome,
                "declared": each.declared.state,
            }
        )
    outcomes = [row["outcome"] for row in told]
    return {
        "like": told,
        "ended": sum(1 for each in like if each.declared.ended),
        "full": outcomes.count("full"),
        "breached": outcomes.count("breached"),
        "no_evidence": outcomes.count("no evidence"),
    }


def _like(register: Register, standing: Standing) -> Sequence[Standing]:
    """Earlier commitments of the obligor of the same theme and form, oldest first."""
    own = standing.commitment
    begun = dates.parse(own.since, own.zone).earliest
    found = [
        (dates.parse(other.since, other.zone).earliest, other)
        for other, obligor in register.pairs
        if obligor == standing.obligor
        and other.id != own.id
        and other.theme == own.theme
        and other.form == own.form
    ]
    earlier = sorted((when, other.id, other) for when, other in found if when < begun)
    return [register.standing(other, standing.obligor) for _, _, other in earlier]


def _counterparts(trail: Trail, commitment: Commitment) -> list[dict[str, str]]:
    found = [trail.dossier.get(id) for id in commitment.counterparts]
    return [
        {"id": record.id, "title": trail.use(record).label}
        for record in found
        if record is not None
    ]
