"""Words that point to a banned chapter, whatever an item's best candidate is."""

from __future__ import annotations

import tomllib
from collections.abc import Container
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from .language import Phrase, form, is_noise
from .matching import MACHINES, Candidate

FILE = "signals.toml"
_GROUPS = ("metal", "machine", "electric", "vehicle")
_PURPOSE = 0.36  # words after "for" and "with" weigh no more than this


class Signal(NamedTuple):
    """A word that points to banned goods.

    Attributes
    ----------
    word : str
        The word, in its form for comparison.
    chapters, goods : str
        Where it points to.
    purpose : bool
        Whether it only tells what the item is for or comes with.
    """

    word: str
    chapters: str
    goods: str
    purpose: bool


def open_head(phrase: Phrase, best: Candidate, known: Container[str],
              banned: Container[str]) -> str:  # fmt: skip
    """The word that says what an item is, when its best candidate does not account for it.

    "Cheese vat" is no cheese, "tea urn" no tea. A word in that place counts when it names goods of
    the banned chapters, ends like the name of a machine, is in no name at all, or was guessed
    ("handcuffs"); one that is known from harmless goods only tells a form or a grade.
    """
    if best.via != "catalogue" or not best.explained:
        return ""
    head = next(iter(phrase.french if best.french else phrase.english), "")
    if len(head) < 3 or is_noise(head) or head in _lists()[-1]:
        return ""
    if head in best.explained:
        return head if head in phrase.guessed else ""
    return head if head in banned or head not in known or head.endswith(MACHINES) else ""


def unexplained(
    phrase: Phrase, best: Candidate, materials: frozenset[str] = frozenset()
) -> list[Signal]:
    """Words of an item that point to a banned chapter and that its best candidate leaves open.

    Parameters
    ----------
    phrase : Phrase
        The item's name.
    best : Candidate
        Its best candidate.
    materials : frozenset of str
        Groups of materials that the item says it is made of.
    """
    words, devices, any_material, device_chapters, material_chapters, shapes, _ = _lists()
    soft = bool(materials) and "metal" not in materials
    found = []
    for word in phrase.words:
        if word.form not in words or word.form in best.explained:
            continue
        if best.hs.startswith(device_chapters) and word.form in devices:
            continue
        if best.hs.startswith(material_chapters) and word.form in any_material:
            continue
        if soft and word.form in shapes:
            continue
        group, goods = words[word.form]
        found.append(Signal(word.form, group, goods, word.weight <= _PURPOSE))
    return found


_Lists = tuple[
    dict[str, tuple[str, str]],
    frozenset[str],
    frozenset[str],
    tuple[str, ...],
    tuple[str, ...],
    frozenset[str],
    frozenset[str],
]


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    file = resources.files(__package__) / FILE
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    words = {
        form(word): (tables[group]["chapters"], tables[group]["goods"])
        for group in _GROUPS
        for entry in tables[group]["words"].split()
        for word in entry.split("-")
        if len(word) > 2
    }
    harmless = tables["harmless"]
    return (
        words,
        frozenset(map(form, harmless["devices"].split())),
        frozenset(map(form, harmless["any_material"].split())),
        tuple(harmless["device_chapters"]),
        tuple(harmless["material_chapters"]),
        frozenset(map(form, harmless["shapes"].split())),
        frozenset(map(form, harmless["neutral_heads"].split())),
    )
