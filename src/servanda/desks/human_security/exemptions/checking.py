"""A project checked: what it lacks, which items a person must look at, what stands in the way."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from servanda.dossier import Dossier
from servanda.errors import UsageError
from servanda.parameters import Parameters
from servanda.words import count

from .clearance import Step, path
from .completeness import NOTICE, Missing, Version, missing, version_on
from .project import Project
from .rules import RuleSet
from .screening import ROOM, Screener
from .screenlist import UNVERIFIED, WORDS, Line, counts, rules_used, screen_list

_PRINTING = (
    "Print request-letter.docx on your letterhead: its first page leaves room. Compare the item "
    "names with those on the pro-forma invoices: customs compare them word by word."
)


class Checked(NamedTuple):
    """What was found.

    Attributes
    ----------
    project : Project
        The project.
    version : Version
        The notice in force.
    lines : list of Line
        Its items, screened.
    lacks : list of Missing
        What it lacks.
    steps : list of Step
        The clearance path.
    rules : RuleSet
        The rules.
    regimes : list of str
        Their sets.
    """

    project: Project
    version: Version
    lines: list[Line]
    lacks: list[Missing]
    steps: list[Step]
    rules: RuleSet
    regimes: list[str]

    @property
    def complete(self) -> bool:
        """Whether nothing required is missing and no cell has a fault."""
        faulty = any(fault.severity == "fault" for fault in self.project.faults)
        return not faulty and not any(lack.required for lack in self.lacks)


def check_project(
    project: Project, dossier: Dossier, screener: Screener, rules: RuleSet,
    regimes: list[str], parameters: Parameters,
) -> Checked:  # fmt: skip
    """Check a project on the day of the rules.

    Raises
    ------
    UsageError
        When no version of the notice was in force on that day.
    """
    version = version_on(dossier, rules.on)
    if version is None:
        raise UsageError(
            f"{NOTICE} was not in force, or not yet known, on {rules.on}",
            "it was adopted on 2018-08-06; check the date of the request, --on and --as-of",
        )
    return Checked(
        project, version, screen_list(project.items, screener), missing(project, version),
        path(project, dossier, parameters.of(ROOM)), rules, regimes,
    )  # fmt: skip


def as_object(found: Checked) -> dict[str, Any]:
    """The check for machines."""
    used = rules_used(found.lines)
    return {
        "complete": found.complete,
        "notice": {"adopted": found.version.adopted.isoformat(), "months": found.version.months,
                   "shipments": found.version.shipments, "rule": found.version.rule},
        "missing": [lack._asdict() for lack in found.lacks],
        "counts": counts(found.lines),
        "to_confirm": [line.item.row for line in _open(found.lines)],
        "unverified_rules": [rule.id for rule in used if not rule.verified],
        "path": [step_object(step) for step in found.steps],
        "faults": [{"sheet": f.sheet, "row": f.row, "column": f.column, "what": f.what,
                    "mend": f.mend, "severity": f.severity} for f in found.project.faults],
    }  # fmt: skip


def step_object(step: Step) -> dict[str, Any]:
    """A step of the clearance path for machines."""
    return {
        **step._asdict(),
        "earliest": step.earliest.isoformat() if step.earliest else None,
        "latest": step.latest.isoformat() if step.latest else None,
    }


def as_text(found: Checked) -> str:
    """The check for a terminal."""
    version = found.version
    shipments = count(version.shipments, "shipment", "shipments")
    out = [
        f"{found.project.name}: {NOTICE} as of {version.adopted} "
        f"({version.months} months, {shipments})"
    ]
    out += _wrapped(version.note, "  ") if version.note else []
    out += _wrapped(f"how we know: {version.doubt.removeprefix('status: ')}", "  ")
    for required, head in ((True, "STILL TO BE WRITTEN"), (False, "RECOMMENDED")):
        lacks = [lack for lack in found.lacks if lack.required is required]
        if lacks:
            out += ["", head]
        for lack in lacks:
            out += _wrapped(f"{lack.title}: {lack.place}", "  ")
            out += _wrapped(f"write: {lack.write}", "      ")
            if not lack.status.startswith("verified"):
                out += _wrapped(f"how we know: {lack.status}", "      ")
    if found.complete:
        out += ["", "Nothing required is missing."]
    told = counts(found.lines)
    if found.lines:
        out += ["", "ITEMS: " + ", ".join(f"{n} {WORDS[verdict]}" for verdict, n in told.items())]
    for line in _open(found.lines):
        out += _wrapped(f"row {line.item.row}: {line.item.description}: {line.screened.reason}",
                        "  ")  # fmt: skip
    doubtful = [rule for rule in rules_used(found.lines) if not rule.verified]
    if doubtful:
        out += ["", f"UNVERIFIED RULES ({UNVERIFIED})"]
        for rule in doubtful:
            out += _wrapped(f"{rule.place}, {rule.goods}: {rule.note}", "  ")
    return "\n".join([*out, "", *path_lines(found.steps)])


def before_sending(found: Checked) -> str:
    """What a person does before the request is sent: for the file, not for the Committee."""
    out = ["Before this request is sent (for your file, not for the Committee)", ""]
    out += _wrapped(_PRINTING, "")
    waiting = [line for line in found.lines if not line.item.confirmed]
    if waiting:
        out += ["", "Codes that nobody has confirmed yet:"]
        for line in waiting:
            coded = [c for c in line.screened.candidates if c.hs]
            codes = ", ".join(f"{c.hs} {c.name}" for c in coded[:3]) or "no code found"
            out += _wrapped(f"row {line.item.row}: {line.item.description}: {codes}", "  ")
    notes = [(line, note) for line in found.lines for note in line.screened.notes]
    if notes:
        out += ["", "Notes on items:"]
        for line, note in notes:
            out += _wrapped(f"row {line.item.row}: {line.item.description}: {note}", "  ")
    return "\n".join([*out, "", as_text(found), ""])


def path_lines(steps: Iterable[Step]) -> list[str]:
    """The clearance path for a terminal."""
    out = ["CLEARANCE PATH (each of them can stop the shipment)"]
    for step in steps:
        when = f", between {step.earliest} and {step.latest}" if step.earliest else ""
        low, high = step.days
        out += _wrapped(f"{step.name}: {low} to {high} days{when}; state: {step.state}", "  ")
        out += _wrapped(f"who: {step.who}", "      ")
        out += _wrapped(f"needs: {step.needs}", "      ")
        out += _wrapped(f"days: {step.basis}", "      ")
    return out


def _open(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.screened.verdict == "review"]


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, 80, initial_indent=indent, subsequent_indent=indent + "  ")
