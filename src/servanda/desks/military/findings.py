"""What the military desk says."""

from __future__ import annotations

from collections.abc import Iterator

from servanda.commitments.register import Register
from servanda.dossier import Dossier
from servanda.parameters import Parameters
from servanda.records import Finding

from .agreement import military_agreement
from .armistice import armistice_bodies
from .incidents import incidents
from .notices import notifications
from .remains import remains
from .zoning import zones_in_force


def military_findings(
    dossier: Dossier, parameters: Parameters, register: Register | None = None
) -> Iterator[Finding]:
    """Findings on the agreement, its zones, incidents, notices, armistice bodies and remains."""
    own = parameters.of("desks.military")
    register = register or Register(dossier, parameters)
    for found in (
        military_agreement(dossier, register, parameters.of("commitments")["verified"]),
        zones_in_force(dossier, own),
        incidents(dossier, own),
        notifications(dossier, own),
        armistice_bodies(dossier),
        remains(dossier),
    ):
        if found is not None:
            yield found
