"""The page that sets the fissile inventory beside every published figure on record."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from servanda.desks.verification.fissile.bands import quantiles
from servanda.desks.verification.fissile.estimate import Band, compute
from servanda.desks.verification.fissile.estimate import Estimate as Estimated
from servanda.desks.verification.fissile.findings import known
from servanda.desks.verification.fissile.inventory import Draw
from servanda.desks.verification.fissile.material import Material
from servanda.desks.verification.fissile.moments import month_of
from servanda.desks.verification.fissile.published import middle, month_spoken_of, published
from servanda.desks.verification.fissile.reading import read_material
from servanda.desks.verification.fissile.separative import separative_work
from servanda.dossier import open_ledger
from servanda.parameters import Parameters
from servanda.records import Estimate, dates

NOW = date(2026, 11, 1)  # what is known by now, fixed so that the page does not change by itself
PARTY = "party/dprk"
POOLS = {
    "separated": "Separated plutonium, kg",
    "made": "Plutonium ever made, kg",
    "heu": "Highly enriched uranium, kg",
    "weapons": "Weapons’ worth",
}
REACTOR = "5 MWe reactor"
RATE_HISTORIES = 40_000
ENVELOPE_MONTHS = 18  # to either side: figures pooled over three years
# Figures from which the model's own records were taken: no agreement can be read off them.
INPUTS = ("estimate/pu-separated-before-1992-94-1994-albright",)
# Published amounts a year: the beginning of the quantity, the pool, and what is compared.
RATES = {
    "HEU production": "heu",
    "HEU produced in the year": "heu",
    "Weapons equivalent added in the year": "weapons",
    "Production rate (": "weapons",
}
DISCUSSED: dict[str, str] = {
    "estimate/heu-stock-one-plant-two-plants-2014-albright-isis": "The institute's range runs from "
    "one plant to two. On that day the records held of a second plant only that it was supposed: "
    "no place, no report, even odds, and no beginning before the hall that was shown in 2010. The "
    "lower end, for one plant, lies in the band.",
    "estimate/heu-stock-one-plant-two-plants-medians-2016-albright-isis": "The same, two years on: "
    "175 kg is the institute's median for one plant and lies in the band; 645 kg is that for two, "
    "so that the second would have made more than twice what the first did. The model learns more "
    "of such a plant with the report on Kangson of July 2018, and the estimates of 2016 that were "
    "published later lie in its band. That of 2017 took the undeclared plant for younger or "
    "smaller than the institute did.",
    "estimate/weapons-equivalent-fas-2018-federation-of-amer": "Published in January 2018, six "
    "months before Kangson was named; the middle of 30 to 60 lies a little above the band of that "
    "day and inside that of July 2018.",
    "estimate/pu-stock-2022-rok-ministry-of-na": "No method is on record for this figure. 70 kg is "
    "more than the model has separated; it lies in the band of all plutonium ever made, as if "
    "losses, tests and the fuel not yet reprocessed were not taken off. The series of White Papers "
    "(40, 50, 70 kg) lies above the model's median throughout.",
}


class Compared(NamedTuple):
    """A published figure and the model as known on the day of its publication."""

    pool: str
    figure: Estimate
    month: float
    band: Band

    @property
    def inside(self) -> bool | None:
        """Whether its middle lies in the 90 % band; None of a bound, and of an input."""
        value = None if self.figure.id in INPUTS else middle(self.figure)
        return None if value is None else self.band.low <= value <= self.band.high

    @property
    def year(self) -> int:
        """The year of publication."""
        return dates.known_day(self.figure.known).year


def compared() -> tuple[list[Compared], list[Estimate]]:
    """Every published stock with the model of its day; and those for which there is none."""
    ledger, judged = open_ledger("korea"), Parameters().of("desks.verification.fissile")
    found, without = [], []
    for pool, figure in published(ledger.as_of(NOW), PARTY, judged):
        day = dates.known_day(figure.known)
        then = known(ledger.as_of(day), judged)
        month = min(month_spoken_of(figure), month_of(day))
        estimate = then.estimate
        if estimate is None and then.reading.material is not None:
            estimate = Estimated(**compute(then.reading.material, judged))
        band = estimate.at(pool, month) if estimate else None
        if band is None:
            without.append(figure)
        else:
            found.append(Compared(pool, figure, month, band))
    return found, without


def stocks_page() -> str:
    """Published figures, the model's band, coverage, width, back-test, and the misses."""
    found, without = compared()
    counted = [one for one in found if one.inside is not None]
    misses = [one for one in counted if not one.inside]
    lines = [
        "# Fissile material: the model beside published figures",
        "",
        "Each figure is set beside the model **as it would have been reckoned on the day the "
        "figure was published**, at the date of which it speaks ([fissile.md](fissile.md)). "
        "Published stocks share a few inputs (the reactor's power, the hall shown in 2010) and "
        "those inputs are the model's too: agreement is consistency, not validation. Nothing was "
        "fitted to these figures. The published plutonium of single loads (1989 to 1992, 1994, "
        "2007, 2016) is an input and not counted. A figure for a year is set beside the middle of "
        "it.",
        "",
        f"The middle of {len(counted) - len(misses)} of {len(counted)} figures "
        f"({100 * (len(counted) - len(misses)) / len(counted):.0f} %) lies in the 90 % band. "
        + _by_pool(counted),
        "",
        _widths(counted),
        "",
    ]
    for pool, name in POOLS.items():
        own = [one for one in found if one.pool == pool]
        lines += [f"## {name}", "", "| for | published | by | figure | model, median (90 %) | in |",
                  "|---|---|---|---|---|---|", *map(_line, own), ""]  # fmt: skip
    lines += ["## Amounts a year", "", *_rates(), ""]
    lines += ["## By year of publication", "", *_back_test(counted), ""]
    lines += ["## The misses", ""]
    lines += [
        f"- **{_name(one)}.** {DISCUSSED.get(one.figure.id, 'Not explained.')}" for one in misses
    ] or ["None."]
    if without:
        lines += ["", "Not compared, for no inventory could be made by then: "
                  + "; ".join(figure.label for figure in without) + "."]  # fmt: skip
    return "\n".join(lines) + "\n"


