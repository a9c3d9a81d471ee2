"""How thin a process is: what an institution has and a staged event lacks.

Six features, each with its list and its interval (shares: Wilson, 90 %), give 0 to 2 points; the
table that turns points into low, guarded, elevated or high stands in the parameters and was fixed
before any process was coded. The same is done for each pair of principals that owe each other
something: a process may be thick between one pair and thin between another. Thinness is a fact
about institutions; motive is another matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from servanda.commitments.belief import LEVELS
from servanda.commitments.register import Register, Standing
from servanda.commitments.verified import independently_verified
from servanda.commitments.words import named
from servanda.dossier import Trail
from servanda.records import Contact, Finding, dates
from servanda.words import capital, count, join, number

from .intervals import wilson
from .rounds import Round

WORDS = ("low", "guarded", "elevated", "high")

Sides = frozenset[str]


class Share(NamedTuple):
    """A feature as a share, with its list.

    Attributes
    ----------
    name : str
        What is counted.
    ids : tuple of str
        Those that have it.
    of : int
        Out of how many.
    points, best, worst : int
        Points for the share, and for the ends of its interval.
    """

    name: str
    ids: tuple[str, ...]
    of: int
    points: int
    best: int
    worst: int

    def row(self) -> dict[str, Any]:
        """As a row with share and interval."""
        low, high = wilson(len(self.ids), self.of)
        return {
            "name": self.name,
            "count": len(self.ids),
            "of": self.of,
            "share": round(len(self.ids) / self.of, 3) if self.of else None,
            "low": round(low, 3),
            "high": round(high, 3),
            "points": self.points,
            "list": list(self.ids),
        }


class Profile(NamedTuple):
    """The six features of a process, or of it between two sides.

    Attributes
    ----------
    shares : list of Share
        Due dates, verification, verified deliveries, lasting deliveries, contacts.
    silence : int or None
        Days since the last working-level contact; None when none is known.
    points, best, worst : int
        Sum of points, and for the ends of the intervals.
    levels : tuple of str
        What the three are called.
    """

    shares: list[Share]
    silence: int | None
    points: int
    best: int
    worst: int
    levels: tuple[str, str, str]

    def row(self) -> dict[str, Any]:
        """As nested rows."""
        return {
            "level": self.levels[0],
            "level_low": self.levels[1],
            "level_high": self.levels[2],
            "points": self.points,
            "points_low": self.best,
            "points_high": self.worst,
            "shares": [share.row() for share in self.shares],
            "working_silence_days": self.silence,
        }


def thinness(register: Register, current: Round, parameters: dict[str, Any]) -> Finding | None:
    """``assessment.thinness``: the profile of the current round, and what it is called."""
    trail = Trail(register.dossier)
    current.cite(trail)
    held = _held(register, current)
    for each in held:
        trail.use_all(register.dossier.need(id) for id in each.cites)
    counted = [
        each
        for each in held
        if not each.declared.ended and each.declared.state != "not yet in force"
    ]
    if not counted:
        return None
    across = _across(register, counted)
    whole = _profile(register, trail, counted, across, parameters)
    by_pair = {
        sides: _profile(
            register, trail, [s for s in counted if _between(s, sides)], [sides], parameters
        )
        for sides in across
    }
    order = [party.id for party in register.dossier.principals]
    names = {
        sides: join([named(trail, side) for side in sorted(sides, key=order.index)])
        for sides in across
    }
    return Finding(
        id="assessment.thinness",
        objective="risk",
        sentence=_sentence(
            whole,
            {names[s]: p for s, p in by_pair.items()},
            current,
            bool(register.dossier.contacts),
            parameters,
        ),
        value=whole.levels[0],
        low=whole.best,
        high=whole.worst,
        unit="points of thinness, out of 12",
        basis="derived",
        cites=trail.cites,
        method="thinness",
        parts={
            **whole.row(),
            "by_pair": {names[sides]: profile.row() for sides, profile in by_pair.items()},
            "interval": "Wilson, 90 %",
            "since": current.start.isoformat(),
            "agreements": list(current.agreements),
        },
    )


def _held(register: Register, current: Round) -> list[Standing]:
    """Every standing of the round, those left out included: why they are left out is cited."""
    principals = {party.id for party in register.dossier.principals}
    return [s for s in register if s.obligor in principals and current.holds(s.commitment)]


def _sides(standing: Standing) -> set[str]:
    return {*standing.commitment.obligors, *standing.commitment.beneficiaries}


def _between(standing: Standing, sides: Sides) -> bool:
    return standing.obligor in sides and sides <= _sides(standing)


def _across(register: Register, standings: Sequence[Standing]) -> list[Sides]:
    """Pairs of principals of which one owes the other something, in the order of parties."""
    order = [party.id for party in register.dossier.principals]
    pairs = {
        frozenset((each.obligor, other))
        for each in standings
        for other in _sides(each) & set(order)
        if other != each.obligor
    }
    return sorted(pairs, key=lambda pair: sorted(order.index(side) for side in pair))


def _profile(
    register: Register,
    trail: Trail,
    standings: Sequence[Standing],
    across: Sequence[Sides],
    parameters: dict[str, Any],
) -> Profile:
    shares = _shares(register, trail, standings, parameters)
    met, silence = _contacts(trail, across, parameters)
    shares.append(met)
    quiet = _silence_points(silence, parameters)
    points = sum(share.points for share in shares) + quiet
    # where no contact was ever put on record, talks may have been held all the same
    best = sum(share.best for share in shares) + (quiet if trail.dossier.contacts else 0)
    worst = sum(share.worst for share in shares) + quiet
    levels = (_level(points, parameters), _level(best, parameters), _level(worst, parameters))
    return Profile(shares, silence, points, best, worst, levels)


def _shares(
    register: Register,
    trail: Trail,
    standings: Sequence[Standing],
    parameters: dict[str, Any],
) -> list[Share]:
    commitments = {each.commitment.id: each.commitment for each in standings}
    owed = [each for each in standings if each.delivery is not None and not each.dormant]
    done = [each for each in owed if _delivered(each, parameters)]
    sure = [each for each in done if _verified(register, trail, each, parameters)]
    lasting = [each for each in done if each.commitment.reversibility == "irreversible"]
    dated = [id for id, commitment in commitments.items() if commitment.due is not None]
    seen = [id for id, each in commitments.items() if each.verification != "own_word"]
    return [
        _share("with a due date", dated, len(commitments), parameters),
        _share("with verification beyond own word", seen, len(commitments), parameters),
        _share("delivered and independently verified", _ids(sure), len(owed), parameters),
        _share("delivered, not undone within a year", _ids(lasting), len(done), parameters),
    ]


def _share(
    name: str, ids: Sequence[str], of: int, parameters: dict[str, Any], bar: str = "share"
) -> Share:
    """Points for a share; where there is nothing to count the feature is missing."""
    if not of:
        return Share(name, (), 0, 2, 2, 2)
    present, in_part = parameters[f"{bar}_present"], parameters[f"{bar}_in_part"]

    def points(share: float) -> int:
        return 0 if share >= present else 1 if share >= in_part else 2

    low, high = wilson(len(ids), of)
    return Share(name, tuple(ids), of, points(len(ids) / of), points(high), points(low))


def _ids(standings: Sequence[Standing]) -> list[str]:
    return [f"{each.commitment.id} {each.obligor}" for each in standings]


def _delivered(standing: Standing, parameters: dict[str, Any]) -> bool:
    level = standing.delivery.level if standing.delivery is not None else None
    return level in LEVELS[parameters["delivered_level"] :]


def _verified(
    register: Register, trail: Trail, standing: Standing, parameters: dict[str, Any]
) -> bool:
    """Whether an independently verified report says so: at the delivered level or above."""
    grade = register.parameters["verified"]
    return any(
        independently_verified(trail, report, standing.commitment, grade)
        for report in standing.reports
        if (report.level or 0) >= parameters["delivered_level"]
    )


def _contacts(
    trail: Trail, across: Sequence[Sides], parameters: dict[str, Any]
) -> tuple[Share, int | None]:
    """Contacts of the window across the line, and days since the last working-level one."""
    as_of = trail.dossier.as_of
    met = [c for c in trail.dossier.contacts if any(pair <= set(c.parties) for pair in across)]
    start = as_of - timedelta(days=parameters["contacts_days"])
    recent = trail.use_all(c for c in met if _last_day(c) > start)
    below = [c.id for c in recent if c.level != "leader"]
    working = [c for c in met if c.level in parameters["working_levels"]]
    share = _share("contacts below leader level", below, len(recent), parameters, "contacts")
    if trail.dossier.contacts:
        trail.use(max(trail.dossier.contacts, key=lambda c: (_last_day(c), c.id)))  # they are kept
    else:
        share = share._replace(best=0)
    if not working:
        return share, None
    newest = trail.use(max(working, key=lambda c: (_last_day(c), c.id)))
    return share, max((as_of - _last_day(newest)).days, 0)


def _last_day(contact: Contact) -> date:
    return dates.parse(contact.date, contact.zone).last_day


def _silence_points(silence: int | None, parameters: dict[str, Any]) -> int:
    if silence is None or silence > parameters["silence_in_part_days"]:
        return 2
    return 0 if silence <= parameters["silence_present_days"] else 1


def _level(points: int, parameters: dict[str, Any]) -> str:
    return WORDS[sum(points >= parameters[word] for word in WORDS[1:])]


def _sentence(
    whole: Profile,
    by_pair: dict[str, Profile],
    current: Round,
    contacts_kept: bool,
    parameters: dict[str, Any],
) -> str:
    due, seen, sure, lasting, met = whole.shares
    since = dates.say(current.start.isoformat()[:7])
    done = (
        f"of {number(lasting.of)} delivered in full, {_many(lasting)} cannot be undone "
        "within a year"
        if lasting.of
        else "none is delivered in full"
    )
    talks = (
        f"{_many(met)} of {count(met.of, 'contact', 'contacts')} between the sides in "
        f"{parameters['contacts_days']} days {_be(met, past=True)} below leader level"
        if met.of
        else f"no contact between the sides is known in {parameters['contacts_days']} days"
    )
    silence = whole.silence
    quiet = (
        "no working-level contact is known"
        if silence is None
        else f"the last known working-level contact was {count(silence, 'day', 'days')} ago"
    )
    if silence is None and not met.of and not contacts_kept:
        talks, quiet = "contacts are not on record", "at best there were talks"
    said = [
        f"The thinness of the process is {whole.levels[0]} ({whole.points} of 12 points, "
        f"{whole.best} to {whole.worst} as the intervals of the shares allow).",
        f"Of {count(due.of, 'commitment', 'commitments')} in force that principals made since "
        f"{since}, {_many(due)} {'has' if len(due.ids) == 1 else 'have'} a due date and "
        f"{_many(seen)} could be checked by others than the obligor; of "
        f"{count(sure.of, 'delivery', 'deliveries')} owed, counted once per obligor, "
        f"{_many(sure)} {_be(sure)} made and independently verified; {done}.",
        f"{capital(talks)}; {quiet}.",
    ]
    if len(by_pair) > 1:
        told = [f"{p.levels[0]} between {name} ({p.points})" for name, p in by_pair.items()]
        said.append(f"Pair by pair it is {join(told)}.")
    return " ".join([*said, "This describes institutions, not motives."])


def _many(share: Share) -> str:
    return number(len(share.ids)) if share.ids else "none"


def _be(share: Share, *, past: bool = False) -> str:
    one = len(share.ids) == 1
    return ("was" if one else "were") if past else ("is" if one else "are")
