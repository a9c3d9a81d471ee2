"""Every commitment by every obligor, as a table."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

from servanda.records import Finding, dates
from servanda.surveys import Survey

from .plain import WIDTH, as_json
from .standing import SIGNS_LEGEND, outcome, sign

if TYPE_CHECKING:
    from rich.console import JustifyMethod
    from rich.table import Table

COLUMNS = (
    ("Commitment", 26), ("By", 8), ("Status", 16), ("Mass", 9), ("Report", 6), ("Verified", 10),
)  # fmt: skip
LEGEND = (
    f"{SIGNS_LEGEND}. Mass: belief in the level named, from what supports it to what does not "
    "speak against it. Report, verified: days since what was last reported, and last verified by "
    "others, was seen; behind the bar, how many of the measures by which the commitment would "
    "count as verified were carried out. servanda explain shows what each row rests on."
)


def render_status(survey: Survey, form: str) -> str:
    """The commitments of a survey as a table for the terminal, or as JSON.

    Parameters
    ----------
    survey : Survey
        Its ``commitment/`` findings are listed.
    form : str
        ``text`` or ``json``.
    """
    found = [finding for finding in survey if finding.id.startswith("commitment/")]
    if form == "json":
        rows = [_row(finding) for finding in found]
        told = {"process": survey.process, "as_of": survey.as_of, "commitments": rows}
        return as_json(told)
    return _table(survey, found)


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
        "measures": parts.get("verified_when") or [],
        "declared": parts.get("declared"),
        "due": parts.get("due"),
        "cites": list(finding.cites),
    }


def _table(survey: Survey, found: list[Finding]) -> str:
    from rich.console import Console
    from rich.text import Text

    by_agreement: dict[str, list[Finding]] = {}
    for finding in found:
        by_agreement.setdefault(str(finding.parts.get("agreement") or ""), []).append(finding)
    out = StringIO()
    console = Console(file=out, width=WIDTH, force_terminal=False, highlight=False, emoji=False)
    console.print(Text(f"{survey.title}: commitments as of {dates.say(survey.as_of)}\n"))
    console.print(_columns(head=True) if found else Text("No commitment is on record by then."))
    for agreement, own in by_agreement.items():
        console.print(Text(f"\n{agreement}"))
        table, before = _columns(), ""
        for finding in own:
            title = str(finding.parts.get("title") or finding.id)
            table.add_row(*map(Text, _cells(finding, "" if title == before else title)))
            before = title
        console.print(table)
    if found:
        console.print(Text(f"\n{LEGEND}"))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _columns(head: bool = False) -> Table:
    """A table without rows, of the same columns under every agreement."""
    from rich.table import Table

    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, show_header=head)
    for name, width in COLUMNS:
        justify: JustifyMethod = "right" if name in ("Mass", "Report", "Verified") else "left"
        table.add_column(name, width=width, justify=justify, overflow="fold")
    return table


def _cells(finding: Finding, title: str) -> tuple[str, ...]:
    """One row; the title is empty where the row above has the same."""
    parts = finding.parts
    word = outcome(finding)
    if parts.get("status") == "reversed":
        word = f"reversed to {word}"
    if parts.get("declared") not in (None, "in force"):
        word += f"; declared {parts['declared']}"
    return (
        title,
        str(parts.get("obligor") or ""),
        f"{sign(finding)} {word}".strip(),
        _interval(finding.low, finding.high),
        _days(parts.get("last_report_days")),
        _verified(parts),
    )


def _verified(parts: dict[str, Any]) -> str:
    """Days since the last independent verification, and measures carried out of those needed."""
    told = _days(parts.get("last_verified_days"))
    needed = parts.get("verified_when")
    if not needed:
        return told
    return f"{told} | {sum(bool(row['done']) for row in needed)}/{len(needed)}"


def _interval(low: object, high: object) -> str:
    return f"{low:.2f}–{high:.2f}" if isinstance(low, float) and isinstance(high, float) else ""


def _days(days: object) -> str:
    return f"{days:,}" if isinstance(days, int) else "–"
