"""Words of a sentence brought to a common form: stop words out, endings off, synonyms together."""

from __future__ import annotations

import re
from functools import lru_cache

MIN_STEM = 3
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_STOP = frozenset(
    "a about all already also an and any are as at be been being both but by could did do does "
    "each ever every for from had has have he her him his how i if in into is it its just like "
    "made make makes making may more most must near nearly new no nor not now of off on once one "
    "only onto or other our out over own she should side sides since so some still such than that "
    "the their them then there these they this those to too two under until up upon was we were "
    "what when where which while who whom whose will with within without would yet you".split()
)
_ENDINGS = (
    "isations", "isation", "ations", "ation", "ising", "ised", "ises", "ise", "ments", "ment",
    "ings", "ing", "ities", "ity", "ies", "ied", "ed", "es", "ly", "al", "s", "y", "e",
)  # fmt: skip
# Words that stand for the same thing in this field; each group is known by its first word.
_SAME = """
agreement pact accord deal
abandon renounce relinquish give
atomic nuclear
box boxes casket caskets coffin case
build establish create form
close closure shut shutdown
complete full total entire
dead die died dies killed death
declaration statement
dismantle demolish demolition destroy abolish
drill exercise exercises manoeuvre maneuver
exemption waiver exempt
inspector inspectors inspection
lasting durable permanent stable
launch launched flight fly flew fired fire rocket-launch
meet met meeting summit talks talk
military army
missile rocket
participation participate delegation part
produce production manufacture
provide arrange supply
progressive progressively step gradual gradually phased
relation relationship tie
return repatriate repatriation returned
simultaneous simultaneously parallel
soldier troop serviceman
stop halt end cease freeze suspend moratorium suspension
take took taken takes
test testing explosion detonation
use used using
visit trip
weapon bomb warhead
withdraw withdrawal pull remove removal
"""


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A crude stem: enough to match 'denuclearization' with 'denuclearise'.

    Examples
    --------
    >>> stem("denuclearization") == stem("denuclearise")
    True
    >>> stem("demolished") == stem("dismantling")
    True
    """
    cut = _cut(word)
    return _canon().get(cut, cut)


def stems(text: str) -> frozenset[str]:
    """Stems of the content words of a text.

    Examples
    --------
    >>> sorted(stems("the 11 guard posts were withdrawn"))
    ['guard', 'post', 'withdrawn']
    """
    return frozenset(stem(word) for word in words(text))


def words(text: str) -> list[str]:
    """The content words of a text, in order."""
    return [
        word
        for word in _WORD.findall(text)
        if len(word) > 1 and word.lower().strip("’'") not in _STOP
    ]


def _cut(word: str) -> str:
    word = word.lower().replace("’", "'").removesuffix("'s").replace("iz", "is").strip("-'")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= MIN_STEM:
            word = word[: -len(ending)]
            break
    if len(word) > MIN_STEM and word.endswith("e"):
        word = word[:-1]
    if len(word) > MIN_STEM and word[-1] == word[-2] and word[-1] not in "aeiou":
        word = word[:-1]
    return word


@lru_cache(maxsize=1)
def _canon() -> dict[str, str]:
    groups = [line.split() for line in _SAME.strip().splitlines()]
    return {_cut(word): _cut(group[0]) for group in groups for word in group}
