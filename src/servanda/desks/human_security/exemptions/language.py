"""Item names in English and French as words that can be compared.

A name is folded (lower case, no accents), cut into phrases, freed of sizes and counts, and each
word is brought to one form for singular and plural, British and American spelling. The *head* is
the word that says what the thing is: the last of an English noun phrase ("kidney dish"), the
first of a French one ("bassin réniforme").
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

DOSE = "_dose"  # stands for "500 mg", "10 IU/ml": the mark of a medicine

MAIN, COMPLEMENT, ASIDE, PURPOSE = 1.0, 0.8, 0.6, 0.35
"""Weight of a word: in the name, after "of", after a comma, after "for" or "with"."""

_PURPOSE = frozenset(
    "for with without incl including used via from in on by per against under to "
    "pour avec sans par sur dans contre chez compris incluant".split()
)
_COMPLEMENT = frozenset("of de d du des en a au aux".split())
_STOP = frozenset(
    "the and or an its their etc all each as is be than not no other "
    "le la les l un une et ou ses leur leurs y compris non autre autres".split()
)
_CONTAINERS = frozenset(
    "set box pack packet pair roll bottle tube carton case piece sachet strip bag lot unit "
    "jeu boite paquet paire rouleau bouteille piece unite lot flacon plaquette".split()
)
_NOISE = frozenset(
    "adult child children pediatric infant small large medium big size standard new used type "
    "model complete various assorted different brand capacity high low quality basic improved "
    "long short single double heavy duty light weight adjustable portable foldable folding "
    "adulte enfant pediatrique petit petite grand grande moyen moyenne taille neuf neuve modele "
    "complet complete divers diverses haute basse qualite simple lourd leger reglable pliant "
    "pliable black white blue green red yellow grey colour noir blanc bleu vert rouge jaune gris "
    "pcs pc pce pces ea each piece kg g l ml cm mm m m2 m3 inch inche pouce litre liter gram "
    "gramme metre meter watt w kw kva kwp hp v volt ah a hz ref no item article".split()
)
"""Words that seldom tell one good from another; they keep a tenth of their weight."""
NOISE_WEIGHT = 0.1

_KEPT = frozenset("n95 ffp2 ffp3 4x4 co2 f75 f100 bp5 bp100 b12 4fdc h2s mc4 a4 d3 12 75".split())
_DOSE = re.compile(
    r"\b\d[\d\s.,/]*\s?(?:mg|mcg|µg|ug|iu|ui|mui|meq|mmol)\b(?:\s?/\s?\d*\s?(?:ml|l|g|tab|dose))?"
)
_CAPSULES = re.compile(r"\bcaps?\b")  # beside a dose; elsewhere they close bottles
_SHORT_HYPHEN = re.compile(r"\b(\w{1,2})-(\w+)\b")
_WORD = re.compile(r"[a-z0-9]+|_dose")
_PHRASES = re.compile(r"[,;:()\[\]/|+–—•]|\s-\s|\n")
_THE = re.compile(r"\bthés?\b", re.I)  # without its accent it is the article
_APOSTROPHE = re.compile(r"\b(l|d|qu|n|s|j)['’]")
_ALIAS = {
    "tire": "tyre", "tyre": "tyre", "plow": "plough", "aluminum": "aluminium", "fiber": "fibre",
    "mold": "mould", "gasoline": "petrol", "gray": "grey", "foetal": "fetal", "foetus": "fetus",
    "wheelchairs": "wheelchair", "inox": "inox", "ss": "inox", "gi": "galvanise", "tb": "tb",
    "tablette": "tablette", "meds": "medicine", "medication": "medicine", "veh": "vehicle",
    "autoclavable": "autoclavable", "x": "x", "galva": "galvanise", "galvanized": "galvanise",
    "galvanised": "galvanise", "galvanisee": "galvanise", "alu": "aluminium", "elec": "electrique",
    "comp": "tablet", "cpr": "tablet", "tab": "tablet", "tabs": "tablet",
    "inj": "injection", "amp": "ampoule", "susp": "suspension", "sol": "solution",
}  # fmt: skip


class Word(NamedTuple):
    """A word of a name: its form for comparison, and how much it counts."""

    form: str
    weight: float


class Phrase(NamedTuple):
    """A name taken apart.

    Attributes
    ----------
    words : tuple of Word
        Every word that counts, each once, in order.
    heads : tuple of str
        The forms that may say what the thing is, the likelier reading first.
    english, french : tuple of str
        The head when the name is known to be English, or French.
    guessed : frozenset of str
        Words that were read as others: a typing error mended, a compound taken apart.
    """

    words: tuple[Word, ...]
    heads: tuple[str, ...]
    english: tuple[str, ...] = ()
    french: tuple[str, ...] = ()
    guessed: frozenset[str] = frozenset()


def fold(text: str) -> str:
    """Lower case without accents.

    Examples
    --------
    >>> fold("Béquilles, œil")
    'bequilles, oeil'
    """
    text = text.replace("œ", "oe").replace("Œ", "oe").replace("’", "'")
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))


@lru_cache(maxsize=65_536)
def form(word: str) -> str:
    """A folded word in the form in which words are compared.

    Examples
    --------
    >>> [form(w) for w in ("batteries", "batterie", "battery", "sterilizers", "boxes", "seaux")]
    ['battery', 'battery', 'battery', 'steriliser', 'box', 'seau']
    """
    if word in _ALIAS:
        return _ALIAS[word]
    if len(word) > 3:
        if word.endswith("ies"):
            word = word[:-3] + "y"
        elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
            word = word[:-2]
        elif word.endswith("eaux"):
            word = word[:-1]
        elif word.endswith("aux") and len(word) > 5:
            word = word[:-3] + "al"
        elif word.endswith("s") and not word.endswith(("ss", "us", "is", "as", "os")):
            word = word[:-1]
    if word.endswith("ie") and len(word) > 4:
        word = word[:-2] + "y"
    if len(word) > 4 and word.endswith(("che", "she", "sse", "xe")):
        word = word[:-1]  # "torche" and "torch", "brosse" as its plural
    if len(word) > 5:
        word = word.replace("iz", "is")
        if word.endswith("our"):
            word = word[:-3] + "or"
        for feminine, masculine in (("elle", "el"), ("euse", "eur"), ("iere", "ier"),
                                    ("ale", "al"), ("ee", "e"), ("ive", "if")):  # fmt: skip
            if word.endswith(feminine):
                word = word[: -len(feminine)] + masculine
                break
    word = word.replace("ae", "e")
    return _ALIAS.get(word, word)


def is_noise(shape: str) -> bool:
    """Whether a word, in its form for comparison, seldom tells one good from another."""
    return shape in _NOISE


def parse(text: str) -> Phrase:
    """Take a name apart.

    Examples
    --------
    >>> parse("Needle, hypodermic, 21G, for syringe").heads
    ('needle',)
    >>> parse("Box of 100 examination gloves, latex").heads
    ('glove', 'examination')
    >>> parse("Pompe à eau solaire").words[0]
    Word(form='pompe', weight=1.0)
    """
    folded = _DOSE.sub(f" {DOSE} ", fold(_THE.sub("tea", text)))
    if DOSE in folded:
        folded = _CAPSULES.sub("capsule", folded)
    folded = _APOSTROPHE.sub(r"\1 ", folded)
    folded = _SHORT_HYPHEN.sub(_joined, folded)
    weights: dict[str, float] = {}
    heads: tuple[str, ...] = ()
    english: tuple[str, ...] = ()
    french_head: tuple[str, ...] = ()
    for number, part in enumerate(p for p in _PHRASES.split(folded) if p.strip()):
        found, main, french = _read(part, MAIN if number == 0 or not heads else ASIDE)
        for word, weight in found:
            weights[word] = max(weights.get(word, 0.0), weight)
        if not heads and main:
            first, last = main[0], main[-1]
            heads = tuple(dict.fromkeys((first, last) if french else (last, first)))
            english, french_head = (last,), (first,)
    words = tuple(Word(word, weight) for word, weight in weights.items())
    return Phrase(words, heads, english, french_head)


def _joined(found: re.Match[str]) -> str:
    first, second = found.groups()
    return f"{first}{second}" if not first.isdigit() else f"{first} {second}"


def _read(part: str, weight: float) -> tuple[list[tuple[str, float]], list[str], bool]:
    """Words of one phrase with their weights, its name's words, and whether it reads as French."""
    words = _WORD.findall(part)
    found: list[tuple[str, float]] = []
    main: list[str] = []
    current, french, in_name = weight, False, True
    for place, word in enumerate(words):
        if word in _PURPOSE:
            current, in_name = PURPOSE * weight, False
            continue
        if word in _COMPLEMENT:
            french = french or word != "of"
            if in_name and len(main) == 1 and main[0] in _CONTAINERS:
                found.clear()  # "box of gloves" is gloves
                main.clear()
                current = weight
            elif in_name:
                current = COMPLEMENT * weight
                if word == "of" and main:
                    in_name = False
            continue
        if word in _STOP or (len(word) == 1 and word != "x"):
            continue
        if any(char.isdigit() for char in word) and word not in _KEPT:
            continue
        shape = form(word)
        if is_noise(word) or is_noise(shape):
            found.append((shape, NOISE_WEIGHT * weight))
            continue
        after = words[place + 1] if place + 1 < len(words) else ""
        if shape in _CONTAINERS and (not main and after in ("of", "de", "d")):
            continue
        found.append((shape, current))
        if in_name and word != DOSE:
            main.append(shape)
    return found, main, french
