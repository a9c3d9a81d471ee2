"""The commands and their groups."""

from __future__ import annotations

import typer

from servanda.cli import (
    derive,
    events,
    exempt,
    fissile,
    incidents,
    indicators,
    intake,
    log,
    missile,
    reading,
    roadmap,
    watch,
    zones,
)

app = typer.Typer(
    name="servanda",
    help="Keeps a peace or disarmament process honest: what was promised, what is known, "
    "what the calm is hiding.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from servanda import __version__

        typer.echo(f"servanda {__version__}")
        raise typer.Exit


@app.callback()
def servanda(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version."
    ),
) -> None:
    """SOURCE is a shipped process (korea), a data package folder or a ledger folder.

    Add --debug to any command for the traceback of a failure.
    """


reading.register(app)
intake.register(app)
derive.register(app)
watch.register(app)
events.register(app)
app.add_typer(log.app, name="log", help="The ledger's log: verify, prove, checkpoint, witness.")
app.add_typer(
    zones.app, name="zones", help="Zones of an agreement: which are in force, positions screened."
)
app.add_typer(missile.app, name="missile", help="How far missiles reach, from reported flights.")
app.add_typer(fissile.app, name="fissile", help="Fissile material: stocks by pool, and what-ifs.")
app.add_typer(
    exempt.app, name="exempt", help="Humanitarian exemptions: screen items, write requests, track."
)
app.add_typer(
    roadmap.app, name="roadmap", help="Who does what when: plans that bound each side's exposure."
)
app.add_typer(
    incidents.app, name="incidents", help="Incidents and notices: daily report, lists, messages."
)
app.add_typer(
    indicators.app, name="indicators", help="Figures on how people live, from published files."
)
