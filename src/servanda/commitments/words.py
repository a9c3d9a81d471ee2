"""The English of commitments: names with their article, dates, who promised what where."""

from __future__ import annotations

import re
from collections.abc import Sequence

from servanda.dossier import Trail
from servanda.records import Agreement, Commitment, Party, dates
from servanda.words import join

# Abbreviations read as words take no article.
_READ_AS_WORDS = frozenset(("UNICEF", "ASEAN", "KEDO", "OCHA", "NATO", "NORSAR", "UNESCO"))
_PLURAL_OR_UNION = re.compile(r"\b(United|Republic|Federation|Kingdom|Union|States|Netherlands)\b")


def named(trail: Trail, party: str) -> str:
    """A party's name as running text has it after a preposition: "the DPRK", "China"."""
    name = trail.name(party)
    record = trail.dossier.get(party)
    return with_article(name, record.party_type if isinstance(record, Party) else "")


def with_article(name: str, party_type: str = "state") -> str:
    """Put "the" before names that take it.

    Examples
    --------
    >>> with_article("DPRK"), with_article("China"), with_article("United States")
    ('the DPRK', 'China', 'the United States')
    """
    if name in _READ_AS_WORDS or name.startswith(("the ", "The ")):
        return name
    takes = party_type not in ("ngo", "outlet") and (
        re.fullmatch(r"[A-Z]{2,5}", name) is not None
        or _PLURAL_OR_UNION.search(name) is not None
        or (party_type in ("body", "armed_force") and not re.fullmatch(r"[A-Z]{2,}", name))
        or re.match(r"(UN|ROK|US) ", name) is not None
    )
    return f"the {name}" if takes else name


def when(date: str, zone: str) -> str:
    """A date with its preposition: "on 21 April 2018", "in December 2002"."""
    exact = "/" not in date and dates.parse(date, zone).precision in ("day", "time")
    return f"{'on' if exact else 'in'} {dates.say(date, zone)}"


def figure(value: float) -> str:
    """A figure as prose writes it: "500,000", "3.67", "1,367,628.06".

    Examples
    --------
    >>> figure(500000.0), figure(3.67)
    ('500,000', '3.67')
    """
    return f"{value:,.0f}" if value == int(value) else f"{value:,.10g}"


def promised(trail: Trail, commitment: Commitment) -> str:
    """Who undertook it, how, where and when, as an apposition.

    "pledged by the DPRK (Party decision of April 2018, art. 2, 20 April 2018)".
    """
    who = join([named(trail, obligor) for obligor in commitment.obligors])
    agreement = trail.dossier.get(commitment.agreement)
    kind = agreement.agreement_type if isinstance(agreement, Agreement) else ""
    verb = _verb(commitment, kind)
    if not isinstance(agreement, Agreement):
        return f"{verb} {who} on {dates.say(commitment.since, commitment.zone)}"
    trail.use(agreement)
    place = [agreement.short, article(commitment, kind), dates.say(agreement.made, agreement.zone)]
    shown = [text for text in place if text]
    if shown[-1] in shown[0]:  # the short name already holds the date
        shown.pop()
    return f"{verb} {who} ({', '.join(shown)})"


def _verb(commitment: Commitment, agreement_type: str) -> str:
    if commitment.undertaking == "legal_obligation":
        return "required of" if agreement_type == "resolution" else "binding in law on"
    if commitment.undertaking == "mutual_commitment":
        return "agreed by" if len(commitment.obligors) > 1 else "undertaken by"
    return "pledged by" if commitment.undertaking == "unilateral_pledge" else "promised orally by"


def article(commitment: Commitment, agreement_type: str = "") -> str:
    """Where in the text it stands; empty when the record does not say."""
    where = commitment.article or ""
    if not re.match(r"([0-9]+|[IVX]+)(?![A-Za-z])", where):
        return where
    return f"{'para.' if agreement_type == 'resolution' else 'art.'} {where}"


def also(parts: Sequence[str]) -> str:
    """Sentences set after one another, the empty ones left out."""
    return " ".join(part for part in parts if part)
