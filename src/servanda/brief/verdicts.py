"""The verdict on a sentence, told."""

from __future__ import annotations

from functools import partial

from servanda.dossier import Dossier
from servanda.factcheck import Checked, Verdict
from servanda.records import dates

from .plain import as_json, wrap

WORDS = {
    "supported": "supported",
    "contradicted": "contradicted",
    "not_knowable": "not knowable then",
    "not_covered": "not covered",
}
NOTHING = (
    "No record decides it. What can be checked: counts and dates of tests, meetings, agreements "
    "and events, who met whom, who promised what, quotations, whether promises stand, figures."
)
SHOWN = 6


def render_verdicts(checked: Checked, dossier: Dossier, form: str) -> str:
    """A checked sentence as text, or as JSON.

    Parameters
    ----------
    checked : Checked
        The sentence and its claims.
    dossier : Dossier
        Where the cited records are.
    form : str
        ``text`` or ``json``.
    """
    if form == "json":
        return as_json(checked) + "\n"
    slipped = checked.verdict == "supported" and any(verdict.slip for verdict in checked.claims)
    slips = " (with a slip)" if slipped else ""
    lines = [
        *_lines(f"“{checked.sentence}”"),
        f"As of {dates.say(checked.as_of)}: {WORDS[checked.verdict]}{slips}",
        "",
    ]
    if not checked.claims:
        lines += _lines(NOTHING)
    for verdict in checked.claims:
        lines += _told(verdict, dossier)
    return "\n".join(lines).rstrip() + "\n"


def _told(verdict: Verdict, dossier: Dossier) -> list[str]:
    lines = _lines(f"- {verdict.kind}: {WORDS[verdict.answer]}: {verdict.claim}", "", "  ")
    lines += _lines(verdict.explanation, "  ")
    if verdict.slip:
        lines += _lines(f"slip: {verdict.slip}", "  ")
    for id in verdict.cites[:SHOWN]:
        record = dossier.get(id)
        if record is None:
            lines.append(f"  [{id}] known later")
            continue
        source = next(iter(dossier.sources_of(record)), None)
        told = f", {source.publisher}, {source.title}" if source else ""
        lines += _lines(f"[{id}] known {dates.say(record.known)}{told}", "  ")
        if source and source.url:
            lines.append(f"    {source.url}")
    if len(verdict.cites) > SHOWN:
        lines.append(f"  and {len(verdict.cites) - SHOWN} more records")
    return [*lines, ""]


_lines = partial(wrap, hyphens=True)  # long ids may be parted
