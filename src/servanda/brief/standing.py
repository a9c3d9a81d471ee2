"""How a commitment stands, in the words and signs of a table; and how many stand how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from servanda.charts.theme import LEVEL_WORDS
from servanda.records import Finding
from servanda.words import join, number

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
        days = int(parts["breach_days"])
        detail.append(f"reported on {days:,} day{'' if days == 1 else 's'}")
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
    said = []
    waiting = deliver.pop("dormant", 0) + others.pop("dormant", 0)
    count = sum(deliver.values())
    if count:
        partly = deliver["intermediate"] + deliver["minimal"]
        dark = deliver["unknown"] + deliver["no evidence"]
        said.append(
            f"Of {count} undertakings to deliver, counted by obligor, "
            + join(
                _some(
                    (deliver["full"], "reported as full"),
                    (partly, "as minimal or intermediate"),
                    (deliver["not initiated"], "as not initiated"),
                )
                + ([f"for {number(dark)} there is no report or too little to tell"] if dark else [])
            )
            + "."
        )
    count = sum(others.values())
    if count:
        kept = others["observed"] + others["reached"]
        silent = count - kept - others["breached"] - others["not reached"]
        said.append(
            f"Of {count} {'' if said else 'undertakings '}to refrain, sustain or keep to a limit, "
            + join(
                _some(
                    (kept, "observed as far as is known"),
                    (others["breached"], "reported as breached"),
                    (others["not reached"], "not reached"),
                )
                + ([f"for {number(silent)} there is no evidence"] if silent else [])
            )
            + "."
        )
    if waiting:
        said.append(
            f"{number(waiting).capitalize()} wait{'s' if waiting == 1 else ''} for a condition "
            f"not known to be met and stand{'s' if waiting == 1 else ''} outside the count."
        )
    return " ".join(said)


def _some(*counted: tuple[int, str]) -> list[str]:
    """ "three are reported as full", "two as minimal": the verb stands once."""
    found: list[str] = []
    for count, words in counted:
        if not count:
            continue
        verb = "" if found and words.startswith("as ") else ("is " if count == 1 else "are ")
        if not found and words.startswith("as "):
            verb += "reported "
        found.append(f"{number(count)} {verb}{words}")
    return found
