"""A whole list screened: one line per item, and the forms in which it is handed on."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from servanda.intake.cells import neutralise

from .items import Item, money, plain, totals
from .language import fold
from .nomenclature import text_of
from .rules import Provision, RuleSet, as_json
from .screening import Screened, Screener

COLUMNS = (
    "sheet", "row", "description", "hs_entered", "verdict", "hs_candidate", "hs_text", "rule",
    "reason", "confirm", "notes", "other_candidates", "quantity", "unit", "value", "currency",
    "origin", "route", "kit",
)  # fmt: skip
WORDS = {
    "exemption": "needs an exemption",
    "review": "a person must look",
    "not_listed": "not listed, include for clarity",
}
CAVEAT = (
    "Screening, not clearance: codes are proposals, and a person confirms each with the supplier "
    "or customs. Goods not listed belong in the request too, for clarity."
)
UNVERIFIED = "text not read in an official publication"


class Line(NamedTuple):
    """An item and its verdict."""

    item: Item
    screened: Screened


def screen_list(
    items: Sequence[Item], screener: Screener, step: Callable[[], None] = lambda: None
) -> list[Line]:
    """Screen a list; rows that name a kit are its parts, and the kit takes their worst verdict.

    Parameters
    ----------
    items : sequence of Item
        The list.
    screener : Screener
        With the rules in force.
    step : callable
        Called after each item.
    """
    parts: dict[str, list[str]] = defaultdict(list)
    for item in items:
        if item.kit:
            parts[_key(item.kit)].append(item.description)
    lines = []
    for item in items:
        lines.append(Line(item, _screened(item, screener, parts)))
        step()
    return lines


def _screened(item: Item, screener: Screener, parts: dict[str, list[str]]) -> Screened:
    if not item.description:
        return Screened("review", "it has no description", confirm=("what it is",))
    inside = () if item.kit else tuple(p for p in parts.get(_key(item.description), ()) if p)
    return screener.screen(item.description, item.hs, inside)


def _key(text: str) -> str:
    return " ".join(fold(text).split())


def counts(lines: Iterable[Line]) -> dict[str, int]:
    """How many items have each verdict."""
    found = dict.fromkeys(WORDS, 0)
    for line in lines:
        found[line.screened.verdict] += 1
    return found


def rules_used(lines: Iterable[Line]) -> list[Provision]:
    """Rules that some verdict rests on, each once, in order of first use."""
    return list(dict.fromkeys(rule for line in lines for rule in line.screened.rules))


def as_object(lines: Sequence[Line], rules: RuleSet, regimes: Sequence[str]) -> dict[str, Any]:
    """The screening for machines."""
    used = rules_used(lines)
    return {
        "on": rules.on.isoformat(),
        "regimes": list(regimes),
        "counts": counts(lines),
        "value": {currency: str(sum_) for currency, sum_ in totals(_items(lines)).items()},
        "items": [_line_object(line) for line in lines],
        "rules": [as_json(rule) for rule in used],
        "unverified_rules": [rule.id for rule in used if not rule.verified],
        "general_rules": [as_json(rule) for rule in rules.general],
    }


def _items(lines: Sequence[Line]) -> list[Item]:
    return [line.item for line in lines if not line.item.kit]


def _line_object(line: Line) -> dict[str, Any]:
    item = line.item
    return {
        "row": item.row,
        "sheet": item.sheet or None,
        "description": item.description,
        "hs_entered": item.hs or None,
        **_screened_object(line.screened),
        "quantity": plain(item.quantity) or None,
        "unit": item.unit or None,
        "value": plain(item.value) or None,
        "currency": item.currency or None,
        "origin": item.origin or None,
        "route": item.route or None,
        "kit": item.kit or None,
    }


def _screened_object(screened: Screened) -> dict[str, Any]:
    return {
        "verdict": screened.verdict,
        "reason": screened.reason,
        "rules": [
            {"id": r.id, "regime": r.regime, "place": r.place, "verified": r.verified}
            for r in screened.rules
        ],
        "candidates": [
            {"hs": c.hs, "text": text_of(c.hs) or c.name, "name": c.name, "via": c.via,
             "score": round(c.score, 3)}
            for c in screened.candidates if c.hs
        ],
        "confirm": list(screened.confirm),
        "notes": list(screened.notes),
        "parts": [{"description": name, **_screened_object(part)}
                  for name, part in screened.parts],
    }  # fmt: skip


def rows_of(lines: Iterable[Line]) -> list[dict[str, str]]:
    """The screening as a table, every cell text."""
    return [_row(line) for line in lines]


def _row(line: Line) -> dict[str, str]:
    item, screened = line.item, line.screened
    coded = [c for c in screened.candidates if c.hs]
    best = coded[0] if coded else None
    return {
        "sheet": item.sheet,
        "row": str(item.row),
        "description": item.description,
        "hs_entered": item.hs,
        "verdict": screened.verdict,
        "hs_candidate": best.hs if best else "",
        "hs_text": text_of(best.hs) if best else "",
        "rule": "; ".join(cite(rule) for rule in screened.rules),
        "reason": screened.reason,
        "confirm": "; ".join(screened.confirm),
        "notes": "; ".join(screened.notes),
        "other_candidates": "; ".join(f"{c.hs} {c.name}" for c in coded[1:]),
        "quantity": plain(item.quantity),
        "unit": item.unit,
        "value": plain(item.value),
        "currency": item.currency,
        "origin": item.origin,
        "route": item.route,
        "kit": item.kit,
    }


def cite(rule: Provision) -> str:
    """A rule's place, with its doubt."""
    return rule.place if rule.verified else f"{rule.place} (unverified)"


