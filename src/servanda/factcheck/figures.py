"""Claims that so many boxes, persons or signatures are on record."""

from __future__ import annotations

import re
from collections.abc import Sequence

from servanda.records import Adherence, Event, Exemption, Incident, Record, Remains, dates

from .language import MODAL, NOT, Sentence, read
from .matching import best
from .numerals import Numeral, holds, numerals
from .stemming import stem, stems, words
from .verdict import Case, Verdict
from .when import overlaps

_DAYS = re.compile(
    r"\s*(?:days?|weeks?|months?|years?|hours?|minutes?|times|km|kilomet\w+)\b", re.I
)
_NAMED = re.compile(r"\b(?:resolutions?|article|annex|paragraph|chapter|marker)\s+$", re.I)
_OTHER_BOXES = re.compile(r"\b(?:boxes|caskets) of (?!(?:human )?remains|bones|the )\w", re.I)
_DEAD = re.compile(r"\b(remains|boxes|caskets|soldiers|bodies|war dead|fallen|dead)\b", re.I)
_RETURNED = re.compile(r"\b(return\w*|repatriat\w*|handed|remains of|missing)\b", re.I)
ALIKE = 0.5


def how_many(case: Case) -> list[Verdict]:
    """Check "55 boxes of remains": a figure beside what it counts, against the records."""
    text = case.sentence.text
    if MODAL.search(text) or case.sentence.quotes or _OTHER_BOXES.search(text):
        return []
    found = []
    for numeral in case.sentence.numerals:
        if _DAYS.match(text, numeral.end) or _NAMED.search(text[: numeral.start]):
            continue
        counted = _counted(text, numeral)
        if _DEAD.search(text):
            verdict = _dead(case, numeral, counted)
        else:
            verdict = _other(case, numeral, counted)
        found += [verdict] if verdict else []
    return found


def _counted(text: str, numeral: Numeral) -> frozenset[str]:
    """Stems of the two words after a number: what it counts."""
    return frozenset(stem(word) for word in words(text[numeral.end :])[:2])


def _dead(case: Case, numeral: Numeral, counted: frozenset[str]) -> Verdict | None:
    known = case.dossier.of(Remains)
    nations = {record.nation for record in known}
    records = [record for record in known if _concerns(case.sentence, record, nations)]
    boxes = stem("boxes") in counted
    records = [r for r in records if not boxes or r.boxes is not None]
    if not records:
        return None
    fitting = [r for r in records if _holds(r, numeral)]
    if fitting:
        record = fitting[0]
        return Verdict(
            claim=f"{numeral.value:,}", kind="figure",
            answer="contradicted" if NOT.search(case.sentence.text) else "supported",
            explanation=f"On record, {dates.say(record.date, record.zone)}: {_text(record)}.",
            slip=_slip(case, record), cites=tuple(r.id for r in fitting[:3]),
        )  # fmt: skip
    near = [r for r in records if r.remains_type == "transfer"] or records
    told = "; ".join(f"{_text(r)} ({dates.say(r.date, r.zone)})" for r in near[-3:])
    return Verdict(
        claim=f"{numeral.value:,}", kind="figure", answer="contradicted",
        explanation=f"No record has that figure. On record: {told}.",
        cites=tuple(r.id for r in near[-3:]),
    )  # fmt: skip


def _concerns(sentence: Sentence, record: Remains, nations: set[str | None]) -> bool:
    """Whether a record may be meant: of those whose dead are named, or given by another."""
    if sentence.dates and not any(overlaps(d, record.date, record.zone) for d in sentence.dates):
        return False
    handed_over = record.remains_type in ("transfer", "joint_operation")
    if not handed_over and any(party not in nations for party in sentence.actors):
        return False
    named = [party for party in sentence.actors if party in nations]
    return not named or record.nation in named


def _holds(record: Remains, numeral: Numeral) -> bool:
    low, high = record.persons_low, record.persons_high
    if record.boxes is not None and holds(numeral.how, numeral.value, record.boxes, record.boxes):
        return True
    if low is None and high is None:
        return False
    low, high = low if low is not None else high, high if high is not None else low
    return holds(numeral.how, numeral.value, low or 0, high or 0)


def _slip(case: Case, record: Remains) -> str | None:
    """A count of the dead is no count of remains to be returned."""
    if record.remains_type == "count" and _RETURNED.search(case.sentence.text):
        return (record.note or record.text).rstrip(".")
    return None


def _other(case: Case, numeral: Numeral, counted: frozenset[str]) -> Verdict | None:
    """The same figure beside the same word, in a record that speaks of the same thing."""
    sentence = case.sentence
    candidates: Sequence[Record] = [
        *case.dossier.of(Event), *case.dossier.of(Adherence), *case.dossier.of(Incident),
        *case.dossier.of(Exemption),
    ]  # fmt: skip
    found = [
        record for _, record in best(sentence.stems, candidates, _text, ALIKE)
        if set(sentence.actors) <= {*getattr(record, "parties", ()), getattr(record, "by", None),
                                    *read(_text(record), case.dossier).parties}
    ]  # fmt: skip
    beside = [(r, f) for r in found for f in _figures(_text(r), counted)]
    beside = [(r, f) for r, f in beside if not sentence.dates or _dated(sentence, r)]
    fitting = [r for r, f in beside if holds(numeral.how, numeral.value, f, f)]
    if not beside:
        return None
    newest = sorted(fitting or [r for r, _ in beside], key=lambda r: (r.known, r.id))[-1]
    return Verdict(
        claim=f"{numeral.value:,} {' '.join(sorted(counted))}".strip(),
        kind="figure",
        answer="supported" if bool(fitting) != bool(NOT.search(sentence.text)) else "contradicted",
        explanation=f"On record: {_text(newest).rstrip('.')}.",
        cites=(newest.id,),
    )


def _figures(text: str, counted: frozenset[str]) -> list[int]:
    """Figures of a record that stand beside one of the words counted."""
    return [n.value for n in numerals(text) if counted & stems(" ".join(words(text[n.end :])[:2]))]


def _dated(sentence: Sentence, record: Record) -> bool:
    day = getattr(record, "date", None) or getattr(record, "decided", None)
    return bool(day) and any(overlaps(c, str(day), record.zone) for c in sentence.dates)


def _text(record: Record) -> str:
    parts = [record.label]
    for name in ("count_text", "text"):
        value = getattr(record, name, None)
        if isinstance(value, str) and value not in parts:
            parts.append(value)
    return ". ".join(parts)
