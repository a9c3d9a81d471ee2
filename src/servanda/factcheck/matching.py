"""Finding the record that a claim speaks of: overlap of stems, rare words counting more."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

from servanda.records import Agreement, Commitment, Record

from .stemming import stems

R = TypeVar("R", bound=Record)


def best(
    wanted: frozenset[str], records: Sequence[R], text_of: Callable[[R], str], least: float
) -> list[tuple[float, R]]:
    """Records whose text covers the wanted stems, best first, the later known first among equals.

    Parameters
    ----------
    wanted : frozenset of str
        Stems of the claim. One that no record has weighs most: a claim is not covered by
        leaving out what is odd in it.
    records : sequence of Record
        Candidates.
    text_of : callable
        The text of a record that may match.
    least : float
        Smallest share, 0 to 1, of the wanted weight that must be covered.

    Returns
    -------
    list of (float, Record)
        Share covered, and the record; at least two stems must match, or all.
    """
    texts = [(record, stems(text_of(record))) for record in records]
    spread = Counter(stem for _, words in texts for stem in words)
    weight = {stem: math.log(1 + len(texts) / (1 + spread[stem])) for stem in wanted}
    total = sum(weight.values())
    if not total:
        return []
    found = []
    for record, words in texts:
        shared = wanted & words
        share = round(sum(weight[stem] for stem in sorted(shared)) / total, 6)
        if share >= least and (len(shared) > 1 or shared == wanted):
            found.append((share, record))
    by_id = sorted(found, key=lambda item: item[1].id)
    newest_first = sorted(by_id, key=lambda item: item[1].known, reverse=True)
    return sorted(newest_first, key=lambda item: item[0], reverse=True)


def id_words(id: str) -> str:
    """The words in an id, alone and in pairs: a place may stand there and nowhere else.

    Examples
    --------
    >>> id_words("commitment/moratorium-punggye-ri")
    'moratorium punggye ri moratorium-punggye punggye-ri'
    """
    slug = id.rpartition("/")[2].split("-")
    return " ".join([*slug, *("-".join(pair) for pair in pairwise(slug))])


def wording(commitment: Commitment, agreements: Mapping[str, Agreement]) -> str:
    """All words by which a text may mean a commitment: its own, its agreement's, its id's."""
    made = agreements.get(commitment.agreement)
    told = [commitment.title, commitment.text, id_words(commitment.id)]
    return " ".join([*told, made.title, made.short] if made else told)
