"""What third parties did: hosts and go-betweens, who met a side, who keeps a channel open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from servanda.dossier import Dossier, Trail
from servanda.records import Channel, Contact, Finding, Party
from servanda.words import count, join

from .channels import is_closed
from .contacts import last_day


def third_parties(dossier: Dossier, parameters: dict[str, Any]) -> Finding | None:
    """``dialogue.third_parties``: what each third party did for contact in the last year.

    A party made a contact possible only where the record names it as facilitator; it met a side
    where it was a party of the contact itself; it keeps a channel where the channel is not closed
    and names it as a party or as facilitator.
    """
    window = parameters["third_parties_days"]
    start = dossier.as_of - timedelta(days=window)
    recent = [contact for contact in dossier.contacts if last_day(contact) > start]
    if not recent:
        return None
    trail = Trail(dossier)
    trail.use_all(recent)
    principals = {party.id for party in dossier.principals}
    trail.names(sorted(principals))
    open_channels = trail.use_all(
        channel
        for channel in dossier.of(Channel)
        if {*channel.parties, *channel.facilitators} - principals
        and not is_closed(dossier, channel)
    )
    several = [contact for contact in recent if len(set(contact.parties)) > 2]
    rows = sorted(
        (
            _row(trail, party, recent, open_channels)
            for party in _third(recent, open_channels, principals)
        ),
        key=lambda row: (-len(row["helped"]), -len(row["met"]), row["party"]),
    )
    unions = _unions(trail, rows)
    helped = [contact for contact in recent if set(contact.facilitators) - principals]
    return Finding(
        id="dialogue.third_parties",
        objective="dialogue",
        sentence=_sentence(rows, unions, len(helped), len(recent), len(several), window),
        value=len(helped),
        unit="contacts",
        cites=trail.cites,
        method="third-parties",
        parts={
            "window_days": window,
            "contacts": len(recent),
            "multilateral": len(several),
            "helpers": {row["party"]: len(row["helped"]) for row in rows if row["helped"]},
            "unions": unions,
        },
        series=tuple(rows),
    )


def _third(
    contacts: Sequence[Contact], channels: Sequence[Channel], principals: set[str]
) -> list[str]:
    records: list[Contact | Channel] = [*contacts, *channels]
    named = {id for one in records for id in (*one.parties, *one.facilitators)}
    return sorted(named - principals)


def _row(
    trail: Trail, party: str, recent: Sequence[Contact], channels: Sequence[Channel]
) -> dict[str, Any]:
    helped = [one for one in recent if party in one.facilitators]
    met = [one for one in recent if party in one.parties and party not in one.facilitators]
    newest = max((*helped, *met), key=lambda one: (last_day(one), one.id), default=None)
    return {
        "party": party,
        "name": trail.name(party),
        "helped": [one.id for one in helped],
        "met": [one.id for one in met],
        "channels": [
            {"id": one.id, "name": one.name}
            for one in channels
            if party in (*one.parties, *one.facilitators)
        ],
        "last": newest.date if newest else None,
        "last_what": newest.outcome if newest else None,
    }


def _unions(trail: Trail, rows: Sequence[dict[str, Any]]) -> dict[str, list[str]]:
    """Of each union of states, the members that made contacts possible or met a side."""
    found: dict[str, list[str]] = {}
    for row in rows:
        party = trail.dossier.get(row["party"])
        if isinstance(party, Party) and (row["helped"] or row["met"]):
            for union in party.member_of:
                found.setdefault(trail.name(union), []).append(row["name"])
    return found


def _sentence(
    rows: Sequence[dict[str, Any]],
    unions: dict[str, list[str]],
    helped: int,
    contacts: int,
    several: int,
    window: int,
) -> str:
    hosts, guests = _named(rows, "helped"), _named(rows, "met")
    told = [
        f"Third parties hosted or facilitated {count(helped, 'contact', 'contacts')} of "
        f"{contacts} known in the last {window} days" + (f": {hosts}." if hosts else ".")
    ]
    if guests:
        told.append(f"Themselves in contact with a side were {guests}.")
    told += [
        f"Of the {union} {'it was' if len(members) == 1 else 'they were'} {join(members)}."
        for union, members in unions.items()
    ]
    keepers: dict[str, list[str]] = {}
    for row in rows:
        for one in row["channels"]:
            keepers.setdefault(one["name"], []).append(row["name"])
    if keepers:
        kept = join([f"{name} ({join(parties)})" for name, parties in keepers.items()])
        told.append(f"Channels open through third parties: {kept}.")
    told.append(f"{several} of {contacts} contacts joined more than two parties.")
    return " ".join(told)


def _named(rows: Iterable[dict[str, Any]], what: str) -> str:
    ranked = sorted((row for row in rows if row[what]), key=lambda row: -len(row[what]))
    return join([f"{row['name']} ({len(row[what])})" for row in ranked])
