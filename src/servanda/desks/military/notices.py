"""Notifications: given in time or late, matched with what was seen, and what was seen without."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

from servanda.dossier import Dossier, Trail
from servanda.records import Commitment, Event, Evidence, Finding, Incident, Notification, dates
from servanda.words import capital, count, join, none_or

Seen = Incident | Evidence | Event
SEARCHED = "notifications of every source held"


class Notice(NamedTuple):
    """A notification, checked.

    Attributes
    ----------
    record : Notification
    lead_hours_low, lead_hours_high : float
        Hours between the notice and the activity, as the dates allow.
    late : bool or None
        Whether it came later than its clause asks; None where no deadline is known or the dates
        leave it open.
    seen : tuple of Seen
        Observations of the activity.
    """

    record: Notification
    lead_hours_low: float
    lead_hours_high: float
    late: bool | None
    seen: tuple[Seen, ...]


def check_notice(notice: Notification, seen: list[Seen], tolerance_days: float) -> Notice:
    """Check one notification against its deadline and against what was seen.

    Parameters
    ----------
    notice : Notification
    seen : list
        Candidates: incidents by the party, reports on it, exercises with it.
    tolerance_days : float
        How far an observation may lie from the time notified.
    """
    given, due = dates.parse(notice.given, notice.zone), dates.parse(notice.date, notice.zone)
    low = (due.earliest - given.latest).total_seconds() / 3600
    high = (min(due.latest, due.earliest + timedelta(days=1)) - given.earliest).total_seconds()
    late: bool | None = None
    if notice.deadline_hours is not None:
        if high / 3600 < notice.deadline_hours:
            late = True
        elif low >= notice.deadline_hours:
            late = False
    slack = timedelta(days=tolerance_days)
    matched = []
    for observation in seen:
        span = dates.parse(observation.date, observation.zone)
        if _concerns(notice, observation) and (
            span.latest >= due.earliest - slack and span.earliest <= due.latest + slack
        ):
            matched.append(observation)
    return Notice(notice, round(low, 1), round(high / 3600, 1), late, tuple(matched))


def notifications(dossier: Dossier, parameters: dict[str, Any]) -> Finding | None:
    """Notices on record: late, matched, not seen; and what was seen without notice.

    Without any notice the finding is absent where an agreement allows something on notice.
    """
    known = sorted(dossier.of(Notification), key=lambda n: (n.given, n.id))
    trail = Trail(dossier)
    if not known:
        return None
    candidates = observed(dossier)
    checked = [check_notice(n, candidates, parameters["notice_tolerance_days"]) for n in known]
    for notice in checked:
        trail.use(notice.record)
        trail.use_all(notice.seen)
        clause = dossier.get(notice.record.commitment)
        if clause is not None:
            trail.use(clause)
    unannounced = without_notice(dossier, checked)
    trail.use_all(unannounced)
    late = [n for n in checked if n.late]
    newest, matched = checked[-1], sum(bool(n.seen) for n in checked)
    words = [
        f"{capital(count(len(checked), 'notification is', 'notifications are'))} on record; "
        f"{none_or(len(late), 'was', 'were')} later than the clause asks"
        + (f" ({join([n.record.activity for n in late])})" if late else "")
        + f", {none_or(matched, 'is', 'are')} matched by an observation.",
        f"The newest: {trail.name(newest.record.party)} to "
        f"{join(trail.names(newest.record.to)) or 'a side not named'}, given "
        f"{dates.when(newest.record.given, newest.record.zone)}, of "
        f"{newest.record.activity.rstrip('.')}.",
    ]
    if unannounced:
        words.append(
            f"{capital(count(len(unannounced), 'activity', 'activities'))} under the same clauses "
            "was seen without a notice on record." if len(unannounced) == 1 else
            f"{capital(count(len(unannounced), 'activity', 'activities'))} under the same clauses "
            "were seen without a notice on record."
        )  # fmt: skip
    return Finding(
        id="military.notifications",
        objective="military",
        sentence=" ".join(words),
        value=len(checked),
        unit="notifications",
        cites=trail.cites,
        method="notifications",
        parts={"searched": SEARCHED, "without_notice": [record.id for record in unannounced]},
        series=tuple(
            {"date": dates.parse(n.record.given, n.record.zone).first_day.isoformat(),
             "notification": n.record.id, "activity": n.record.activity,
             "lead_hours": [n.lead_hours_low, n.lead_hours_high], "late": n.late,
             "deadline_hours": n.record.deadline_hours, "seen": [s.id for s in n.seen]}
            for n in checked
        ),
    )  # fmt: skip


def observed(dossier: Dossier) -> list[Seen]:
    """What may answer to a notice: incidents, reports, and exercises held."""
    exercises = [e for e in dossier.of(Event) if e.event_type == "exercise" and not e.planned]
    return [*dossier.of(Incident), *dossier.of(Evidence), *exercises]


def without_notice(dossier: Dossier, checked: list[Notice]) -> list[Incident]:
    """Incidents under clauses on which notices were given, by the same party, that none answers."""
    asked = {(n.record.commitment, n.record.party) for n in checked if n.record.commitment}
    answered = {record.id for n in checked for record in n.seen}
    return [
        incident for incident in dossier.of(Incident)
        if incident.id not in answered
        and any((c, incident.by) in asked for c in incident.commitments)
        and _is_after_clause(dossier, incident)
    ]  # fmt: skip


def _is_after_clause(dossier: Dossier, incident: Incident) -> bool:
    day = dates.parse(incident.date, incident.zone).first_day
    clauses = [dossier.get(c) for c in incident.commitments]
    return any(isinstance(c, Commitment) and dates.parse(c.since, c.zone).first_day <= day
               for c in clauses)  # fmt: skip


def _concerns(notice: Notification, observation: Seen) -> bool:
    """Whether an observation may be of what was notified: the same party and clause."""
    if isinstance(observation, Evidence):
        return (
            observation.obligor == notice.party
            and observation.commitment == notice.commitment
            and observation.observer != notice.party
        )
    if isinstance(observation, Incident):
        return observation.by == notice.party and notice.commitment in observation.commitments
    return notice.party in observation.parties and "exercise" in notice.activity.casefold()
