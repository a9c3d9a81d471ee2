"""How far a missile reaches, from its reported flight."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from servanda.errors import UsageError

from .options import Output, Overrides, read_parameters, write_out
from .quantities import KG, KM, MINUTES, read_quantity
from .reading import Format, TableFormat

app = typer.Typer(no_args_is_help=True)

MOST_DRAWS = 2_000_000
LIGHTEST_KG, HEAVIEST_KG = 1.0, 100_000.0
PICTURES = (".svg", ".png")
_PLACE = re.compile(
    r"\s*(\d+(?:\.\d+)?)\s*°?\s*([NS])\s*,\s*(\d+(?:\.\d+)?)\s*°?\s*([EW])\s*", re.I
)
_DEGREES = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*")


@app.callback()
def missile() -> None:
    """Missiles: what a reported flight shows of the reach."""


@app.command()
def reach(
    apogee: Annotated[str, typer.Option("--apogee", metavar="KM", help="Greatest altitude.")],
    ground: Annotated[str, typer.Option("--range", metavar="KM", help="Ground range.")],
    time: Annotated[
        str | None, typer.Option("--time", metavar="MIN", help="Flight time, minutes.")
    ] = None,
    stages: Annotated[int, typer.Option("--stages", help="1, 2 or 3.")] = 2,
    payload: Annotated[
        str | None,
        typer.Option("--payload", metavar="KG,KG", help="Reach with these payloads too."),
    ] = None,
    flown_payload: Annotated[
        str | None,
        typer.Option("--flown-payload", metavar="KG", help="What was flown; drawn if not given."),
    ] = None,
    site: Annotated[
        str | None,
        typer.Option("--from", metavar="PLACE", help="Launch site, as 39.3N,126E: adds rings."),
    ] = None,
    apogee_error: Annotated[
        str | None, typer.Option("--apogee-error", metavar="KM", help="Standard deviation.")
    ] = None,
    range_error: Annotated[
        str | None, typer.Option("--range-error", metavar="KM", help="Standard deviation.")
    ] = None,
    time_error: Annotated[
        str | None, typer.Option("--time-error", metavar="MIN", help="Standard deviation.")
    ] = None,
    draws: Annotated[int | None, typer.Option("--draws", help="Size of the ensemble.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", help="Same seed, same result.")] = None,
    profile: Annotated[
        Path | None,
        typer.Option("--profile", metavar="FILE", help="Draw the flight alone (.svg or .png)."),
    ] = None,
    chart: Annotated[
        Path | None,
        typer.Option("--map", metavar="FILE", help="Draw the rings alone (.svg or .png)."),
    ] = None,
    form: Format = TableFormat.text,
    output: Output = None,
    parameters: Overrides = None,
) -> None:
    """Reach on a standard trajectory from apogee, range and flight time of a lofted flight.

    Figures may name their unit (4475km, 3210s). -o FILE.html writes a page, FILE.svg and FILE.png
    the two pictures (the map needs --from), FILE.json and FILE.txt the answer.

    Example: servanda missile reach --apogee 4475 --range 950 --time 53.5 --from 39.3N,126E
    """
    from servanda.desks.verification.missiles.flight import Flight, faults

    wrong: list[str] = []
    height = read_quantity("--apogee", apogee, KM, wrong)
    far = read_quantity("--range", ground, KM, wrong)
    minutes = read_quantity("--time", time, MINUTES, wrong)
    apart = read_quantity("--apogee-error", apogee_error, KM, wrong)
    wide = read_quantity("--range-error", range_error, KM, wrong)
    off = read_quantity("--time-error", time_error, MINUTES, wrong)
    flown = read_quantity("--flown-payload", flown_payload, KG, wrong)
    place = _place(site, wrong)
    payloads = _payloads(payload, wrong)
    wrong += _between("--draws", draws, 1000, MOST_DRAWS)
    wrong += _between("--seed", seed, 0, 2**63 - 1)
    wrong += _between("--flown-payload", flown, LIGHTEST_KG, HEAVIEST_KG)
    wrong += _pictures({"--profile": profile, "--map": chart}, output, site is not None)
    flight = None
    if height is not None and far is not None:
        flight = Flight(
            apogee_km=height, range_km=far, time_min=minutes, stages=stages,
            apogee_error_km=apart, range_error_km=wide, time_error_min=off,
        )  # fmt: skip
        wrong += faults(flight)
    if wrong or flight is None:
        raise UsageError(
            "\n  ".join(wrong),
            "give apogee and range in km and the time in minutes; 'servanda missile reach --help' "
            "has an example",
        )

    from rich.console import Console

    from servanda.brief.missile import draw_missile, render_reach
    from servanda.desks.verification.missiles.report import report_flight

    with Console(stderr=True).status("following missiles of the ensemble"):
        told = report_flight(
            flight, read_parameters(parameters).of("desks.verification.missiles"),
            draws=draws, seed=seed, payloads_kg=payloads, flown_kg=flown, site=place,
        )  # fmt: skip
    for name, file in (("profile", profile), ("map", chart)):
        if file is not None:
            write_out(draw_missile(told, (name,), file.suffix.lower()), file)
    suffix = output.suffix.lower() if output else ""
    if suffix in (*PICTURES, ".html"):
        write_out(draw_missile(told, ("profile", "map"), suffix), output)
        write_out(render_reach(told, form.value), None)
    else:
        write_out(render_reach(told, "json" if suffix == ".json" else form.value), output)


def _place(text: str | None, wrong: list[str]) -> tuple[float, float] | None:
    """Latitude and longitude of a place written as 39.3N,126E or 39.3,126."""
    if text is None:
        return None
    if found := _PLACE.fullmatch(text):
        lat = float(found[1]) * (-1 if found[2] in "Ss" else 1)
        lon = float(found[3]) * (-1 if found[4] in "Ww" else 1)
    elif found := _DEGREES.fullmatch(text):
        lat, lon = float(found[1]), float(found[2])
    else:
        wrong.append(f"--from {text}: this is no place; write it as 39.3N,126E")
        return None
    if abs(lat) > 90 or abs(lon) > 180:
        wrong.append(
            f"--from {text}: latitudes end at 90 and longitudes at 180 degrees, and latitude comes "
            "first: 39.3N,126E"
        )
        return None
    return lat, lon


def _payloads(text: str | None, wrong: list[str]) -> list[float]:
    found = []
    for word in (text or "").split(","):
        value = read_quantity("--payload", word.strip() or None, KG, wrong)
        wrong += _between("--payload", value, LIGHTEST_KG, HEAVIEST_KG)
        if value is not None:
            found.append(value)
    return found


def _between(name: str, value: float | None, low: float, high: float) -> list[str]:
    if value is None or low <= value <= high:
        return []
    return [f"{name} {value:g}: it must lie between {low:,.0f} and {high:,.0f}"]


def _pictures(alone: dict[str, Path | None], output: Path | None, from_a_site: bool) -> list[str]:
    """What is amiss with the files to be written."""
    wrong = [
        f"{name} {file.name}: pictures are drawn as .svg or .png"
        for name, file in alone.items()
        if file is not None and file.suffix.lower() not in PICTURES
    ]
    if alone["--map"] is not None and not from_a_site:
        wrong.append("--map needs the launch site: --from 39.3N,126E")
    known = ("", ".txt", ".json", ".html", *PICTURES)
    if output is not None and output.suffix.lower() not in known:
        wrong.append(f"-o {output.name}: end the name in .html, .svg, .png, .json or .txt")
    return wrong
