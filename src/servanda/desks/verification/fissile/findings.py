"""What the inventory says in the brief: plutonium, highly enriched uranium, weapons' worth."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from servanda.derived import Need
from servanda.dossier import Dossier, Trail
from servanda.errors import DataError
from servanda.parameters import Parameters
from servanda.records import Estimate as Figure
from servanda.records import Finding, dates
from servanda.words import capital, count, join

from .estimate import Band, Estimate, kept, need
from .facilities import called
from .material import Material, bounds
from .moments import day_of, month_of
from .published import middle, month_spoken_of, published, row
from .reading import Reading, read_material

ROOM = "desks.verification.fissile"
POOL_WORDS = {
    "separated": "separated plutonium",
    "in_reactor": "plutonium in the reactors",
    "unseparated": "plutonium in discharged fuel",
    "heu": "highly enriched uranium",
    "weapons": "weapons' worth",
}


class Known(NamedTuple):
    """What was read and computed as of a day.

    Attributes
    ----------
    reading : Reading
        Material, records, faults and notes.
    estimate : Estimate or None
        None when it was not computed yet.
    month : float
        The as-of date, in months since the year 0.
    judged : mapping
        The room's judgements.
    """

    reading: Reading
    estimate: Estimate | None
    month: float
    judged: dict[str, Any]

    @property
    def material(self) -> Material:
        """The material, where there is one."""
        if self.reading.material is None:  # pragma: no cover - asked for by nobody
            raise AssertionError("nothing was read")
        return self.reading.material


def known(dossier: Dossier, judged: dict[str, Any]) -> Known:
    """Read the material as of the dossier's date, and look its inventory up."""
    reading = read_material(dossier, judged)
    estimate = None if reading.material is None else kept(reading.material, judged)
    return Known(reading, estimate, month_of(dossier.as_of), judged)


def needs(dossier: Dossier, parameters: Parameters) -> Iterator[Need]:
    """The inventory that the findings look up.

    Raises
    ------
    DataError
        When the records contradict themselves: there is nothing to compute.
    """
    judged = parameters.of(ROOM)
    reading = read_material(dossier, judged)
    if reading.faults:
        raise DataError(
            f"no inventory as of {dossier.as_of}: the records contradict themselves",
            "\n  ".join(str(fault) for fault in reading.faults),
        )
    if reading.material is not None:
        yield need(reading.material, judged)


def capability_findings(dossier: Dossier, parameters: Parameters) -> Iterator[Finding]:
    """``capability.plutonium_kg``, ``capability.heu_kg`` and ``capability.weapons_worth``."""
    judged = parameters.of(ROOM)
    found = known(dossier, judged)
    if found.reading.faults:
        yield _faulty(dossier, found.reading)
        return
    if found.reading.material is None:
        return
    yield _finding(dossier, judged, found, "plutonium_kg", "separated", "kg")
    if found.material.halls:
        yield _finding(dossier, judged, found, "heu_kg", "heu", "kg")
    yield _finding(dossier, judged, found, "weapons_worth", "weapons", "weapons' worth")


def _faulty(dossier: Dossier, reading: Reading) -> Finding:
    trail = Trail(dossier)
    trail.use_all(reading.records)
    told = " ".join(f"{fault.id}: {fault.what}." for fault in reading.faults)
    return Finding(
        id="capability.plutonium_kg",
        objective="illusion",
        sentence="No inventory of fissile material is reckoned, for the records contradict "
        f"themselves. {told}",
        basis="absent",
        cites=trail.cites,
        method="fissile-inventory",
        parts={"faults": [f"{fault.id}: {fault.what}; {fault.mend}" for fault in reading.faults]},
    )


def _finding(
    dossier: Dossier, judged: dict[str, Any], found: Known, name: str, pool: str, unit: str
) -> Finding:
    trail = Trail(dossier)
    trail.use_all(found.reading.records)
    whose = trail.name(found.material.party)
    figures = [
        (own, figure)
        for own, figure in published(dossier, found.material.party, judged)
        if own == pool
    ]
    trail.use_all(figure for _, figure in figures)
    estimate = found.estimate
    band = estimate.at(pool, found.month) if estimate else None
    if estimate is None or band is None:
        sentence = _not_computed(dossier, found, POOL_WORDS[pool])
    else:
        sentence = _SAY[name](found, estimate, band, whose)
        sentence += _beside([figure for _, figure in figures], unit)
    parts: dict[str, Any] = {"pool": pool, "histories": judged["histories"]}
    if estimate is None:
        parts["not_computed"] = 1
    if found.reading.notes:
        parts["notes"] = list(found.reading.notes)
    if band is not None:
        parts |= {"50 %": [band.lower, band.upper], "90 %": [band.low, band.high]}
    parts["published"] = [row(own, figure) for own, figure in figures]
    return Finding(
        id=f"capability.{name}",
        objective="illusion",
        sentence=sentence,
        value=_round(band.median) if band else None,
        low=_round(band.low) if band else None,
        high=_round(band.high) if band else None,
        unit=unit,
        basis="modelled" if band else "absent",
        cites=trail.cites,
        method="fissile-inventory",
        parts=parts,
        series=tuple(fan(estimate, pool, found.month)) if estimate else (),
    )