def _line(one: Compared) -> str:
    figure = one.figure
    bound = "an input" if figure.id in INPUTS else "a bound"
    inside = {True: "yes", False: "no", None: bound}[one.inside]
    when = dates.say(figure.date, figure.zone)
    return (
        f"| {when} | {dates.say(figure.known)} | {figure.author} | {_figure(figure)} | "
        f"{_band(one.band)} | {inside} |"
    )


def _name(one: Compared) -> str:
    figure = one.figure
    return (
        f"{POOLS[one.pool].partition(',')[0]}, {dates.say(figure.date)}, {figure.author}: "
        f"{_figure(figure)} against {_band(one.band)}"
    )


def _figure(figure: Estimate) -> str:
    if figure.low is not None and figure.high is not None:
        best = f" (best {figure.best:g})" if figure.best is not None else ""
        return f"{figure.low:g} to {figure.high:g}{best}"
    if figure.best is not None:
        return f"{figure.best:g}"
    return f"at most {figure.high:g}" if figure.low is None else f"at least {figure.low:g}"


def _band(band: Band) -> str:
    return f"{band.median:.0f} ({band.low:.0f}–{band.high:.0f})"


def _by_pool(counted: Sequence[Compared]) -> str:
    told = []
    for pool, name in POOLS.items():
        own = [one for one in counted if one.pool == pool]
        if own:
            told.append(f"{name.partition(',')[0].lower()} {sum(map(_is_in, own))} of {len(own)}")
    return f"By pool: {', '.join(told)}."


def _is_in(one: Compared) -> bool:
    return one.inside is True


def _widths(counted: Sequence[Compared]) -> str:
    """The band's width against its median, and against the spread of published figures."""
    told = []
    for pool, name in POOLS.items():
        own = [one for one in counted if one.pool == pool]
        wide = [(one.band.high - one.band.low) / one.band.median for one in own if one.band.median]
        ratios = []
        for one in own:
            near = [o for o in own if abs(o.month - one.month) <= ENVELOPE_MONTHS]
            ends = [value for o in near for value in (o.figure.low, o.figure.best, o.figure.high)
                    if value is not None]  # fmt: skip
            if len(near) > 1 and max(ends) > min(ends):
                ratios.append((one.band.high - one.band.low) / (max(ends) - min(ends)))
        if wide:
            told.append(
                f"{name.partition(',')[0].lower()} {statistics.median(wide):.2f} of the median"
                + (f" and {statistics.median(ratios):.2f} of the envelope" if ratios else "")
            )
    return (
        "How wide the 90 % band is, in the middle of the figures: "
        f"{'; '.join(told)}. The envelope is that of all figures for dates within a year and a "
        "half, lowest to highest. A band can hold many figures by being wide: both numbers are to "
        "be read together."
    )


