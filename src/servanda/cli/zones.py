"""Commands on the zones of an agreement: which are in force, and positions screened by them."""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO
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
    from servanda.desks.military.zones.files import Job, Outcome
    from servanda.desks.military.zones.tables import Sink
    from servanda.desks.military.zones.zoneset import ZoneSet

app = typer.Typer(no_args_is_help=True)
MAPS = (".svg", ".png", ".html")

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
    passages = "passages"
    csv = "csv"
    json = "json"
    geojson = "geojson"
    parquet = "parquet"


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
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Recorded positions, or a folder of such files.")
    ],
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
    form: Annotated[ScreenFormat, typer.Option("--format", help="Form of the result: counts and "
                    "passages as a table, passages as CSV, or a row for every position and zone.")]
                    = ScreenFormat.table,
    hits: Annotated[
        bool, typer.Option("--hits", help="Write no rows with the verdict outside.")
    ] = False,
    chart: Annotated[
        Path | None,
        typer.Option("--map", metavar="FILE", help="Draw a map too: .svg, .png, or an .html page."),
    ] = None,
    output: Output = None,
    workers: Annotated[
        int, typer.Option("--workers", min=1, help="Processes for the files of a folder (Dask).")
    ] = 1,
    cluster: Annotated[
        str | None,
        typer.Option("--cluster", metavar="ADDRESS", help="Scheduler of a Dask cluster that sees "
                     "the files under the same names."),
    ] = None,
    parameters: Overrides = None,
    engine: Annotated[EngineName, typer.Option(help="How to compute.")] = EngineName.auto,
) -> None:  # fmt: skip
    """Screen recorded positions against the zones in force.

    It is screening, not adjudication: within the uncertainty band of an edge the verdict is
    indeterminate. Faults of the file are counted on stderr; exit code 1 says there were some.

    Example: servanda zones screen tracks.parquet --zones korea --on 2018-12-01 --party ROK
    """
    from servanda.brief.zones import draw_screening, passages_csv, render_screening
    from servanda.desks.military.zones.files import Job, files_of
    from servanda.desks.military.zones.report import report
    from servanda.desks.military.zones.sketch import sketch_of

    if chart is not None and chart.suffix.lower() not in MAPS:
        raise UsageError(f"--map {chart.name}: maps are drawn as {', '.join(MAPS)}",
                         "end its name so")  # fmt: skip
    if form is ScreenFormat.parquet and output is None:
        raise UsageError("Parquet is not written to stdout", "name a file with -o")
    found = _zones(zones, party, as_of, at_size)
    job = Job(
        found, _moment(on, found), read_parameters(parameters).of("desks.military.tracks"),
        _zone_name(tz), _craft(craft), engine.value, hits,
    )  # fmt: skip
    paths = files_of(file)
    if form in (ScreenFormat.table, ScreenFormat.passages):
        outcome = _screened(paths, file, job, None, workers, cluster)
        told = report(outcome, job, file.name)
        write_out(render_screening(told) if form is ScreenFormat.table else passages_csv(told),
                  output)  # fmt: skip
    else:
        from servanda.desks.military.zones.tables import SINKS

        with _opened(output) as out, SINKS[form.value](out, found) as sink:
            outcome = _screened(paths, file, job, sink, workers, cluster)
        told = report(outcome, job, file.name)
    if chart is not None:
        drawn = draw_screening(told, sketch_of(outcome.zones), chart.suffix.lower())
        if drawn is not None:
            write_out(drawn, chart)
    when = told["when"].removeprefix("in force ")
    if not outcome.zones.rules:
        print(f"no zone is in force {when}{_for(found)}: nothing was screened", file=sys.stderr)
    if outcome.untimed:
        outcome.tallies[0].add(
            "is not known: the position was not screened",
            "give --on DAY to screen by the zones of a day", column="time", times=outcome.untimed,
        )  # fmt: skip
    _tell((*found.faults, *(fault for tally in outcome.tallies for fault in tally.faults())))


def _screened(
    paths: list[Path], root: Path, job: Job, sink: Sink | None, workers: int, cluster: str | None
) -> Outcome:
    """Screen with progress, here or by workers."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from servanda.desks.military.zones.files import screen_files, screen_on_cluster

    shown = Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(),
                     console=Console(stderr=True), transient=True,
                     disable=not sys.stderr.isatty())  # fmt: skip
    with shown as progress:
        task = progress.add_task("reading")

        def tick(positions: int) -> None:
            progress.update(task, description=f"{positions:,} positions screened")

        if workers == 1 and cluster is None:
            return screen_files(paths, job, sink, tick, root)
        with _client(workers, cluster) as client:
            return screen_on_cluster(paths, job, client, sink, tick, root)


def _client(workers: int, cluster: str | None) -> Any:
    """A Dask client: of a cluster that runs, or of local processes."""
    try:
        import distributed
    except ImportError as error:
        raise UsageError("several workers need Dask", "pip install 'servanda[cluster]'") from error
    dask: Any = distributed  # its types are not told
    if cluster is None:
        return dask.Client(n_workers=workers, threads_per_worker=1, dashboard_address=None)
    try:
        return dask.Client(cluster, timeout="10s")
    except (OSError, ValueError) as error:
        raise UsageError(f"no Dask scheduler answers at {cluster}", "check its address") from error


def _zones(source: str, party: str | None, as_of: str | None, at_size: int | None) -> ZoneSet:
    from servanda.desks.military.zones.zoneset import zones_in_file, zones_of

    if source.casefold().endswith((".geojson", ".json")):
        return zones_in_file(Path(source), party)
    ledger = open_source(source)
    return zones_of(ledger.as_of(read_day(as_of), at_size), ledger.place, party)


def _moment(on: str | None, zones: ZoneSet) -> datetime.datetime | None:
    from servanda.desks.military.zones.regime import moment_of

    return None if on is None else moment_of(on, zones.tz)


def _zone_name(name: str | None) -> str | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError) as error:
        raise UsageError(f"'{name}' is no time zone", "use an IANA name: Asia/Seoul") from error


def _craft(text: str | None) -> str:
    from servanda.desks.military.tracks.places import known_craft
    from servanda.desks.military.tracks.positions import CRAFT, Tally

    found = known_craft(text, Tally("--class")) if text else ""
    if text and not found:
        raise UsageError(f"'{text}' is no class of craft", f"one of: {', '.join(CRAFT)}")
    return found


@contextmanager
def _opened(output: Path | None) -> Iterator[BinaryIO]:
    """Where rows are written: stdout, or a file that appears whole or not at all."""
    if output is None:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if output.is_dir():
        raise UsageError(f"{output} is a folder", "name a file in it with -o")
    output.parent.mkdir(parents=True, exist_ok=True)
    part = output.with_name(f".{output.name}.part")
    try:
        with part.open("wb") as out:
            yield out
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)
    print(f"wrote {output}", file=sys.stderr)


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


def _for(zones: ZoneSet) -> str:
    return f" for {zones.party.removeprefix('party/').upper()}" if zones.party else ""


def _tell(faults: tuple[Any, ...]) -> None:
    """Print faults and notices; leave with 1 when there are faults."""
    for fault in faults[:SHOWN]:
        print(fault, file=sys.stderr)
    if any(fault.severity == "fault" for fault in faults):
        raise typer.Exit(1)
