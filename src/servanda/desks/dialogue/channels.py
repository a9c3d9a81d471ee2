"""Standing channels: which are open, which are alive, and what became of liaison offices."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from servanda.dossier import Dossier, Trail
from servanda.records import Channel, Finding, dates
from servanda.words import capital, count, join, none_or

from .contacts import last_day


def channels_alive(dossier: Dossier, parameters: dict[str, Any]) -> Finding | None:
    """Channels not closed, and those over which a contact is known in the last 90 days.

    A contact counts for a channel only when its record names the channel.
    """
    channels = dossier.of(Channel)
    if not channels:
        return None
    window = parameters["alive_days"]
    start = dossier.as_of - timedelta(days=window)
    recent = [contact for contact in dossier.contacts if last_day(contact) > start]
    trail = Trail(dossier)
    alive, silent, closed = [], [], []
    for channel in channels:
        trail.use(channel)
        carried = [contact for contact in recent if contact.channel == channel.id]
        if is_closed(dossier, channel):
            closed.append(channel)
        elif carried:
            trail.use(max(carried, key=lambda contact: (last_day(contact), contact.id)))
            alive.append(channel)
        else:
            silent.append(channel)
    below = [channel for channel in alive if channel.level != "leader"]
    told = (
        f"{capital(count(len(alive), 'channel', 'channels'))} of {len(channels)} on record "
        f"carried a known contact in the last {window} days"
    )
    told += f" ({join([channel.name for channel in alive])})" if alive else ""
    told += f"; {none_or(len(silent), 'is open without one', 'are open without one')}"
    told += f", {none_or(len(closed), 'is closed or cut', 'are closed or cut')}."
    return Finding(
        id="dialogue.channels_alive",
        objective="dialogue",
        sentence=told,
        value=len(alive),
        unit="channels",
        cites=trail.cites,
        method="channels-alive",
        parts={
            "alive": [channel.id for channel in alive],
            "open_without_contact": [channel.id for channel in silent],
            "closed": [channel.id for channel in closed],
            "alive_below_leader_level": len(below),
            "window_days": window,
        },
    )


def liaison_offices(dossier: Dossier) -> Finding | None:
    """Liaison offices: opened, closed, or only spoken of."""
    offices = [channel for channel in dossier.of(Channel) if channel.liaison_office]
    if not offices:
        return None
    trail = Trail(dossier)
    told, opened = [], 0
    for office in trail.use_all(offices):
        if office.opened is None:
            told.append(f"{office.name} has been proposed and never opened")
            continue
        state = f"{office.name} opened {dates.when(office.opened, office.zone)}"
        if is_closed(dossier, office):
            state += f" and closed {dates.when(str(office.closed), office.zone)}"
        else:
            opened += 1
            state += " and is on record as open"
        told.append(state)
    return Finding(
        id="dialogue.liaison_offices",
        objective="dialogue",
        sentence=capital("; ".join(told) + "."),
        value=opened,
        unit="offices",
        cites=trail.cites,
        method="liaison-offices",
        parts={"offices": [office.id for office in offices]},
    )


def is_closed(dossier: Dossier, channel: Channel) -> bool:
    """Whether a channel was closed or cut by the as-of date."""
    if channel.closed is None:
        return False
    return dates.parse(channel.closed, channel.zone).first_day <= dossier.as_of