def _rates() -> list[str]:
    """What a year adds, beside what was published of it; and a year of the reactor."""
    ledger, judged = open_ledger("korea"), Parameters().of("desks.verification.fissile")
    rows = [
        "| what | year | published | by | figure | model, median (90 %) |",
        "|---|---|---|---|---|---|",
    ]
    for figure in sorted(ledger.as_of(NOW).of(Estimate), key=lambda f: (f.date, f.id)):
        pool = next((p for start, p in RATES.items() if figure.quantity.startswith(start)), None)
        if pool is None:
            continue
        reading = read_material(ledger.as_of(dates.known_day(figure.known)), judged)
        if reading.material is None:
            continue
        span = dates.parse(figure.date, figure.zone)
        year = span.first_day.year
        draw = Draw(reading.material, judged, RATE_HISTORIES)
        added = draw.stock(12.0 * (year + 1))[pool] - draw.stock(12.0 * year)[pool]
        what = "Highly enriched uranium, kg" if pool == "heu" else "Weapons’ worth"
        rows.append(
            f"| {what} | {year} | {dates.say(figure.known)} | {figure.author} | {_figure(figure)} "
            f"| {_band(Band(*quantiles(added)))} |"
        )
    work = 150 * separative_work(1.0, judged["enrichment"]["product"])
    rows += [
        "",
        "The model's amounts of uranium lie below what Hecker, Albright and the Stanford study "
        f"gave for 2017 and 2018. 150 kg a year take some {work:,.0f} SWU at 0.3 % tails, more "
        "than three times the 8,000 that the hosts named for the first hall in 2010: such figures "
        "suppose full halls, no uranium left for reactor fuel, and a large undeclared plant at "
        "once. The model holds each of these open and so comes out lower; this is its plainest "
        "disagreement with what was published.",
    ]
    reading = read_material(ledger.as_of(NOW), judged)
    if reading.material is not None:
        draw = Draw(reading.material, judged, RATE_HISTORIES)
        name = next(r.key for r in reading.material.reactors if r.name == REACTOR)
        running = [b for r, b in zip(_owners(reading.material), draw.batches, strict=False)
                   if r == name]  # fmt: skip
        year_kg = Band(*quantiles(running[-1].ramp.rate * 12))
        rows += [
            "",
            f"A year in which the {REACTOR} runs makes {year_kg.median:.1f} kg of plutonium "
            f"({year_kg.low:.1f}–{year_kg.high:.1f}) in the model; published: 5 to 7 (Hecker, "
            "2005), at most 6 (Hecker, 2021). Warheads said to be assembled (10 to 60) are not "
            "compared: how much of the material is made into weapons is a decision, not a stock. "
            "Other figures on record (power, load factor, machines, kilograms a weapon) are inputs "
            "or bounds of inputs.",
        ]
    return rows


def _owners(material: Material) -> list[str]:
    """The reactor of each load of fuel, in the order in which they are drawn."""
    found = []
    for reactor in material.reactors:
        starts = reactor.switch is not None and reactor.switch.to == "on"
        found += [reactor.key] * (len(reactor.runs) + starts)
    return found


def _back_test(counted: Sequence[Compared]) -> list[str]:
    """What the model of each year says of the figures published in it."""
    by_year: dict[int, list[Compared]] = defaultdict(list)
    for one in counted:
        by_year[one.year].append(one)
    rows = [
        "| year | figures | in the 90 % band | below the median | above |",
        "|---|---|---|---|---|",
    ]
    for year, own in sorted(by_year.items()):
        below = sum((middle(one.figure) or 0.0) < one.band.median for one in own)
        rows.append(
            f"| {year} | {len(own)} | {sum(map(_is_in, own))} | {below} | {len(own) - below} |"
        )
    return rows
