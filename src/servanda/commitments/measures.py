"""The measures by which a commitment would count as verified, by name."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

FILE = "measures.toml"


class Instrument(NamedTuple):
    """The text, or the lack of one, on which a measure rests.

    Attributes
    ----------
    name : str
        As named in tables, with the document's number.
    standing : bool
        Whether it exists apart from an invitation or an agreement still to be made. Whether the
        state in question is bound by it is another matter.
    title, publisher, date, url : str
        The document; empty where there is none.
    check : str
        What of it was read, and where.
    """

    name: str
    standing: bool
    title: str = ""
    publisher: str = ""
    date: str = ""
    url: str = ""
    check: str = ""


class Measure(NamedTuple):
    """One measure of verification.

    Attributes
    ----------
    name : str
        In words.
    instrument : Instrument or None
        Legal basis; None for a measure that is not in the catalogue.
    article : str
        Where it stands in the instrument; empty where there is no text.
    sort : str
        declaration, inspection, accountancy, containment and surveillance, sampling, remote
        sensing, reporting or treaty act.
    who : str
        Who carries it out.
    sees : str
        What it shows.
    lead : str
        The notice that is given, or the delay until it shows anything; empty where none is set.
    means : tuple of str
        Words in a report's ``means`` by which the measure counts as carried out.
    """

    name: str
    instrument: Instrument | None = None
    article: str = ""
    sort: str = ""
    who: str = ""
    sees: str = ""
    lead: str = ""
    means: tuple[str, ...] = ()

    def named_in(self, means: str | None) -> bool:
        """Whether a report made by such means carried this measure out.

        Examples
        --------
        >>> measures()["imagery"].named_in("commercial satellite imagery")
        True
        """
        return means is not None and any(word in means for word in self.means)


@cache
def _catalogue() -> dict[str, dict[str, Any]]:
    text = resources.files("servanda.commitments").joinpath(FILE).read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def instruments() -> dict[str, Instrument]:
    """The instruments on which measures rest, by their names in the catalogue."""
    return {name: Instrument(**told) for name, told in _catalogue()["instruments"].items()}


@cache
def measures() -> dict[str, Measure]:
    """All measures, by the names that a commitment's ``measures`` uses."""
    return {
        name: Measure(
            **told
            | {
                "instrument": instruments()[told["instrument"]],
                "means": tuple(told.get("means", ())),
            }
        )
        for name, told in _catalogue()["measures"].items()
    }


def measure(name: str) -> Measure:
    """A measure by its name; one that is not in the catalogue keeps its own words."""
    return measures().get(name) or Measure(name=name)


def told(name: str) -> dict[str, str]:
    """A measure as a plain row, without what is empty.

    Examples
    --------
    >>> told("complementary-access")["article"], told("drones over the gate")
    ('Arts 4–6', {'name': 'drones over the gate'})
    """
    one = measure(name)
    row = {
        "name": one.name,
        "instrument": one.instrument.name if one.instrument else "",
        "article": one.article,
        "sort": one.sort,
        "who": one.who,
        "sees": one.sees,
        "lead": one.lead,
    }
    return {key: text for key, text in row.items() if text}
