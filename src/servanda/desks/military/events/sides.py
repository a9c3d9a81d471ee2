"""Which codes and names a party has in event data."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from itertools import combinations
from typing import NamedTuple

from servanda.dossier import Dossier
from servanda.errors import UsageError
from servanda.records import Party


class Side(NamedTuple):
    """One party of a pair.

    Attributes
    ----------
    name : str
        Name in tables and charts.
    party : str or None
        Its record, where it is a party of the process.
    codes : tuple of str
        ISO 3166 alpha-3, and CAMEO's where that differs.
    names : tuple of str
        Names of the country in ICEWS and ACLED.
    """

    name: str
    party: str | None
    codes: tuple[str, ...]
    names: tuple[str, ...]


class Country(NamedTuple):
    """A row of countries.csv: names of the tz database, codes of ISO 3166, some more names."""

    codes: tuple[str, ...]
    names: tuple[str, ...]


@cache
def countries() -> tuple[Country, ...]:
    """The table of countries. ``EUR`` is CAMEO's code for Europe, taken for its Union."""
    file = resources.files(__package__) / "countries.csv"
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return tuple(
        Country(
            tuple(code for code in (row["iso3"], row["other_code"]) if code),
            (row["name"], *(name for name in row["other_names"].split(";") if name)),
        )
        for row in rows
    )


def pairs_asked(dossier: Dossier, pair: tuple[str, str] | None) -> list[tuple[Side, Side]]:
    """The pair that was asked for; all pairs of principals, when none was.

    Raises
    ------
    UsageError
        When a name means no party and no country, or both are the same.
    """
    if pair is not None:
        wrong: list[str] = []
        sides = [_side(dossier, name, wrong) for name in pair]
        first, second = sides
        if first is not None and second is not None:
            if first.codes == second.codes:
                raise UsageError(f"{pair[0]} and {pair[1]} are the same", "name two parties")
            return [(first, second)]
        raise UsageError(
            "; ".join(wrong),
            "name a party of the process, or a country by its ISO code: --pair KOR PRK",
        )
    principals = sorted(
        (party for party in dossier.of(Party) if party.role == "principal"),
        key=lambda party: (party.order, party.id),
    )
    known = [side for party in principals if (side := _of_party(party)) is not None]
    if len(known) < 2:
        raise UsageError(
            f"{dossier.title} has no two principals whose country codes are known",
            "name two: --pair KOR PRK",
        )
    return list(combinations(known, 2))


def _side(dossier: Dossier, name: str, wrong: list[str]) -> Side | None:
    asked = name.casefold().removeprefix("party/")
    for party in dossier.of(Party):
        if asked in {word.casefold() for word in _words(party)}:
            side = _of_party(party)
            if side is None:
                wrong.append(f"no country code is known for {party.name}")
            return side
    country = _country([name])
    if country is None:
        wrong.append(f"'{name}' is no party of {dossier.title} and no country")
        return None
    return Side(country.names[0], None, country.codes, country.names)


def _of_party(party: Party) -> Side | None:
    country = _country(_words(party))
    if country is None:
        return None
    names = dict.fromkeys((*country.names, party.name))
    return Side(party.short, party.id, country.codes, tuple(names))


def _words(party: Party) -> list[str]:
    return [party.id.removeprefix("party/"), party.short, party.name, *party.aliases]


def _country(words: list[str]) -> Country | None:
    asked = {word.casefold() for word in words}
    for country in countries():
        if asked & {word.casefold() for word in (*country.codes, *country.names)}:
            return country
    return None
