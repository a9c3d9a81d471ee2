"""Does a history hold together? Keys, citations and references, over all its versions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from servanda.records import Record
from servanda.records.dates import known_day

from .coherence import World, check_record
from .faults import Fault, in_order
from .references import references
from .rows import Broken, Placed, Row
from .tables import nearest

_HINTS = 200
UNCITED = frozenset({"party", "source"})
_UPWARD = {"party": "member_of", "agreement": "annex_of", "step": "after"}  # orders, no nets


def check_rows(rows: Iterable[Row], broken: Sequence[Broken] = ()) -> list[Fault]:
    """Check the whole history: every version of every record.

    Parameters
    ----------
    rows : iterable of Row
        The world's history, withdrawals included.
    broken : sequence of Broken
        Rows that were left out for faults of their own: they exist, and what they name must too.

    Returns
    -------
    faults : list of Fault
        Faults and notices, in the order of files and rows.
    """
    rows = list(rows)
    kinds: dict[str, set[str]] = defaultdict(set)
    for stated in (*broken, *rows):
        if not _withdraws(stated):
            kinds[stated.id].add(stated.kind)
    world, hints = World(rows), dict[str, str]()
    faults = [*_keys(rows), *_one_kind(rows), *_withdrawals(rows), *_circles(rows)]
    for row in rows:
        if row.record is not None:
            faults += _citations(row, uncited=not row.record.sources)
            faults += _references(row, _names(row.record), kinds, hints)
            faults += check_record(row, row.record, world)
    for left_out in broken:
        faults += _citations(left_out, uncited=left_out.uncited)
        faults += _references(left_out, left_out.names, kinds, hints)
    return in_order(faults)


def _withdraws(row: Placed) -> bool:
    return isinstance(row, Row) and row.record is None


def _names(record: Record) -> dict[str, tuple[str, ...]]:
    """The ids that a record's fields refer to."""
    named = {}
    for name in references(record.kind):
        value = getattr(record, name)
        if value:
            named[name] = value if isinstance(value, tuple) else (value,)
    return named


def _keys(rows: Sequence[Row]) -> Iterator[Fault]:
    """One row per (id, known), and one version a day, so that it is clear which is in force."""
    first: dict[tuple[str, str], Row] = {}
    by_day: dict[tuple[str, Any], Row] = {}
    for row in rows:
        other = first.setdefault(row.key, row)
        if other is not row:
            same = "the same" if row.same_as(other) else "another"
            yield row.fault(
                f"{row.id} known {row.known} stands twice: {_place(other)} holds {same} version",
                "keep one of the two, or give the later version the day it became known",
                "id",
            )
            continue
        day = by_day.setdefault((row.id, known_day(row.known)), row)
        if day is not row:
            yield row.fault(
                f"{row.id} has two versions known by the same day: {day.known} and {row.known}",
                "write the day of the later version more exactly",
                "known",
            )


def _one_kind(rows: Iterable[Row]) -> Iterator[Fault]:
    first: dict[str, Row] = {}
    for row in rows:
        other = first.setdefault(row.id, row)
        if other.kind != row.kind:
            yield row.fault(
                f"{row.id} is a {row.kind} here and a {other.kind} in {_place(other)}",
                "give one of them an id of its own",
                "id",
            )


def _withdrawals(rows: Sequence[Row]) -> Iterator[Fault]:
    """What is withdrawn at a day must have been stated before it."""
    stated: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.record is not None:
            stated[row.id].append(row)
    for row in rows:
        if row.record is not None or row.never_valid:
            continue
        day = known_day(row.known)
        if not any(known_day(version.known) <= day for version in stated[row.id]):
            yield row.fault(
                f"{row.id} has no version known by {row.known} that could be withdrawn",
                "write the day of the withdrawal in known; if the version was never valid, write "
                "true in never_valid",
                "known",
            )


def _circles(rows: Iterable[Row]) -> Iterator[Fault]:
    """Nothing belongs to itself or comes after itself, by whichever way around."""
    latest = {row.id: row for row in rows if row.kind in _UPWARD and row.record is not None}
    for kind, name in _UPWARD.items():
        graph = {
            id: _names(row.record).get(name, ())
            for id, row in latest.items()
            if row.record and row.kind == kind
        }
        for way in _circular(graph):
            row = latest[way[0]]
            yield row.fault(
                f"{row.id}: {name} leads in a circle: {', '.join(way)}",
                "correct the one that does not hold",
                name,
            )


def _circular(graph: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Every way in a graph that ends where it began, both ends included."""
    done: set[str] = set()
    for start in graph:
        way, ahead = [start], [iter(() if start in done else graph[start])]
        on_way = {start: 0}
        while way:
            there = next(ahead[-1], None)
            if there is None:
                done.add(way[-1])
                del on_way[way.pop()], ahead[-1]
            elif there in on_way:
                yield [*way[on_way[there] :], there]
            elif there in graph and there not in done:
                on_way[there] = len(way)
                way.append(there)
                ahead.append(iter(graph[there]))


def _citations(row: Placed, *, uncited: bool) -> Iterator[Fault]:
    if uncited and row.kind not in UNCITED:
        yield row.fault(
            f"{row.id} cites no source", "name the source where the fact is found", "sources"
        )


def _references(
    row: Placed,
    named: Mapping[str, tuple[str, ...]],
    kinds: Mapping[str, set[str]],
    hints: dict[str, str],
) -> Iterator[Fault]:
    for name, ids in named.items():
        allowed = references(row.kind)[name]
        for id in ids:
            found = kinds.get(id)
            if found is None:
                yield row.fault(
                    f"{row.id}: {name} names {id}, which does not exist",
                    _suggest(id, allowed, kinds, hints),
                    name,
                )
            elif found.isdisjoint(allowed):
                kind = " and a ".join(sorted(found))
                yield row.fault(
                    f"{row.id}: {name} names {id}, which is no {' or '.join(allowed)} but a {kind}",
                    f"name a {' or '.join(allowed)}",
                    name,
                )


def _suggest(
    id: str, allowed: Sequence[str], kinds: Mapping[str, set[str]], hints: dict[str, str]
) -> str:
    """How to mend a reference to nothing; looking for a near id takes time, so not for all."""
    if id not in hints and len(hints) < _HINTS:
        hints[id] = _near(id, allowed, kinds)
    what = "record" if len(allowed) > 2 else " or ".join(allowed)
    return f"{hints.get(id, '')}add the {what}, or correct the id"


def _near(id: str, allowed: Sequence[str], kinds: Mapping[str, set[str]]) -> str:
    near = nearest(
        id,
        (other for other, found in kinds.items() if not found.isdisjoint(allowed)),
        likeness=0.85,
    )
    return f"did you mean {near}? Else " if near else ""


def _place(row: Placed) -> str:
    return row.fault("", "").place or "the ledger"
