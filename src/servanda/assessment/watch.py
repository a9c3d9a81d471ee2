"""What to watch: conditions evaluated as of a day, and the dates ahead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from servanda.dossier import Dossier, Trail
from servanda.records import Act, Contact, Event, Exemption, Finding, Observation, Record, dates
from servanda.words import capital, count, days, join

from .conditions import Condition, shipped

State = Literal["met", "not met", "unknown"]
HORIZONS = (30, 90, 180)
SAID = 3  # records named beside a condition


class Watched(NamedTuple):
    """A condition on a day.

    Attributes
    ----------
    condition : Condition
        What is watched.
    state : met, not met or unknown
        Unknown when nothing on record speaks to it.
    said : str
        In words.
    records : tuple of Record
        What it rests on.
    """

    condition: Condition
    state: State
    said: str
    records: tuple[Record, ...]


def evaluate(
    dossier: Dossier,
    conditions: Sequence[Condition],
    values: Mapping[str, Finding] | None = None,
) -> list[Watched]:
    """Evaluate conditions as of the dossier's day.

    Parameters
    ----------
    dossier : Dossier
        What was known.
    conditions : sequence of Condition
        What is watched.
    values : mapping of str to Finding, optional
        Findings by id, for conditions on findings.
    """
    return [_evaluate(dossier, condition, values or {}) for condition in conditions]


def watch_findings(dossier: Dossier) -> Iterator[Finding]:
    """``outlook.watch``: the shipped conditions as of the day."""
    watched = evaluate(dossier, shipped())
    known = [one for one in watched if one.records]
    if not known:
        return
    trail = Trail(dossier)
    for one in watched:
        trail.use_all(one.records)
    met = [one for one in watched if one.state == "met"]
    told = f"Of {count(len(watched), 'condition', 'conditions')} watched by default "
    if met:
        named = "; ".join(f"{one.condition.name} ({one.said.rstrip('.')})" for one in met)
        told += f"{count(len(met), 'is met', 'are met')}: {named}."
    else:
        told += "none is met."
    yield Finding(
        id="outlook.watch",
        objective="outlook",
        sentence=told,
        value=len(met),
        unit="conditions met",
        cites=trail.cites,
        method="watch",
        parts={"conditions": [row_of(one) for one in watched]},
    )


def row_of(watched: Watched) -> dict[str, Any]:
    """A condition and its state as plain values."""
    return {
        "name": watched.condition.name,
        "kind": watched.condition.kind,
        "state": watched.state,
        "said": watched.said,
        "records": [record.id for record in watched.records],
    }


def deadlines(dossier: Dossier) -> list[dict[str, Any]]:
    """Dates within 30, 90 and 180 days: planned events, deadlines, grants that expire.

    Returns
    -------
    list of dict
        ``within`` (30, 90 or 180), ``date``, ``what``, ``id``; the nearest first.
    """
    found: list[tuple[date, str, str]] = []
    for event in dossier.of(Event):
        if event.planned:
            day = dates.parse(event.date, event.zone).first_day
            found.append((day, event.title, event.id))
    for commitment in dossier.commitments:
        if commitment.due:
            day = dates.parse(commitment.due, commitment.zone).last_day
            found.append((day, f"due: {commitment.title}", commitment.id))
    for grant, day in _expiring(dossier):
        found.append((day, f"expires: {_holder(dossier, grant)}, {grant.text}", grant.id))
    rows = []
    for day, what, id in sorted(found):
        ahead = (day - dossier.as_of).days
        within = next((horizon for horizon in HORIZONS if 0 < ahead <= horizon), None)
        if within is not None:
            rows.append({"within": within, "date": day.isoformat(), "what": what, "id": id})
    return rows


def _evaluate(dossier: Dossier, condition: Condition, values: Mapping[str, Finding]) -> Watched:
    if condition.kind == "silence":
        return _silence(dossier, condition)
    if condition.kind == "expiring":
        return _about_to_expire(dossier, condition)
    if condition.kind == "finding":
        return _finding(condition, values)
    back = dossier.as_of - timedelta(days=condition.days)
    if condition.kind == "seen":
        records: list[Record] = [
            one for one in dossier.of(Observation)
            if one.activity in condition.activities
            and (not condition.sites or one.site in condition.sites)
            and dates.known_day(one.known) > back
        ]  # fmt: skip
    elif condition.kind == "test":
        records = [
            one for one in dossier.tests
            if one.test_type in condition.types
            and dates.parse(one.date, one.zone).last_day > back
        ]  # fmt: skip
    elif condition.kind == "act":
        records = [
            one for one in dossier.of(Act)
            if one.act in condition.acts
            and (not condition.parties or one.party in condition.parties)
            and dates.parse(one.said, one.zone).last_day > back
        ]  # fmt: skip
    else:
        end = dossier.as_of + timedelta(days=condition.ahead_days)
        records = [
            one for one in dossier.of(Event)
            if one.event_type in condition.events
            and back < dates.parse(one.date, one.zone).first_day <= end
        ]  # fmt: skip
    return _matched(condition, records)


def _matched(condition: Condition, records: Sequence[Record]) -> Watched:
    ordered = sorted(records, key=lambda one: (dates.known_day(one.known), one.id))
    if not ordered:
        return Watched(condition, "not met", "nothing of the kind is on record", ())
    told = [f"{_label(one)} ({dates.say(one.known)})" for one in ordered[-SAID:]]
    more = len(ordered) - len(told)
    said = "; ".join(told) + (f"; and {count(more, 'more', 'more')}" if more else "")
    return Watched(condition, "met", said, tuple(ordered))


def _silence(dossier: Dossier, condition: Condition) -> Watched:
    parties = set(condition.parties) or {party.id for party in dossier.principals}
    held = [
        one for one in dossier.contacts
        if len(parties & set(one.parties)) > 1
        and (not condition.levels or one.level in condition.levels)
    ]  # fmt: skip
    newest = max(held, key=lambda one: (_last(one), one.id), default=None)
    if newest is None:
        return Watched(condition, "unknown", "no such contact is on record", ())
    silent = (dossier.as_of - _last(newest)).days
    said = f"the last was {days(silent)} ago, {dates.say(newest.date)}"
    named = [party for id in newest.parties if (party := dossier.get(id)) is not None]
    return Watched(
        condition, "met" if silent >= condition.days else "not met", said, (newest, *named)
    )


def _about_to_expire(dossier: Dossier, condition: Condition) -> Watched:
    end = dossier.as_of + timedelta(days=condition.ahead_days)
    near = [(grant, day) for grant, day in _expiring(dossier) if dossier.as_of < day <= end]
    if not near:
        return Watched(condition, "not met", "no grant on record expires by then", ())
    told = [f"{_holder(dossier, grant)} {dates.say(day.isoformat())}" for grant, day in near[:SAID]]
    more = len(near) - len(told)
    said = join(told) + (f" and {count(more, 'more', 'more')}" if more else "")
    holders = [party for grant, _ in near if (party := dossier.get(grant.organisation)) is not None]
    return Watched(condition, "met", said, (*(grant for grant, _ in near), *holders))


def _finding(condition: Condition, values: Mapping[str, Finding]) -> Watched:
    finding = values.get(condition.finding)
    if finding is None or not isinstance(finding.value, int | float):
        return Watched(condition, "unknown", f"{condition.finding} has no number on that day", ())
    low = condition.above is not None and finding.value > condition.above
    high = condition.below is not None and finding.value < condition.below
    said = f"{condition.finding} is {finding.value:,g} {finding.unit or ''}".rstrip()
    return Watched(condition, "met" if low or high else "not met", said, ())


def _expiring(dossier: Dossier) -> list[tuple[Exemption, date]]:
    """Grants with a term, and its last day, the nearest first."""
    found = [
        (grant, dates.parse(grant.expires, grant.zone).last_day)
        for grant in dossier.of(Exemption)
        if grant.expires and grant.decision in ("granted", "extended", "amended")
    ]
    return sorted(found, key=lambda item: (item[1], item[0].id))


def _holder(dossier: Dossier, grant: Exemption) -> str:
    if grant.organisation is not None:
        return dossier.name_of(grant.organisation)
    return grant.organisation_name or "an organisation"


def _label(record: Record) -> str:
    return capital(record.label.rstrip("."))


def _last(contact: Contact) -> date:
    return dates.parse(contact.date, contact.zone).last_day
