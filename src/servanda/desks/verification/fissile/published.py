"""Published estimates of the stocks, each at the date of which it speaks, as known by a day."""

from __future__ import annotations

from typing import Any

from servanda.dossier import Dossier
from servanda.records import Estimate, dates

from .moments import month_of


def pool_of(quantity: str, parameters: dict[str, Any]) -> str | None:
    """The pool of which a published quantity speaks, if it is one of the inventory's.

    Examples
    --------
    >>> pool_of("HEU stock (one plant)", {"published": {"heu": ["heu stock"]}})
    'heu'
    """
    told = quantity.casefold()
    for pool, beginnings in parameters["published"].items():
        if any(told.startswith(beginning) for beginning in beginnings):
            return str(pool)
    return None


def published(
    dossier: Dossier, party: str, parameters: dict[str, Any]
) -> list[tuple[str, Estimate]]:
    """Published stocks of a party with the pool each speaks of, by date, then id."""
    found = [
        (pool, estimate)
        for estimate in dossier.of(Estimate)
        if estimate.party == party and (pool := pool_of(estimate.quantity, parameters))
        and any(value is not None for value in (estimate.low, estimate.best, estimate.high))
    ]  # fmt: skip
    return sorted(found, key=lambda item: (item[1].date, item[1].id))


def middle(estimate: Estimate) -> float | None:
    """The middle of a published figure: its best value, or the middle of its range.

    None of a figure that is only a bound.
    """
    if estimate.best is not None:
        return estimate.best
    if estimate.low is not None and estimate.high is not None:
        return (estimate.low + estimate.high) / 2
    return None


def month_spoken_of(estimate: Estimate) -> float:
    """The month of which a figure speaks: the middle of its date."""
    span = dates.parse(estimate.date, estimate.zone)
    return round((month_of(span.first_day) + month_of(span.last_day)) / 2, 3)


def row(pool: str, estimate: Estimate) -> dict[str, Any]:
    """A figure as charts and tables take it."""
    return {
        "pool": pool,
        "date": estimate.date,
        "known": dates.known_day(estimate.known).isoformat(),
        "low": estimate.low,
        "best": estimate.best,
        "high": estimate.high,
        "author": estimate.author or "",
        "id": estimate.id,
    }
