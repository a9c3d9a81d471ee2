"""Every commitment by every obligor, as a table."""

from __future__ import annotations

import io
from typing import Any

import msgspec

from servanda.records import Finding
from servanda.surveys import Survey

COLUMNS = ("commitment", "obligor", "status", "low", "high", "last report", "verified", "declared")


def render_status(survey: Survey, form: str) -> str:
    """The commitments of a survey as a table for the terminal, or as JSON.

    Parameters
    ----------
    survey : Survey
        Its ``commitment/`` findings are listed.
    form : str
        ``text`` or ``json``.
    """
    rows = [_row(finding) for finding in survey if finding.id.startswith("commitment/")]
    if form == "json":
        told = {"process": survey.process, "as_of": survey.as_of, "commitments": rows}
        return msgspec.json.format(msgspec.json.encode(told), indent=2).decode()
    return _table(survey, rows)


def _row(finding: Finding) -> dict[str, Any]:
    parts = finding.parts
    return {
        "id": finding.id,
        "title": parts.get("title"),
        "agreement": parts.get("agreement"),
        "obligor": parts.get("obligor"),
        "form": parts.get("form"),
        "theme": parts.get("theme"),
        "status": parts.get("status"),
        "value": finding.value,
        "low": finding.low,
        "high": finding.high,
        "last_report_days": parts.get("last_report_days"),
        "last_verified_days": parts.get("last_verified_days"),
        "declared": parts.get("declared"),
        "due": parts.get("due"),
        "cites": list(finding.cites),
    }


def _table(survey: Survey, rows: list[dict[str, Any]]) -> str:
    from rich.console import Console
    from rich.table import Table

    table = Table(
        title=f"{survey.title}: commitments as of {survey.as_of}",
        caption="status by the obligor's conduct as known then; m to m + theta for levels",
        box=None,
        pad_edge=False,
    )
    table.add_column("Commitment", ratio=3)
    table.add_column("By", no_wrap=True)
    table.add_column("Status", ratio=2)
    table.add_column("Mass", justify="right", no_wrap=True)
    table.add_column("Report", justify="right", no_wrap=True)
    table.add_column("Verified", justify="right", no_wrap=True)
    agreement = None
    for row in rows:
        if row["agreement"] != agreement:
            agreement = row["agreement"]
            table.add_row(f"[bold]{agreement}[/bold]")
        table.add_row(
            str(row["title"] or row["id"]),
            str(row["obligor"] or ""),
            str(row["status"] or ""),
            _interval(row["low"], row["high"]),
            _days(row["last_report_days"]),
            _days(row["last_verified_days"]),
        )
    console = Console(file=io.StringIO(), width=100, force_terminal=False)
    console.print(table)
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def _interval(low: object, high: object) -> str:
    return f"{low:.2f}–{high:.2f}" if isinstance(low, float) and isinstance(high, float) else ""


def _days(days: object) -> str:
    return f"{days} d" if isinstance(days, int) else "–"
