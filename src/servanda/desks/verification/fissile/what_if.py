"""Supposing otherwise: a reactor stopped, a hall that is not there, inspectors back."""

from __future__ import annotations

from datetime import date

import msgspec

from servanda.errors import UsageError
from servanda.words import join

from .material import Material
from .moments import month_of


def reactor_stopped(material: Material, since: date, reactor: str | None = None) -> Material:
    """Every reactor, or the one named, makes nothing from a day on.

    Raises
    ------
    UsageError
        When no reactor is called so.
    """
    month = month_of(since)
    chosen = _named([r.name for r in material.reactors], reactor, "reactor") if reactor else None
    return msgspec.structs.replace(
        material,
        reactors=tuple(
            msgspec.structs.replace(r, cutoff=min(r.cutoff, month))
            if chosen is None or r.name == chosen else r
            for r in material.reactors
        ),
    )  # fmt: skip


def without(material: Material, facility: str) -> Material:
    """An enrichment hall or a site does not exist: as if it had never been.

    Raises
    ------
    UsageError
        When no hall is called so.
    """
    chosen = _named([hall.name for hall in material.halls], facility, "hall")
    return msgspec.structs.replace(
        material, halls=tuple(hall for hall in material.halls if hall.name != chosen)
    )


def inspectors_return(material: Material, on: date) -> Material:
    """What is declared stands still under inspection from a day on; what is disputed goes on.

    Reactors and declared halls make nothing from then on, and no campaign begins; a disputed
    hall or site, which nobody declared, is not visited.
    """
    month = month_of(on)
    stopped = reactor_stopped(material, on)
    kept = [c for c in stopped.campaigns if c.start < month]
    return msgspec.structs.replace(
        stopped,
        reactors=tuple(
            msgspec.structs.replace(r, runs=tuple(
                msgspec.structs.replace(run, campaign=None)
                if run.campaign is not None and run.campaign >= len(kept) else run
                for run in r.runs
            ))
            for r in stopped.reactors
        ),
        campaigns=tuple(kept),
        plants=tuple(msgspec.structs.replace(plant, switch=None) for plant in stopped.plants),
        halls=tuple(
            hall if hall.disputed else msgspec.structs.replace(hall, cutoff=min(hall.cutoff, month))
            for hall in stopped.halls
        ),
    )  # fmt: skip


def _named(names: list[str], wanted: str, sort: str) -> str:
    """The one name that contains some words, whatever their case."""
    found = [name for name in dict.fromkeys(names) if wanted.casefold() in name.casefold()]
    if len(found) == 1:
        return found[0]
    listed = join([f"'{name}'" for name in dict.fromkeys(names)]) or "none"
    what = "fits several" if found else "fits none"
    raise UsageError(f"'{wanted}' {what} of what is on record", f"{sort}s are: {listed}")
