"""How a commitment stands, in the words and signs of a table; and how many stand how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from servanda.charts.theme import LEVEL_WORDS
from servanda.records import Finding
from servanda.words import days, join, number

from .document import Cell

SIGNS = {
    "no evidence": "–", "unknown": "?", "dormant": "·", "breached": "!", "observed": "✓",
    "reached": "✓", "not reached": "✗",
}  # fmt: skip
SIGNS_LEGEND = (
    "●●● full, ●●○ intermediate, ●○○ minimal, ○○○ not initiated, ? unknown, – no evidence, "
    "· dormant, ✓ observed or reached, ! breach reported"
)


def outcome(finding: Finding) -> str:
    """The status as a word: the level's name, or ``unknown``, ``no evidence``, ``breached`` ..."""
    level = level_of(finding)
    return str(finding.parts.get("status", finding.value)) if level is None else LEVEL_WORDS[level]


def level_of(finding: Finding) -> int | None:
    """The level reached, None where there is none."""
    level = finding.parts.get("level")
    if finding.parts.get("status") == "dormant" or not isinstance(level, int):
        return None
    return level


def sign(finding: Finding) -> str:
    """The level in three dots, or the status in one sign."""
    level = level_of(finding)
    if level is not None:
        return "●" * level + "○" * (3 - level)
    return SIGNS.get(outcome(finding), "")


def status_cell(finding: Finding) -> Cell:
    """Sign, word, and in small type what qualifies it."""
    parts, word = finding.parts, outcome(finding)
    detail = []
    if parts.get("status") == "reversed":
        word = f"reversed to {word}"
    low, high = finding.low, finding.high
    if low is not None and high is not None and level_of(finding) is not None:
        detail.append(f"belief {low:.2f}–{high:.2f}")
    if word == "breached" and parts.get("breach_days"):
        detail.append(f"reported on {days(int(parts['breach_days']))}")
    if parts.get("declared") not in (None, "in force"):
        detail.append(f"declared {parts['declared']}")
    return Cell(word, detail="; ".join(detail), glyph=sign(finding), alarm=word == "breached")


def mass_cell(finding: Finding) -> Cell:
    """What is believed, to be drawn as a bar; empty where nothing is known."""
    masses, theta = finding.parts.get("masses"), finding.parts.get("theta")
    if not masses or theta is None:
        return Cell()
    return Cell(masses=(*(float(mass) for mass in masses), float(theta)))


def tally(findings: Iterable[Finding]) -> tuple[Counter[str], Counter[str]]:
    """How many commitments to deliver, and how many of the other forms, stand how."""
    deliver: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for finding in findings:
        chosen = deliver if finding.parts.get("form") == "deliver" else others
        chosen[outcome(finding)] += 1
    return deliver, others


def tally_words(findings: Iterable[Finding]) -> str:
    """The tally in two sentences; dormant ones are named and stay outside the count.

    A commitment by two obligors counts twice, once for each.
    """
    deliver, others = tally(findings)
    waiting = deliver.pop("dormant", 0) + others.pop("dormant", 0)
    silent = sum(others.values()) - sum(
        others[word] for word in ("observed", "reached", "breached", "not reached")
    )
    told = [
        _distribution(
            "to deliver",
            (deliver["full"], "reported as full"),
            (deliver["intermediate"] + deliver["minimal"], "reported as minimal or intermediate"),
            (deliver["not initiated"], "reported as not initiated"),
            (deliver["unknown"] + deliver["no evidence"], "without a report that tells enough"),
        ),
        _distribution(
            "to refrain, sustain or keep to a limit",
            (others["observed"] + others["reached"], "observed as far as is known"),
            (others["breached"], "reported as breached"),
            (others["not reached"], "not reached"),
            (silent, "without evidence"),
        ),
    ]
    if waiting:
        s = "s" if waiting == 1 else ""
        told.append(
            f"{number(waiting).capitalize()} wait{s} for a condition not known to be met and "
            f"stand{s} outside the count."
        )
    return " ".join(sentence for sentence in told if sentence)


def _distribution(what: str, *counted: tuple[int, str]) -> str:
    """How many of a kind stand how, in one sentence.

    Examples
    --------
    >>> _distribution("to keep", (2, "observed"), (0, "breached"), (1, "without evidence"))
    'Of 3 undertakings to keep, counted by obligor, two are observed and one is without evidence.'
    >>> _distribution("to deliver", (1, "reported as full"))
    'The one undertaking to deliver is reported as full.'
    """
    there = [(count, words) for count, words in counted if count]
    total = sum(count for count, _ in there)
    if not there:
        return ""
    if total == 1:
        return f"The one undertaking {what} is {there[0][1]}."
    if len(there) == 1:
        return f"All {number(total)} undertakings {what}, counted by obligor, are {there[0][1]}."
    said = [f"{number(count)} {'is' if count == 1 else 'are'} {words}" for count, words in there]
    return f"Of {total} undertakings {what}, counted by obligor, {join(said)}."
