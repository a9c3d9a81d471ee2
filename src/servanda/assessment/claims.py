"""Claims of success beside what was verified on that day, and the political calendar beside both.

What a claim was worth is not said here; motive is another matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from servanda.commitments.register import Register, Standing
from servanda.commitments.status import held_on, known_by
from servanda.commitments.verified import independently_verified
from servanda.commitments.words import named
from servanda.dossier import Trail
from servanda.records import Event, Finding, Statement, dates
from servanda.words import count, number

from .rounds import Round
from .scores import THEMES, scored

FULL = 3


def claims(register: Register, current: Round, parameters: dict[str, Any]) -> Finding:
    """``assessment.claims``: public claims of success by principals in the current round."""
    dossier = register.dossier
    trail = Trail(dossier)
    current.cite(trail)
    principals = {party.id for party in dossier.principals}
    made = sorted(
        (
            statement
            for statement in dossier.of(Statement)
            if statement.claims_success
            and statement.party in principals
            and _said(statement) >= current.start
        ),
        key=lambda statement: (_said(statement), statement.id),
    )
    standings = {theme: scored(register, current, theme) for theme in THEMES}
    for owed in standings.values():
        for each in owed:
            trail.use_all(dossier.need(id) for id in each.cites)
    calendar = trail.use_all(
        event
        for event in dossier.of(Event)
        if event.event_type == "election" and principals & set(event.parties)
    )
    rows = [
        _row(register, trail, trail.use(statement), standings, calendar, parameters)
        for statement in made
    ]
    sentence = _sentence(trail, made, rows, current)
    now = _verified(register, trail, standings, dossier.as_of)
    by_month = [
        {"date": day.isoformat(), "verified": _verified(register, trail, standings, day)}
        for day in dates.month_starts(current.start, dossier.as_of)
    ]
    return Finding(
        id="assessment.claims",
        objective="risk",
        sentence=sentence,
        value=len(rows),
        unit="claims",
        basis="derived" if rows else "absent",
        cites=trail.cites,
        method="claims",
        parts={
            "since": current.start.isoformat(),
            "verified_now": now,
            "verified_by_month": by_month,
            "calendar": [
                {
                    "date": event.date,
                    "title": event.title,
                    "id": event.id,
                    "parties": sorted(set(event.parties) & principals),
                }
                for event in calendar
            ],
        },
        series=tuple(rows),
    )


def _said(statement: Statement) -> date:
    return dates.parse(statement.said, statement.zone).last_day


def _verified(
    register: Register, trail: Trail, standings: dict[str, list[Standing]], day: date
) -> dict[str, list[int]]:
    """Per theme: how many were delivered in full and independently verified by then, of how many
    that had been made."""
    found = {}
    for theme, owed in standings.items():
        made = [s for s in owed if dates.known_day(s.commitment.known) <= day]
        done = [s for s in made if _was_verified(register, trail, s, day)]
        found[theme] = [len(done), len(made)]
    return found


def _was_verified(register: Register, trail: Trail, standing: Standing, day: date) -> bool:
    reports = known_by(standing.reports, day)
    if not reports:
        return False
    held = held_on(trail, standing.commitment, reports, day, register.parameters)
    return (held is not None and held.level == FULL) and any(
        independently_verified(trail, r, standing.commitment, register.parameters["verified"])
        for r in reports
        if r.level == FULL
    )


def _row(
    register: Register,
    trail: Trail,
    statement: Statement,
    standings: dict[str, list[Standing]],
    calendar: Sequence[Event],
    parameters: dict[str, Any],
) -> dict[str, Any]:
    day = _said(statement)
    ahead = _ahead(statement, calendar, day, parameters["calendar_days"])
    return {
        "date": day.isoformat(),
        "speaker": statement.speaker,
        "party": trail.name(statement.party),
        "party_id": statement.party,
        "quote": statement.quote,
        "gist": statement.gist,
        "setting": statement.setting,
        "verified": _verified(register, trail, standings, day),
        "next_vote": ahead.title if ahead is not None else None,
        "next_vote_days": (_first_day(ahead) - day).days if ahead is not None else None,
        "id": statement.id,
    }


def _ahead(statement: Statement, calendar: Sequence[Event], day: date, within: int) -> Event | None:
    """The next vote ahead of the speaker's party, as far as the calendar is known."""
    votes = [
        (_first_day(event), event.id, event)
        for event in calendar
        if statement.party in event.parties and 0 <= (_first_day(event) - day).days <= within
    ]
    return min(votes)[2] if votes else None


def _first_day(event: Event) -> date:
    return dates.parse(event.date, event.zone).first_day


def _sentence(
    trail: Trail,
    made: Sequence[Statement],
    rows: Sequence[dict[str, Any]],
    current: Round,
) -> str:
    since = dates.say(current.start.isoformat()[:7])
    if not rows:
        return f"No public claim of success by a principal is on record since {since}."
    last, row = made[-1], rows[-1]
    words = f"“{last.quote}”" if last.quote else last.gist.rstrip(".")
    said = [
        f"{count(len(rows), 'public claim', 'public claims').capitalize()} of success by "
        f"principals {'is' if len(rows) == 1 else 'are'} on record since {since}; the last is by "
        f"{last.speaker} of {named(trail, last.party)}, on {dates.say(last.said, last.zone)}: "
        f"{words}."
    ]
    done, of = row["verified"]["denuclearisation"]
    told = "none" if not done else number(done)
    said.append(
        f"On that day {told} of "
        f"{count(of, 'denuclearisation commitment', 'denuclearisation commitments')} to be "
        f"carried out, counted once per obligor, {'was' if done < 2 else 'were'} independently "
        "verified as delivered in full."
    )
    if row["next_vote"]:
        said.append(
            f"The speaker's next vote lay {count(row['next_vote_days'], 'day', 'days')} ahead "
            f"({row['next_vote']})."
        )
    return " ".join(said)
