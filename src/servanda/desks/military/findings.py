"""What the military desk says."""

from __future__ import annotations

from collections.abc import Iterator

from servanda.dossier import Dossier
from servanda.parameters import Parameters
from servanda.records import Finding

from .armistice import armistice_commission
from .incidents import incidents
from .remains import remains


def military_findings(dossier: Dossier, parameters: Parameters) -> Iterator[Finding]:
    """Findings on incidents, armistice bodies and remains."""
    for found in (
        incidents(dossier, parameters.of("desks.military")),
        armistice_commission(dossier),
        remains(dossier),
    ):
        if found is not None:
            yield found
