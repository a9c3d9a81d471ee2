"""What one record must be to make sense beside the others: times, forms, measures, sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import get_args

from servanda.records import (
    Agreement,
    Commitment,
    Event,
    Evidence,
    Exemption,
    Record,
    Source,
    Step,
)
from servanda.records.dates import parse
from servanda.records.programmes import TestClass

from .faults import Fault
from .rows import Row

LATE_SOURCE = timedelta(days=30)
ANY_ZONE = timedelta(hours=12)  # a bare date without a zone may end so much later than in UTC

TEST_CLASSES = frozenset(get_args(TestClass))

# Dates of what has happened. Others look ahead: due dates, periods of rules and zones, forecasts.
_PAST: dict[str, tuple[str, ...]] = {
    "source": ("published",),
    "agreement": ("made",),
    "act": ("said",),
    "statement": ("said",),
    "channel": ("opened",),
    "contact": ("date",),
    "event": ("date",),
    "evidence": ("date",),
    "determination": ("date",),
    "test": ("date",),
    "observation": ("date",),
    "access": ("date",),
    "incident": ("date", "closed"),
    "notification": ("given",),
    "remains": ("date",),
    "exemption": ("requested", "decided"),
    "consignment": ("sent", "arrived"),
    "forecast": ("date",),
}
_LIMITS = ("limit_quantity", "limit_comparator", "limit_value", "limit_unit")
_MEASURE = {"deliver": "level", "refrain": "observed", "sustain": "observed", "quantified": "value"}


class World:
    """The versions of commitments and sources, which other records are held against.

    Parameters
    ----------
    rows : iterable of Row
        The history.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self.commitments: dict[str, list[Commitment]] = defaultdict(list)
        self.sources: dict[str, list[Source]] = defaultdict(list)
        for row in rows:
            if isinstance(row.record, Commitment):
                self.commitments[row.id].append(row.record)
            elif isinstance(row.record, Source):
                self.sources[row.id].append(row.record)

    def published(self, record: Record) -> list[datetime] | None:
        """The latest publication of each source that a record cites; None when not all say it."""
        found: list[datetime] = []
        for id in record.sources:
            dates = [parse(s.published, s.zone).latest for s in self.sources[id] if s.published]
            if not dates:
                return None
            found.append(max(dates) + ANY_ZONE)
        return found or None


def check_record(row: Row, record: Record, world: World) -> Iterator[Fault]:
    """Check one record against the others."""
    yield from _times(row, record, world)
    yield from _late_sources(row, record, world)
    if isinstance(record, Evidence):
        yield from _evidence(row, record, world)
    elif isinstance(record, Commitment):
        yield from _commitment(row, record)
    elif isinstance(record, Agreement):
        yield from _unverified(row, record)
    elif isinstance(record, Source):
        yield from _source(row, record)
    elif isinstance(record, Step):
        yield from _step(row, record)


def _times(row: Row, record: Record, world: World) -> Iterator[Fault]:
    """Nothing that happened is known, or printed, before it can have happened."""
    if isinstance(record, Event) and record.planned:
        return
    known = parse(record.known).latest
    printed = world.published(record)
    for name in _PAST.get(row.kind, ()):
        text = getattr(record, name)
        if text is None or (isinstance(record, Exemption) and record.decision == "pending"):
            continue
        earliest = parse(text, record.zone).earliest
        if earliest > known:
            yield row.fault(
                f"{row.id}: {name} {text} is after known {record.known}",
                "correct one of the two; what was only planned has no place here"
                if row.kind != "event"
                else "correct one of the two, or write true in planned",
                name,
            )
        elif printed and earliest > max(printed):
            yield row.fault(
                f"{row.id}: {name} {text} is after all its sources were published",
                "correct the date, or cite the source that reports it",
                name,
            )


