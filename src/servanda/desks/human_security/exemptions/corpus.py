"""Every name an item may go by, and what its words weigh: the catalogue's and the nomenclature's.

A word is worth more the fewer entries it stands in. A name tells the material it speaks of, or
its chapter does: "nails" are of metal, whether they say so or not.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib import resources
from typing import Any, NamedTuple

from .catalogue import Entry, catalogue
from .language import NOISE_WEIGHT, PURPOSE, Phrase, form, is_noise, parse
from .nomenclature import nomenclature

GLOSSARY = "glossary.csv"
_EXCLUDED = re.compile(
    r"\((?:excluding|other than|not|except)[^)]*\)|\b(?:excluding|other than|n\.e\.c\.|"
    r"not elsewhere|except|whether or not|not)\b[^;,]*"
)


class Name(NamedTuple):
    """A name to be found: what it stands for, its words, its heads, the weight of all of them."""

    entry: int
    name: str
    words: tuple[str, ...]
    heads: tuple[str, ...]
    mass: float
    materials: frozenset[str]
    french: bool


class Line(NamedTuple):
    """A text of the nomenclature: its words, those that name the goods, the weight of all."""

    code: str
    words: frozenset[str]
    goods: frozenset[str]
    mass: float
    materials: frozenset[str]


class Corpus:
    """Names of the catalogue and texts of the nomenclature, by their words.

    Parameters
    ----------
    parameters : mapping
        The room's ``matching`` table.
    """

    def __init__(self, parameters: dict[str, Any]) -> None:
        self.unknown_weight = float(parameters["unknown_weight"])
        self.implied = {
            group: frozenset(chapters.split())
            for group, chapters in parameters["chapters_of_a_material"].items()
        }
        self.materials = {
            form(word): group
            for group, words in parameters["materials"].items()
            for word in words.split()
        }
        self.glossary = _glossary()
        self.entries: tuple[Entry, ...] = catalogue()
        self._codes = [(code, text) for code, text in nomenclature().items() if len(code) == 6]
        self._read()

    def _read(self) -> None:
        parsed = []
        for number, entry in enumerate(self.entries):
            for name in entry.english:
                phrase = parse(name)
                parsed.append((number, name, phrase._replace(heads=phrase.english), False))
            for name in entry.french:
                phrase = parse(name)
                parsed.append((number, name, phrase._replace(heads=phrase.french), True))
        lines = [(code, _words_of(text)) for code, text in self._codes]
        by_entry: dict[int, set[str]] = defaultdict(set)
        for number, _, phrase, _ in parsed:
            by_entry[number].update(word.form for word in phrase.words)
        counted: Counter[str] = Counter(w for words in by_entry.values() for w in words)
        in_lines: Counter[str] = Counter(w for _, words in lines for w in words)
        total = len(self.entries)
        self.rarity = {w: math.log(1 + total / n) for w, n in counted.items()}
        for word, number in in_lines.items():
            if word not in self.rarity:
                self.rarity[word] = math.log(1 + total / max(1.0, number / 4))
        self.unknown = math.log(1 + total) * self.unknown_weight
        self.texts = [self._text(*given) for given in parsed]
        self.by_word: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(self.texts):
            for word in text.words:
                self.by_word[word].append(place)
        self.lines = [
            Line(code, words, _words_of(text.partition(";")[0]), sum(map(self.rarity_of, words)),
                  self.materials_in(words))
            for (code, words), (_, text) in zip(lines, self._codes, strict=True)
        ]  # fmt: skip
        self.lines_by_word: dict[str, list[int]] = defaultdict(list)
        for place, line in enumerate(self.lines):
            for word in line.words:
                self.lines_by_word[word].append(place)
        self.vocabulary = set(self.rarity) | set(self.glossary)
        self.in_names = frozenset(counted)

    def _text(self, number: int, name: str, phrase: Phrase, french: bool) -> Name:
        words = tuple(word.form for word in phrase.words)
        mass = sum(map(self.mass_of, words))
        named = self.materials_in(words) or self._implied(self.entries[number].hs)
        return Name(number, name, words, phrase.heads, mass, named, french)

    def words_naming(self, chosen: Callable[[str], bool]) -> frozenset[str]:
        """Words that say what a thing is, in names and texts of the codes that are chosen."""
        named = {h for t in self.texts if chosen(self.entries[t.entry].hs) for h in t.heads}
        goods = {word for line in self.lines if chosen(line.code) for word in line.goods}
        return frozenset(word for word in named | goods if word not in self.materials)

    def materials_of(self, phrase: Phrase) -> frozenset[str]:
        """Groups of materials that an item says it is made of, not what it is for or comes with."""
        return self.materials_in(w.form for w in phrase.words if w.weight > PURPOSE)

    def _implied(self, code: str) -> frozenset[str]:
        """The material that a chapter is about; none for machines, tools and goods of any."""
        return frozenset(g for g, chapters in self.implied.items() if code[:2] in chapters)

    def materials_in(self, words: Iterable[str]) -> frozenset[str]:
        """Groups of materials that some words name."""
        return frozenset(self.materials[word] for word in words if word in self.materials)

    def mass_of(self, word: str) -> float:
        """What a word of a name weighs."""
        return self.rarity_of(word) * (NOISE_WEIGHT if is_noise(word) else 1.0)

    def rarity_of(self, word: str) -> float:
        """How much a word tells: ln(1 + N/n)."""
        return self.rarity.get(word, self.unknown)


def _words_of(text: str) -> frozenset[str]:
    """Words of a line of the nomenclature, without what it excludes."""
    kept = _EXCLUDED.sub(" ", text.casefold())
    return frozenset(word.form for word in parse(kept.replace(";", " ")).words if word.weight > 0.2)


@lru_cache(maxsize=1)
def _glossary() -> dict[str, tuple[str, ...]]:
    """French words and their English ones, for the nomenclature, which is English."""
    file = resources.files(__package__) / GLOSSARY
    with file.open(encoding="utf-8") as text:
        return {
            next(iter(w.form for w in parse(row["fr"]).words), ""): tuple(
                w.form for w in parse(row["en"]).words
            )
            for row in csv.DictReader(text)
        }
