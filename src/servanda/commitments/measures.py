"""The measures by which a commitment would count as verified, by name."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import NamedTuple

FILE = "measures.toml"


class Measure(NamedTuple):
    """One measure of verification.

    Attributes
    ----------
    name : str
        In words.
    instrument, article : str
        Legal basis; the article is empty where none stands.
    sees : str
        What it shows.
    lead : str
        Notice that is given; empty where none is set.
    """

    name: str
    instrument: str
    article: str
    sees: str
    lead: str = ""


@cache
def measures() -> dict[str, Measure]:
    """All measures, by the names that a commitment's ``measures`` uses."""
    text = resources.files("servanda.commitments").joinpath(FILE).read_text(encoding="utf-8")
    return {name: Measure(**told) for name, told in tomllib.loads(text).items()}


def told(names: tuple[str, ...]) -> list[dict[str, str]]:
    """Measures as plain rows; one that is not in the catalogue keeps its own words.

    Examples
    --------
    >>> told(("complementary-access",))[0]["article"]
    'Arts 4–6'
    """
    found = (
        measures().get(name, Measure(name=name, instrument="", article="", sees=""))
        for name in names
    )
    return [{key: text for key, text in one._asdict().items() if text} for one in found]
