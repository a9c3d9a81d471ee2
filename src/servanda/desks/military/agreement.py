"""The agreement that draws zones: what was carried out of it, and on whose word."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from servanda.commitments.register import Register, Standing
from servanda.commitments.verified import independently_verified, interests
from servanda.dossier import Dossier, Trail
from servanda.records import Agreement, Commitment, Finding, Zone, dates
from servanda.words import capital, count, join, none_or, number

FULL = 3


def military_agreement(dossier: Dossier, register: Register, grade: dict[str, Any]
                       ) -> Finding | None:  # fmt: skip
    """How the commitments of the newest agreement that draws zones stand, and who saw it.

    Parameters
    ----------
    dossier : Dossier
        What was known.
    register : Register
        How each commitment stands.
    grade : dict
        The grade a report must reach to count as independent (room ``commitments``).
    """
    trail = Trail(dossier)
    agreement = _agreement(trail)
    if agreement is None:
        return None
    own = [c for c in dossier.commitments if c.agreement == agreement.id]
    standings = {c.id: [register.standing(c, obligor) for obligor in c.obligors] for c in own}
    for each in standings.values():
        for standing in each:
            for id in standing.grounds:
                record = dossier.get(id)
                if record is not None:
                    trail.use(record)
    deliver = [c for c in own if c.form == "deliver"]
    keep = [c for c in own if c.form != "deliver"]
    sorted_out = {c.id: _delivered(standings[c.id]) for c in deliver}
    words = [
        f"The {agreement.short[:1].lower()}{agreement.short[1:]} of "
        f"{dates.say(agreement.made, agreement.zone)} holds "
        f"{count(len(own), 'commitment', 'commitments')}.",
        *_told_delivered(trail, deliver, sorted_out, standings, grade),
        *_told_kept(trail, keep, standings),
        *_told_ended(trail, own, standings),
    ]
    return Finding(
        id="military.agreement",
        objective="military",
        sentence=" ".join(words),
        value=sum(state == "in full" for state in sorted_out.values()),
        unit="commitments carried out in full",
        cites=tuple(sorted(trail.cites)),
        method="military-agreement",
        parts={
            "agreement": agreement.id,
            "deliver": {state: [c for c, s in sorted_out.items() if s == state]
                        for state in ("in full", "in part", "not begun", "no report")},
            "declared": [
                {"commitment": s.commitment.id, "party": s.obligor, "state": s.declared.state}
                for each in standings.values() for s in each
            ],
        },
    )  # fmt: skip


def _agreement(trail: Trail) -> Agreement | None:
    """The newest agreement with a clause that draws a zone."""
    found: dict[str, tuple[Agreement, Zone, Commitment]] = {}
    for zone in trail.dossier.of(Zone):
        commitment = trail.dossier.get(zone.commitment)
        if isinstance(commitment, Commitment):
            agreement = trail.dossier.get(commitment.agreement)
            if isinstance(agreement, Agreement):
                found.setdefault(agreement.id, (agreement, zone, commitment))
    if not found:
        return None
    agreement, zone, commitment = max(found.values(), key=lambda f: (f[0].made, f[0].id))
    trail.use(zone)
    trail.use(commitment)
    return trail.use(agreement)


def _delivered(standings: Iterable[Standing]) -> str:
    """How far all obligors together carried a commitment out, as reported."""
    levels = [None if s.delivery is None else s.delivery.level for s in standings]
    told = [level for level in levels if level is not None]
    if not told:
        return "no report"
    if len(told) == len(levels) and min(told) == FULL:
        return "in full"
    return "in part" if max(told) else "not begun"


def _told_delivered(
    trail: Trail, deliver: list[Commitment], sorted_out: dict[str, str],
    standings: dict[str, list[Standing]], grade: dict[str, Any],
) -> list[str]:  # fmt: skip
    full = [c for c in deliver if sorted_out[c.id] == "in full"]
    states = list(sorted_out.values())
    words = [
        f"Of {len(deliver)} to deliver, as reported by then, "
        f"{none_or(len(full), 'was', 'were')} carried out in full by all who owe them"
        + (f" ({join([c.title for c in full])})" if full else "")
        + f", {none_or(states.count('in part'), 'was', 'were')} begun or carried out in part, "
        f"{none_or(states.count('not begun'), 'was', 'were')} not begun and "
        f"{none_or(states.count('no report'), 'is', 'are')} without a report that tells enough."
    ]
    seen: dict[str, list[str]] = {}
    for commitment in full:
        seen.setdefault(_seen_by(trail, standings[commitment.id], grade), []).append(
            commitment.title
        )
    told = [f"{join(titles)} ({by})" for by, titles in sorted(seen.items())]
    if told:
        words.append(f"On whose word: {'; '.join(told)}.")
    return words


def _seen_by(trail: Trail, standings: list[Standing], grade: dict[str, Any]) -> str:
    """Who reported full delivery: an outsider, another side, or each side of itself."""
    others: dict[str, None] = {}
    own: dict[str, None] = {}
    outsiders: dict[str, None] = {}
    for standing in standings:
        reports = [r for r in standing.reports if r.level == FULL]
        seen = False
        for report in reports:
            name = trail.name(report.observer)
            if independently_verified(trail, report, standing.commitment, grade):
                outsiders[name], seen = None, True
            elif standing.obligor not in interests(trail, report.observer) and report.means:
                others[name], seen = None, True
        if not seen:
            own[trail.name(standing.obligor)] = None
    told = []
    if outsiders:
        told.append(f"seen by an outsider, {join(list(outsiders))}")
    if others:
        told.append(f"seen by another side, {join(list(others))}")
    if own:
        told.append(f"for {join(list(own))} on its own word" if told else "each on its own word")
    return ", ".join(told)


def _told_kept(
    trail: Trail, keep: list[Commitment], standings: dict[str, list[Standing]]
) -> list[str]:
    breached = [c for c in keep if any(_fact(s) == "breached" for s in standings[c.id])]
    silent = [c for c in keep if all(_fact(s) == "no evidence" for s in standings[c.id])]
    rest = len(keep) - len(breached) - len(silent)
    named = []
    for commitment in breached:
        by = [trail.name(s.obligor) for s in standings[commitment.id] if _fact(s) == "breached"]
        named.append(f"{commitment.title}, by {join(by)}")
    return [
        f"Of {len(keep)} to refrain or sustain, a breach is reported of "
        f"{none_or(len(breached), '', '').strip()}"
        + (f" ({'; '.join(named)})" if named else "")
        + f", {none_or(rest, 'is', 'are')} observed as far as is known and "
        f"{none_or(len(silent), 'is', 'are')} without evidence."
    ]


def _fact(standing: Standing) -> str:
    return standing.conduct.fact if standing.conduct is not None else standing.status


def _told_ended(
    trail: Trail, own: list[Commitment], standings: dict[str, list[Standing]]
) -> list[str]:
    """What each party declared no longer to bind it."""
    found: dict[tuple[str, str, str], int] = {}
    for commitment in own:
        for standing in standings[commitment.id]:
            act = standing.declared.act
            if not standing.declared.binding and act is not None:
                day = dates.say(act.said, act.zone)
                key = standing.obligor, standing.declared.state, day
                found[key] = found.get(key, 0) + 1
    told = [
        f"{trail.name(party)} declared {number(many)} of them {state} on {day}"
        for (party, state, day), many in sorted(found.items(), key=lambda item: item[0])
    ]
    return [f"{capital('; '.join(told))}."] if told else ["All stand as declared."]
