"""Claims that somebody promised something, and quotations of what was said."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from servanda.dossier import Dossier
from servanda.records import Agreement, Commitment, Statement, dates

from .language import Sentence, overlaps, stems
from .matching import best
from .verdict import Verdict

_PROMISED = re.compile(
    r"\b(pledged?|pledges|promised?|promises|committed|commits|agreed|agrees|undertook|vowed|"
    r"reaffirmed|declared|recalled|announced|will not|commitments?)\b",
    re.I,
)
COVERED = 0.45  # share of the claim's weight that a commitment's text must cover
SAME_WORDS = 0.92
SAME_SENSE = 0.45


def who_promised_what(sentence: Sentence, dossier: Dossier) -> list[Verdict]:
    """Check "Kim Jong-un pledged to work towards complete denuclearisation"."""
    match = _PROMISED.search(sentence.text)
    if not match or not sentence.parties:
        return []
    party = sentence.parties[0]
    wanted = stems(sentence.text[match.end() :]) or sentence.stems
    texts = {agreement.id: agreement for agreement in dossier.of(Agreement)}
    own = [c for c in dossier.commitments if party in c.obligors]
    said = [s for s in dossier.of(Statement) if s.party == party]
    found = [*best(wanted, own, lambda c: _commitment_text(c, texts), COVERED)[:3]]
    spoken = [*best(wanted, said, lambda s: f"{s.gist} {s.quote or ''}", COVERED)[:2]]
    claim = f"{dossier.name_of(party)} {match.group().lower()}: {_short(sentence.text)}"
    if not found and not spoken:
        return [
            Verdict(
                claim=claim,
                kind="promise",
                answer="not_knowable",
                explanation="No commitment or statement of that party on record by then covers it.",
            )
        ]
    promised: list[Commitment | Statement] = [record for _, record in found]
    voiced: list[Commitment | Statement] = [record for _, record in spoken]
    records = promised or voiced
    dated = records
    if sentence.dates:
        dated = [r for r in records if _dated(sentence, r)]
        dated = dated or [r for r in voiced if _dated(sentence, r)]
    first = (dated or records)[0]
    return [
        Verdict(
            claim=claim,
            kind="promise",
            answer="supported" if dated else "contradicted",
            explanation=f"On record: {_told(first, texts)}.",
            cites=tuple(record.id for record in (dated or records)),
        )
    ]


def quoted_words(sentence: Sentence, dossier: Dossier) -> list[Verdict]:
    """Compare quotations with the words on record."""
    statements = [s for s in dossier.of(Statement) if s.quote]
    return [_quotation(quote, statements) for quote in sentence.quotes]


def _quotation(quote: str, statements: list[Statement]) -> Verdict:
    scored = [(_likeness(quote, str(s.quote)), s) for s in statements]
    share, nearest = max(scored, key=lambda item: (item[0], item[1].id), default=(0.0, None))
    claim = f"“{quote}”"
    if nearest is None or share < SAME_SENSE:
        return Verdict(
            claim=claim,
            kind="quotation",
            answer="not_knowable",
            explanation="No statement on record by then has these words.",
        )
    told = f"{nearest.speaker}, {dates.say(nearest.said, nearest.zone)}: “{nearest.quote}”"
    return Verdict(
        claim=claim,
        kind="quotation",
        answer="supported",
        explanation=f"On record: {told}.",
        slip=None if share >= SAME_WORDS else "the words on record differ",
        cites=(nearest.id,),
    )


def _likeness(quote: str, recorded: str) -> float:
    """Share of a quotation's words found, in order, in the recorded one."""
    one, other = (re.findall(r"[a-z0-9]+", text.lower()) for text in (quote, recorded))
    if not one:
        return 0.0
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(one)


def _commitment_text(commitment: Commitment, agreements: dict[str, Agreement]) -> str:
    made = agreements.get(commitment.agreement)
    return f"{commitment.title} {commitment.text} {made.title if made else ''}"


def _dated(sentence: Sentence, record: Commitment | Statement) -> bool:
    day = record.since if isinstance(record, Commitment) else record.said
    return any(overlaps(claimed, day, record.zone) for claimed in sentence.dates)


def _told(record: Commitment | Statement, agreements: dict[str, Agreement]) -> str:
    if isinstance(record, Statement):
        return f"{record.speaker}, {dates.say(record.said, record.zone)}: {record.gist.rstrip('.')}"
    made = agreements.get(record.agreement)
    where = f" ({made.short}, {dates.say(made.made, made.zone)})" if made else ""
    return f"{record.text.rstrip('.')}{where}"


def _short(text: str) -> str:
    return text if len(text) <= 120 else text[:117] + "..."
