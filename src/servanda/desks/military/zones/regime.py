"""Which zones bind whom when: zones as records, and the acts that enter, suspend and end them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from servanda.commitments.declared import declared_at, effective
from servanda.dossier import Dossier
from servanda.errors import UsageError
from servanda.records import Act, Commitment, Zone, dates


class Period(NamedTuple):
    """A time in which a zone bound a party.

    Attributes
    ----------
    start : datetime
        First instant, UTC.
    end : datetime or None
        First instant at which it no longer bound; None while it binds.
    closed_by : Act or None
        The act that ended it; None where the zone's own date did.
    """

    start: datetime
    end: datetime | None
    closed_by: Act | None

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies in it."""
        return self.start <= moment and (self.end is None or moment < self.end)


def periods(zone: Zone, commitment: Commitment, acts: Iterable[Act]) -> list[Period]:
    """When a zone bound the party whose acts are given.

    Parameters
    ----------
    zone : Zone
        Its own date bounds every period.
    commitment : Commitment
        The clause that draws it.
    acts : iterable of Act
        The party's own acts on the clause. An act in part leaves the zone in force.
    """
    acts = list(acts)
    span = dates.parse(zone.date, zone.zone)
    ends = span.latest + dates.TICK if span.latest < dates.LAST else None
    begins = max(span.earliest, dates.parse(commitment.since, commitment.zone).earliest)
    steps = sorted({begins, *(t for act in acts if (t := effective(act)) > begins)})
    found: list[Period] = []
    open_since: datetime | None = None
    for moment in steps:
        state = declared_at(commitment, acts, moment)
        if state.binding and open_since is None:
            open_since = moment
        elif not state.binding and open_since is not None:
            found.append(Period(open_since, moment, state.act))
            open_since = None
    if open_since is not None:
        found.append(Period(open_since, None, None))
    return [_cut(period, ends) for period in found if ends is None or period.start < ends]


def _cut(period: Period, ends: datetime | None) -> Period:
    if ends is None or (period.end is not None and period.end <= ends):
        return period
    return Period(period.start, ends, None)


def zone_periods(dossier: Dossier, zone: Zone, party: str) -> list[Period]:
    """When a zone of a dossier bound a party; never, where the clause does not oblige it."""
    commitment = dossier.get(zone.commitment)
    if not isinstance(commitment, Commitment) or zone.party not in (None, party):
        return []
    if party not in commitment.obligors:
        return []
    return periods(zone, commitment, dossier.acts(commitment.id, party))


def bound_parties(dossier: Dossier, zones: Iterable[Zone]) -> tuple[str, ...]:
    """Parties that the zones bind at some time, in the order of the clauses."""
    found: dict[str, None] = {}
    for zone in zones:
        commitment = dossier.get(zone.commitment)
        if isinstance(commitment, Commitment):
            parties = (zone.party,) if zone.party else commitment.obligors
            found |= {party: None for party in parties if zone_periods(dossier, zone, party)}
    return tuple(found)


def find_party(dossier: Dossier, name: str, among: Iterable[str]) -> str:
    """The party id for a name as people write it (``ROK``, ``party/rok``, ``South Korea``).

    Raises
    ------
    UsageError
        When no zone binds such a party.
    """
    among = tuple(among)
    parties = {party.id: party for party in dossier.parties}
    wanted = name.strip().casefold()
    for id in among:
        plain = {id.casefold(), id.removeprefix("party/").casefold()}
        if wanted in plain or (id in parties and parties[id].answers_to(name)):
            return id
    known = ", ".join(id.removeprefix("party/").upper() for id in among) or "none"
    raise UsageError(f"no zone binds '{name}'", f"parties bound by a zone: {known}")


def moment_of(day: str, tz: str) -> datetime:
    """The moment that a day or time stands for: its end, in the zones' own time.

    Raises
    ------
    UsageError
        When it is no date.
    """
    try:
        return dates.parse(day, tz).latest
    except dates.DateError as error:
        raise UsageError(str(error), "write a day (2018-12-01) or a time with zone") from error
