"""What the dialogue desk says."""

from __future__ import annotations

from collections.abc import Iterator

from servanda.dossier import Dossier
from servanda.parameters import Parameters
from servanda.records import Finding

from .channels import channels_alive, liaison_offices
from .contacts import leader_meetings, working_silence
from .network import resilience
from .third_parties import third_parties
from .tone import tone


def dialogue_findings(dossier: Dossier, parameters: Parameters) -> Iterator[Finding]:
    """Findings on meetings, channels and third parties."""
    judged = parameters.of("desks.dialogue")
    for found in (
        leader_meetings(dossier, judged),
        tone(dossier, judged),
        working_silence(dossier, judged),
        channels_alive(dossier, judged),
        resilience(dossier, judged),
        liaison_offices(dossier),
        third_parties(dossier, judged),
    ):
        if found is not None:
            yield found
