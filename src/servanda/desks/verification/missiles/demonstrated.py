"""How far missiles had been shown to fly by a day: the finding, from the flights on record.

Each flight that went beyond all before it (by the closed form) is measured; the measuring is a
derived result, looked up here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from servanda.derived import Need, Result, digest, look_up
from servanda.dossier import Dossier, Trail
from servanda.parameters import Parameters
from servanda.records import Estimate, Finding, Test, dates
from servanda.words import join

from .earth import HALF_CIRCUMFERENCE_KM
from .flight import Flight, faults
from .impulsive import bracket_km

ROOM = "desks.verification.missiles"
WHAT = "missile-reach"
PUBLISHED = "Maximum range of"
HERE = "servanda.desks.verification.missiles"
CODE = tuple(
    f"{HERE}.{module}"
    for module in ("earth", "flight", "impulsive", "posterior", "powered", "prior", "reach")
)
NEAREST_KM = 100  # of figures in the sentence
SATURATED_KM = 0.995 * HALF_CIRCUMFERENCE_KM
SAID_BEFORE = 3  # flights named before the farthest


class Shown(NamedTuple):
    """A flight that went beyond those before it.

    Attributes
    ----------
    test : Test
        The record.
    flight : Flight
        Its figures.
    bracket : float, km
        Reach by the closed form.
    """

    test: Test
    flight: Flight
    bracket: float


def farther_and_farther(dossier: Dossier, judged: dict[str, Any]) -> list[Shown]:
    """Flights on record, oldest first, each of which reached beyond all before it."""
    found: list[Shown] = []
    for test in sorted(dossier.tests, key=_order):
        if (
            test.test_type != "ballistic"
            or test.test_class not in judged["measured"]["classes"]
            or test.outcome == "failure"
            or not test.apogee_km
            or not test.range_km
        ):
            continue
        flight = Flight(
            apogee_km=test.apogee_km,
            range_km=test.range_km,
            time_min=test.flight_min,
            stages=_stages(test, judged),
        )
        if faults(flight):
            continue
        bracket = float(bracket_km(flight.apogee_km, flight.range_km))
        if bracket >= max([judged["measured"]["least_km"], *(one.bracket for one in found)]):
            found.append(Shown(test, flight, bracket))
    return found


def needs(dossier: Dossier, parameters: Parameters) -> Iterator[Need]:
    """The measurements that `demonstrated_range` looks up."""
    judged = parameters.of(ROOM)
    for shown in farther_and_farther(dossier, judged):
        yield _need(shown.flight, judged)


def capability_findings(dossier: Dossier, parameters: Parameters) -> Iterator[Finding]:
    """``capability.demonstrated_range_km``, where a flight is on record."""
    found = demonstrated_range(dossier, parameters.of(ROOM))
    if found is not None:
        yield found


def demonstrated_range(dossier: Dossier, judged: dict[str, Any]) -> Finding | None:
    """The farthest reach that a flight has shown, and those before it."""
    flights = farther_and_farther(dossier, judged)
    if not flights:
        return None
    trail = Trail(dossier)
    rows = [_row(trail, shown, look_up(_need(shown.flight, judged))) for shown in flights]
    missing = [row for row in rows if "median" not in row]
    if missing:
        best, said = rows[-1], _not_measured(dossier, rows[-1])
    else:
        best = max(rows, key=lambda row: (row["median"], row["low"]))
        said = _measured(best, rows)
    party = trail.name(flights[-1].test.party)
    return Finding(
        id="capability.demonstrated_range_km",
        objective="illusion",
        sentence=said.replace("{party}", party),
        value=best.get("median"),
        low=best.get("low", round(best["bracket"])),
        high=best.get("high"),
        unit="km",
        basis="modelled",
        cites=trail.cites,
        method="demonstrated-range",
        parts={"not_computed": len(missing), "farthest": best["test"], "draws": judged["draws"]},
        series=tuple(rows),
    )


def _order(test: Test) -> tuple[Any, str]:
    return dates.parse(test.date, test.zone).latest, test.id


def _stages(test: Test, judged: dict[str, Any]) -> int:
    named = judged["named_stages"]
    name = test.weapon or ""
    by_name = next((stages for start, stages in named.items() if name.startswith(start)), None)
    return int(by_name or judged["stages"][test.test_class])


def _need(flight: Flight, judged: dict[str, Any]) -> Need:
    def compute() -> Result:
        from .posterior import posterior
        from .reach import summary

        return summary(posterior(flight, judged, judged["draws"], judged["seed"]), judged,
                       judged["seed"])  # fmt: skip

    read = {name: judged[name] for name in judged if name not in ("measured", "named_stages")}
    told = [flight.apogee_km, flight.range_km, flight.time_min, flight.stages]
    return Need(WHAT, digest(told, read, CODE), compute)


def _row(trail: Trail, shown: Shown, measured: Result | None) -> dict[str, Any]:
    test = trail.use(shown.test)
    row: dict[str, Any] = {
        "date": dates.parse(test.date, test.zone).first_day.isoformat(),
        "when": dates.say(dates.parse(test.date, test.zone).first_day.isoformat()),
        "test": test.id,
        "label": test.weapon or "missile",
        "apogee_km": shown.flight.apogee_km,
        "range_km": shown.flight.range_km,
        "flight_min": shown.flight.time_min,
        "stages": shown.flight.stages,
        "bracket": round(shown.bracket),
        "published": _published(trail, test),
    }
    if measured is not None:
        row |= {name: round(value) for name, value in measured["reach_km"].items()}
        expected = measured["time_min"]["expected"]
        row |= {"censored": measured["censored"], "tension": bool(measured["tension"])}
        row |= {"expected_min": [expected["low"], expected["high"]]}
    return row


def _published(trail: Trail, test: Test) -> list[dict[str, Any]]:
    """Figures published for a flight, as known."""
    day = dates.parse(test.date, test.zone)
    found = []
    for estimate in trail.dossier.of(Estimate):
        spoken = dates.parse(estimate.date, estimate.zone)
        if (
            estimate.quantity.startswith(PUBLISHED)
            and estimate.party == test.party
            and abs((spoken.first_day - day.first_day).days) <= 1
            and (test.weapon or "?") in estimate.quantity
        ):
            trail.use(estimate)
            found.append(
                {
                    "author": estimate.author or "",
                    "low": estimate.low,
                    "best": estimate.best,
                    "high": estimate.high,
                    "known": estimate.known,
                }
            )
    return found


def _measured(best: dict[str, Any], rows: list[dict[str, Any]]) -> str:
    said = [
        f"The farthest reach that a flight of {{party}} had shown was that of the {best['label']} "
        f"of {best['when']}, lofted to {best['apogee_km']:,.0f} km: on a standard trajectory and "
        f"with the payload as flown {_reach(best)}; the closed form gives {best['bracket']:,} km "
        "as a lower bracket."
    ]
    if best["published"]:
        told = [f"{_figure(row)} ({row['author']})" for row in best["published"]]
        said.append(f"Published by then: {join(told)}.")
    before = rows[: rows.index(best)][-SAID_BEFORE:]
    if before:
        told = [f"{row['label']} of {row['when']}, {_reach(row)}" for row in before]
        said.append(f"Before it: {'; '.join(told)}.")
    strained = [
        f"{row['label']} of {row['when']}, {row['flight_min']:g} minutes against "
        f"{row['expected_min'][0]:.1f} to {row['expected_min'][1]:.1f}"
        for row in rows
        if row["tension"]
    ]
    if strained:
        said.append(f"Reported flight times outside what apogee and range imply: {join(strained)}.")
    said.append(
        "What was shown is flight: neither the payload nor a warhead’s re-entry on a standard "
        "trajectory is shown by it."
    )
    return " ".join(said)


def _reach(row: dict[str, Any]) -> str:
    if row["median"] >= SATURATED_KM:
        return (
            f"at least {_near(row['low'])} km (95 %), with no limit shown short of half the "
            "Earth’s circumference"
        )
    high = "half the Earth’s circumference" if row["censored"] else f"{_near(row['high'])} km"
    return f"about {_near(row['median'])} km (90 %: {_near(row['low'])} to {high})"


def _not_measured(dossier: Dossier, row: dict[str, Any]) -> str:
    return (
        f"The {row['label']} of {row['when']} flew to {row['apogee_km']:,.0f} km over "
        f"{row['range_km']:,.0f} km; the closed form gives a reach of at least {row['bracket']:,} "
        f"km. The estimate itself is not computed: servanda derive {dossier.name} --as-of "
        f"{dossier.as_of.isoformat()} computes it."
    )


def _near(km: float) -> str:
    return f"{round(km / NEAREST_KM) * NEAREST_KM:,}"


def _figure(row: dict[str, Any]) -> str:
    if row["best"] is not None:
        return f"{row['best']:,.0f} km"
    if row["low"] is None:
        return f"up to {row['high']:,.0f} km"
    return (
        f"{row['low']:,.0f} km or more"
        if row["high"] is None
        else f"{row['low']:,.0f} to {row['high']:,.0f} km"
    )