def _late_sources(row: Row, record: Record, world: World) -> Iterator[Fault]:
    if record.known_basis != "source" or isinstance(record, Source):
        return
    first = [
        parse(source.published, source.zone).earliest
        for id in record.sources
        for source in world.sources[id]
        if source.published
    ]
    if first and min(first) > parse(record.known).latest + LATE_SOURCE:
        yield row.fault(
            f"{row.id}: known_basis is source, but all sources are from more than 30 days later",
            "cite a source of the time, or write contemporary or retrospective",
            "known_basis",
            "notice",
        )


def _evidence(row: Row, record: Evidence, world: World) -> Iterator[Fault]:
    given = [n for n in ("level", "observed", "value") if getattr(record, n) is not None]
    if len(given) != 1:
        what = f"gives {' and '.join(given)}" if given else "gives no level, observed or value"
        yield row.fault(
            f"{row.id} {what}",
            "give exactly one: level for deliver, observed for refrain and sustain, value for "
            "quantified",
            given[-1] if given else "level",
        )
    if record.value is not None and record.unit is None:
        yield row.fault(f"{row.id}: value has no unit", "write the unit of the reading", "unit")
    commitments = world.commitments.get(record.commitment)
    if not commitments:
        return
    if not any(record.obligor in commitment.obligors for commitment in commitments):
        yield row.fault(
            f"{row.id}: {record.obligor} is no obligor of {record.commitment}",
            f"name one of {', '.join(commitments[-1].obligors)}",
            "obligor",
        )
    measures = {_MEASURE[commitment.form] for commitment in commitments}
    if len(given) == 1 and given[0] not in measures:
        form = commitments[-1].form
        yield row.fault(
            f"{row.id} gives {given[0]}, but {record.commitment} is to {form}"
            if form != "quantified"
            else f"{row.id} gives {given[0]}, but {record.commitment} is quantified",
            f"give {_MEASURE[form]} instead",
            given[0],
        )
    units = {commitment.limit_unit for commitment in commitments} - {None}
    if record.value is not None and record.unit and units and record.unit not in units:
        yield row.fault(
            f"{row.id}: unit {record.unit} is not the limit's",
            f"give the reading in {' or '.join(sorted(u for u in units if u))}",
            "unit",
        )


def _commitment(row: Row, record: Commitment) -> Iterator[Fault]:
    missing = [name for name in _LIMITS if getattr(record, name) is None]
    if record.form == "quantified" and missing:
        yield row.fault(
            f"{row.id} is quantified but has no {', '.join(missing)}",
            "fill in all four limit columns, or choose another form",
            missing[0],
        )
    strange = [token for token in record.scope if token not in TEST_CLASSES]
    if strange:
        yield row.fault(
            f"{row.id}: scope names {', '.join(strange)}, no class of test",
            f"write some of {', '.join(get_args(TestClass))}",
            "scope",
        )
    yield from _unverified(row, record)


def _step(row: Row, record: Step) -> Iterator[Fault]:
    if record.recipient == record.obligor:
        yield row.fault(
            f"{row.id}: obligor and recipient are the same",
            "say for whom the step is taken",
            "recipient",
        )
    if (
        record.due
        and record.not_before
        and parse(record.due, record.zone).latest < parse(record.not_before, record.zone).earliest
    ):
        yield row.fault(
            f"{row.id}: due {record.due} is before not_before {record.not_before}",
            "correct one of the two",
            "due",
        )


def _unverified(row: Row, record: Agreement | Commitment) -> Iterator[Fault]:
    if not record.text_verified:
        yield row.fault(
            f"{row.id}: text unverified",
            "read the official text, then write true",
            "text_verified",
            "notice",
        )


def _source(row: Row, record: Source) -> Iterator[Fault]:
    if record.published is None:
        yield row.fault(
            f"{row.id} has no date of publication",
            "add it where the document shows one",
            "published",
            "notice",
        )
    if record.check == "not_seen":
        yield row.fault(
            f"{row.id} was not seen",
            "read it, then say how it was checked",
            "check",
            "notice",
        )
