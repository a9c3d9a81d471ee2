"""Claims that give a date or a figure for something on record."""

from __future__ import annotations

import re
from collections.abc import Sequence

from servanda.dossier import Dossier
from servanda.records import (
    Agreement,
    Event,
    Evidence,
    Exemption,
    Incident,
    Record,
    Remains,
    Test,
    dates,
)

from .language import Sentence, numbers, overlaps
from .matching import best
from .verdict import Verdict

ALIKE = 0.5
_DAYS = re.compile(r"\d[\d,]*\s+days?\b")


def when_it_happened(sentence: Sentence, dossier: Dossier) -> list[Verdict]:
    """Check "the inter-Korean military agreement of September 2018"."""
    if not sentence.dates or sentence.quotes:
        return []
    candidates: Sequence[Record] = [
        *dossier.of(Agreement), *dossier.of(Test), *dossier.of(Event)
    ]  # fmt: skip
    found = best(sentence.stems, candidates, _text, ALIKE)[:5]
    if not found:
        return []
    fitting = [record for _, record in found if _falls(record, sentence.dates)]
    record = (fitting or [found[0][1]])[0]
    return [
        Verdict(
            claim=f"{record.label}: {', '.join(dates.say(day) for day in sentence.dates)}",
            kind="date",
            answer="supported" if fitting else "contradicted",
            explanation=f"On record: {record.label}, {dates.say(_date(record), record.zone)}.",
            cites=(record.id,),
        )
    ]


def how_many(sentence: Sentence, dossier: Dossier) -> list[Verdict]:
    """Check "55 boxes of remains": a figure beside a noun, against the records that hold it."""
    if _DAYS.search(sentence.text):
        return []
    candidates: Sequence[Record] = [
        *dossier.of(Remains), *dossier.of(Exemption), *dossier.of(Event), *dossier.of(Incident),
        *dossier.of(Evidence),
    ]  # fmt: skip
    verdicts = []
    for _, figure in numbers(sentence.text):
        found = [r for _, r in best(sentence.stems, candidates, _text, 0.25)]
        holding = [record for record in found if figure in _figures(record)]
        if holding:
            verdicts.append(
                Verdict(
                    claim=f"the figure {figure:,}",
                    kind="figure",
                    answer="supported",
                    explanation=f"On record: {_text(holding[0]).strip()}",
                    cites=tuple(record.id for record in holding[:3]),
                )
            )
    return verdicts


def _text(record: Record) -> str:
    parts = [record.label]
    for name in ("text", "short", "title", "place", "count_text", "note"):
        value = getattr(record, name, None)
        if isinstance(value, str) and value not in parts:
            parts.append(value)
    return ". ".join(parts)


def _figures(record: Record) -> set[int]:
    held = {figure for _, figure in numbers(_text(record))}
    for name in ("boxes", "persons_low", "persons_high"):
        value = getattr(record, name, None)
        if value is not None:
            held.add(value)
    return held


def _date(record: Record) -> str:
    return str(getattr(record, "made", None) or getattr(record, "date", None))


def _falls(record: Record, claimed: tuple[str, ...]) -> bool:
    return any(overlaps(day, _date(record), record.zone) for day in claimed)
