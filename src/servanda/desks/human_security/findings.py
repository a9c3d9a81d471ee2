"""What the human-security desk says."""

from __future__ import annotations

from collections.abc import Iterator

from servanda.dossier import Dossier
from servanda.parameters import Parameters
from servanda.records import Finding

from .dimensions import dimensions
from .exemptions.grants import exemptions


def human_security_findings(dossier: Dossier, parameters: Parameters) -> Iterator[Finding]:
    """Findings on exemptions and indicators."""
    for found in (exemptions(dossier, parameters.of("desks.human_security")), dimensions(dossier)):
        if found is not None:
            yield found