def fan(estimate: Estimate, pool: str, until: float) -> list[dict[str, Any]]:
    """A pool month by month as far as a day: date and five quantiles, for a fan chart."""
    months = [m for m in estimate.months if m < until]
    rows = []
    for month in [*months, until]:
        band = estimate.at(pool, month)
        if band is not None:
            rows.append({"date": day_of(month).isoformat(), **band._asdict()})
    return rows


def _not_computed(dossier: Dossier, found: Known, what: str) -> str:
    if found.estimate is not None:
        newest = dates.say(day_of(found.material.newest).isoformat())
        return (
            f"{capital(what)} is not reckoned: the newest fact on record is of {newest}, too long "
            "ago to be carried on."
        )
    return (
        f"{capital(what)} is not computed for this state of knowledge: servanda derive "
        f"{dossier.name} --as-of {dossier.as_of} computes it."
    )


def _plutonium(found: Known, estimate: Estimate, band: Band, whose: str) -> str:
    said = [f"The separated plutonium of {whose} is reckoned at {kilograms(band)}"]
    more = [
        f"{kilograms(held)} {where}"
        for pool, where in (("in_reactor", "in the reactors"),
                            ("unseparated", "in discharged fuel"))
        if (held := estimate.at(pool, found.month)) is not None and held.high >= 0.5
    ]  # fmt: skip
    if more:
        said.append(f", with {join(more)} beside it")
    return "".join(said) + " (medians; 90 % of the histories in brackets)."


def _uranium(found: Known, estimate: Estimate, band: Band, whose: str) -> str:
    del estimate
    disputed = [hall for hall in found.material.halls if hall.disputed]
    told = f"The highly enriched uranium of {whose} is reckoned at {kilograms(band)}"
    if disputed:
        doubts = join(
            [f"{called(hall.name)} ({100 * hall.probability:.0f} %)" for hall in disputed]
        )
        told += f"; the width comes largely from the doubt about {doubts}"
    return f"{told}."


def _weapons(found: Known, estimate: Estimate, band: Band, whose: str) -> str:
    del estimate, whose
    plutonium, uranium = (
        f"{low:g} to {high:g} kg"
        for low, _, high in (
            bounds(spread, found.judged)
            for spread in (found.material.weapon_plutonium, found.material.weapon_heu)
        )
    )
    return (
        f"Together that is worth {plain(band)} weapons at {plutonium} of plutonium or {uranium} "
        "of uranium in each; how many were assembled is not known from it."
    )


_SAY = {"plutonium_kg": _plutonium, "heu_kg": _uranium, "weapons_worth": _weapons}


def _beside(figures: list[Figure], unit: str) -> str:
    """The newest published figures, for comparison."""
    told = [figure for figure in figures if middle(figure) is not None]
    if not told:
        return ""
    newest = max(told, key=lambda f: (dates.known_day(f.known), month_spoken_of(f), f.id))
    year = day_of(month_spoken_of(newest)).year
    if newest.low is not None and newest.high is not None:
        value = f"{newest.low:g} to {newest.high:g}"
    else:
        value = f"{newest.best:g}"
    of = " kg" if unit == "kg" else ""
    return (
        f" {capital(count(len(figures), 'published figure is', 'published figures are'))} on "
        f"record; the newest is {value}{of} for {year} ({newest.author or 'author not told'})."
    )


def kilograms(band: Band) -> str:
    """Median and 90 % interval in kg.

    Examples
    --------
    >>> kilograms(Band(26.9, 33.8, 38.7, 43.6, 50.2))
    '39 kg (27–50)'
    """
    return f"{_round(band.median):g} kg ({_round(band.low):g}–{_round(band.high):g})"


def plain(band: Band) -> str:
    """Median and 90 % interval.

    Examples
    --------
    >>> plain(Band(16.5, 23.4, 30.7, 41.1, 63.9))
    '31 (16–64)'
    """
    return f"{_round(band.median):g} ({_round(band.low):g}–{_round(band.high):g})"


def _round(value: float) -> float | int:
    """To whole units; below ten to one decimal."""
    return round(value, 1) if abs(value) < 10 and value != int(value) else round(value)


def window(found: Known) -> tuple[date, int]:
    """The day from which growth is counted, and the days since."""
    start = day_of(found.material.anchor)
    return start, (day_of(found.month) - start).days
