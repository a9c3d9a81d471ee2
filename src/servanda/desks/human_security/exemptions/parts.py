"""What a kit's description says is in it, and whether an item is sent back for repair."""

from __future__ import annotations

import re

from .language import fold

_CONTENTS = re.compile(
    r"\b(?:kits?|sets?|parcels?|box|packs?|trousses?|colis|lots?|necessaires?)\b[^:;(]{0,60}?"
    r"(?:\b(?:containing|contains|consisting of|comprising|composed of|made up of|includes|"
    r"including|contenant|comprenant|compose de|composee de|compris|incluant)\b\s*:?|[:(])\s*(.+)"
)
_OPENING = re.compile(
    r"\b(?:containing|contains|consisting of|comprising|composed of|made up of|includes|including|"
    r"contenant|comprenant|compose de|composee de|compris|incluant)\b"
)
_SPLIT = re.compile(r"\s*(?:[,;+•]|\band\b|\bet\b|\bplus\b|&)\s*")
_COUNT = re.compile(r"^\d+(?:[.,]\d+)?\s*(?:x|pcs?|pieces?|pieces)?\s+|\s*[x×]\s*\d+$")
_RETURN = re.compile(
    r"\b(?:return(?:ed)? (?:to [\w ]+ )?for (?:repair|maintenance|calibration)|"
    r"(?:retour|renvoi|renvoye) (?:\w+ )?(?:pour|en) (?:reparation|maintenance|calibration))\b"
)
FEWEST = 2


def parts_of(description: str) -> tuple[str, ...]:
    """The parts that a kit's description lists; nothing when it lists none.

    Examples
    --------
    >>> parts_of("Hygiene kit containing 2 soap bars, towel and nail clippers")
    ('soap bars', 'towel', 'nail clippers')
    >>> parts_of("Kit d'hygiène (savon, serviette, coupe-ongles)")
    ('savon', 'serviette', 'coupe-ongles')
    >>> parts_of("Soap, towel")
    ()
    """
    found = _CONTENTS.search(fold(description))
    if not found:
        return ()
    inside = found[1].strip().rstrip(").")
    parts = [_COUNT.sub("", part).strip(" .-") for part in _SPLIT.split(inside)]
    kept = tuple(part for part in parts if len(part) > 2)
    return kept if len(kept) >= FEWEST else ()


def title_of(description: str) -> str:
    """A kit's description without the list of its parts.

    Examples
    --------
    >>> title_of("Pump set (filter, hose)"), title_of("Kit")
    ('pump set', 'kit')
    """
    folded = fold(description)
    found = _CONTENTS.search(folded)
    title = folded[: found.start(1)] if found else folded
    return _OPENING.sub("", title).strip(" :(")


def returns(description: str) -> bool:
    """Whether an item is said to leave the country for repair.

    Examples
    --------
    >>> returns("Pump, return to supplier for repair"), returns("Tool kit for repair")
    (True, False)
    """
    return bool(_RETURN.search(fold(description)))
