"""Positions from columns: Arrow batches of a Parquet file or of a frame in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from servanda.errors import DataError

from .datum import Datum
from .places import FEET, known_craft, tell_unit_of_altitude, where_no_position
from .positions import Array, Flag, Positions, Tally, columns_of, positions, read_time

# Columns that only frames of aircraft tracking hold; their altitudes are in feet.
FEET_SIGNS = frozenset(("groundspeed", "vertical_rate", "icao24"))
LATEST_S = 2**33  # whole numbers beyond are thousandths, millionths ... of a second


class Columns:
    """Turns batches of columns into positions.

    Parameters
    ----------
    place : str
        Named in errors.
    heads : sequence of str
        Names of all columns.
    tally : Tally
        Takes the count of faults.
    tz : tzinfo or None
        Zone of times that name none.
    geometry : str or None
        Column of points (WKB, or a struct of x and y), used where no column is latitude.
    datum : Datum or None
        What the coordinates are referred to; None: WGS 84.

    Raises
    ------
    DataError
        When nothing says where a position is.
    """

    def __init__(
        self, place: str, heads: Sequence[str], tally: Tally, tz: tzinfo | None,
        geometry: str | None = None, datum: Datum | None = None,
    ) -> None:  # fmt: skip
        self.at = columns_of(heads)
        self.tally, self.tz, self.datum = tally, tz, datum
        self.geometry = geometry if not {"lat", "lon"} <= self.at.keys() else None
        if self.geometry is None and not {"lat", "lon"} <= self.at.keys():
            missing = " nor ".join(name for name in ("lat", "lon") if name not in self.at)
            raise DataError(
                f"{place} has no column {missing}",
                f"name columns id, time, lat, lon; it has: {', '.join(heads)[:200]}",
            )
        lowered = {head.casefold() for head in heads}
        if lowered >= FEET_SIGNS and "altitude" in self.at and "altitude_ft" not in self.at:
            self.at["altitude_ft"] = self.at["altitude"]
        tell_unit_of_altitude(self.at, tally)

    @property
    def wanted(self) -> list[str]:
        """The columns to be read."""
        own = list(dict.fromkeys(self.at.values()))
        return own if self.geometry is None else [*own, self.geometry]

    def take(self, batch: pa.RecordBatch, first: int) -> Positions:
        """The positions of a batch whose first record has the number ``first``."""
        rows = np.arange(first, first + batch.num_rows)
        self.tally.read += batch.num_rows
        lon, lat = self._places(batch)
        if self.datum is not None:
            lon, lat = self.datum.to_wgs84(lon, lat)
        time, flags = self._times(batch, rows)
        accuracy = self._numbers(batch, "accuracy_m")
        altitude = self._altitudes(batch)
        shift = 0.0 if self.datum is None else self.datum.accuracy_m
        found = positions(
            rows, self._texts(batch, "id", "-"), time, lon, lat, altitude_m=altitude,
            craft=self._crafts(batch), purpose=self._texts(batch, "purpose"),
            accuracy_m=np.full(rows.size, shift) if accuracy is None else
            np.nan_to_num(accuracy) + shift, flags=flags,
        )  # fmt: skip
        found = found.take(~where_no_position(lon, lat, rows, self.tally))
        self.tally.kept += len(found)
        return found

    def _places(self, batch: pa.RecordBatch) -> tuple[Array, Array]:
        if self.geometry is None:
            lon, lat = (_floats(batch.column(self.at[name])) for name in ("lon", "lat"))
            return lon, lat
        column = batch.column(self.geometry)
        if isinstance(column, pa.ExtensionArray):
            column = column.storage
        if pa.types.is_struct(column.type):
            return _floats(pc.struct_field(column, "x")), _floats(pc.struct_field(column, "y"))
        return _points(column, self.tally)

    def _numbers(self, batch: pa.RecordBatch, name: str) -> Array | None:
        return _floats(batch.column(self.at[name])) if name in self.at else None

    def _altitudes(self, batch: pa.RecordBatch) -> Array:
        feet = self._numbers(batch, "altitude_ft")
        metres = self._numbers(batch, "altitude_m") if feet is None else feet * FEET
        return np.full(batch.num_rows, np.nan) if metres is None else metres

    def _texts(self, batch: pa.RecordBatch, name: str, otherwise: str = "") -> list[str]:
        if name not in self.at:
            return [otherwise] * batch.num_rows
        told = pc.fill_null(pc.cast(_plain(batch.column(self.at[name])), pa.string()), otherwise)
        texts: list[str] = told.to_pylist()
        return [text or otherwise for text in texts] if otherwise else texts

    def _crafts(self, batch: pa.RecordBatch) -> list[str]:
        texts = self._texts(batch, "craft")
        known = {text: known_craft(text, self.tally) for text in set(texts)}
        return [known[text] for text in texts]

    def _times(self, batch: pa.RecordBatch, rows: Array) -> tuple[Array, Array]:
        """Times in UTC, and flags where there is none."""
        flags = np.zeros(batch.num_rows, np.uint16)
        if "time" not in self.at:
            flags[:] = Flag.NO_TIME
            return np.full(batch.num_rows, "NaT", "datetime64[ms]"), flags
        column = _plain(batch.column(self.at["time"]))
        kind = column.type
        if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
            time = self._stamps(column, flags)
        elif pa.types.is_integer(kind) or pa.types.is_floating(kind):
            time = _epochs(_floats(column))
        else:
            time = self._written(pc.cast(column, pa.string()), flags)
        flags[np.isnat(time) & (flags == 0)] = Flag.NO_TIME
        zoneless = rows[(flags & Flag.NO_ZONE) != 0]
        if zoneless.size:
            self.tally.add_rows("is a time without zone", "write it in UTC with Z, or give --tz",
                                zoneless, column="time")  # fmt: skip
        return time, flags

    def _stamps(self, column: Any, flags: Array) -> Array:
        if getattr(column.type, "tz", None) is None:
            if self.tz is None:
                flags[column.is_valid().to_numpy(zero_copy_only=False)] = Flag.NO_ZONE
                return np.full(len(column), "NaT", "datetime64[ms]")
            column = pc.assume_timezone(
                column.cast(pa.timestamp("ms"), safe=False), str(self.tz),
                ambiguous="earliest", nonexistent="earliest",
            )  # fmt: skip
        utc = column.cast(pa.timestamp("ms", "UTC"), safe=False).cast(pa.timestamp("ms"))
        return np.asarray(utc.to_numpy(zero_copy_only=False), "datetime64[ms]")

    def _written(self, column: Any, flags: Array) -> Array:
        """Times written as text; each text is read once."""
        coded = column.dictionary_encode()
        told = [read_time(text or "", self.tz) for text in coded.dictionary.to_pylist()]
        told.append((None, Flag.NO_TIME))
        codes = pc.fill_null(coded.indices, len(told) - 1).to_numpy(zero_copy_only=False)
        stamps = np.array([np.datetime64("NaT") if t is None else t.replace(tzinfo=None)
                           for t, _ in told], "datetime64[ms]")  # fmt: skip
        flags |= np.array([int(flag) for _, flag in told], np.uint16)[codes]
        return np.asarray(stamps[codes])


def _plain(column: Any) -> Any:
    """A column without dictionary or extension."""
    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def _floats(column: Any) -> Array:
    """Numbers as float64, NaN where there is none or none can be read."""
    column = _plain(column)
    try:
        cast = pc.cast(column, pa.float64(), safe=False)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return np.array([_number(value) for value in column.to_pylist()], np.float64)
    return np.asarray(cast.to_numpy(zero_copy_only=False), np.float64)


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")


def _epochs(numbers: Array) -> Array:
    """Seconds since 1970, or thousandths, millionths, thousand millionths of them."""
    seconds = numbers.copy()
    with np.errstate(invalid="ignore"):
        for _ in range(3):
            seconds[np.abs(seconds) > LATEST_S] /= 1000
        good = np.isfinite(seconds) & (np.abs(seconds) <= LATEST_S)
    time = np.full(numbers.size, "NaT", "datetime64[ms]")
    time[good] = (seconds[good] * 1000).round().astype(np.int64).astype("datetime64[ms]")
    return time


def _points(column: Any, tally: Tally) -> tuple[Array, Array]:
    """Longitude and latitude of points in well-known binary; NaN for what is none."""
    import shapely

    shapes = shapely.from_wkb(column.to_numpy(zero_copy_only=False), on_invalid="ignore")
    is_point = shapely.get_type_id(shapes) == 0
    other = int((~is_point & (shapes != None)).sum())  # noqa: E711 element by element
    if other:
        tally.add("is no point", "give a file of positions, one point a record", times=other,
                  column="geometry")  # fmt: skip
    shapes = np.where(is_point, shapes, None)
    return shapely.get_x(shapes), shapely.get_y(shapes)
