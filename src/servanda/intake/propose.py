"""Ids for rows that have none: readable, and the same whenever the same row is read again."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Mapping

import msgspec

_NAMES = ("title", "name", "short")
_TEXTS = ("text", "gist", "outcome", "question", "activity", "conclusion", "quantity", "weapon")
_DATES = ("date", "said", "made", "published", "decided", "given", "known")
_LONGEST = 60


class Proposal(msgspec.Struct, frozen=True):
    """An id proposed for a row.

    Attributes
    ----------
    file, sheet, row : str, str or None, int
        Which row.
    id : str
        The id.
    """

    file: str
    sheet: str | None
    row: int
    id: str


def propose(kind: str, cells: Mapping[str, str], taken: Collection[str]) -> str:
    """Propose an id that is not taken.

    Parameters
    ----------
    kind : str
        Kind of the record.
    cells : mapping of str to str
        The row's filled cells.
    taken : collection of str
        Ids already in the files that are read.

    Examples
    --------
    >>> propose("event", {"date": "2018-04-27", "title": "Summit at Panmunjom"}, ())
    'event/2018-04-27-summit-at-panmunjom'
    """
    title = next((slug(cells[name]) for name in _NAMES if name in cells), "")
    text = next((slug(cells[name]) for name in _TEXTS if name in cells), "")
    date = next((slug(cells[name]) for name in _DATES if name in cells), "")
    words = title or text
    dated = any(name in cells for name in _DATES[:-1]) and kind not in {"agreement", "commitment"}
    stem = f"{date}-{words}" if dated and words else words or f"{date}-{_digest(cells)}".strip("-")
    proposal, number = f"{kind}/{stem}", 2
    while proposal in taken:
        proposal, number = f"{kind}/{stem}-{number}", number + 1
    return proposal


def slug(text: str) -> str:
    """Lower-case words joined by hyphens, cut at a word.

    Examples
    --------
    >>> slug("Réunion à Panmunjom (27.4.)")
    'reunion-a-panmunjom-27-4'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return words if len(words) <= _LONGEST else words[: _LONGEST + 1].rpartition("-")[0]


def _digest(cells: Mapping[str, str]) -> str:
    """Eight digits for a row that has no words in Latin script."""
    content = "\n".join(f"{name}\t{cell}" for name, cell in sorted(cells.items()))
    return hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:8]
