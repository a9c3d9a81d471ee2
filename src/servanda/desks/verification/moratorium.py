"""What a pledge to stop testing covers, whether it stands in words, and whether in fact."""

from __future__ import annotations

from datetime import date
from typing import Any

from servanda.dossier import Dossier, Trail
from servanda.records import Act, Commitment, Finding, Test, dates
from servanda.words import join

from .gaps import BALLISTIC, since

SCOPE_WORDS = {
    "nuclear": "nuclear tests",
    "icbm": "ICBM flights",
    "irbm": "intermediate-range flights",
    "space_launch": "space launches",
}


def moratorium(dossier: Dossier, parameters: dict[str, Any]) -> Finding | None:
    """The unilateral test moratorium in its latest form: scope, declaration, conduct.

    A moratorium is a *refrain* commitment with a scope. Tests inside the scope after it began
    and before its declared end breach it; tests outside do not, whatever other obligation they
    touch.
    """
    pledges = [
        commitment
        for commitment in dossier.commitments
        if commitment.form == "refrain"
        and commitment.undertaking == "unilateral_pledge"
        and commitment.scope
    ]
    pledges = _latest_text(pledges, parameters["moratorium_classes"])
    if not pledges:
        return None
    newest = max(dates.parse(pledge.since, pledge.zone).last_day for pledge in pledges)
    trail = Trail(dossier)
    trail.use_all(pledges)
    party = trail.name(pledges[0].obligors[0])
    started = dates.when(pledges[0].since, pledges[0].zone)
    days = (dossier.as_of - newest).days
    covered = join(sorted({SCOPE_WORDS.get(s, s) for p in pledges for s in p.scope}))
    said = [f"The moratorium that {party} declared {started} covers {covered}."]
    inside = _tests(dossier, trail, pledges, newest, within=True)
    outside = _tests(dossier, trail, pledges, newest, within=False)
    end = _declared_end(dossier, trail, pledges)
    said += _conduct(dossier, days, inside, end, parameters["prompt_days"])
    said += _outside(outside)
    breached = bool(inside)
    return Finding(
        id="verification.moratorium",
        objective="verification",
        sentence=" ".join(said),
        value=_value(breached, end),
        basis="derived",
        cites=trail.cites,
        method="moratorium",
        parts={
            "since": newest.isoformat(),
            "days": days,
            "scope": sorted({s for p in pledges for s in p.scope}),
            "in_scope": [_row(test) for test in inside],
            "outside_scope": len(outside),
            "declared_end": end.effective or end.said if end else None,
            "commitments": [pledge.id for pledge in pledges],
        },
        series=tuple(_row(test) for test in inside),
    )


def _latest_text(pledges: list[Commitment], classes: int) -> list[Commitment]:
    """The pledges of the latest text that covers enough classes of test."""
    texts: dict[str, list[Commitment]] = {}
    for pledge in pledges:
        texts.setdefault(pledge.agreement, []).append(pledge)
    wide = [made for made in texts.values() if len({s for p in made for s in p.scope}) >= classes]
    return max(wide, key=lambda made: max(p.since for p in made), default=[])


def _tests(
    dossier: Dossier, trail: Trail, pledges: list[Commitment], start: date, *, within: bool
) -> list[Test]:
    scope = {token for pledge in pledges for token in pledge.scope}
    obligors = {obligor for pledge in pledges for obligor in pledge.obligors}
    found = [
        test
        for test in dossier.tests
        if test.party in obligors
        and dates.parse(test.date, test.zone).first_day >= start
        and (bool({test.test_class, test.test_type} & scope) == within)
        and (within or test.test_type in BALLISTIC)
    ]
    return trail.use_all(sorted(found, key=lambda test: (test.date, test.id)))


def _declared_end(dossier: Dossier, trail: Trail, pledges: list[Commitment]) -> Act | None:
    """The last act by which an obligor withdrew from or suspended the moratorium."""
    acts = {
        act.id: act
        for pledge in pledges
        for act in dossier.acts(pledge.id)
        if act.party in pledge.obligors
    }
    ordered = sorted(acts.values(), key=lambda act: (act.effective or act.said, act.id))
    trail.use_all(ordered)
    return ordered[-1] if ordered and ordered[-1].act in ("withdraws", "suspends") else None


def _conduct(
    dossier: Dossier, days: int, inside: list[Test], end: Act | None, prompt_days: int
) -> list[str]:
    said = []
    if end is not None:
        verb = "no longer binding" if end.act == "withdraws" else "suspended"
        said.append(f"It was declared {verb} {dates.when(end.effective or end.said, end.zone)}.")
    if not inside:
        stands = "and it stands as declared" if end is None else "in fact"
        said.append(f"In the {days} days since, no test in its scope is known, {stands}.")
        return said
    first = inside[0]
    value, _, _ = since(first, dossier.as_of)
    told = f"The first known test in its scope was {dates.when(first.date, first.zone)}"
    if _lag_days(first) > prompt_days:
        told += f" (so assessed since {dates.say(first.known)})"
    said.append(f"{told}, {value} days ago; {len(inside)} are known in all.")
    prompt = next((test for test in inside if _lag_days(test) <= prompt_days), None)
    if _lag_days(first) > prompt_days:
        told = "When the breach began is disputed: the first tests were so assessed only later"
        if prompt is not None:
            told += f"; the first so reported at once was {dates.when(prompt.date, prompt.zone)}"
        said.append(f"{told}.")
    return said


def _lag_days(test: Test) -> int:
    """Days from a test to the day its present class became known."""
    return (dates.known_day(test.known) - dates.parse(test.date, test.zone).last_day).days


def _outside(outside: list[Test]) -> list[str]:
    if not outside:
        return []
    first, newest = outside[0], outside[-1]
    span = dates.say(first.date, first.zone)
    if newest.id != first.id:
        span += f" to {dates.say(newest.date, newest.zone)}"
    what = "launch lies" if len(outside) == 1 else "launches lie"
    return [
        f"{len(outside)} ballistic {what} outside its scope ({span}); Security Council "
        "resolutions, where they bind, forbid those too."
    ]


def _value(breached: bool, end: Act | None) -> str:
    if breached:
        return "breached"
    return "observed" if end is None else "withdrawn, observed in fact"


def _row(test: Test) -> dict[str, Any]:
    return {
        "date": test.date,
        "id": test.id,
        "class": test.test_class,
        "label": test.label,
        "known": test.known,
        "outcome": test.outcome,
    }
