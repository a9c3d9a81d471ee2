"""Meetings by level: the leaders', and how long the working level has been silent."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from typing import Any

from servanda.dossier import Dossier, Trail
from servanda.records import Contact, Finding, dates
from servanda.words import capital, count, days, join, times


def leader_meetings(dossier: Dossier, parameters: dict[str, Any]) -> Finding | None:
    """Meetings between leaders in the last year, and who met whom."""
    window = parameters["meetings_days"]
    start = dossier.as_of - timedelta(days=window)
    principals = {party.id for party in dossier.principals}
    held = [
        contact
        for contact in dossier.contacts
        if contact.level == "leader"
        and last_day(contact) > start
        and set(contact.parties) & principals
    ]
    if not held:
        return None
    trail = Trail(dossier)
    trail.use_all(held)
    pairs: dict[tuple[str, ...], list[Contact]] = {}
    for contact in held:
        pairs.setdefault(tuple(sorted(contact.parties)), []).append(contact)
    told = []
    for parties, met in sorted(pairs.items(), key=lambda item: (-len(item[1]), item[0])):
        told.append(f"{' and '.join(trail.names(parties))} {times(len(met))}")
    newest = max(held, key=lambda contact: (last_day(contact), contact.id))
    place = f" ({newest.place.strip('()')})" if newest.place else ""
    sentence = (
        f"In the {window} days to {dates.say(dossier.as_of.isoformat())}, "
        f"{count(len(held), 'contact', 'contacts')} at leader level, letters and calls included, "
        f"{'is' if len(held) == 1 else 'are'} known: {join(told)}. "
        f"The last was {dates.when(newest.date, newest.zone)}{place}: "
        f"{newest.outcome.rstrip('.')}."
    )
    return Finding(
        id="dialogue.leader_meetings",
        objective="opportunity",
        sentence=sentence,
        value=len(held),
        unit="contacts",
        cites=trail.cites,
        method="leader-meetings",
        parts={"window_days": window, "meetings": [contact.id for contact in held]},
        series=tuple(contact_row(contact) for contact in held),
    )


def working_silence(dossier: Dossier, parameters: dict[str, Any]) -> Finding | None:
    """Days since the last working-level contact between principals, pair by pair."""
    levels = set(parameters["working_levels"])
    trail = Trail(dossier)
    principals = [party.id for party in dossier.principals]
    latest: dict[str, Contact] = {}
    for pair in combinations(principals, 2):
        met = [c for c in dossier.contacts if set(pair) <= set(c.parties) and c.level in levels]
        if met:
            key = " and ".join(trail.name(party) for party in pair)
            latest[key] = trail.use(max(met, key=lambda c: (last_day(c), c.id)))
    if not latest:
        return None
    drawn = trail.use_all(c for c in dossier.contacts if set(c.parties) & set(principals))
    trail.names(principals)
    ago = {pair: (dossier.as_of - last_day(contact)).days for pair, contact in latest.items()}
    newest = min(ago.values())
    told = [
        f"{pair} {days(ago[pair])} ago ({dates.say(contact.date, contact.zone)})"
        for pair, contact in latest.items()
    ]
    return Finding(
        id="dialogue.working_level_silence_days",
        objective="dialogue",
        sentence=f"The last working-level contacts known between principals: {'; '.join(told)}.",
        value=newest,
        low=newest,
        high=max(ago.values()),
        unit="days",
        cites=trail.cites,
        method="working-level-silence",
        parts={"levels": sorted(levels), "by_pair": ago},
        series=tuple(contact_row(contact) for contact in drawn),
    )


def contact_row(contact: Contact) -> dict[str, Any]:
    """A contact as a chart draws it."""
    return {
        "date": dates.parse(contact.date, contact.zone).first_day.isoformat(),
        "level": contact.level,
        "parties": list(contact.parties),
        "label": capital(contact.outcome),
    }


def last_day(contact: Contact) -> date:
    """The last day on which a contact may have taken place, UTC."""
    return dates.parse(contact.date, contact.zone).last_day
