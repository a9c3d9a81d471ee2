"""The return of remains: boxes handed over and persons named. Boxes are not persons."""

from __future__ import annotations

from datetime import datetime

from servanda.dossier import Dossier, Trail
from servanda.records import Finding, Remains, dates
from servanda.words import count


def remains(dossier: Dossier) -> Finding | None:
    """The last transfer, what was identified since as known, and the last joint work."""
    known = dossier.of(Remains)
    transfers = [record for record in known if record.remains_type == "transfer"]
    if not transfers:
        return None
    trail = Trail(dossier)
    newest = trail.use(max(transfers, key=lambda record: (_end(record), record.id)))
    days = (dossier.as_of - dates.parse(newest.date, newest.zone).last_day).days
    what = _amount(newest)
    told = [
        f"The last transfer of remains on record, {what}, was "
        f"{dates.when(newest.date, newest.zone)}, {days} days ago."
    ]
    since = [
        record
        for record in known
        if record.remains_type == "identification" and _end(record) > _end(newest)
    ]
    if since:
        last = trail.use(max(since, key=lambda record: (_end(record), record.id)))
        told.append(f"Latest word on identification: {_clause(last.text)}.")
    joint = [record for record in known if record.remains_type == "joint_operation"]
    if joint:
        last = trail.use(max(joint, key=lambda record: (_end(record), record.id)))
        told.append(
            f"The last joint recovery on record: {_clause(last.text)} "
            f"({dates.say(last.date, last.zone)})."
        )
    return Finding(
        id="military.remains",
        objective="military",
        sentence=" ".join(told),
        value=newest.boxes,
        unit="boxes" if newest.boxes is not None else None,
        cites=trail.cites,
        method="remains",
        parts={"last_transfer": newest.id, "days": days},
    )


def _amount(record: Remains) -> str:
    if record.boxes is not None:
        return count(record.boxes, "box", "boxes")
    return record.count_text or "of a number not given"


def _clause(text: str) -> str:
    return text.rstrip(".")


def _end(record: Remains) -> datetime:
    return dates.parse(record.date, record.zone).latest
