"""How far a missile reaches, from its reported flight."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from servanda.errors import UsageError

from .options import Output, Overrides, read_parameters, write_out
from .reading import Format, TableFormat

app = typer.Typer(no_args_is_help=True)

MOST_DRAWS = 2_000_000
HEAVIEST_KG = 100_000.0
_PLACE = re.compile(
    r"\s*(\d+(?:\.\d+)?)\s*°?\s*([NS])\s*,\s*(\d+(?:\.\d+)?)\s*°?\s*([EW])\s*", re.I
)
_DEGREES = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*")


@app.callback()
def missile() -> None:
    """Missiles: what a reported flight shows of the reach."""


@app.command()
def reach(
    apogee: Annotated[float, typer.Option("--apogee", metavar="KM", help="Greatest altitude.")],
    ground: Annotated[float, typer.Option("--range", metavar="KM", help="Ground range.")],
    time: Annotated[
        float | None, typer.Option("--time", metavar="MIN", help="Flight time, minutes.")
    ] = None,
    stages: Annotated[int, typer.Option("--stages", help="1, 2 or 3.")] = 2,
    payload: Annotated[
        str | None,
        typer.Option("--payload", metavar="KG,KG", help="Reach with these payloads too."),
    ] = None,
    flown_payload: Annotated[
        float | None,
        typer.Option("--flown-payload", metavar="KG", help="What was flown; drawn if not given."),
    ] = None,
    site: Annotated[
        str | None,
        typer.Option("--from", metavar="PLACE", help="Launch site, as 39.3N,126E: adds rings."),
    ] = None,
    apogee_error: Annotated[
        float | None, typer.Option("--apogee-error", metavar="KM", help="Standard deviation.")
    ] = None,
    range_error: Annotated[
        float | None, typer.Option("--range-error", metavar="KM", help="Standard deviation.")
    ] = None,
    time_error: Annotated[
        float | None, typer.Option("--time-error", metavar="MIN", help="Standard deviation.")
    ] = None,
    draws: Annotated[int | None, typer.Option("--draws", help="Size of the ensemble.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", help="Same seed, same result.")] = None,
    profile: Annotated[
        Path | None,
        typer.Option("--profile", metavar="FILE", help="Draw the flight here (.svg or .png)."),
    ] = None,
    chart: Annotated[
        Path | None,
        typer.Option("--map", metavar="FILE", help="Draw the rings here (.svg or .png)."),
    ] = None,
    form: Format = TableFormat.text,
    output: Output = None,
    parameters: Overrides = None,
) -> None:
    """Reach on a standard trajectory from apogee, range and flight time of a lofted flight.

    Example: servanda missile reach --apogee 4475 --range 950 --time 53.5 --from 39.3N,126E
    """
    place = _place(site)
    payloads = _payloads(payload)
    wrong = [
        fault
        for fault in (
            _between("--draws", draws, 1000, MOST_DRAWS),
            _between("--seed", seed, 0, 2**63 - 1),
            _between("--flown-payload", flown_payload, 1.0, HEAVIEST_KG),
            "--map needs the launch site: --from 39.3N,126E" if chart and place is None else "",
            *(_picture(name, file) for name, file in (("--profile", profile), ("--map", chart))),
        )
        if fault
    ]
    if wrong:
        raise UsageError("; ".join(wrong), "see 'servanda missile reach --help'")

    from servanda.brief.missile import draw_missile, render_reach
    from servanda.desks.verification.missiles.flight import Flight
    from servanda.desks.verification.missiles.report import report_flight

    told = report_flight(
        Flight(
            apogee_km=apogee, range_km=ground, time_min=time, stages=stages,
            apogee_error_km=apogee_error, range_error_km=range_error, time_error_min=time_error,
        ),
        read_parameters(parameters).of("desks.verification.missiles"),
        draws=draws, seed=seed, payloads_kg=payloads, flown_kg=flown_payload, site=place,
    )  # fmt: skip
    for name, file in (("profile", profile), ("map", chart)):
        if file is not None:
            write_out(draw_missile(told, name, file.suffix.lower()), file)
    write_out(render_reach(told, form.value), output)


def _place(text: str | None) -> tuple[float, float] | None:
    """Latitude and longitude of a place written as 39.3N,126E or 39.3,126."""
    if text is None:
        return None
    if found := _PLACE.fullmatch(text):
        lat = float(found[1]) * (-1 if found[2] in "Ss" else 1)
        lon = float(found[3]) * (-1 if found[4] in "Ww" else 1)
    elif found := _DEGREES.fullmatch(text):
        lat, lon = float(found[1]), float(found[2])
    else:
        raise UsageError(f"--from {text}: this is no place", "write it as 39.3N,126E")
    if abs(lat) > 90 or abs(lon) > 180:
        raise UsageError(
            f"--from {text}: latitudes end at 90 and longitudes at 180 degrees",
            "latitude comes first: 39.3N,126E",
        )
    return lat, lon


def _payloads(text: str | None) -> list[float]:
    found = []
    for word in (text or "").split(","):
        if not word.strip():
            continue
        try:
            value = float(word)
        except ValueError:
            raise UsageError(f"--payload {word.strip()}: no number", "as in 500,1000") from None
        if not 1 <= value <= HEAVIEST_KG:
            raise UsageError(
                f"--payload {value:g}: payloads lie between 1 and {HEAVIEST_KG:,.0f} kg",
                "give it in kg, as in 500,1000",
            )
        found.append(value)
    return found


def _between(name: str, value: float | None, low: float, high: float) -> str:
    if value is None or low <= value <= high:
        return ""
    return f"{name} {value:g}: it must lie between {low:,.0f} and {high:,.0f}"


def _picture(name: str, file: Path | None) -> str:
    if file is None or file.suffix.lower() in (".svg", ".png"):
        return ""
    return f"{name} {file.name}: pictures are drawn as .svg or .png"
