"""How much fissile material there is, pool by pool, and what a supposition would change."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from servanda.errors import UsageError

from .options import (
    AsOf,
    AtSize,
    Output,
    Overrides,
    Source,
    read_dossier,
    read_parameters,
    write_out,
)
from .reading import Format, TableFormat

app = typer.Typer(no_args_is_help=True)

PICTURES = (".svg", ".png")
FEWEST, MOST = 1_000, 2_000_000


@app.callback()
def fissile() -> None:
    """Fissile material: plutonium, highly enriched uranium, and what they are worth in weapons."""


@app.command()
def inventory(
    source: Source,
    as_of: AsOf = None,
    at_size: AtSize = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DAY", help="Carry the model on to this day.")
    ] = None,
    reactor_stopped: Annotated[
        str | None,
        typer.Option("--reactor-stopped", metavar="DAY", help="Suppose: no run from this day on."),
    ] = None,
    reactor: Annotated[
        str | None,
        typer.Option("--reactor", metavar="WORDS", help="Of --reactor-stopped: only this one."),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option("--without", metavar="WORDS", help="Suppose: this hall or site is none."),
    ] = None,
    inspectors_return: Annotated[
        str | None,
        typer.Option("--inspectors-return", metavar="DAY", help="Suppose: what is declared "
                     "stands still from this day on."),
    ] = None,
    party: Annotated[
        str | None, typer.Option("--party", metavar="ID", help="Whose, where several have some.")
    ] = None,
    histories: Annotated[
        int | None, typer.Option("--histories", metavar="N", help="How many are drawn.")
    ] = None,
    seed: Annotated[int | None, typer.Option("--seed", help="Same seed, same result.")] = None,
    strips: Annotated[
        Path | None,
        typer.Option("--strips", metavar="FILE", help="Draw who ran when here (.svg or .png)."),
    ] = None,
    form: Format = TableFormat.text,
    output: Output = None,
    parameters: Overrides = None,
) -> None:  # fmt: skip
    """Fissile material by pool, as known by a day; -o fan.svg or fan.png draws it.

    Example: servanda fissile inventory korea --as-of 2019-02-21 --without kangson -o fan.svg
    """
    from servanda.brief.inventory import draw_inventory, render_inventory
    from servanda.desks.verification.fissile.report import Supposition, inventory_report

    from .faults import SHOWN

    wrong = [
        fault
        for fault in (
            _between("--histories", histories, FEWEST, MOST),
            _between("--seed", seed, 0, 2**63 - 1),
            _picture("--strips", strips),
            "--reactor says which one --reactor-stopped means: give both"
            if reactor and reactor_stopped is None else "",
        )
        if fault
    ]  # fmt: skip
    if wrong:
        raise UsageError("; ".join(wrong), "see 'servanda fissile inventory --help'")
    supposed = Supposition(
        stopped=_day("--reactor-stopped", reactor_stopped),
        reactor=reactor,
        absent=tuple(without or ()),
        inspected=_day("--inspectors-return", inspectors_return),
    )
    judged = read_parameters(parameters).of("desks.verification.fissile")
    if histories is not None:
        judged["histories"] = histories
    if seed is not None:
        judged["seed"] = seed
    end = _day("--until", until)
    dossier = read_dossier(source, as_of, at_size)
    reading, told = inventory_report(dossier, judged, party=party, supposed=supposed, until=end)
    if reading.faults:
        for fault in reading.faults[:SHOWN]:
            print(fault, file=sys.stderr)
        print(f"servanda: no inventory: {len(reading.faults)} of the records known by "
              f"{dossier.as_of} cannot be", file=sys.stderr)  # fmt: skip
        raise typer.Exit(1)
    if strips is not None:
        write_out(draw_inventory(told, "strips", strips.suffix.lower()), strips)
    if output is not None and output.suffix.lower() in PICTURES:
        write_out(draw_inventory(told, "fan", output.suffix.lower()), output)
        output = None
    write_out(render_inventory(told, form.value), output)


def _day(name: str, text: str | None) -> date | None:
    from servanda.dossier import parse_day

    if text is None:
        return None
    try:
        return parse_day(text)
    except UsageError as error:
        raise UsageError(f"{name}: {error.message}", error.mend) from None


def _between(name: str, value: int | None, low: int, high: int) -> str:
    if value is None or low <= value <= high:
        return ""
    return f"{name} {value}: it must lie between {low:,} and {high:,}"


def _picture(name: str, file: Path | None) -> str:
    if file is None or file.suffix.lower() in PICTURES:
        return ""
    return f"{name} {file.name}: pictures are drawn as .svg or .png"
