"""Who helped: hosts, go-betweens and facilitators of contacts."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from servanda.dossier import Dossier, Trail
from servanda.records import Finding
from servanda.words import count, join

from .contacts import last_day


def third_parties(dossier: Dossier, parameters: dict[str, Any]) -> Finding | None:
    """Contacts of the last year that a third party hosted or made possible, and the share."""
    window = parameters["third_parties_days"]
    start = dossier.as_of - timedelta(days=window)
    recent = [contact for contact in dossier.contacts if last_day(contact) > start]
    if not recent:
        return None
    trail = Trail(dossier)
    trail.use_all(recent)
    principals = {party.id for party in dossier.principals}
    trail.names(sorted(principals))
    helped = [contact for contact in recent if set(contact.facilitators) - principals]
    several = [contact for contact in recent if len(set(contact.parties)) > 2]
    helpers = Counter(f for contact in helped for f in set(contact.facilitators) - principals)
    ranked = sorted(helpers.items(), key=lambda item: (-item[1], item[0]))
    named = join([f"{trail.name(party)} ({number})" for party, number in ranked])
    told = (
        f"Third parties hosted or facilitated {count(len(helped), 'contact', 'contacts')} of "
        f"{len(recent)} known in the last {window} days"
        + (f": {named}" if named else "")
        + f". {len(several)} of {len(recent)} joined more than two parties."
    )
    return Finding(
        id="dialogue.third_parties",
        objective="dialogue",
        sentence=told,
        value=len(helped),
        unit="contacts",
        cites=trail.cites,
        method="third-parties",
        parts={
            "window_days": window,
            "contacts": len(recent),
            "multilateral": len(several),
            "helpers": dict(ranked),
        },
    )
