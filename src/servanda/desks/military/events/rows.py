"""Rows of any format into the same few columns, and what is wrong with a row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any

import polars as pl

from .layouts import Plan
from .sides import Side

FIRST_YEAR = 1979  # GDELT 1 begins with it, and no other does earlier


class Wrong(IntEnum):
    """What can be wrong with a row; the first that applies counts."""

    WIDTH = 1
    DAY = 2
    RANGE = 3
    SEEN = 4
    QUAD = 5
    SCALE = 6
    SOURCES = 7


WORDS = {
    Wrong.WIDTH: ("has not the {width} columns of {title}", "take the file as it was published"),
    Wrong.DAY: ("has no day that can be read", "write the day as {title} does"),
    Wrong.RANGE: (f"lies before {FIRST_YEAR} or after the day it was coded on", "check the date"),
    Wrong.SEEN: ("does not say when it was coded", "take the file as it was published"),
    Wrong.QUAD: ("names no class of cooperation or conflict", "give a code of {title}"),
    Wrong.SCALE: ("has a score that is no number from -10 to 10", "check the score"),
    Wrong.SOURCES: ("does not count its sources", "take the file as it was published"),
}


def words(wrong: Wrong, plan: Plan) -> tuple[str, str]:
    """What is wrong with a row, and how to mend it."""
    what, mend = WORDS[wrong]
    told = {"width": plan.width, "title": plan.layout.title}
    return what.format(**told), mend.format(**told)


# Schrodt's quad counts of CAMEO's root codes: 01-05, 06-08, 09-13, 14-20.
_CAMEO_LAST = (5, 8, 13, 20)
_QUAD_WORDS = {
    "verbal cooperation": 1, "material cooperation": 2, "verbal conflict": 3,
    "material conflict": 4, "1": 1, "2": 2, "3": 3, "4": 4,
}  # fmt: skip
_DAYS = ("%Y-%m-%d", "%Y%m%d", "%d %B %Y", "%d-%b-%Y", "%d-%B-%Y", "%m/%d/%Y", "%d %b %Y")


def read_rows(
    block: bytes, plan: Plan, sides: Sequence[Side], judged: Mapping[str, Any]
) -> pl.DataFrame:
    """The rows of a block.

    Parameters
    ----------
    block : bytes
        Whole lines, without the headings.
    plan : Plan
        Where what stands.
    sides : sequence of Side
        The parties asked for.
    judged : mapping
        Parameters of the room: what ACLED's sub-event types count as.

    Returns
    -------
    pl.DataFrame
        In the order of the file: ``row`` (from 0), ``wrong`` (`Wrong`, 0 for none), ``day`` and
        ``seen`` (dates), ``code``, ``quad`` (1 to 4, null for what counts as neither), ``scale``,
        ``sources``, ``publisher`` and ``address`` (hashes), ``a0``, ``b0``, ``a1`` ... (whether
        the side is the actor, the target).
    """
    named = {name: f"column_{place + 1}" for name, place in plan.places.items()}
    # A first row of the full width and one more: rows too short or too long show as such.
    wide = (plan.layout.separator * plan.width).encode() + b"\n"
    scanned = pl.scan_csv(
        wide + block, has_header=False, separator=plan.layout.separator,
        quote_char=plan.layout.quote, schema={f"column_{n + 1}": pl.String
                                              for n in range(plan.width + 1)},
        truncate_ragged_lines=True, encoding="utf8-lossy", row_index_name="row",
        ignore_errors=True,
    )  # fmt: skip
    table = scanned.select(
        pl.col("row").cast(pl.Int64) - 1,
        *(pl.col(column).alias(name) for name, column in named.items()),
        last=pl.col(f"column_{plan.width}"),
        over=pl.col(f"column_{plan.width + 1}"),
        first=pl.col("column_1"),
    ).filter(
        pl.col("row") >= 0,
        ~pl.all_horizontal(pl.exclude("row").is_null()),  # an empty line is no row
    )
    told = table.with_columns(
        day_read=_day(pl.col("day"), plan),
        seen_read=_day(pl.col("seen"), plan) if "seen" in named else None,
        quad_read=_quad(plan, judged),
        scale_read=pl.col("scale").cast(pl.Float32, strict=False) if "scale" in named else None,
        sources_read=_sources(plan),
    )
    return told.select(
        "row",
        wrong=_wrong(plan),
        day=pl.col("day_read"),
        seen=pl.coalesce("seen_read", "day_read"),
        code=pl.col("code"),
        quad=pl.col("quad_read"),
        scale=pl.col("scale_read"),
        sources=pl.col("sources_read"),
        publisher=_publisher(plan).hash(0),
        address=pl.col("address").hash(0),
        **{
            f"{letter}{number}": _is(pl.col(column), side, plan).fill_null(value=False)
            for number, side in enumerate(sides)
            for letter, column in (("a", "actor"), ("b", "target"))
        },
    ).collect()


def _day(column: pl.Expr, plan: Plan) -> pl.Expr:
    if plan.layout.name == "gdelt":
        return column.str.head(8).str.to_date("%Y%m%d", strict=False)
    return pl.coalesce(column.str.strip_chars().str.to_date(form, strict=False) for form in _DAYS)


def _quad(plan: Plan, judged: Mapping[str, Any]) -> pl.Expr:
    """The class 1 to 4, 0 for what is read and counts as neither, null for what is no class."""
    name = plan.layout.name
    if name == "acled":
        table = {words.casefold(): int(quad) for words, quad in judged["acled"].items()}
        own = pl.col("code").str.strip_chars().str.to_lowercase()
        kind = pl.col("kind").str.strip_chars().str.to_lowercase()
        return pl.coalesce(
            _looked_up(own, table), _looked_up(kind, table),
            pl.when(kind.is_not_null()).then(pl.lit(0, pl.UInt8)),
        )  # fmt: skip
    if name == "icews":
        root = pl.col("code").str.strip_chars().str.zfill(3).str.head(2)
        root = root.cast(pl.Int16, strict=False)
        found: Any = pl.when(root < 1).then(None)
        for quad, last in enumerate(_CAMEO_LAST, 1):
            found = found.when(root <= last).then(pl.lit(quad, pl.UInt8))
        classed: pl.Expr = found.otherwise(None)
        return classed
    return _looked_up(pl.col("quad").str.strip_chars().str.to_lowercase(), _QUAD_WORDS)


def _looked_up(column: pl.Expr, table: Mapping[str, int]) -> pl.Expr:
    return column.replace_strict(table, default=None, return_dtype=pl.UInt8)


def _sources(plan: Plan) -> pl.Expr:
    if plan.layout.name == "acled":  # a list between semicolons
        return pl.col("sources").str.count_matches(";", literal=True) + 1
    if "sources" in plan.places:
        return pl.col("sources").cast(pl.UInt32, strict=False)
    return pl.lit(1, pl.UInt32)


def _publisher(plan: Plan) -> pl.Expr:
    return pl.col("publisher" if "publisher" in plan.places else "address")


def _wrong(plan: Plan) -> pl.Expr:
    earliest = pl.date(FIRST_YEAR, 1, 1)
    short = pl.col("over").is_not_null()
    if plan.layout.name == "gdelt":  # where the last column, the address, is never empty
        short = short | pl.col("last").is_null()
    else:
        short = short | (pl.col("day").is_null() & pl.col("code").is_null())
    checks = {Wrong.WIDTH: short, Wrong.DAY: pl.col("day_read").is_null()}
    late = pl.col("day_read") < earliest
    if "seen" in plan.places:
        late = late | (pl.col("day_read") > pl.col("seen_read").dt.offset_by("1d"))
        checks[Wrong.SEEN] = pl.col("seen_read").is_null()
    checks[Wrong.RANGE] = late
    checks[Wrong.QUAD] = pl.col("quad_read").is_null()
    if "scale" in plan.places:
        given = pl.col("scale").is_not_null()
        checks[Wrong.SCALE] = given & ~pl.col("scale_read").is_between(-10, 10).fill_null(
            value=False
        )
    if "sources" in plan.places:
        checks[Wrong.SOURCES] = pl.col("sources_read").is_null()
    told: Any = pl
    for wrong in Wrong:
        if wrong in checks:
            told = told.when(checks[wrong]).then(pl.lit(int(wrong), pl.UInt8))
    found: pl.Expr = told.otherwise(pl.lit(0, pl.UInt8))
    return found


def _is(column: pl.Expr, side: Side, plan: Plan) -> pl.Expr:
    name = plan.layout.name
    if name == "gdelt":
        return column.is_in(list(side.codes))
    if name == "polecat":  # several countries between semicolons
        codes = "|".join(map(re.escape, side.codes))
        return column.str.contains(rf"(?:^|;)\s*(?:{codes})\s*(?:;|$)")
    names = "|".join(re.escape(word) for word in side.names)
    if name == "icews":
        return column.str.contains(rf"(?i)^\s*(?:{names})\s*$")
    # ACLED names forces and governments: "Military Forces of North Korea (2011-)".
    return column.str.contains(rf"(?i)(?:^|\bof (?:the )?|\()(?:{names})\s*(?:\(|$|\))")
