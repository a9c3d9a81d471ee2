"""The four formats of event files, told by their first line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from servanda.errors import DataError

GDELT_COLUMNS = 61

# Other tables of the same projects, told by their number of columns.
OTHER_TABLES = {
    58: "GDELT 1 events (58 columns): only GDELT 2 is read",
    16: "GDELT mentions (16 columns)",
    27: "GDELT's knowledge graph (27 columns)",
}


class Layout(NamedTuple):
    """A format of event files.

    Attributes
    ----------
    name : str
        Short name (``gdelt``).
    title : str
        Name in sentences.
    separator : str
    quote : str or None
        What fields may be put in.
    columns : mapping
        What we read, and the headings under which it stands (lower case).
    counts_sources : bool
        Whether a row is one event and says how many sources it has; otherwise a row is one story,
        and the stories of one day, pair and code are one event.
    scale : str or None
        Name of the scale from conflict to cooperation.
    """

    name: str
    title: str
    separator: str
    quote: str | None
    columns: Mapping[str, tuple[str, ...]]
    counts_sources: bool
    scale: str | None


class Plan(NamedTuple):
    """Where a file holds what.

    Attributes
    ----------
    layout : Layout
    places : dict of str to int
        Column of each thing read, from 0.
    width : int
        Number of columns.
    headed : bool
        Whether the first line holds headings.
    """

    layout: Layout
    places: dict[str, int]
    width: int
    headed: bool


# The event table of GDELT 2 has no headings: names of its codebook (2015), in their order.
_GDELT = (
    "globaleventid", "sqldate", "monthyear", "year", "fractiondate",
    *(f"actor{n}{what}" for n in (1, 2) for what in (
        "code", "name", "countrycode", "knowngroupcode", "ethniccode", "religion1code",
        "religion2code", "type1code", "type2code", "type3code")),
    "isrootevent", "eventcode", "eventbasecode", "eventrootcode", "quadclass", "goldsteinscale",
    "nummentions", "numsources", "numarticles", "avgtone",
    *(f"{of}geo_{what}" for of in ("actor1", "actor2", "action") for what in (
        "type", "fullname", "countrycode", "adm1code", "adm2code", "lat", "long", "featureid")),
    "dateadded", "sourceurl",
)  # fmt: skip

GDELT = Layout(
    "gdelt", "GDELT 2", "\t", None,
    {"day": ("sqldate",), "actor": ("actor1countrycode",), "target": ("actor2countrycode",),
     "code": ("eventcode",), "quad": ("quadclass",), "scale": ("goldsteinscale",),
     "sources": ("numsources",), "seen": ("dateadded",), "address": ("sourceurl",)},
    True, "Goldstein scale",
)  # fmt: skip
ICEWS = Layout(
    "icews", "ICEWS", "\t", None,
    {"day": ("event date",), "actor": ("source country",), "target": ("target country",),
     "code": ("cameo code",), "scale": ("intensity",), "address": ("story id",),
     "publisher": ("publisher",)},
    False, "Goldstein scale",
)  # fmt: skip
POLECAT = Layout(
    "polecat", "POLECAT", "\t", None,
    {"day": ("event date",), "actor": ("actor country",), "target": ("recipient country",),
     "code": ("event type",), "quad": ("quad code",), "scale": ("intensity", "event intensity"),
     "seen": ("publication date",), "publisher": ("source",), "address": ("event id",)},
    False, "PLOVER intensity",
)  # fmt: skip
ACLED = Layout(
    "acled", "ACLED", ",", '"',
    {"day": ("event_date",), "actor": ("actor1",), "target": ("actor2",),
     "code": ("sub_event_type",), "kind": ("event_type",), "sources": ("source",),
     "address": ("event_id_cnty", "data_id")},
    True, None,
)  # fmt: skip
LAYOUTS = {layout.name: layout for layout in (GDELT, ICEWS, POLECAT, ACLED)}


def plan_of(lines: Sequence[str], file: str) -> Plan:
    """Tell a file's format by its first lines.

    Parameters
    ----------
    lines : sequence of str
        The first that are not empty, at least one: GDELT's first row may be a broken one.
    file : str
        Named in the error.

    Raises
    ------
    DataError
        When it is of no format that is read; the message says what it looks like.
    """
    plain = lines[0].lstrip("\ufeff").rstrip("\r\n")
    fields = plain.split("\t")
    if any(_is_gdelt(line.rstrip("\r\n").split("\t")) for line in lines):
        return Plan(GDELT, _places(GDELT, _GDELT), GDELT_COLUMNS, headed=_heads(fields, _GDELT))
    best, missing = "", [""] * 99
    for layout in (ICEWS, POLECAT, ACLED):
        for separator in dict.fromkeys((layout.separator, "\t", ",", ";")):
            told = layout._replace(
                separator=separator, quote='"' if separator != "\t" else layout.quote
            )
            heads = [head.strip().strip('"').casefold() for head in plain.split(separator)]
            lacking = [name for name, known in told.columns.items()
                       if name != "publisher" and not set(known) & set(heads)]  # fmt: skip
            if not lacking:
                return Plan(told, _places(told, heads), len(heads), headed=True)
            if len(lacking) < len(missing):
                best, missing = layout.title, lacking
    raise DataError(f"{file} is no event file: {_looks(fields, best, missing)}",
                    "give GDELT 2 exports (61 columns, no headings), or ICEWS, POLECAT or ACLED "
                    "tables with their headings")  # fmt: skip


def _is_gdelt(fields: list[str]) -> bool:
    numbered = len(fields) == GDELT_COLUMNS and fields[0].strip("\ufeff ").isdigit()
    return numbered or _heads(fields, _GDELT)


def _heads(fields: list[str], names: tuple[str, ...]) -> bool:
    return sum(a.strip().casefold() == b for a, b in zip(fields, names, strict=False)) > 10


def _places(layout: Layout, heads: tuple[str, ...] | list[str]) -> dict[str, int]:
    return {
        name: next(heads.index(head) for head in known if head in heads)
        for name, known in layout.columns.items()
        if set(known) & set(heads)
    }


def _looks(fields: list[str], best: str, missing: list[str]) -> str:
    if len(fields) in OTHER_TABLES:
        return f"it looks like {OTHER_TABLES[len(fields)]}"
    if len(fields) > 40:
        return f"its first row has {len(fields)} columns between tabs, where GDELT 2 has 61"
    if best and len(missing) <= 3:
        return f"it looks like {best}, without the columns for {', '.join(missing)}"
    return f"its first row has {len(fields)} columns between tabs and no headings that are known"
