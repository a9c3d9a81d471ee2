"""Commands on the zones of an agreement: which are in force, and positions screened by them."""

from __future__ import annotations

import csv
import datetime
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO
from zoneinfo import ZoneInfo

import typer

from servanda.errors import UsageError

from .faults import SHOWN
from .options import (
    AsOf,
    AtSize,
    Output,
    Overrides,
    open_source,
    read_day,
    read_parameters,
    write_out,
)
from .reading import Format, TableFormat

if TYPE_CHECKING:
    from servanda.desks.military.tracks.positions import Tally
    from servanda.desks.military.zones.screening import Row, Screening
    from servanda.desks.military.zones.zoneset import ZoneSet

app = typer.Typer(no_args_is_help=True)

Zones = Annotated[
    str,
    typer.Option("--zones", metavar="SOURCE", help="Shipped process (korea), data package, ledger "
                 "folder, or a GeoJSON file of zones."),
]  # fmt: skip
On = Annotated[
    str | None,
    typer.Option("--on", metavar="DAY", help="Zones as they stood at the end of this day (or at "
                 "this time); by default each position by its own time."),
]  # fmt: skip
PartyOption = Annotated[
    str | None, typer.Option("--party", metavar="NAME", help="Whose obligations: ROK, DPRK.")
]


class ScreenFormat(StrEnum):
    """Forms of a screening."""

    table = "table"
    csv = "csv"
    json = "json"
    geojson = "geojson"


class EngineName(StrEnum):
    """Ways to compute."""

    auto = "auto"
    compiled = "compiled"
    plain = "plain"


@app.command("list")
def list_zones(
    zones: Zones = "korea",
    on: On = None,
    party: PartyOption = None,
    as_of: AsOf = None,
    at_size: AtSize = None,
    form: Format = TableFormat.text,
) -> None:
    """Zones in force on a day for a party, and when each bound it."""
    found = _zones(zones, party, as_of, at_size)
    moment = _moment(on, found)
    rows = [
        {"zone": r.name, "medium": r.medium, "craft": r.craft, "rule": r.text,
         "commitment": r.commitment, "in_force": None if moment is None else r.binds_at(moment),
         "periods": [{"start": p.start.isoformat(), "end": p.end and p.end.isoformat(),
                      "closed_by": p.closed_by.id if p.closed_by else None} for p in r.periods],
         "exempt": list(r.exempt), "notice_exempt": list(r.notice_exempt), "band_m": r.band_m,
         "approximate": r.approximate}
        for r in found.rules
    ]  # fmt: skip
    if form is TableFormat.json:
        write_out(json.dumps({"party": found.party or None, "on": on, "zones": rows,
                              "attribution": found.attribution}, indent=2), None)  # fmt: skip
    else:
        write_out(_listing(found, rows, on), None)
    _tell(found.faults)


@app.command()
def screen(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Recorded positions.")],
    zones: Zones = "korea",
    on: On = None,
    party: PartyOption = None,
    craft: Annotated[
        str | None,
        typer.Option("--class", metavar="CLASS", help="Class of craft, where the file names none: "
                     "fixed_wing, helicopter, uav, balloon, vessel, ground."),
    ] = None,
    tz: Annotated[
        str | None, typer.Option("--tz", metavar="ZONE", help="Zone of times that name none.")
    ] = None,
    as_of: AsOf = None,
    at_size: AtSize = None,
    form: Annotated[ScreenFormat, typer.Option("--format", help="Form of the result.")] = (
        ScreenFormat.table
    ),
    output: Output = None,
    parameters: Overrides = None,
    engine: Annotated[EngineName, typer.Option(help="How to compute.")] = EngineName.auto,
) -> None:  # fmt: skip
    """Screen recorded positions against the zones in force: one row per position and zone.

    It is screening, not adjudication: within the uncertainty band of an edge the verdict is
    indeterminate. Faults of the file are counted on stderr; exit code 1 says there were some.
    """
    from servanda.desks.military.tracks.positions import Tally
    from servanda.desks.military.zones.screening import Screening

    found = _zones(zones, party, as_of, at_size)
    moment = _moment(on, found)
    tally = Tally(file.name)
    screening = Screening(found, moment, engine.value)
    judged = read_parameters(parameters).of("desks.military.tracks")
    rows = _rows(file, screening, tally, craft, _tzinfo(tz), judged)
    if form is ScreenFormat.table:
        write_out(_table(found, screening, rows, moment, file), output)
    else:
        with _opened(output) as out:
            {ScreenFormat.csv: _csv, ScreenFormat.json: _json, ScreenFormat.geojson: _geojson}[
                form
            ](rows, out, found)
    if not screening.zones.rules:
        print(f"no zone is in force {_when(moment)}{_for(found)}: nothing was screened",
              file=sys.stderr)  # fmt: skip
    if screening.untimed:
        tally.add("is not known: the position was not screened", "give --on DAY to screen by the "
                  "zones of a day", column="time", times=screening.untimed)  # fmt: skip
    _tell((*found.faults, *tally.faults()))


