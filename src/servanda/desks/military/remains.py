"""The return of remains: boxes handed over, persons named, what is outstanding by nation.

Boxes are not persons, and sets are neither; figures of one unit are never added to another's.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from servanda.dossier import Dossier, Trail
from servanda.records import Finding, Remains, dates
from servanda.words import count, join


def remains(dossier: Dossier) -> Finding | None:
    """The last transfer and what was named since, the last joint work, work alone, and counts."""
    known = sorted(dossier.of(Remains), key=lambda record: (_end(record), record.id))
    transfers = [record for record in known if record.remains_type == "transfer"]
    if not transfers:
        return None
    trail = Trail(dossier)
    newest = trail.use(transfers[-1])
    days = (dossier.as_of - dates.parse(newest.date, newest.zone).last_day).days
    told = [
        f"The last transfer of remains on record, {_amount(newest)}, was "
        f"{dates.when(newest.date, newest.zone)}, {days} days ago."
    ]
    after = [record for record in known if _end(record) > _end(newest)]
    named = _of(after, "identification")
    if named:
        last = trail.use(named[-1])
        told.append(f"Latest word on identification: {_clause(last.text)}. Boxes are not persons.")
    stopped = _of(after, "suspension")
    if stopped:
        last = trail.use(stopped[-1])
        told.append(f"Stopped: {_clause(last.text)} ({dates.say(last.date, last.zone)}).")
    joint = _of(known, "joint_operation")
    if joint:
        last = trail.use(joint[-1])
        told.append(
            f"The last joint recovery on record: {_clause(last.text)} "
            f"({dates.say(last.date, last.zone)})."
        )
    alone = [
        r for r in _of(known, "unilateral_operation") if not joint or _end(r) > _end(joint[-1])
    ]
    if alone:
        last = trail.use(alone[-1])
        told.append(
            f"Since then by one side alone, latest: {_clause(last.text)}"
            f"{_figure(last)} ({dates.say(last.date, last.zone)})."
        )
    counts = [r for r in _of(known, "count") if r.nation and r.persons_high is not None]
    trail.use_all(counts)
    if counts:
        told.append(f"Counts in circulation, each in its own unit: {_counts(trail, counts)}.")
    series = tuple(_row(trail, record) for record in trail.use_all(known))
    return Finding(
        id="military.remains",
        objective="military",
        sentence=" ".join(told),
        value=newest.boxes,
        unit="boxes" if newest.boxes is not None else None,
        cites=trail.cites,
        method="remains",
        parts={"last_transfer": newest.id, "days": days, "boxes": newest.boxes},
        series=series,
    )


def _of(records: list[Remains], remains_type: str) -> list[Remains]:
    return [record for record in records if record.remains_type == remains_type]


def _amount(record: Remains) -> str:
    if record.boxes is not None:
        return count(record.boxes, "box", "boxes")
    return record.count_text or "of a number not given"


def _figure(record: Remains) -> str:
    return f", {record.count_text}" if record.count_text else ""


def _counts(trail: Trail, counts: list[Remains]) -> str:
    """By nation, every figure with what it counts, as worded by its source."""
    by_nation: dict[str, list[Remains]] = {}
    for record in counts:
        by_nation.setdefault(trail.name(record.nation or ""), []).append(record)
    return "; ".join(
        f"{nation} " + join([f"{record.count_text or record.persons_high} "
                             f"({_clause(record.text)})" for record in records])
        for nation, records in sorted(by_nation.items())
    )  # fmt: skip


def _row(trail: Trail, record: Remains) -> dict[str, Any]:
    return {
        "date": dates.parse(record.date, record.zone).last_day.isoformat(),
        "nation": trail.name(record.nation) if record.nation else None,
        "type": record.remains_type,
        "boxes": record.boxes,
        "persons_low": record.persons_low,
        "persons_high": record.persons_high,
        "label": record.text,
    }


def _clause(text: str) -> str:
    return text.rstrip(".")


def _end(record: Remains) -> datetime:
    return dates.parse(record.date, record.zone).latest
