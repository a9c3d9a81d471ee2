"""The process as a graph: who talks to whom, and what would be left without the leaders.

Nodes are parties; an edge is one level at which two parties had a contact in the window, so that
two parties that meet as leaders and as officials are joined twice. Edge connectivity is the least
number of such edges whose loss parts two parties (Menger: the most paths that share none).
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from datetime import timedelta
from itertools import combinations, pairwise
from typing import Any

from servanda.dossier import Dossier, Trail
from servanda.records import Contact, Finding, dates
from servanda.words import count, days, none_or

from .contacts import last_day

LEADER = "leader"
ENOUGH = 3  # contacts of a pair, before one facilitator is said to hold it
Pair = tuple[str, str]
Edge = tuple[str, str, str]  # two parties in order, and the level


def resilience(dossier: Dossier, parameters: dict[str, Any]) -> Finding | None:
    """What holds the principals together, at which level, and what falls away without leaders."""
    window = parameters["network_days"]
    start = dossier.as_of - timedelta(days=window)
    principals = [party.id for party in dossier.principals]
    held = [
        contact
        for contact in dossier.contacts
        if last_day(contact) > start and set(contact.parties) & set(principals)
    ]
    if not held or len(principals) < 2:
        return None
    trail = Trail(dossier)
    trail.names(principals)
    trail.use_all(held)
    trail.names(sorted({party for contact in held for party in contact.parties}))
    edges = edges_of(held)
    below = {edge for edge in edges if edge[2] != LEADER}
    pairs = list(combinations(sorted(principals), 2))
    now = {pair: connectivity(edges, *pair) for pair in pairs}
    without = {pair: connectivity(below, *pair) for pair in pairs}
    joined = [pair for pair in pairs if now[pair]]
    parted = [pair for pair in joined if not without[pair]]
    held_by = _only_facilitators(held, joined)
    for pair, who in held_by.items():
        trail.names([*pair, who])
    shares = Counter(contact.level == LEADER for contact in held)
    silent = _longest_silence(dossier, trail, principals, parameters["silence_years"])
    spread = [
        _weakest(dossier, trail, pairs, parameters[name])
        for name in ("alive_days", "meetings_days")
    ]
    weakest = min(without.values())
    return Finding(
        id="dialogue.resilience",
        objective="dialogue",
        sentence=" ".join(
            [
                *_told(trail, window, held, joined, parted, without),
                *_bridges(trail, joined, now),
                *(
                    f"Every known contact of {_named(trail, pair)} in that time was made possible "
                    f"by {trail.name(who)}."
                    for pair, who in held_by.items()
                ),
                f"Of {count(len(held), 'contact', 'contacts')} "
                f"{none_or(shares[False], 'was', 'were')} below leader level.",
                *silent,
            ]
        ),
        value=weakest,
        low=min(weakest, *spread),
        high=max(weakest, *spread),
        unit="contacts to lose before two principals are apart, without leaders",
        basis="derived",
        cites=trail.cites,
        method="resilience",
        parts={
            "window_days": window,
            "connectivity": {_key(dossier, pair): now[pair] for pair in pairs},
            "connectivity_without_leaders": {_key(dossier, pair): without[pair] for pair in pairs},
            "parted_without_leaders": [_key(dossier, pair) for pair in parted],
            "bridges": [_key(dossier, pair) for pair in joined if now[pair] == 1],
            "held_by_one_facilitator": {
                _key(dossier, pair): dossier.name_of(who) for pair, who in held_by.items()
            },
            "below_leader_level": shares[False],
            "contacts": len(held),
        },
        series=tuple(_rows(dossier, held)),
    )


def _weakest(dossier: Dossier, trail: Trail, pairs: list[Pair], window: int) -> int:
    """The least connectivity without leaders over another window."""
    start = dossier.as_of - timedelta(days=window)
    parties = {party for pair in pairs for party in pair}
    held = [c for c in dossier.contacts if last_day(c) > start and set(c.parties) & parties]
    below = edges_of(contact for contact in trail.use_all(held) if contact.level != LEADER)
    return min(connectivity(below, *pair) for pair in pairs)


def edges_of(contacts: Iterable[Contact]) -> set[Edge]:
    """One edge for each pair of parties and each level at which they met."""
    return {
        (one, other, contact.level)
        for contact in contacts
        for one, other in combinations(sorted(set(contact.parties)), 2)
    }


def connectivity(edges: Iterable[Edge], source: str, target: str) -> int:
    """How many edges must be lost before two parties are apart, over whatever others.

    Parameters
    ----------
    edges : iterable of (party, party, level)
        Each counts once; several between two parties add up.
    source, target : str
        Two parties.

    Examples
    --------
    >>> edges = {("a", "b", "working"), ("b", "c", "envoy"), ("a", "c", "envoy")}
    >>> connectivity(edges, "a", "c"), connectivity(edges, "a", "d")
    (2, 0)
    """
    room: dict[str, Counter[str]] = defaultdict(Counter)
    for one, other, _ in set(edges):
        room[one][other] += 1
        room[other][one] += 1
    flow = 0
    while path := _path(room, source, target):
        for one, other in pairwise(path):
            room[one][other] -= 1
            room[other][one] += 1
        flow += 1
    return flow


def _path(room: dict[str, Counter[str]], source: str, target: str) -> list[str]:
    """A shortest path over which there is room; empty when there is none."""
    came: dict[str, str] = {source: source}
    waiting = deque([source])
    while waiting and target not in came:
        here = waiting.popleft()
        for other in sorted(room[here]):
            if room[here][other] > 0 and other not in came:
                came[other] = here
                waiting.append(other)
    if target not in came or source == target:
        return []
    path = [target]
    while path[-1] != source:
        path.append(came[path[-1]])
    return path[::-1]


def _told(
    trail: Trail,
    window: int,
    held: list[Contact],
    joined: list[Pair],
    parted: list[Pair],
    without: dict[Pair, int],
) -> list[str]:
    if not joined:
        return [f"In the last {window} days no two principals are joined by a known contact."]
    said = [
        f"In the last {window} days {count(len(held), 'contact', 'contacts')} of the principals "
        f"{'is' if len(held) == 1 else 'are'} known; in touch, directly or over others, are "
        f"{_listed(trail, joined)}."
    ]
    if parted:
        left = [pair for pair in joined if without[pair]]
        rest = f"only {_listed(trail, left)} would be" if left else "no two principals would be"
        said.append(f"If the leaders stopped meeting, {rest}.")
    else:
        said.append(
            "If the leaders stopped meeting, all of these would still be, the weakest by "
            f"{count(min(without[pair] for pair in joined), 'thread', 'threads')} of contact."
        )
    return said


def _bridges(trail: Trail, joined: list[Pair], now: dict[Pair, int]) -> list[str]:
    thin = [pair for pair in joined if now[pair] == 1]
    if not thin:
        return []
    return [f"A single level of contact holds {_listed(trail, thin)} together."]


def _only_facilitators(held: list[Contact], joined: list[Pair]) -> dict[Pair, str]:
    """The third party that had a hand in every contact of a pair, where there is just one."""
    found = {}
    for pair in joined:
        own = [contact for contact in held if set(pair) <= set(contact.parties)]
        if len(own) < ENOUGH:
            continue
        always = set.intersection(*(set(contact.facilitators) for contact in own))
        if len(always) == 1:
            found[pair] = always.pop()
    return found


def _longest_silence(
    dossier: Dossier, trail: Trail, principals: list[str], years: int
) -> list[str]:
    """The longest time without any contact below leader level between two principals, by pair."""
    start = dossier.as_of - timedelta(days=365 * years)
    told = []
    for pair in combinations(sorted(principals), 2):
        met = sorted(
            (c for c in dossier.contacts
             if set(pair) <= set(c.parties) and c.level != LEADER and last_day(c) > start),
            key=lambda c: (last_day(c), c.id),
        )  # fmt: skip
        if len(met) < 2:
            continue
        gaps = [((last_day(b) - last_day(a)).days, a, b) for a, b in pairwise(met)]
        gap, first, after = max(gaps, key=lambda item: item[0])
        trail.use_all(met)
        if gap:
            start_day, end_day = (
                dates.say(dates.last_part(contact.date)) for contact in (first, after)
            )
            told.append(f"{_named(trail, pair)} {days(gap)}, from {start_day} to {end_day}")
    if not told:
        return []
    return [
        f"The longest silences on record below leader level in {years} years: {'; '.join(told)}."
    ]


def _rows(dossier: Dossier, held: list[Contact]) -> list[dict[str, Any]]:
    """One row a pair: contacts by level, for the picture."""
    levels: dict[Pair, Counter[str]] = defaultdict(Counter)
    for contact in held:
        for one, other in combinations(sorted(set(contact.parties)), 2):
            levels[(one, other)][contact.level] += 1
    return [
        {
            "one": one,
            "other": other,
            "one_name": dossier.name_of(one),
            "other_name": dossier.name_of(other),
            "contacts": sum(found.values()),
            "levels": dict(sorted(found.items())),
            "leaders_only": set(found) == {LEADER},
        }
        for (one, other), found in sorted(levels.items())
    ]


def _named(trail: Trail, pair: Pair) -> str:
    return " and ".join(trail.names(pair))


def _listed(trail: Trail, pairs: list[Pair]) -> str:
    return "; ".join(_named(trail, pair) for pair in pairs)


def _key(dossier: Dossier, pair: Pair) -> str:
    return " and ".join(dossier.name_of(party) for party in pair)
