"""How much of a report is believed: Admiralty codes as weights, and what counts only once.

Rules (docs/methods.md, "Credibility of a report"):

- weight ``w = s i``, s from the letter, i from the figure; F and 6 are unknown and weigh nothing;
- a given 1 (confirmed) becomes 2 unless a second independent origin is known: a report of the
  same observation at the same level, by an observer of another interest, of another origin or
  marked as confirming it;
- reports that confirm each other enter once, with the best s and i = 1, and are not pooled again;
- reports of one origin count once, at their largest weight.

That D and E sources together never outweigh a cap depends on time and stands in `belief`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from servanda.records import Evidence, dates

Interests = Callable[[str], frozenset[str]]


class Weights(NamedTuple):
    """The table of judgements.

    Attributes
    ----------
    source : dict of str to float
        s per Admiralty letter.
    information : dict of str to float
        i per Admiralty figure, the figure as text.
    weak_sources : tuple of str
        Letters that together never outweigh ``weak_cap``.
    weak_cap : float
        That cap, a mass of belief.
    """

    source: dict[str, float]
    information: dict[str, float]
    weak_sources: tuple[str, ...] = ("D", "E")
    weak_cap: float = 0.5

    @classmethod
    def of(cls, table: dict[str, Any]) -> Weights:
        """Read the table ``weights`` of the room's parameters."""
        return cls(
            source=dict(table["source"]),
            information={str(figure): value for figure, value in table["information"].items()},
            weak_sources=tuple(table["weak_sources"]),
            weak_cap=float(table["weak_cap"]),
        )

    def weight(self, code: str) -> float:
        """Weight of an Admiralty code.

        Examples
        --------
        >>> round(Weights({"C": .7}, {"3": .65}).weight("C3"), 3)
        0.455
        """
        return self.source[code[0]] * self.information[code[1]]

    def is_weak(self, code: str) -> bool:
        """Whether the source is one of those that are capped together."""
        return code[0] in self.weak_sources


class Weighed(NamedTuple):
    """What enters the computation: a report, or several that confirm each other.

    Attributes
    ----------
    day : date
        Day observed (the latest its date allows, never after it was known).
    level : int
        Level reported, 0 to 3.
    weight : float
        w, 0 to 1.
    weak : bool
        Whether it rests on D or E sources.
    code : str
        The Admiralty code in effect after the rules.
    ids : tuple of str
        The reports it is made of.
    """

    day: date
    level: int
    weight: float
    weak: bool
    code: str
    ids: tuple[str, ...]


def observed_day(report: Evidence) -> date:
    """The day a report speaks of: the latest its date allows, never after it was known."""
    span = dates.parse(report.date, report.zone)
    return min(span.last_day, dates.known_day(report.known))


def weigh(
    reports: Iterable[Evidence], weights: Weights, interests: Interests | None = None
) -> list[Weighed]:
    """Weigh the reports about one commitment by one obligor.

    Parameters
    ----------
    reports : iterable of Evidence
        Reports with a level; others are left out.
    weights : Weights
        The judgements.
    interests : callable, optional
        Observer to the parties whose interest it shares; each its own, when not given. Two
        observers of one interest do not confirm each other.

    Returns
    -------
    list of Weighed
        By day, level and ids, whatever the order of the reports; reports that weigh nothing
        are not in it.
    """
    told = [r for r in reports if r.level is not None and weights.weight(r.admiralty) > 0.0]
    told.sort(key=lambda report: report.id)
    share = interests or (lambda observer: frozenset((observer,)))
    candidates = [_single(report, weights) for report in told]
    candidates += [_joined(group, weights) for group in _confirmed(told, weights, share)]
    candidates.sort(key=lambda c: (-c.weight, c.level, c.day, c.ids))
    origins = {report.id: report.origin for report in told}
    entered: list[Weighed] = []
    spent: set[str] = set()
    for candidate in candidates:
        own = {origins[id] for id in candidate.ids}
        if own.isdisjoint(spent):
            spent |= own
            entered.append(candidate)
    return sorted(entered, key=lambda c: (c.day, c.level, c.ids))


def _single(report: Evidence, weights: Weights) -> Weighed:
    """A report on its own word: a given 1 counts as 2, for nothing confirms it."""
    code = report.admiralty[0] + ("2" if report.admiralty[1] == "1" else report.admiralty[1])
    return Weighed(
        day=observed_day(report),
        level=report.level or 0,
        weight=weights.weight(code),
        weak=weights.is_weak(code),
        code=code,
        ids=(report.id,),
    )


def _joined(group: Sequence[Evidence], weights: Weights) -> Weighed:
    """Reports that confirm each other, entered once: the best source, confirmed."""
    code = max((r.admiralty[0] for r in group), key=lambda letter: weights.source[letter]) + "1"
    return Weighed(
        day=min(observed_day(report) for report in group),
        level=group[0].level or 0,
        weight=weights.weight(code),
        weak=weights.is_weak(code),
        code=code,
        ids=tuple(sorted(report.id for report in group)),
    )


def _confirmed(
    told: Sequence[Evidence], weights: Weights, share: Interests
) -> list[list[Evidence]]:
    """Groups of reports that confirm each other: joined where a pair does."""
    groups: list[list[Evidence]] = []
    for number, one in enumerate(told):
        for other in told[number + 1 :]:
            if not _confirm(one, other, weights, share):
                continue
            touching = [group for group in groups if one in group or other in group]
            merged = {r.id: r for group in [*touching, [one, other]] for r in group}
            groups = [group for group in groups if group not in touching]
            groups.append([merged[id] for id in sorted(merged)])
    return groups


def _confirm(one: Evidence, other: Evidence, weights: Weights, share: Interests) -> bool:
    """Whether two reports independently confirm one observation.

    One of them must claim it (figure 1, or marked as confirming); a weak source confirms nothing.
    """
    claimed = one.confirms or other.confirms or "1" in (one.admiralty[1], other.admiralty[1])
    independent = one.origin != other.origin or one.confirms or other.confirms
    return (
        claimed
        and independent
        and one.level == other.level
        and not weights.is_weak(one.admiralty)
        and not weights.is_weak(other.admiralty)
        and share(one.observer).isdisjoint(share(other.observer))
        and _same_time(one, other)
    )


def _same_time(one: Evidence, other: Evidence) -> bool:
    first, second = dates.parse(one.date, one.zone), dates.parse(other.date, other.zone)
    return first.earliest <= second.latest and second.earliest <= first.latest
