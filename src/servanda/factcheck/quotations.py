"""Quotations, compared with the words on record."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from servanda.records import Statement, dates

from .language import NOT
from .numerals import numerals
from .verdict import Case, Verdict
from .when import overlaps

SAME_WORDS = 0.92
SAME_SENSE = 0.6
FEWEST_WORDS = 3
UNTRACED = "not found"  # how a statement's setting begins when no source of the time has it


def quoted_words(case: Case) -> list[Verdict]:
    """Check that somebody said the words in quotation marks."""
    statements = [s for s in case.dossier.of(Statement) if s.quote]
    found = [_quotation(case, quote, statements) for quote in case.sentence.quotes]
    return [verdict for verdict in found if verdict]


def _quotation(case: Case, quote: str, statements: list[Statement]) -> Verdict | None:
    scored = [(_likeness(quote, str(s.quote)), s.id, s) for s in statements]
    share, _, nearest = max(scored, default=(0.0, "", None))
    if nearest is None or share < SAME_SENSE:
        return None
    recorded = str(nearest.quote)
    told = f"{nearest.speaker}, {dates.say(nearest.said, nearest.zone)}: “{recorded}”"
    wrong = _wrong(case, quote, nearest, recorded)
    if not wrong and (nearest.setting or "").startswith(UNTRACED):
        return Verdict(
            claim=f"“{quote}”", kind="quotation", answer="not_knowable",
            explanation=f"On record only as quoted by others: {nearest.note or told}",
            cites=(nearest.id,),
        )  # fmt: skip
    return Verdict(
        claim=f"“{quote}”",
        kind="quotation",
        answer="contradicted" if wrong else "supported",
        explanation=f"{wrong or ''}On record: {told}.",
        slip=None if wrong or share >= SAME_WORDS else "the words on record differ",
        cites=(nearest.id,),
    )


def _wrong(case: Case, quote: str, nearest: Statement, recorded: str) -> str | None:
    """What makes a like quotation a false one: other numbers, the reverse, speaker or day."""
    held = {numeral.value for numeral in numerals(recorded)}
    if any(numeral.value not in held for numeral in numerals(quote)):
        return "The words on record have another number. "
    if bool(NOT.search(quote)) != bool(NOT.search(recorded)):
        return "The words on record say the reverse. "
    actors = case.sentence.actors
    if actors and nearest.party not in actors:
        return "Others said it. "
    said = case.sentence.dates
    if said and not any(overlaps(day, nearest.said, nearest.zone) for day in said):
        return "It was said on another day. "
    return None


def _likeness(quote: str, recorded: str) -> float:
    """Share of a quotation's words found, in order, in the recorded one."""
    one, other = (re.findall(r"[a-z0-9]+", text.lower()) for text in (quote, recorded))
    if len(one) < FEWEST_WORDS:
        return 0.0
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(one)
