"""What the programmes were last seen doing, facility by facility, whatever was not tested."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from servanda.dossier import Dossier, Trail
from servanda.records import Finding, Observation, Site, dates
from servanda.words import capital, count

UNSPECIFIED = "the site as a whole"


def observed_activity(dossier: Dossier, parameters: dict[str, Any]) -> Finding | None:
    """The newest observation of each facility that became known in the window.

    A facility is a site and the part of it that the observation names; observations of no site
    (parades, production) stand under what they say.
    """
    start = dossier.as_of - timedelta(days=parameters["observed_days"])
    recent = [o for o in dossier.of(Observation) if dates.known_day(o.known) > start]
    if not recent:
        return None
    trail = Trail(dossier)
    newest: dict[tuple[str, str], Observation] = {}
    for seen in sorted(recent, key=_order):
        newest[(seen.site or "", seen.facility or UNSPECIFIED)] = seen
    ordered = sorted(newest.values(), key=_order, reverse=True)
    trail.use_all(ordered)
    told = [_tell(dossier, trail, seen) for seen in ordered[: parameters["observed_named"]]]
    more = len(ordered) - len(told)
    sentence = (
        f"In the {parameters['observed_days']} days to {dates.say(dossier.as_of.isoformat())} "
        f"reports on {count(len(ordered), 'facility or activity', 'facilities or activities')} "
        f"became known. {' '.join(told)}"
    )
    if more > 0:
        sentence += f" {capital(count(more, 'more is', 'more are'))} listed by servanda explain."
    for seen in ordered:
        site = dossier.get(seen.site)
        if site is not None:
            trail.use(site)
    return Finding(
        id="verification.observed_activity",
        objective="illusion",
        sentence=sentence,
        value=len(ordered),
        unit="facilities",
        cites=trail.cites,
        method="observed-activity",
        parts={"window_days": parameters["observed_days"]},
        series=tuple(_row(dossier, seen) for seen in ordered),
    )


def _order(seen: Observation) -> tuple[object, object, str]:
    return dates.known_day(seen.known), dates.parse(seen.date, seen.zone).latest, seen.id


def _place(dossier: Dossier, seen: Observation) -> str:
    site = dossier.get(seen.site)
    parts = [seen.facility or "", site.name if isinstance(site, Site) else ""]
    return ", ".join(part for part in parts if part)


def _tell(dossier: Dossier, trail: Trail, seen: Observation) -> str:
    who = f"{trail.name(seen.observer)}, " if seen.observer else ""
    code = f", {seen.admiralty}" if seen.admiralty else ""
    place = _place(dossier, seen)
    head = f"{place}: " if place else ""
    return f"{capital(head)}{seen.text.rstrip('.')} ({who}known {dates.say(seen.known)}{code})."


def _row(dossier: Dossier, seen: Observation) -> dict[str, Any]:
    return {
        "date": seen.date,
        "known": seen.known,
        "place": _place(dossier, seen),
        "activity": seen.activity,
        "label": seen.text,
    }
