"""The catalogue of known aid items: their names in English and French, and their codes.

Written by us from the practice of relief lists; codes are of HS 2022 and are proposals, which
a person confirms with the supplier or customs.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

FILE = "catalogue.csv"


class Entry(NamedTuple):
    """A known item.

    Attributes
    ----------
    hs : str
        Subheading, six digits; empty for a kit, which has no code of its own.
    kit : bool
        Whether it must be screened by its parts.
    english, french : tuple of str
        Names, the usual one first.
    """

    hs: str
    kit: bool
    english: tuple[str, ...]
    french: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All names."""
        return self.english + self.french


@lru_cache(maxsize=1)
def catalogue() -> tuple[Entry, ...]:
    """Every entry, in the order of the file.

    Examples
    --------
    >>> len(catalogue()) > 400
    True
    """
    file = resources.files(__package__) / FILE
    with file.open(encoding="utf-8") as text:
        return tuple(
            Entry(row["hs"], row["kind"] == "kit", _names(row["en"]), _names(row["fr"]))
            for row in csv.DictReader(text)
        )


def _names(cell: str) -> tuple[str, ...]:
    return tuple(name for part in cell.split(";") if (name := part.strip()))
