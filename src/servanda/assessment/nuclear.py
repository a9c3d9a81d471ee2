"""The nuclear illusion: what the programmes did while nothing was tested.

A stock cannot shrink without tests, so that it grew says nothing. What is said is, for each
facility, the probability that it ran since the last test, and how much each pool grew, as far as
was known by the day.
"""

from __future__ import annotations

from typing import Any

from servanda.desks.verification.fissile.facilities import facility_rows
from servanda.desks.verification.fissile.findings import (
    POOL_WORDS,
    ROOM,
    Known,
    kilograms,
    known,
    plain,
)
from servanda.desks.verification.fissile.moments import day_of
from servanda.dossier import Dossier, Trail
from servanda.parameters import Parameters
from servanda.records import Finding, Test, dates
from servanda.words import join, the

from .words import likelihood

POOLS = ("heu", "in_reactor", "unseparated", "separated")
UNSURE = (0.2, 0.8)  # beyond these a facility is said to have run, or not
NOTHING = 0.05  # kg: less than what is printed
Row = dict[str, Any]


def nuclear_illusion(dossier: Dossier, parameters: Parameters) -> Finding | None:
    """``assessment.nuclear_illusion``; None where no facility is on record."""
    judged = parameters.of(ROOM)
    found = known(dossier, judged)
    if found.reading.material is None:
        return None
    trail = Trail(dossier)
    trail.use_all(found.reading.records)
    trail.name(found.material.party)
    facilities = facility_rows(dossier, trail, found.material, judged)
    pools = _pools(found)
    start = day_of(found.material.anchor)
    days = (dossier.as_of - start).days
    said = [
        f"In the {days:,} days since {_opening(found)} ({dates.say(start.isoformat())}) "
        f"{_ran(facilities)}."
    ]
    if pools:
        said.append(_grew(found))
    elif found.estimate is None:
        said.append(
            f"By how much the stocks grew is not computed: servanda derive {dossier.name} --as-of "
            f"{dossier.as_of} computes it."
        )
    weapons = found.estimate.added("weapons", found.month) if found.estimate else None
    ran = [row["operated"] for row in facilities]
    return Finding(
        id="assessment.nuclear_illusion",
        objective="illusion",
        sentence=" ".join(said),
        value=None if weapons is None else _near(weapons.median),
        low=None if weapons is None else _near(weapons.low),
        high=None if weapons is None else _near(weapons.high),
        unit="weapons' worth added",
        probability=round(max(ran), 2) if ran else None,
        basis="modelled",
        cites=trail.cites,
        method="nuclear-illusion",
        parts={
            "since": start.isoformat(),
            "days": days,
            "pools": pools,
            **({"not_computed": 1} if found.estimate is None else {}),
            **({"notes": list(found.reading.notes)} if found.reading.notes else {}),
        },
        series=tuple(facilities),
    )


def _pools(found: Known) -> list[Row]:
    """Stock and growth of each pool; empty when nothing is computed for the day."""
    estimate = found.estimate
    if estimate is None:
        return []
    rows = []
    for pool in (*POOLS, "weapons"):
        stock = estimate.at(pool, found.month)
        added = estimate.added(pool, found.month)
        if stock is None or added is None:
            continue
        if pool == "unseparated" and max(stock.high, abs(added.low), added.high) < NOTHING:
            continue
        rows.append(
            {
                "pool": POOL_WORDS[pool],
                "unit": "weapons' worth" if pool == "weapons" else "kg",
                "stock": [stock.median, stock.low, stock.high],
                "added": [added.median, added.low, added.high],
            }
        )
    return rows


def _ran(facilities: list[Row]) -> str:
    """Which facilities ran, which perhaps, and which not; each with its probability."""
    ran = [row for row in facilities if row["operated"] >= UNSURE[1]]
    perhaps = [row for row in facilities if UNSURE[0] < row["operated"] < UNSURE[1]]
    not_ = [row for row in facilities if row["operated"] <= UNSURE[0]]
    told = []
    if ran:
        told.append(f"{_named(ran)} {_very(ran)} to have run")
    if perhaps:
        told.append(f"{_named(perhaps)} perhaps ran")
    if not_:
        told.append(f"{_named(not_)} {_very(not_)} to have run")
    return "; ".join(told)


def _named(rows: list[Row]) -> str:
    return join([f"{the(row['facility'])} ({100 * row['operated']:.0f} %)" for row in rows])


def _opening(found: Known) -> str:
    """What opened the window."""
    tests = [r for r in found.reading.records if isinstance(r, Test)]
    last = max(tests, key=lambda test: dates.parse(test.date, test.zone).latest, default=None)
    if last is None:
        return "the beginning of the year before the newest fact"
    return "the last nuclear test" if last.test_type == "nuclear" else "the last test or launch"


def _very(rows: list[Row]) -> str:
    """The likelihood of the one nearest to even."""
    nearest = min((row["operated"] for row in rows), key=lambda p: abs(p - 0.5))
    word = likelihood(nearest)
    verb = "is" if len(rows) == 1 else "are"
    return {
        "almost certain": f"{verb} almost certain",
        "almost no chance": "had almost no chance",
    }.get(word, f"{verb} {word}")


def _grew(found: Known) -> str:
    estimate = found.estimate
    if estimate is None:
        return ""
    told, still = [], []
    for pool in POOLS:
        added = estimate.added(pool, found.month)
        if added is None:
            continue
        if max(abs(added.low), abs(added.high)) < NOTHING:
            if pool != "unseparated":
                still.append(POOL_WORDS[pool])
        else:
            told.append(f"{kilograms(added)} of {POOL_WORDS[pool]}")
    weapons = estimate.added("weapons", found.month)
    said = f"The model adds {join(told)} since then" if told else "The model adds nothing"
    if still:
        said += f" and sees no sign of change in {join(still)}"
    if weapons is not None:
        said += f"; in weapons' worth {plain(weapons)} more"
    return f"{said} (medians; 90 % of the histories in brackets)."


def _near(value: float) -> float:
    return round(value, 1)