def _zones(source: str, party: str | None, as_of: str | None, at_size: int | None) -> ZoneSet:
    from servanda.desks.military.zones.zoneset import zones_in_file, zones_of

    if source.casefold().endswith((".geojson", ".json")):
        return zones_in_file(Path(source), party)
    ledger = open_source(source)
    return zones_of(ledger.as_of(read_day(as_of), at_size), ledger.place, party)


def _moment(on: str | None, zones: ZoneSet) -> datetime.datetime | None:
    from servanda.desks.military.zones.regime import moment_of

    return None if on is None else moment_of(on, zones.tz)


def _tzinfo(name: str | None) -> datetime.tzinfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise UsageError(f"'{name}' is no time zone", "use an IANA name: Asia/Seoul") from error


def _rows(
    file: Path, screening: Screening, tally: Tally, craft: str | None, tz: datetime.tzinfo | None,
    judged: dict[str, Any],
) -> Iterator[Row]:  # fmt: skip
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    from servanda.desks.military.tracks.places import known_craft
    from servanda.desks.military.tracks.positions import CRAFT
    from servanda.desks.military.tracks.reading import read_tracks

    own = known_craft(craft, tally) if craft else ""
    if craft and not own:
        raise UsageError(f"'{craft}' is no class of craft", f"one of: {', '.join(CRAFT)}")
    console = Console(stderr=True)
    shown = Progress(SpinnerColumn(), TextColumn("{task.description}"), console=console,
                     transient=True, disable=not sys.stderr.isatty())  # fmt: skip
    with shown as progress:
        task = progress.add_task("reading")
        for batch in read_tracks(file, tally, judged, tz):
            if own:
                batch.craft[batch.craft == ""] = own
            yield from screening.rows(batch)
            progress.update(task, description=f"{tally.kept:,} positions screened")


@contextmanager
def _opened(output: Path | None) -> Iterator[TextIO]:
    """Where rows are written: stdout, or a file that appears whole or not at all."""
    if output is None:
        yield sys.stdout
        sys.stdout.flush()
        return
    if output.is_dir():
        raise UsageError(f"{output} is a folder", "name a file in it with -o")
    output.parent.mkdir(parents=True, exist_ok=True)
    part = output.with_name(f".{output.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            yield out
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)
    print(f"wrote {output}", file=sys.stderr)


def _csv(rows: Iterator[Row], out: Any, _zones: ZoneSet) -> None:
    from servanda.desks.military.zones.screening import COLUMNS

    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)


def _json(rows: Iterator[Row], out: Any, _zones: ZoneSet) -> None:
    separator = "["
    for row in rows:
        out.write(f"{separator}\n{json.dumps(row._asdict())}")
        separator = ","
    out.write("[]\n" if separator == "[" else "\n]\n")


