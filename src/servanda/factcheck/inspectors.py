"""Claims that inspectors came, left, or are not there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from servanda.records import Access, dates

from .language import NOT
from .verdict import Answer, Case, Verdict
from .when import overlaps

_INSPECTORS = re.compile(r"\binspect(?:or|ion)s?\b|\bIAEA (?:staff|presence|access)\b", re.I)
_LEFT = re.compile(r"\b(left|leave|expelled|expulsion|ordered out|departed|thrown out)\b", re.I)
_BACK = re.compile(
    r"\b(returned|readmitted|are back|are present|are at work|resumed|have access)\b", re.I
)
_RETURN = re.compile(r"\breturn of\b|\breadmi(?:t|ssion)\b|\bto return\b", re.I)
_CAME = re.compile(r"\b(visited|inspected|visit to|came to)\b", re.I)
_ABSENT = re.compile(r"\b(no access|no inspectors?|without inspect|absent|had no)\b", re.I)


def inspectors(case: Case) -> list[Verdict]:
    """Check "inspectors left in 2009"; to ask for their return says that they are not there."""
    text = case.sentence.text
    visits = _own(case, "visit")
    ends = _own(case, "end")
    if not _INSPECTORS.search(text) or not ends:
        return []
    if _LEFT.search(text) and not NOT.search(text):
        return [_happened(case, ends, "inspectors left")]
    if _CAME.search(text) and case.sentence.dates:
        return [_happened(case, visits, "inspectors came")]
    absent = bool(_RETURN.search(text) or _ABSENT.search(text))
    if absent or _BACK.search(text):
        return [_presence(case, ends[-1], visits, absent or bool(NOT.search(text)))]
    return []


def _own(case: Case, kind: str) -> list[Access]:
    """Access of that kind by monitors, oldest first, where the sentence names nobody else."""
    monitors = {party.id for party in case.dossier.parties if party.role == "monitor"}
    return sorted(
        (
            a for a in case.dossier.of(Access)
            if a.access_type == kind and a.inspector in monitors
            and set(case.sentence.actors) <= {a.party, a.inspector}
        ),
        key=lambda a: (a.date, a.id),
    )  # fmt: skip


def _happened(case: Case, known: Sequence[Access], claim: str) -> Verdict:
    said = case.sentence.dates
    then = [a for a in known if not said or any(overlaps(day, a.date, a.zone) for day in said)]
    shown = then[-2:] or known[-1:]
    told = "; ".join(f"{dates.say(a.date, a.zone)}: {a.text.rstrip('.')}" for a in shown)
    answer: Answer = (
        "supported" if bool(then) != bool(NOT.search(case.sentence.text)) else "contradicted"
    )
    return Verdict(
        claim=claim, kind="act", answer=answer,
        explanation=f"On record, {told}." if then else f"Not then. On record, {told}.",
        cites=tuple(a.id for a in shown),
    )  # fmt: skip


def _presence(case: Case, end: Access, visits: Sequence[Access], absent: bool) -> Verdict:
    since = [visit for visit in visits if visit.date > end.date]
    starts = [day.partition("/")[0] for day in case.sentence.dates]
    dated = not starts or any(overlaps(day, end.date, end.zone) for day in starts)
    told = f"On record, {dates.say(end.date, end.zone)}: {end.text.rstrip('.')}."
    return Verdict(
        claim="inspectors are absent" if absent else "inspectors are back",
        kind="status",
        answer="supported" if absent == (not since) and dated else "contradicted",
        explanation=told + ("" if since else " No inspection since is on record."),
        cites=tuple(a.id for a in [end, *since[-2:]]),
    )
