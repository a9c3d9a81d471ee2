"""Finding the record that a claim speaks of: overlap of stems, rare words counting more."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

from servanda.records import Record

from .language import stems

R = TypeVar("R", bound=Record)


def best(
    wanted: frozenset[str], records: Sequence[R], text_of: Callable[[R], str], least: float
) -> list[tuple[float, R]]:
    """Records whose text covers the wanted stems, best first.

    Parameters
    ----------
    wanted : frozenset of str
        Stems of the claim.
    records : sequence of Record
        Candidates.
    text_of : callable
        The text of a record that may match.
    least : float
        Smallest share, 0 to 1, of the wanted weight that must be covered.

    Returns
    -------
    list of (float, Record)
        Share covered, and the record; at least two stems must match.
    """
    texts = [(record, stems(text_of(record))) for record in records]
    spread = Counter(stem for _, words in texts for stem in words)
    weight = {stem: math.log(1 + len(texts) / (1 + spread[stem])) for stem in wanted}
    known = {stem for stem in wanted if spread[stem]}
    total = sum(weight[stem] for stem in known)
    if not total:
        return []
    found = []
    for record, words in texts:
        shared = known & words
        if len(shared) >= 2:
            share = sum(weight[stem] for stem in shared) / total
            if share >= least:
                found.append((share, record))
    return sorted(found, key=lambda item: (-item[0], item[1].id))
