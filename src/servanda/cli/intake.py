"""Commands that let facts in and out: init, add, check, template, export."""

from __future__ import annotations

import json
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servanda.words import figures

from .options import Output, Source, open_source, write_out

if TYPE_CHECKING:
    from servanda.dossier import Ledger
    from servanda.intake.addition import Addition
    from servanda.intake.faults import Fault
    from servanda.intake.reading import Reading

SHOWN = 40


class PlanFormat(StrEnum):
    """Forms in which `add` shows what it would do."""

    table = "table"
    json = "json"


class CheckFormat(StrEnum):
    """Forms in which `check` lists faults."""

    text = "text"
    json = "json"


Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Ledger folder.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the application."""
    for command in (init, add, check, template, export):
        app.command()(command)


def init(
    folder: Folder,
    process: Annotated[
        str | None, typer.Option(help="Begin with this process or data package (korea).")
    ] = None,
    title: Annotated[str | None, typer.Option(help="Title of the process.")] = None,
    by: Annotated[str | None, typer.Option(help="Who logs it; your user name by default.")] = None,
) -> None:
    """Make a ledger: a folder with a signed log, empty or holding a process."""
    from servanda.dossier import create_ledger
    from servanda.errors import UsageError

    if folder.is_file():
        raise UsageError(f"{folder} is a file", "name a folder, new or empty")
    begin = open_source(process) if process else None
    rows = begin.versions() if begin else []
    name = begin.name if begin else Path(os.path.realpath(folder)).name or "ledger"
    ledger = create_ledger(
        folder,
        name,
        title or (begin.title if begin else name),
        rows,
        by or _user(),
        description=begin.about.description if begin else "",
        licences=begin.about.licences if begin else (),
    )
    print(f"{folder} holds '{ledger.title}' with {figures(ledger.size, 'entry', 'entries')}")


def add(
    folder: Folder,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="CSV, XLSX, JSON or data package.", show_default=False
        ),
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Append without asking.")] = False,
    ids: Annotated[
        bool, typer.Option("--write-ids", help="Write proposed ids back into the files.")
    ] = False,
    by: Annotated[str | None, typer.Option(help="Who logs it; your user name by default.")] = None,
    form: Annotated[PlanFormat, typer.Option("--format", help="table or json.")] = PlanFormat.table,
) -> None:
    """Show what files would change in a ledger, and append it on consent.

    Nothing is appended while anything is wrong. What a file leaves out is never withdrawn: a
    retract_reason withdraws.
    """
    from servanda.dossier import open_ledger
    from servanda.errors import UsageError
    from servanda.intake.addition import weigh
    from servanda.intake.faults import serious

    ledger = open_ledger(str(folder))
    if ledger.log is None:
        raise UsageError(
            f"{folder} is a data package and has no log to add to",
            f"make a ledger first: servanda init DIR --process {folder}",
        )
    reading, consent, shown = _read(files), False, None
    while True:
        addition = weigh(reading, ledger.versions(), ledger.existing())
        wrong = bool(serious(addition.faults))
        if addition != shown:
            consent = _agreed(addition, folder, yes, form)
        shown = addition
        if not consent or _append(addition, ledger, by or _user()):
            break
    appended = addition.size if consent else 0
    if form is PlanFormat.json:
        told = {"ledger": str(folder), "appended": appended, **addition.to_dict()}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    elif appended:
        print(f"appended {figures(appended, 'entry', 'entries')} to {folder}")
    if consent and ids:
        _write_ids(reading)
    if wrong:
        raise typer.Exit(1)


def check(
    source: Source,
    form: Annotated[CheckFormat, typer.Option("--format", help="text or json.")] = CheckFormat.text,
) -> None:
    """List every fault of a process, and what a reader should know; exit 1 on faults."""
    from servanda.dossier import open_ledger
    from servanda.intake.check import check_rows
    from servanda.intake.faults import in_order, notices, serious
    from servanda.intake.package import read_package

    ledger = open_ledger(source)
    if ledger.log is None:
        package = read_package(ledger.place)
        found = in_order([*package.faults, *check_rows(package.rows, package.broken)])
    else:
        found = check_rows(ledger.versions())
    faults, known = serious(found), notices(found)
    if form is CheckFormat.json:
        listed = {"source": source, "faults": _dicts(faults), "notices": _dicts(known)}
        print(json.dumps(listed, ensure_ascii=False, indent=2))
    else:
        _list("faults", faults)
        _list("notices", known)
        print(
            f"{source}: {figures(len(faults), 'fault', 'faults')}, "
            f"{figures(len(known), 'notice', 'notices')}"
        )
    if faults:
        raise typer.Exit(1)


def template(
    kind: Annotated[str, typer.Argument(help="Kind of record (commitment).", show_default=False)],
    output: Output = None,
) -> None:
    """Make a spreadsheet to fill in with records of a kind (KIND.xlsx by default)."""
    from servanda.errors import UsageError
    from servanda.intake.template import template as make

    place = output or Path(f"{kind}.xlsx")
    workbook = make(kind)
    if output is None and place.exists():
        raise UsageError(f"{place} exists already", "move it away, or name another file with -o")
    write_out(workbook, place)


def export(
    source: Source,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write.")],
) -> None:
    """Write a process as a data package: datapackage.json and one CSV per kind."""
    ledger = open_source(source)
    ledger.export(folder)
    print(f"wrote {folder}: {len(ledger.versions()):,} rows")


def _read(files: list[Path]) -> Reading:
    from servanda.intake.read import read_files

    if not sys.stderr.isatty():
        return read_files(files)
    from rich.console import Console

    with Console(stderr=True).status("reading") as status:
        return read_files(files, lambda name: status.update(f"reading {name}"))


def _agreed(addition: Addition, folder: Path, yes: bool, form: PlanFormat) -> bool:
    """Show the plan and ask, where that is wanted; faults are never agreed to."""
    from servanda.intake.faults import serious

    wrong = bool(serious(addition.faults))
    if form is PlanFormat.json:
        return yes and not wrong
    _show(addition)
    return not wrong and (yes or _ask(addition, folder))


def _append(addition: Addition, ledger: Ledger, by: str) -> bool:
    """Append what was agreed to; False when another writer came first, and nothing was."""
    from servanda.intake.plan import operations
    from servanda.log import LogMovedError

    try:
        if addition.size:
            ledger.append(operations(addition.plan), by)
    except LogMovedError:
        return False
    return True


def _ask(addition: Addition, folder: Path) -> bool:
    if not addition.size:
        return True
    if not sys.stdin.isatty():
        print("nothing was appended: say --yes to append")
        return False
    return typer.confirm(f"Append {figures(addition.size, 'entry', 'entries')} to {folder}?")


def _write_ids(reading: Reading) -> None:
    from servanda.intake.writeback import write_ids

    for path in write_ids(reading.proposed):
        print(f"wrote ids into {path}", file=sys.stderr)


def _show(addition: Addition) -> None:
    """Print the plan, or the faults that stand in its way."""
    from servanda.intake.faults import notices, serious

    if wrong := serious(addition.faults):
        _list("faults", wrong)
        print(f"nothing was appended: mend the {figures(len(wrong), 'fault', 'faults')} first")
        return
    _list("notices", notices(addition.faults))
    _table(addition.lines())
    plan, proposed = addition.plan, len(addition.reading.proposed)
    if proposed:
        told = figures(proposed, "row", "rows")
        print(f"ids proposed for {told}; --write-ids puts them into the files")
    print(
        f"{len(plan.new):,} new, {len(plan.changed):,} changed, "
        f"{len(plan.retracted):,} retracted, {len(plan.unchanged):,} unchanged"
    )


def _table(lines: list[tuple[str, str, str, str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if not lines:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("change", "record", "known", "what"):
        table.add_column(heading, overflow="fold", no_wrap=heading == "known")
    for line in lines[:SHOWN]:
        table.add_row(*map(Text, line))
    Console().print(table)
    if len(lines) > SHOWN:
        print(f"... and {len(lines) - SHOWN:,} more")


def _list(heading: str, faults: list[Fault]) -> None:
    if faults:
        print(f"{heading}:")
    for fault in faults:
        print(f"  {fault.line()}")


def _dicts(faults: list[Fault]) -> Any:
    import msgspec

    return msgspec.to_builtins(faults)


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run without any user's name
        return "unknown"