def as_csv(lines: Iterable[Line]) -> str:
    """The screening as CSV; no cell can be taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows_of(lines):
        writer.writerow([neutralise(row[column]) for column in COLUMNS])
    return out.getvalue()


def as_text(lines: Sequence[Line], rules: RuleSet, regimes: Sequence[str], name: str) -> str:
    """The screening for a terminal."""
    told = counts(lines)
    out = [
        f"{name} against the rules of {', '.join(r.upper() for r in regimes)} in force on "
        f"{rules.on.isoformat()}",
        ", ".join(f"{number} {WORDS[verdict]}" for verdict, number in told.items()),
    ]
    value = ", ".join(money(amount, cur) for cur, amount in totals(_items(lines)).items())
    if value:
        out.append(f"value of the list: {value}")
    for verdict, words in WORDS.items():
        chosen = [line for line in lines if line.screened.verdict == verdict]
        if not chosen:
            continue
        out += ["", words.upper()]
        for line in chosen:
            out += _told(line)
    used = rules_used(lines)
    if used:
        out += ["", "RULES"]
        for rule in used:
            doubt = "" if rule.verified else f" [{UNVERIFIED}]"
            out += _wrapped(f"{rule.regime.upper()} {rule.place}: {rule.text}{doubt}", "  ")
    if rules.general:
        out += ["", "IN FORCE TOO, WHATEVER THE CODE"]
        for rule in rules.general:
            out += _wrapped(f"{rule.regime.upper()} {cite(rule)}: {rule.goods}", "  ")
    out += ["", *_wrapped(CAVEAT, "")]
    return "\n".join(out)


def _told(line: Line) -> list[str]:
    item, screened = line.item, line.screened
    place = f"{item.sheet}, " if item.sheet else ""
    out = _wrapped(f"{place}row {item.row}: {item.description or '(no description)'}", "  ")
    detail = screened.reason
    if screened.verdict == "review" and screened.candidates:
        codes = ", ".join(f"{c.hs} {c.name}" for c in screened.candidates if c.hs)
        detail += f". Candidates: {codes}"
    out += _wrapped(detail, "      ")
    for note in screened.notes:
        out += _wrapped(f"note: {note}", "      ")
    return out


def _wrapped(text: str, indent: str) -> list[str]:
    import textwrap

    return textwrap.wrap(text, 80, initial_indent=indent, subsequent_indent=indent + "  ")
