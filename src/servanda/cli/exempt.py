"""Commands on exemptions: screen a list, check and write a request, follow what was granted."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servanda.errors import ServandaError, UsageError

from .faults import SHOWN
from .options import AsOf, AtSize, Output, Overrides, read_day, read_dossier, read_parameters
from .options import write_out as _write_out

if TYPE_CHECKING:
    from collections.abc import Sequence

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

    chosen = form or _by_name(output)
    if chosen is ScreenFormat.xlsx and output is None:
        raise UsageError("a workbook cannot be printed", "name a file with -o")
    screener, found, regimes = _screener(rules, regime, on, as_of, at_size, parameters)
    listed = read_items(items)
    lines = screenlist.screen_list(listed.items, screener)
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
