"""Readers of export files: World Bank, FAOSTAT and UNICEF, into indicator rows.

Each publisher's file has a shape of its own; what they share is an area, an indicator, a period
and a figure. A figure becomes one row; its vintage is the day on which the file was published, so
that the same file of a later year adds versions and overwrites nothing.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from servanda.errors import UsageError
from servanda.intake.faults import Fault

ENCODING = "utf-8-sig"
WORLD_BANK_HEAD = ("Country Name", "Country Code", "Indicator Name", "Indicator Code")
FAOSTAT_HEAD = ("Domain Code", "Area", "Element", "Item", "Year", "Value")
UNICEF_HEAD = ("REF_AREA", "INDICATOR", "TIME_PERIOD", "OBS_VALUE")
# Beginnings of codes, or words of the indicator's name, by dimension; the first that fits holds.
BY_CODE: tuple[tuple[str, str], ...] = (
    ("SH.H2O", "health"), ("SH.STA", "health"), ("SH.", "health"), ("SP.DYN", "health"),
    ("SN.ITK", "food"), ("AG.PRD", "food"), ("AG.CON", "food"), ("AG.LND.FRST", "environmental"),
    ("EN.", "environmental"), ("ER.", "environmental"), ("EG.", "economic"), ("NY.", "economic"),
    ("NE.", "economic"), ("SL.", "economic"), ("SI.", "economic"), ("FP.", "economic"),
    ("IT.", "economic"), ("VC.", "personal"), ("CC.", "political"), ("VA.", "political"),
    ("GE.", "political"), ("RL.", "political"), ("SE.", "community"), ("SP.POP", "community"),
    ("NT_", "food"), ("CME_", "health"), ("MNCH_", "health"), ("IM_", "health"), ("HVA_", "health"),
    ("WS_", "health"), ("PT_", "personal"), ("ED_", "community"), ("DM_", "community"),
)  # fmt: skip
FAOSTAT_FOOD = "food"


class Format(NamedTuple):
    """A publisher's file.

    Attributes
    ----------
    name, publisher : str
    head : tuple of str
        Columns by which it is known.
    read : callable
        A row of the file to figures.
    """

    name: str
    publisher: str
    head: tuple[str, ...]
    read: Callable[[dict[str, str]], Iterator[Figure | Fault]]


class Figure(NamedTuple):
    """One figure of an export file.

    Attributes
    ----------
    area, code, name : str
        As the file has them.
    period : str
        Year, or year and month.
    value : float
    unit : str
        Empty where the file has none.
    note : str
        What the file says of it.
    dimension : str or None
        None where the code tells nothing.
    """

    area: str
    code: str
    name: str
    period: str
    value: float
    unit: str
    note: str
    dimension: str | None


class Export(NamedTuple):
    """What an export file holds.

    Attributes
    ----------
    format : Format
    figures : list of Figure
    faults : list of Fault
        Rows that cannot be read, each with its row.
    updated : str or None
        The day on which the file says that it was last updated.
    """

    format: Format
    figures: list[Figure]
    faults: list[Fault]
    updated: str | None


def read_export(path: Path) -> Export:
    """Read an export file; which publisher's it is shows in its columns.

    Raises
    ------
    UsageError
        When it cannot be read, or is none of the three.
    """
    try:
        lines = path.read_text(encoding=ENCODING).splitlines(keepends=True)
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise UsageError(
            f"{path} cannot be read: {why}", "export the file as CSV (UTF-8)"
        ) from error
    for number, line in enumerate(lines[:20]):
        columns = next(csv.reader([line]), [])
        for format in FORMATS:
            if {_plain(column) for column in columns} >= set(format.head):
                return _read(path, format, lines, number)
    raise UsageError(
        f"{path.name} is no export file of the World Bank, FAOSTAT or UNICEF",
        "the first has Country Name, Country Code, Indicator Name; the second Domain Code, Area, "
        "Element, Item, Year, Value; the third REF_AREA, INDICATOR, TIME_PERIOD, OBS_VALUE",
    )


def _read(path: Path, format: Format, lines: list[str], head: int) -> Export:
    reader = csv.reader(lines[head:])
    columns = [_plain(column) for column in next(reader)]
    updated = [re.search(r"Last Updated Date\W+(\d{4}-\d{2}-\d{2})", line) for line in lines[:head]]
    figures: list[Figure] = []
    faults: list[Fault] = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        row = head + reader.line_num
        trailing = len(cells) == len(columns) + 1 and not cells[-1].strip()
        if len(cells) != len(columns) and not trailing:
            what = f"has {len(cells)} cells for {len(columns)} columns"
            faults.append(Fault(file=path.name, row=row, what=what, mend="export the file anew"))
            continue
        for one in format.read(dict(zip(columns, cells, strict=False))):
            if isinstance(one, Figure):
                figures.append(one)
            else:
                faults.append(msgspec.structs.replace(one, file=path.name, row=row))
    day = next((found[1] for found in updated if found), None)
    return Export(format, figures, faults, day)


def _world_bank(row: dict[str, str]) -> Iterator[Figure | Fault]:
    code, name = row["Indicator Code"].strip(), row["Indicator Name"].strip()
    unit = re.search(r"\(([^()]*)\)\s*$", name)
    for year, text in row.items():
        if re.fullmatch(r"(19|20)\d{2}", year):
            yield from _figure(text, year, row["Country Code"], code, name,
                               unit[1] if unit else "", "", year)  # fmt: skip


def _faostat(row: dict[str, str]) -> Iterator[Figure | Fault]:
    name = f"{row['Item'].strip()}: {row['Element'].strip().lower()}"
    code = f"{row['Domain Code'].strip()}/{row['Item'].strip()}/{row['Element'].strip()}"
    note = row.get("Flag Description", "").strip()
    for found in _figure(row["Value"], row["Year"], row["Area"], code, name,
                         row.get("Unit", "").strip(), note, "Value"):  # fmt: skip
        yield found._replace(dimension=FAOSTAT_FOOD) if isinstance(found, Figure) else found


def _unicef(row: dict[str, str]) -> Iterator[Figure | Fault]:
    code, _, name = (part.strip() for part in row["INDICATOR"].partition(":"))
    parts = [_words(row.get(column, "")) for column in ("SEX", "AGE", "WEALTH_QUINTILE")]
    told = ", ".join(part for part in parts if part and not part.casefold().startswith("total"))
    yield from _figure(
        row["OBS_VALUE"],
        row["TIME_PERIOD"],
        row["REF_AREA"].partition(":")[0],
        f"{code} {told}".strip(),
        f"{name or code} ({told})" if told else name or code,
        _words(row.get("UNIT_MEASURE", "")),
        row.get("DATA_SOURCE", "").strip(),
        "OBS_VALUE",
    )


def _figure(
    text: str,
    period: str,
    area: str,
    code: str,
    name: str,
    unit: str,
    note: str,
    column: str,
) -> Iterator[Figure | Fault]:
    text, period = text.strip(), period.strip()
    if text in ("", "..", ":", "-"):
        return
    if not re.fullmatch(r"(19|20)\d{2}(-(0[1-9]|1[0-2]))?", period):
        yield Fault(file="", column=column, what=f"'{period}' is no year or month",
                    mend="export yearly or monthly figures")  # fmt: skip
        return
    number = re.fullmatch(r"([<>]?)\s*(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)", text)
    if number is None:
        yield Fault(file="", column=column, what=f"'{text}' is no number",
                    mend="export figures with a decimal point and no separators")  # fmt: skip
        return
    bound = {"<": "below this figure", ">": "above this figure"}.get(number[1], "")
    yield Figure(area.strip(), code, name, period, float(number[2]), unit,
                 "; ".join(part for part in (bound, note) if part), dimension_of(code))  # fmt: skip


def dimension_of(code: str) -> str | None:
    """The dimension to which an indicator's code belongs; None when it tells nothing.

    Examples
    --------
    >>> dimension_of("NY.GDP.PCAP.CD"), dimension_of("NT_ANT_HAZ_NE2"), dimension_of("XX")
    ('economic', 'food', None)
    """
    return next((dimension for start, dimension in BY_CODE if code.startswith(start)), None)


def rows_of(
    export: Export, party: str, areas: Iterable[str], known: str, source: str, dimension: str | None
) -> tuple[list[dict[str, Any]], list[str]]:
    """Rows of kind ``indicator`` of some areas, and indicators without a dimension.

    Parameters
    ----------
    export : Export
    party : party id
        Whose people the areas are.
    areas : iterable of str
        Names or codes as the file has them (``PRK``).
    known : ISO day
        When the file was published: the vintage of every figure.
    source : source id
    dimension : str, optional
        For indicators whose code tells none.
    """
    wanted = {area.casefold() for area in areas}
    rows, unplaced = [], []
    for figure in export.figures:
        if figure.area.casefold() not in wanted:
            continue
        belongs = figure.dimension or dimension
        if belongs is None:
            unplaced.append(figure.name)
            continue
        rows.append(
            {
                "id": f"indicator/{_slug(figure.code)}-{figure.period}",
                "known": known,
                "known_basis": "source",
                "sources": source,
                "note": figure.note,
                "party": party,
                "dimension": belongs,
                "name": figure.name,
                "date": figure.period,
                "value": f"{figure.value:.10g}",
                "unit": figure.unit or "as named",
                "author": export.format.publisher,
            }
        )
    return rows, list(dict.fromkeys(unplaced))


def _plain(column: str) -> str:
    """A heading without the label that follows its code (``REF_AREA:Geographic area``)."""
    column = column.strip()
    return column.partition(":")[0] if re.match(r"[A-Z_]+:", column) else column


def _words(text: str) -> str:
    """What follows the code of a labelled cell (``F: Female``)."""
    code, colon, label = text.partition(":")
    return label.strip() if colon else code.strip()


def _slug(code: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", code.casefold()).strip("-")


FORMATS = (
    Format("World Bank", "World Bank", WORLD_BANK_HEAD, _world_bank),
    Format("FAOSTAT", "FAO (FAOSTAT)", FAOSTAT_HEAD, _faostat),
    Format("UNICEF", "UNICEF", UNICEF_HEAD, _unicef),
)
