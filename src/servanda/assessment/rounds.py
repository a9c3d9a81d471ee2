"""The current round of a process: which agreements, and so which commitments, are meant.

Scores and thinness speak of the process that is under way, not of every promise since the last
war. A round begins with the first text agreed between principals after a gap without one; pledges
that led up to it belong to it. Resolutions of outside bodies belong to no round.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from servanda.commitments.belief import DAYS_PER_YEAR
from servanda.dossier import Dossier, Trail
from servanda.records import Agreement, Commitment, dates

UNSHARED = ("resolution", "unilateral", "oral")


class Round(NamedTuple):
    """The round under way.

    Attributes
    ----------
    start : date
        From when agreements and pledges belong to it.
    agreements : tuple of ids
        Its texts, oldest first.
    bounds : tuple of ids
        The records from which the start follows.
    """

    start: date
    agreements: tuple[str, ...]
    bounds: tuple[str, ...]

    def cite(self, trail: Trail) -> None:
        """Cite what the round rests on: its texts, and the last text before it."""
        trail.use_all(trail.dossier.need(id) for id in (*self.bounds, *self.agreements))

    def holds(self, commitment: Commitment) -> bool:
        """Whether a commitment stands in a text of the round."""
        return commitment.agreement in self.agreements


def current_round(dossier: Dossier, parameters: dict[str, Any]) -> Round | None:
    """The round under way on the dossier's day; None when principals agreed no text yet."""
    principals = {party.id for party in dossier.principals}
    made = sorted(
        (_made(agreement), agreement.id, agreement)
        for agreement in dossier.of(Agreement)
        if principals & set(agreement.parties) and agreement.agreement_type != "resolution"
    )
    shared = [
        (day, id)
        for day, id, agreement in made
        if agreement.agreement_type not in UNSHARED and len(principals & set(agreement.parties)) > 1
    ]
    if not shared:
        return None
    gap = timedelta(days=parameters["gap_years"] * DAYS_PER_YEAR)
    first = len(shared) - 1
    while first > 0 and shared[first][0] - shared[first - 1][0] < gap:
        first -= 1
    start = shared[first][0] - timedelta(days=parameters["lead_days"])
    before = (shared[first - 1][1],) if first > 0 else ()
    own = {party.id: party for party in dossier.principals}
    return Round(
        start=start,
        agreements=tuple(id for day, id, _ in made if day >= start),
        bounds=(*own, *before),
    )


def _made(agreement: Agreement) -> date:
    return dates.parse(agreement.made, agreement.zone).last_day
