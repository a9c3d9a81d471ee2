"""What the verification desk says."""

from __future__ import annotations

from collections.abc import Iterator

from servanda.dossier import Dossier
from servanda.parameters import Parameters
from servanda.records import Finding

from .access import site_access
from .activity import observed_activity
from .lulls import days_since, lull
from .means import verification_gaps
from .moratorium import moratorium
from .programme import missile_programme
from .testban import test_ban


def verification_findings(dossier: Dossier, parameters: Parameters) -> Iterator[Finding]:
    """Findings on tests, the moratorium and access."""
    judged = parameters.of("desks.verification")
    yield from days_since(dossier)
    for found in (
        lull(dossier, judged),
        moratorium(dossier, judged),
        test_ban(dossier),
        site_access(dossier),
        verification_gaps(dossier),
        observed_activity(dossier, judged),
    ):
        if found is not None:
            yield found


def programme_findings(dossier: Dossier, parameters: Parameters) -> Iterator[Finding]:
    """``capability.missile_programme``, where anything of it was seen."""
    found = missile_programme(dossier, parameters.of("desks.verification"))
    if found is not None:
        yield found
