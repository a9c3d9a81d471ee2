"""From an item's name to the codes it may have: the catalogue first, the HS list behind it.

A name of the catalogue is scored by how much of it stands in the item's name and how much of
the item's name it explains (Tversky's index over words weighted by their rarity), and by whether
both speak of the same thing (their heads). The texts of the nomenclature are scored the same
way, English only; French words reach it through the glossary. Candidates are one per subheading.

A. Tversky, Features of similarity, Psychological Review 84 (1977) 327.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from .corpus import Corpus, Name
from .language import DOSE, Phrase, Word, form, parse
from .nomenclature import nomenclature

LONGEST = 300  # characters of a description that are matched
MACHINES = ("er", "or", "eur", "euse", "trice")
"""How names of machines end, English and French."""

_MEDICINAL = ("21", "28", "29", "30", "33", "38")

Via = Literal["entered", "catalogue", "nomenclature"]


class Candidate(NamedTuple):
    """A code an item may have.

    Attributes
    ----------
    hs : str
        Subheading, six digits; empty for a kit of the catalogue.
    score : float
        How well the names agree, 0 to 1.
    name : str
        The name it was found by.
    via : entered, catalogue or nomenclature
        Where it was found.
    kit : bool
        Whether it must be screened by its parts.
    explained : frozenset of str
        Words of the item that the name accounts for.
    whole : bool
        Whether every word of the name stands in the item's.
    french : bool
        Whether the name is French.
    """

    hs: str
    score: float
    name: str
    via: Via
    kit: bool = False
    explained: frozenset[str] = frozenset()
    whole: bool = False
    french: bool = False


class Index(Corpus):
    """Searches the names of the catalogue and the texts of the nomenclature.

    Parameters
    ----------
    parameters : mapping
        The room's ``matching`` table.
    """

    def __init__(self, parameters: dict[str, Any]) -> None:
        super().__init__(parameters)
        self.unmatched_item = float(parameters["unmatched_item"])
        self.unmatched_name = float(parameters["unmatched_name"])
        self.head_elsewhere = float(parameters["head_elsewhere"])
        self.head_read_otherwise = float(parameters["head_read_otherwise"])
        self.head_missing = float(parameters["head_missing"])
        self.nomenclature_weight = float(parameters["nomenclature_weight"])
        self.head_foreign = float(parameters["head_foreign"])
        self.other_material = float(parameters["other_material"])
        self.other_than_medicine = float(parameters["other_than_medicine"])
        self.medicine_score = float(parameters["medicine_score"])
        self.long_word = int(parameters["long_word"])
        self.medicine_forms = frozenset(map(form, parameters["medicine_forms"].split()))
        self.medicine_endings = tuple(parameters["medicine_endings"])

    def read(self, description: str) -> Phrase:
        """An item's name with its words brought to ones that are known, where one can tell."""
        phrase = parse(description[:LONGEST])
        words: list[Word] = []
        guessed: set[str] = set()
        place = 0
        while place < len(phrase.words):
            word = phrase.words[place]
            after = phrase.words[place + 1] if place + 1 < len(phrase.words) else None
            if (
                after
                and word.form + after.form in self.vocabulary
                and (word.form not in self.vocabulary or word.form + after.form in self.rarity)
            ):
                words.append(Word(word.form + after.form, max(word.weight, after.weight)))
                place += 2
                continue
            known = self._known(word.form)
            if known != (word.form,):
                guessed.update(known)
            words.extend(Word(shape, word.weight) for shape in known)
            place += 1
        forms = {word.form for word in words}

        def heads_of(given: tuple[str, ...]) -> tuple[str, ...]:
            found = []
            for head in given:
                known = self._known(head)[-1]
                joined = next((f for f in forms if head in f and f != head), None)
                found.append(known if known in forms else joined or known)
            return tuple(found)

        heads = heads_of(phrase.heads)
        return Phrase(
            tuple(words), heads, heads_of(phrase.english), heads_of(phrase.french),
            frozenset(guessed),
        )  # fmt: skip

    @lru_cache(maxsize=65_536)  # noqa: B019 - one index lives as long as the process
    def _known(self, word: str) -> tuple[str, ...]:
        """A word as it is known: itself, its two parts, or the nearest one with a typing error."""
        if word in self.vocabulary or word == DOSE or len(word) < 5:
            return (word,)
        for cut in range(3, len(word) - 2):
            first, second = word[:cut], form(word[cut:])
            if first in self.rarity and second in self.rarity:
                return first, second
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        slips = 2 if len(word) >= self.long_word else 1
        near = process.extractOne(
            word, self._by_initial(word[0]), scorer=OSA.distance, score_cutoff=slips
        )
        if not near or (word.endswith(MACHINES) and not near[0].endswith(MACHINES)):
            return (word,)  # a slicer is no slice
        return (near[0],)

    @lru_cache(maxsize=64)  # noqa: B019 - as above
    def _by_initial(self, letter: str) -> tuple[str, ...]:
        return tuple(sorted(w for w in self.vocabulary if w.startswith(letter) and len(w) > 4))

    def search(self, phrase: Phrase, limit: int = 40) -> list[Candidate]:
        """Candidates for a name that was `read`, best first, one per subheading."""
        found: dict[str, Candidate] = {}
        dosed = any(word.form == DOSE for word in phrase.words)
        every = (*self._in_catalogue(phrase), *self._in_nomenclature(phrase))
        for candidate in (*every, *self._as_medicine(phrase)):
            if dosed and candidate.hs[:2] not in _MEDICINAL:
                candidate = candidate._replace(  # noqa: PLW2901 - a tablet of 500 mg is no computer
                    score=candidate.score * self.other_than_medicine
                )
            key = candidate.hs or candidate.name
            if key not in found or candidate.score > found[key].score:
                found[key] = candidate
        ranked = sorted(found.values(), key=lambda c: (-c.score, -len(c.explained), c.hs, c.name))
        return ranked[:limit]

    def _as_medicine(self, phrase: Phrase) -> Iterable[Candidate]:
        """A medicine by its dose, by the ending of its name, or an unknown name with a form.

        The ending is that of an international nonproprietary name; forms are tablets, syrup...
        """
        unknown = {w.form for w in phrase.words if w.form not in self.vocabulary}
        marks = {w.form for w in phrase.words if w.form == DOSE}
        marks |= {word for word in unknown if word.endswith(self.medicine_endings)}
        formed = {w.form for w in phrase.words if w.form in self.medicine_forms}
        if formed and any(len(word) >= self.long_word - 3 for word in unknown):
            marks |= formed
        if marks:
            yield Candidate("300490", self.medicine_score, "medicine, in doses or by its name",
                            "catalogue", False, frozenset(marks))  # fmt: skip

    def _in_catalogue(self, phrase: Phrase) -> Iterable[Candidate]:
        weights = {w.form: w.weight * self.rarity_of(w.form) for w in phrase.words}
        total = sum(weights.values())
        materials = self.materials_of(phrase)
        matched: dict[int, float] = defaultdict(float)
        covered: dict[int, float] = defaultdict(float)
        for word, weight in weights.items():
            own = self.mass_of(word)
            for place in self.by_word.get(word, ()):
                matched[place] += weight
                covered[place] += own
        for place, mass in matched.items():
            text = self.texts[place]
            missing = text.mass - covered[place]
            if materials & text.materials:  # "hdpe" says "plastic" too
                missing -= sum(
                    self.mass_of(word)
                    for word in text.words
                    if word not in weights and self.materials.get(word) in materials
                )
            score = self._score(mass, total, missing)
            score *= self._heads(phrase, text, weights)
            if materials and text.materials and not materials & text.materials:
                score *= self.other_material
            entry = self.entries[text.entry]
            if score > 0.15:
                said = frozenset(w for w in text.words if w in weights)
                yield Candidate(entry.hs, min(1.0, score), text.name, "catalogue", entry.kit,
                                said, len(said) == len(text.words), text.french)  # fmt: skip

    def _in_nomenclature(self, phrase: Phrase) -> Iterable[Candidate]:
        weights: dict[str, float] = {}
        for word in phrase.words:
            for english in self.glossary.get(word.form, (word.form,)):
                counted = word.weight * self.rarity_of(english)
                weights[english] = max(weights.get(english, 0.0), counted)
        total = sum(weights.values())
        heads = {e for head in phrase.heads[:1] for e in self.glossary.get(head, (head,))}
        matched: dict[int, float] = defaultdict(float)
        covered: dict[int, float] = defaultdict(float)
        for shape, weight in weights.items():
            for place in self.lines_by_word.get(shape, ()):
                matched[place] += weight
                covered[place] += self.rarity_of(shape)
        materials = self.materials_in(weights)
        for place, mass in matched.items():
            line = self.lines[place]
            score = self._score(mass, total, 0.15 * (line.mass - covered[place]))
            score *= self.nomenclature_weight
            if not heads & line.goods:
                score *= self.head_elsewhere if heads & line.words else self.head_missing
            if materials and line.materials and not materials & line.materials:
                score *= self.other_material
            if score > 0.15:
                yield Candidate(line.code, score, nomenclature()[line.code], "nomenclature", False,
                                frozenset(w for w in line.words if w in weights))  # fmt: skip

    def _score(self, matched: float, total: float, missing: float) -> float:
        return matched / (
            matched + self.unmatched_item * (total - matched) + self.unmatched_name * missing
        )

    def _heads(self, item: Phrase, text: Name, weights: dict[str, float]) -> float:
        """How far item and name speak of the same thing, each read in the name's language."""
        own = next(iter(item.french if text.french else item.english), "")
        named = next(iter(text.heads), "")
        if not own or not named:
            return self.head_missing
        if named == own:
            return 1.0
        if named in item.heads:
            return self.head_read_otherwise
        if named in weights:
            return self.head_elsewhere
        return self.head_foreign if own in text.words else self.head_missing
