"""Commands that read a process: brief, status, explain, diff, factcheck."""

from __future__ import annotations

from enum import StrEnum
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
    open_source,
    read_day,
    read_dossier,
    read_parameters,
    today,
    write_out,
)


class BriefFormat(StrEnum):
    """Forms of the brief."""

    text = "text"
    html = "html"
    md = "md"
    json = "json"


class TableFormat(StrEnum):
    """Forms of a table."""

    text = "text"
    json = "json"


Format = Annotated[TableFormat, typer.Option("--format", help="text or json.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the application."""
    for command in (brief, status, explain, diff, factcheck):
        app.command()(command)


def brief(
    source: Source,
    as_of: AsOf = None,
    at_size: AtSize = None,
    form: Annotated[
        BriefFormat | None, typer.Option("--format", help="Form; by default as FILE's suffix says.")
    ] = None,
    output: Output = None,
    parameters: Overrides = None,
) -> None:
    """Where the process stands: what was promised, what is known, what the calm is hiding."""
    from servanda.brief import render
    from servanda.surveys import survey

    chosen = form or _form_of(output)
    dossier = read_dossier(source, as_of, at_size)
    found = survey(dossier, read_parameters(parameters))
    write_out(render(found, dossier, chosen.value), output)


def status(
    source: Source,
    as_of: AsOf = None,
    at_size: AtSize = None,
    form: Format = TableFormat.text,
    output: Output = None,
    parameters: Overrides = None,
) -> None:
    """Every commitment by every obligor: status, last report, last verified, declared."""
    from servanda.brief.status import render_status
    from servanda.surveys import survey

    dossier = read_dossier(source, as_of, at_size)
    write_out(render_status(survey(dossier, read_parameters(parameters)), form.value), output)


def explain(
    source: Source,
    finding: Annotated[str, typer.Argument(help="Id of a finding, as 'brief' prints it.")],
    as_of: AsOf = None,
    at_size: AtSize = None,
    form: Format = TableFormat.text,
    parameters: Overrides = None,
) -> None:
    """How a finding came about: records, formula, parameters, numbers."""
    from servanda.brief.explain import render_explanation
    from servanda.surveys import survey

    dossier = read_dossier(source, as_of, at_size)
    judged = read_parameters(parameters)
    found = survey(dossier, judged).need(finding)
    write_out(render_explanation(found, dossier, judged, form.value), None)


def diff(
    source: Source,
    first: Annotated[str, typer.Argument(metavar="DAY1", help="The earlier day.")],
    second: Annotated[str, typer.Argument(metavar="DAY2", help="The later day.")],
    at_size: AtSize = None,
    form: Format = TableFormat.text,
    parameters: Overrides = None,
) -> None:
    """What changed between two days: findings that read otherwise, records that came or went."""
    from servanda.brief.changes import render_changes
    from servanda.comparison import compare
    from servanda.dossier import parse_day

    earlier, later = parse_day(first), parse_day(second)
    if earlier > later:
        raise UsageError(
            f"{first} comes after {second}",
            f"name the earlier day first: servanda diff {source} {second} {first}",
        )
    ledger = open_source(source)
    before, after = ledger.as_of(earlier, at_size), ledger.as_of(later, at_size)
    write_out(render_changes(compare(before, after, read_parameters(parameters)), form.value), None)


def factcheck(
    source: Source,
    sentence: Annotated[str, typer.Argument(help="A factual sentence, in quotes.")],
    as_of: AsOf = None,
    at_size: AtSize = None,
    form: Format = TableFormat.text,
    parameters: Overrides = None,
) -> None:
    """Whether a sentence was supported, contradicted or not knowable on a day."""
    from servanda.brief.verdicts import render_verdicts
    from servanda.factcheck import check_sentence

    ledger = open_source(source)
    dossier = ledger.as_of(read_day(as_of), at_size)
    checked = check_sentence(
        sentence, dossier, ledger.as_of(today(), at_size), read_parameters(parameters)
    )
    write_out(render_verdicts(checked, dossier, form.value), None)


def _form_of(output: Path | None) -> BriefFormat:
    if output is None:
        return BriefFormat.text
    suffix = output.suffix.lower().lstrip(".")
    forms = {"htm": "html", "markdown": "md", "txt": "text"} | {
        f.value: f.value for f in BriefFormat
    }
    if suffix and suffix not in forms:
        raise UsageError(
            f"there is no brief in the form of {output.name}",
            "end the name in .html, .md, .json or .txt, or say --format; a browser prints the "
            "HTML form to PDF",
        )
    return BriefFormat(forms.get(suffix, "text"))
