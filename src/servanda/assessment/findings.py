"""Findings of the assessment room."""

from __future__ import annotations

from collections.abc import Iterator

from servanda.commitments.register import Register
from servanda.dossier import Dossier
from servanda.parameters import Parameters
from servanda.records import Finding

from .claims import claims
from .latest import latest_facts
from .nuclear import nuclear_illusion
from .rounds import current_round
from .scores import score_findings
from .stability import stability
from .thinness import thinness


def assessment_findings(
    dossier: Dossier, parameters: Parameters, register: Register | None = None
) -> Iterator[Finding]:
    """Yield the scores, the illusion of stability, thinness and claims of the current round."""
    table = parameters.of("assessment")
    latest = latest_facts(dossier, table["latest"])
    if latest is not None:
        yield latest
    nuclear = nuclear_illusion(dossier, parameters)
    if nuclear is not None:
        yield nuclear
    register = register or Register(dossier, parameters)
    current = current_round(dossier, table["round"])
    if current is None:
        return
    yield from score_findings(register, current, table["scores"])
    for finding in (
        stability(register, current, table["stability"]),
        thinness(register, current, table["thinness"]),
    ):
        if finding is not None:
            yield finding
    yield claims(register, current, table["claims"])
