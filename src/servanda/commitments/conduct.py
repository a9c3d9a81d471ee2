"""Commitments to refrain and to sustain: what was done, beside what was declared.

Counting rule: every test in scope, every incident that names the commitment and every report of
breach that is not doubtful (a weight set in the parameters) counts, if it happened while the
obligor was bound by its own account; they are counted by calendar day in the zone of their record,
several on one day once. A record dated only to a month or longer counts by itself when no dated
one falls into it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from servanda.dossier import Trail
from servanda.records import Act, Commitment, Evidence, Incident, Party, Test, dates

from .declared import binding_on
from .verified import independently_verified, latest
from .weights import Weights, observed_day

COUNTING_RULE = (
    "tests in scope, incidents naming the commitment and reports of breach, while the obligor was "
    "bound by its own account, counted by calendar day"
)
LAUNCHES = ("ballistic", "space_launch")


class Deed(NamedTuple):
    """Something that bears on a commitment to refrain or sustain.

    Attributes
    ----------
    when : Span
        The instants it may stand for.
    day : str
        Calendar day in the record's zone, or the date as written when it is vaguer than a day.
    said : str
        The date in words.
    vague : bool
        Whether it is dated only to a month or longer.
    kind : str
        ``test``, ``incident`` or ``report``.
    id, label : str
        The record.
    basis : str
        Admiralty code, ``alleged``, ``acknowledged`` or ``verified``; ``recorded`` for tests.
    party : str or None
        For incidents: to whom it is ascribed.
    """

    when: dates.Span
    day: str
    said: str
    vague: bool
    kind: str
    id: str
    label: str
    basis: str
    party: str | None = None


class Conduct(NamedTuple):
    """What the records show.

    Attributes
    ----------
    fact : str
        ``breached``, ``observed`` or ``no evidence``.
    breaches : list of Deed
        While bound, oldest first.
    outside : list of Deed
        Of the same kind while not bound (suspended, withdrawn).
    doubtful : list of Deed
        Reports of breach too doubtful to count.
    days : int
        Days with a breach, by the counting rule.
    last : Deed or None
        The last breach.
    last_days : int or None
        Days since it.
    observance : Evidence or None
        The last report of observance.
    verified : Evidence or None
        The last independently verified report.
    earlier : Test or None
        The last test of the classes in scope before the commitment began.
    watched : bool
        Whether a breach would be seen by others than the obligor.
    """

    fact: str
    breaches: list[Deed]
    outside: list[Deed]
    doubtful: list[Deed]
    days: int
    last: Deed | None
    last_days: int | None
    observance: Evidence | None
    verified: Evidence | None
    earlier: Test | None
    watched: bool


def in_scope(commitment: Commitment, test: Test) -> bool:
    """Whether a test is of a class that the commitment rules out.

    A flight of unknown class counts under a scope that names ``unknown`` only when it was
    ballistic or a space launch: guided weapons and engine tests do not.
    """
    if test.test_class == "unknown" and test.test_type not in LAUNCHES:
        return False
    return test.test_class in commitment.scope or test.test_type in commitment.scope


def conduct(
    trail: Trail,
    commitment: Commitment,
    obligor: str,
    reports: Sequence[Evidence],
    acts: Sequence[Act],
    incidents: Iterable[Incident],
    parameters: dict[str, Any],
) -> Conduct:
    """Conduct under a commitment to refrain or sustain; what it rests on is cited.

    Parameters
    ----------
    trail : Trail
        Where tests, incidents and reports are cited; its dossier's day is the day asked for.
    commitment : Commitment
        Which.
    obligor : party id
        Whose conduct.
    reports : sequence of Evidence
        On that obligor.
    acts : sequence of Act
        The obligor's own, naming the commitment.
    incidents : iterable of Incident
        Those that name the commitment.
    parameters : dict
        Of the room.
    """
    as_of = trail.dossier.as_of
    weights = Weights.of(parameters["weights"])
    told = [r for r in trail.use_all(reports) if weights.weight(r.admiralty) > 0.0]
    begun = dates.parse(commitment.since, commitment.zone).earliest
    tests = [t for t in trail.dossier.tests if t.party == obligor and in_scope(commitment, t)]
    earlier, tests = _split(tests, begun)
    deeds = [_deed(t, "test", t.label, "recorded") for t in trail.use_all(tests)]
    deeds += [
        _deed(i, "incident", i.text, _standing(i))
        for i in incidents
        if i.by is not None and _belongs(trail, i.by, obligor)
        for i in (trail.use(i),)
    ]
    least = parameters["conduct"]["least_breach_weight"]
    alleged = [r for r in told if r.observed == "breach"]
    deeds += [
        _deed(r, "report", r.text, r.admiralty)
        for r in alleged
        if weights.weight(r.admiralty) >= least
    ]
    deeds = sorted(
        (deed for deed in deeds if deed.when.latest >= begun),
        key=lambda deed: (deed.when.earliest, deed.when.latest, deed.id),
    )
    bound = {deed.id for deed in deeds if binding_on(commitment, acts, deed.when)}
    breaches = [deed for deed in deeds if deed.id in bound]
    days = {report.id: observed_day(report) for report in told}
    kept = latest([r for r in told if r.observed == "observance"], days)
    sure = [r for r in told if independently_verified(trail, r, commitment, parameters["verified"])]
    watched = bool(commitment.scope) and commitment.verification != "own_word"
    last = max(breaches, key=lambda d: (not d.vague, d.day, d.kind == "test", d.id), default=None)
    if earlier is not None:
        trail.use(earlier)
    return Conduct(
        fact="breached" if breaches else "observed" if kept or watched else "no evidence",
        breaches=breaches,
        outside=[deed for deed in deeds if deed.id not in bound],
        doubtful=[
            _deed(r, "report", r.text, r.admiralty)
            for r in alleged
            if weights.weight(r.admiralty) < least
        ],
        days=count_days(breaches),
        last=last,
        last_days=(as_of - min(last.when.last_day, as_of)).days if last else None,
        observance=kept,
        verified=latest(sure, days),
        earlier=earlier,
        watched=watched,
    )


def count_days(deeds: Sequence[Deed]) -> int:
    """Days on which something happened, by the counting rule."""
    exact = [deed for deed in deeds if not deed.vague]
    apart = {
        deed.day
        for deed in deeds
        if deed.vague
        and not any(
            deed.when.earliest <= other.when.latest and other.when.earliest <= deed.when.latest
            for other in exact
        )
    }
    return len({deed.day for deed in exact}) + len(apart)


def rows(deeds: Sequence[Deed], finding: str) -> list[dict[str, Any]]:
    """Deeds as rows for a table or chart."""
    return [
        {
            "date": deed.when.first_day.isoformat() if not deed.vague else deed.day,
            "finding": finding,
            "label": deed.label,
            "kind": deed.kind,
            "basis": deed.basis,
            "id": deed.id,
        }
        for deed in deeds
    ]


def _deed(record: Test | Incident | Evidence, kind: str, label: str, basis: str) -> Deed:
    span = dates.parse(record.date, record.zone)
    vague = span.precision not in ("time", "day")
    day = record.date if vague else _local_day(span.earliest, record.zone).isoformat()
    by = record.by if isinstance(record, Incident) else None
    said = dates.say(record.date, record.zone)
    return Deed(span, day, said, vague, kind, record.id, label, basis, by)


def _local_day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def _standing(incident: Incident) -> str:
    for field, word in (("verified_by", "verified"), ("acknowledged_by", "acknowledged")):
        if getattr(incident, field):
            return word
    return "alleged"


def _belongs(trail: Trail, party: str, obligor: str) -> bool:
    """Whether a party is the obligor or one of its own (its army): then its record is cited."""
    if party == obligor:
        return True
    record = trail.dossier.get(party)
    if not isinstance(record, Party) or obligor not in record.member_of:
        return False
    trail.use(record)
    return True


def _split(tests: Sequence[Test], begun: datetime) -> tuple[Test | None, list[Test]]:
    """The last test before the commitment began, and those from then on."""
    before = [t for t in tests if dates.parse(t.date, t.zone).latest < begun]
    after = [t for t in tests if dates.parse(t.date, t.zone).latest >= begun]
    newest = max(before, key=lambda t: (dates.parse(t.date, t.zone).latest, t.id), default=None)
    return newest, after
