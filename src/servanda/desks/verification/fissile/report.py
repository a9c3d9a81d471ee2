"""An inventory as a person asks for it: stocks, growth, facilities, what a supposition changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from servanda.dossier import Dossier, Trail
from servanda.errors import ServandaError, UsageError
from servanda.words import join

from .estimate import Band, Estimate, compute, kept, knots
from .facilities import facility_rows
from .findings import POOL_WORDS, fan
from .material import Material
from .moments import day_of, month_of
from .published import published, row
from .reading import Reading, programmes, read_material
from .what_if import inspectors_return, reactor_stopped, without

POOLS = ("separated", "in_reactor", "unseparated", "heu", "weapons")
Told = dict[str, Any]


class Supposition(NamedTuple):
    """What is supposed otherwise than is known.

    Attributes
    ----------
    stopped : date or None
        The reactors make nothing from this day on.
    reactor : str or None
        Only the one that these words name.
    absent : tuple of str
        Halls or sites that do not exist, each named by some words.
    inspected : date or None
        Inspectors are back and what is declared stands still.
    """

    stopped: date | None = None
    reactor: str | None = None
    absent: tuple[str, ...] = ()
    inspected: date | None = None

    @property
    def words(self) -> str:
        """The supposition in words; empty when nothing is supposed."""
        told = [f"without {name}" for name in self.absent]
        if self.stopped is not None:
            what = self.reactor or "the reactors"
            told.append(f"{what} stopped since {self.stopped.isoformat()}")
        if self.inspected is not None:
            told.append(f"inspectors back on {self.inspected.isoformat()}")
        return join(told)

    def of(self, material: Material) -> Material:
        """The material under the supposition.

        Raises
        ------
        UsageError
            When a name fits nothing on record.
        """
        if self.stopped is not None:
            if not material.reactors:
                raise UsageError("no reactor is on record to be stopped", "leave the option out")
            material = reactor_stopped(material, self.stopped, self.reactor)
        for name in self.absent:
            material = without(material, name)
        if self.inspected is not None:
            material = inspectors_return(material, self.inspected)
        return material


def inventory_report(
    dossier: Dossier,
    judged: Mapping[str, Any],
    *,
    party: str | None = None,
    supposed: Supposition | None = None,
    until: date | None = None,
) -> tuple[Reading, Told]:
    """The inventory of a party as of the dossier's date.

    Parameters
    ----------
    dossier : Dossier
        What was known.
    judged : mapping
        The room's judgements.
    party : str, optional
        Whose; the one with most records, when not given.
    supposed : Supposition, optional
        What to suppose otherwise; its stocks stand beside those that are known.
    until : date, optional
        Carry the model on to this day, nothing else changing.

    Returns
    -------
    (reading, told)
        ``told`` is empty when the reading has faults; plain values otherwise: ``pools`` with
        ``median``, ``low``, ``high`` (90 %), ``lower``, ``upper`` (50 %) and ``added`` since the
        last test, ``supposed`` and ``less`` (how much less there is under the supposition),
        ``facilities``, ``published``, ``fan``.

    Raises
    ------
    UsageError
        When the party has no facility on record, the day lies before the as-of date or beyond
        the horizon, or a supposition fits nothing.
    ServandaError
        When nothing is on record, or the newest fact is too old.
    """
    judged = dict(judged)
    if party is not None and party not in programmes(dossier):
        there = join(programmes(dossier)) or "none"
        raise UsageError(f"{party} has no facility on record", f"parties with some: {there}")
    reading = read_material(dossier, judged, party)
    if reading.faults:
        return reading, {}
    material = reading.material
    if material is None:
        raise ServandaError(
            f"nothing is on record by {dossier.as_of} of which an inventory can be made",
            "add parameter records (reactor.run, reactor.thermal_power, enrichment.hall): "
            "see docs/fissile.md",
        )
    month = _month(dossier, material, judged, until, supposed)
    estimate = kept(material, judged) or Estimate(**compute(material, judged))
    trail = Trail(dossier)
    figures = published(dossier, material.party, judged)
    told: Told = {
        "process": dossier.name,
        "as_of": dossier.as_of.isoformat(),
        "until": day_of(month).isoformat() if until else dossier.as_of.isoformat(),
        "party": trail.name(material.party),
        "histories": judged["histories"],
        "since": day_of(material.anchor).isoformat(),
        "pools": _pools(estimate, month),
        "facilities": facility_rows(dossier, trail, material, judged),
        "published": [row(pool, figure) for pool, figure in figures],
        "fan": {pool: fan(estimate, pool, month) for pool in POOLS},
        "notes": list(reading.notes),
    }
    if supposed is not None and supposed.words:
        other = supposed.of(material)
        told["supposed"] = _supposed(material, other, judged, month) | {"that": supposed.words}
    return reading, told


def _month(
    dossier: Dossier, material: Material, judged: dict[str, Any], until: date | None,
    supposed: Supposition | None,
) -> float:  # fmt: skip
    """The month asked for, when it can be answered."""
    horizon = knots(material, int(judged["horizon_years"]))[-1]
    newest, last = day_of(material.newest), day_of(horizon)
    if month_of(dossier.as_of) > horizon:
        raise ServandaError(
            f"the newest fact on record is of {newest}, too old to be carried to {dossier.as_of}",
            "add newer records, or ask for an earlier date",
        )
    end = until or dossier.as_of
    if end < dossier.as_of:
        raise UsageError(
            f"--until {end} lies before --as-of {dossier.as_of}",
            "the model is carried on to later days only; ask for an earlier --as-of instead",
        )
    if month_of(end) > horizon:
        raise UsageError(f"--until {end} lies beyond the horizon, {last}", "ask for an earlier day")
    for name, day in (
        ("reactor stopped", supposed.stopped if supposed else None),
        ("inspectors back", supposed.inspected if supposed else None),
    ):
        if day is not None and day >= end:
            raise UsageError(
                f"{name} from {day} changes nothing by {end}",
                "name an earlier day, or carry the model on with --until",
            )
    return month_of(end)


def _pools(estimate: Estimate, month: float) -> Told:
    found: Told = {}
    for pool in POOLS:
        stock, added = estimate.at(pool, month), estimate.added(pool, month)
        if stock is not None:
            found[pool] = {"name": POOL_WORDS[pool], **stock._asdict(),
                           "added": added._asdict() if added else None}  # fmt: skip
    return found


def _supposed(material: Material, other: Material, judged: dict[str, Any], month: float) -> Told:
    """Stocks under a supposition, and history by history how much less that is."""
    from .bands import quantiles
    from .inventory import Draw, bands

    known, draw = Draw(material, judged), Draw(other, judged)
    months = [m for m in knots(material, int(judged["horizon_years"])) if m < month] + [month]
    rows: dict[str, list[Told]] = {pool: [] for pool in POOLS}
    for at, (_, told) in zip(months, bands(draw, months, POOLS), strict=True):
        for pool in POOLS:
            rows[pool].append({"date": day_of(at).isoformat(), **_band(told[pool])})
    now, stock = known.stock(month), draw.stock(month)
    return {
        "pools": {pool: {"name": POOL_WORDS[pool], **_without_date(rows[pool][-1])}
                  for pool in POOLS},
        "less": {pool: _band(quantiles(now[pool] - stock[pool])) for pool in POOLS},
        "fan": rows,
    }  # fmt: skip


def _band(values: list[float]) -> dict[str, float]:
    return Band(*(round(value, 1) + 0.0 for value in values))._asdict()


def _without_date(told: Told) -> Told:
    return {name: value for name, value in told.items() if name != "date"}
