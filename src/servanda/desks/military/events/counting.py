"""Events by pair and month: duplicates collapsed, sources counted, in bounded memory."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from .layouts import Layout
from .sides import Side

HELD = 400_000  # rows held before those of one source address are put together
QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
_KEY = ("pair", "forward", "day", "code")


class Counting:
    """Takes rows in, block by block, and gives counts by pair and month.

    What is held grows with the number of different reports about the pairs asked for, not with
    the size of the files.

    Parameters
    ----------
    layout : Layout
        The format: whether a row is one event, or one story about it.
    pairs : sequence of (Side, Side)
        Who with whom.
    sides : sequence of Side
        The sides in the order in which rows were read for them.
    as_of : date
        Rows coded later are left out.
    since, until : date, optional
        Events outside these days are left out.
    """

    def __init__(
        self, layout: Layout, pairs: Sequence[tuple[Side, Side]], sides: Sequence[Side],
        as_of: date, since: date | None = None, until: date | None = None,
    ) -> None:  # fmt: skip
        self.layout, self.pairs, self.as_of = layout, pairs, as_of
        self.since, self.until = since or date.min, until or date.max
        self._number = {side.name: number for number, side in enumerate(sides)}
        self._held: list[pl.DataFrame] = []
        self._rows = 0
        self.reports = 0
        self.neither = 0
        self.later = 0
        self.days: Counter[date] = Counter()

    def take(self, rows: pl.DataFrame) -> None:
        """Take in the rows of a block, those that are wrong left out."""
        sound = rows.filter(pl.col("wrong") == 0)
        early = sound.filter(pl.col("seen") <= self.as_of)
        self.later += sound.height - early.height
        for day, count in early.group_by("seen").len().iter_rows():
            if self.since <= day <= self.until:
                self.days[day] += count
        early = early.filter(pl.col("day").is_between(self.since, self.until))
        for place, (first, second) in enumerate(self.pairs):
            one, two = self._number[first.name], self._number[second.name]
            for forward, (a, b) in ((True, (one, two)), (False, (two, one))):
                found = early.filter(pl.col(f"a{a}") & pl.col(f"b{b}"))
                if found.height:
                    self._hold(found, place, forward)

    def _hold(self, found: pl.DataFrame, place: int, forward: bool) -> None:
        self.reports += found.height
        classed = found.filter(pl.col("quad") > 0)
        self.neither += found.height - classed.height
        self._held.append(
            classed.select(
                pl.lit(place, pl.UInt8).alias("pair"), pl.lit(forward).alias("forward"), "day",
                "code", "address", "publisher", "quad", "scale",
                pl.col("sources").cast(pl.UInt32),
            )
        )  # fmt: skip
        self._rows += classed.height
        if self._rows > HELD:
            self._held = [self._collapsed()]
            self._rows = self._held[0].height

    def _collapsed(self) -> pl.DataFrame:
        """One row for each report: rows of one source address on one event are one."""
        return (
            pl.concat(self._held)
            .group_by(*_KEY, "address", "publisher")
            .agg(pl.col("quad").min(), pl.col("scale").mean(), pl.col("sources").max())
        )

    def events(self, least_sources: int) -> tuple[pl.DataFrame, dict[str, int]]:
        """The events, and how many reports fell away on the way to them.

        Parameters
        ----------
        least_sources : int
            How many sources an event must have.

        Returns
        -------
        pl.DataFrame
            ``pair``, ``forward``, ``day``, ``quad``, ``scale``: one row an event.
        dict
            Counts: reports about the pairs, those of neither class, duplicates, events of too few
            sources, events.
        """
        told = {"reports": self.reports, "neither": self.neither}
        if not self._held:
            return _NONE, told | {"duplicates": 0, "few_sources": 0, "events": 0}
        reports = self._collapsed()
        if self.layout.counts_sources:
            events = reports
        else:
            events = reports.group_by(*_KEY).agg(
                pl.col("quad").min(), pl.col("scale").mean(),
                pl.col("publisher").n_unique().alias("sources"),
            )  # fmt: skip
        told["duplicates"] = self.reports - self.neither - events.height
        kept = events.filter(pl.col("sources") >= least_sources)
        told["few_sources"] = events.height - kept.height
        told["events"] = kept.height
        return kept.select("pair", "forward", "day", "quad", "scale"), told


_NONE = pl.DataFrame(
    schema={"pair": pl.UInt8, "forward": pl.Boolean, "day": pl.Date, "quad": pl.UInt8,
            "scale": pl.Float32}
)  # fmt: skip


def by_month(
    events: pl.DataFrame, pair: int, days: Mapping[date, int], judged: Mapping[str, Any]
) -> tuple[list[dict[str, Any]], int]:
    """A pair's events month by month.

    Parameters
    ----------
    events : pl.DataFrame
        Of `Counting.events`.
    pair : int
        Which pair.
    days : mapping of date to int
        Rows, of whatever pair, by the day on which they were coded: what the files cover. A month
        of which no day is covered is not told at all.
    judged : mapping
        Parameters of the room.

    Returns
    -------
    list of dict
        For each month covered, oldest first: counts by class, both directions, mean of the scale
        with a band of 90 %, days covered.
    int
        Events of months that the files do not cover.
    """
    own = events.filter(pl.col("pair") == pair).with_columns(month=pl.col("day").dt.truncate("1mo"))
    found = {
        row["month"]: row
        for row in own.group_by("month")
        .agg(
            *((pl.col("quad") == number).sum().alias(name) for number, name in enumerate(QUADS, 1)),
            pl.len().alias("events"),
            pl.col("forward").sum().alias("first_to_second"),
            pl.col("scale").cast(pl.Float64).mean().alias("mean"),
            pl.col("scale").cast(pl.Float64).std().alias("apart"),
            pl.col("scale").count().alias("scored"),
        )
        .iter_rows(named=True)
    }
    covered: dict[date, list[int]] = {}
    for day, rows in days.items():
        told = covered.setdefault(day.replace(day=1), [0, 0])
        told[0] += 1
        told[1] += rows
    months = [
        _month(first, found.get(first), days=covered[first][0], rows=covered[first][1],
               judged=judged)
        for first in sorted(covered)
    ]  # fmt: skip
    outside = sum(row["events"] for month, row in found.items() if month not in covered)
    return months, outside


def _month(
    first: date, row: Mapping[str, Any] | None, *, days: int, rows: int, judged: Mapping[str, Any]
) -> dict[str, Any]:
    counts = {name: int(row[name]) if row else 0 for name in QUADS}
    events = int(row["events"]) if row else 0
    forward = int(row["first_to_second"]) if row else 0
    told: dict[str, Any] = {
        "month": f"{first:%Y-%m}",
        "events": events,
        **counts,
        "cooperation": counts["verbal_cooperation"] + counts["material_cooperation"],
        "conflict": counts["verbal_conflict"] + counts["material_conflict"],
        "first_to_second": forward,
        "second_to_first": events - forward,
        "goldstein_mean": None, "goldstein_low": None, "goldstein_high": None,
        "days_covered": days, "days_of_month": monthrange(first.year, first.month)[1],
        "rows_of_all_pairs": rows,
    }  # fmt: skip
    if row and row["scored"]:
        told["goldstein_mean"] = _rounded(row["mean"])
        if row["scored"] >= judged["least_for_mean"]:
            half = judged["standard_errors"] * row["apart"] / row["scored"] ** 0.5
            told["goldstein_low"] = _rounded(max(row["mean"] - half, -10.0))
            told["goldstein_high"] = _rounded(min(row["mean"] + half, 10.0))
    return told


def _rounded(value: float) -> float:
    return round(value, 2) + 0.0
