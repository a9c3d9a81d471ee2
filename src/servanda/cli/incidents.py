"""Incidents: the daily report that monitors write, lists, and notifications as messages."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from servanda.errors import UsageError

from .options import (
    AsOf,
    AtSize,
    Output,
    Overrides,
    Source,
    open_source,
    read_day,
    read_dossier,
    read_parameters,
    write_out,
)
from .reading import Format, TableFormat

app = typer.Typer(no_args_is_help=True)

Day = Annotated[
    str | None, typer.Option("--date", metavar="DAY", help="Day of the report; today by default.")
]


@app.callback()
def incidents() -> None:
    """Incidents, from allegation to attribution, and notifications."""


@app.command()
def daily(
    source: Source,
    date: Day = None,
    against: Annotated[
        str | None,
        typer.Option("--against", metavar="DAY", help="Compare with this day, not the day before."),
    ] = None,
    at_size: AtSize = None,
    form: Format = TableFormat.text,
    output: Output = None,
    parameters: Overrides = None,
) -> None:
    """What became known on a day: incidents, steps, zones, access, notices, remains.

    Example: servanda incidents daily korea --date 2020-05-26
    """
    from servanda.brief.daily import render_daily
    from servanda.desks.military.daily import daily_report
    from servanda.records import Incident

    day = read_day(date)
    other = read_day(against) if against else day - timedelta(days=1)
    if other >= day:
        raise UsageError(
            f"--against {other} is not before --date {day}", "name an earlier day with --against"
        )
    ledger = open_source(source)
    rows = [row.record for row in ledger.versions(at_size) if not row.never_valid]
    told = daily_report(
        ledger.as_of(day, at_size),
        ledger.as_of(other, at_size),
        [record for record in rows if isinstance(record, Incident)],
        read_parameters(parameters).of("desks.military"),
    )
    write_out(render_daily(told, form.value), output)


@app.command("list")
def list_(
    source: Source,
    as_of: AsOf = None,
    at_size: AtSize = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="Not before this day.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DAY", help="Not after this day.")
    ] = None,
    party: Annotated[
        str | None, typer.Option("--party", metavar="NAME", help="To whom they are ascribed.")
    ] = None,
    form: Format = TableFormat.text,
    output: Output = None,
) -> None:
    """Incidents on record: when, where, what, who says so, which clause."""
    from servanda.brief.daily import render_incidents
    from servanda.desks.military.daily import listed
    from servanda.desks.military.incidents import RULE

    dossier = read_dossier(source, as_of, at_size)
    first, last = (read_day(text).isoformat() if text else None for text in (since, until))
    by = None
    if party is not None:
        by = next((one.id for one in dossier.parties if one.answers_to(party)), None)
        if by is None:
            sides = ", ".join(one.short for one in dossier.principals)
            raise UsageError(f"--party {party}: no such party", f"parties are {sides} and others")
    write_out(render_incidents(listed(dossier, first, last, by), RULE, form.value), output)


@app.command()
def notices(
    source: Source,
    as_of: AsOf = None,
    at_size: AtSize = None,
    form: Format = TableFormat.text,
    output: Output = None,
    parameters: Overrides = None,
) -> None:
    """Notifications as messages, each with its deadline and what answers to it."""
    from servanda.brief.daily import render_notices
    from servanda.desks.military.daily import checked_notices, notice_row

    dossier = read_dossier(source, as_of, at_size)
    judged = read_parameters(parameters).of("desks.military")
    rows = [notice_row(dossier, notice) for notice in checked_notices(dossier, judged)]
    write_out(render_notices(rows, form.value), output)
