"""What the human-security desk says."""

from __future__ import annotations

from collections.abc import Iterator

from servanda.dossier import Dossier
from servanda.parameters import Parameters
from servanda.records import Finding

from .exemptions.grants import exemptions
from .indicators.dimensions import dimensions
from .indicators.needs import needs


def human_security_findings(dossier: Dossier, parameters: Parameters) -> Iterator[Finding]:
    """Findings on exemptions and indicators."""
    judged = parameters.of("desks.human_security")
    plan = judged["needs"]
    for found in (
        exemptions(dossier, judged),
        needs(dossier, plan),
        dimensions(dossier, set(plan.values())),
    ):
        if found is not None:
            yield found