def _geojson(rows: Iterator[Row], out: Any, zones: ZoneSet) -> None:
    head = {"type": "FeatureCollection", "name": f"Screening by the zones of {zones.title}",
            "attribution": zones.attribution}  # fmt: skip
    out.write(json.dumps(head)[:-1] + ', "features": [')
    separator = ""
    for row in rows:
        told = row._asdict()
        point = {"type": "Point", "coordinates": [told.pop("lon"), told.pop("lat")]}
        feature = {"type": "Feature", "geometry": point, "properties": told}
        out.write(f"{separator}\n{json.dumps(feature)}")
        separator = ","
    out.write("\n]}\n")


def _table(
    zones: ZoneSet, screening: Screening, rows: Iterator[Row],
    moment: datetime.datetime | None, file: Path,
) -> str:  # fmt: skip
    from servanda.desks.military.zones.screening import summary

    nearest: list[Row] = []
    for row in rows:
        if row.verdict != "outside" and len(nearest) < SHOWN_ROWS:
            nearest.append(row)
    lines = [f"{file.name} against the zones of {zones.title} {_when(moment)}{_for(zones)}", ""]
    lines.append(f"{'zone':<24}{'inside':>10}{'indeterminate':>15}{'outside':>12}   band")
    for told in summary(screening):
        band = f"{told['band_m']:,.0f} m" + (", approximate" if told["approximate"] else "")
        name = told["zone"].removeprefix("zone/")
        lines.append(f"{name:<24}{told['inside']:>10,}{told['indeterminate']:>15,}"
                     f"{told['outside']:>12,}   {band}")  # fmt: skip
    if nearest:
        lines += ["", f"{'position':<18}{'time':<22}{'zone':<18}{'verdict':<14}"
                  f"{'to edge':>9}{'to line':>9}"]  # fmt: skip
    for row in nearest:
        line = "–" if row.line_distance_m is None else f"{row.line_distance_m / 1000:.2f}"
        lines.append(f"{row.id[:17]:<18}{row.time:<22}{row.zone.removeprefix('zone/')[:17]:<18}"
                     f"{row.verdict:<14}{row.distance_m / 1000:>9.2f}{line:>9}"
                     + (f"  {row.exemption}" if row.exemption else "")
                     + (f"  [{row.flags}]" if row.flags else ""))  # fmt: skip
    hits = sum(n for (_, verdict), n in screening.counts.items() if verdict != "outside")
    if hits > len(nearest):
        lines.append(f"… {hits - len(nearest):,} more rows: --format csv gives all")
    lines += ["", "Distances in km: to the zone's edge (negative inside), to the demarcation line "
              "(north", "positive). Screening, not adjudication: no verdict is given within the "
              "band."]  # fmt: skip
    if zones.attribution:
        lines.append(zones.attribution)
    return "\n".join(lines)


SHOWN_ROWS = 20


def _listing(zones: ZoneSet, rows: list[dict[str, Any]], on: str | None) -> str:
    lines = [f"Zones of {zones.title}{_for(zones)}" + (f" at the end of {on}" if on else ""), ""]
    for row in rows:
        state = {None: "", True: "in force", False: "not in force"}[row["in_force"]]
        near = ", approximate" if row["approximate"] else ""
        lines.append(f"{row['zone'].removeprefix('zone/'):<18}{state:<14}{row['medium']}, "
                     f"{row['craft'] or 'any'}{near}")  # fmt: skip
        lines.append(f"    {row['rule']}")
        for period in row["periods"]:
            end = period["end"] or "now"
            by = f" ({period['closed_by']})" if period["closed_by"] else ""
            lines.append(f"    bound from {period['start']} to {end}{by}")
        if not row["periods"]:
            lines.append("    never bound it")
    return "\n".join(lines)


def _when(moment: datetime.datetime | None) -> str:
    return "at each position's own time" if moment is None else f"at {moment:%Y-%m-%d %H:%M} UTC"


def _for(zones: ZoneSet) -> str:
    return f" for {zones.party.removeprefix('party/').upper()}" if zones.party else ""


def _tell(faults: tuple[Any, ...]) -> None:
    """Print faults and notices; leave with 1 when there are faults."""
    for fault in faults[:SHOWN]:
        print(fault, file=sys.stderr)
    if any(fault.severity == "fault" for fault in faults):
        raise typer.Exit(1)
