"""Which reports are independently verified, and which measures of verification they carried out.

Two meanings of one word, kept apart. A *report* is independently verified when an outsider of some
grade names the means by which it knows. A *commitment* counts as verified when each of the measures
that it needs (`measures`) was carried out by such a report.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from servanda.dossier import Trail
from servanda.records import Commitment, Evidence, Party, dates

from .measures import measure, told

FIGURES = "123456"


def interests(trail: Trail, party: str) -> frozenset[str]:
    """A party and the wider parties whose interest it shares; its record is cited."""
    record = trail.dossier.get(party)
    if not isinstance(record, Party):
        return frozenset((party,))
    return frozenset((party, *trail.use(record).member_of))


def interested(trail: Trail, commitment: Commitment, obligor: str) -> frozenset[str]:
    """Those who have a stake in a commitment: its obligors and beneficiaries, and their unions.

    Where a text is mutual each obligor is the other's beneficiary.
    """
    sides = dict.fromkeys((obligor, *commitment.obligors, *commitment.beneficiaries))
    return frozenset().union(*(interests(trail, side) for side in sides))


def independently_verified(
    trail: Trail,
    report: Evidence,
    commitment: Commitment,
    grade: dict[str, Any],
) -> bool:
    """Whether a report is of the grade asked for, by an outsider who names the means of access.

    Parameters
    ----------
    trail : Trail
        Parties whose membership decides are cited on it.
    report : Evidence
        The report.
    commitment : Commitment
        What it reports on.
    grade : dict
        ``least_source`` and ``least_information``: the Admiralty code it must reach.
    """
    letter, figure = report.admiralty[0], report.admiralty[1]
    if letter > grade["least_source"] or int(figure) > grade["least_information"]:
        return False
    if report.means is None:
        return False
    sides = {report.obligor, *commitment.obligors, *commitment.beneficiaries}
    if not sides.isdisjoint(interests(trail, report.observer)):
        return False
    return report.observer not in interested(trail, commitment, report.obligor)


def latest(reports: Sequence[Evidence], days: dict[str, Any]) -> Evidence | None:
    """The report that observes the latest day; of equals the best code, then the first id."""
    return min(
        reports,
        key=lambda report: (-days[report.id].toordinal(), report.admiralty, report.id),
        default=None,
    )


def carried_out(
    trail: Trail,
    reports: Sequence[Evidence],
    commitment: Commitment,
    grade: dict[str, Any],
) -> list[dict[str, Any]]:
    """The measures that a commitment needs, each with the newest report that carried it out.

    Parameters
    ----------
    trail : Trail
        Parties whose membership decides are cited on it; the reports the caller cites.
    reports : sequence of Evidence
        Reports on one obligor's conduct, known by then.
    commitment : Commitment
        Whose ``measures`` are meant.
    grade : dict
        As in `independently_verified`: only such reports carry a measure out.

    Returns
    -------
    list of dict
        The measure as `measures.told` gives it, with ``done`` (the day the newest such report
        observes, None when no report names it) and ``report``, its id.
    """
    if not commitment.measures:
        return []
    sound = [r for r in reports if independently_verified(trail, r, commitment, grade)]
    rows: list[dict[str, Any]] = []
    for name in commitment.measures:
        own = [report for report in sound if measure(name).named_in(report.means)]
        newest = max(own, key=lambda r: (dates.parse(r.date, r.zone).latest, r.id), default=None)
        rows.append(
            {
                **told(name),
                "done": None if newest is None else dates.last_part(newest.date),
                "report": None if newest is None else newest.id,
            }
        )
    return rows
