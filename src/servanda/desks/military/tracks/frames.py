"""Positions from a frame in memory: pandas, polars, GeoPandas, Arrow, the `traffic` library."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from typing import Any

from servanda.errors import UsageError

from .positions import Positions, Tally

BATCH = 100_000


def read_frame(frame: Any, tally: Tally, tz: tzinfo | None = None) -> Iterator[Positions]:
    """Read positions from a frame.

    Parameters
    ----------
    frame : object
        A table that speaks the Arrow interface (polars, pyarrow, DuckDB, pandas), a pandas or
        GeoPandas frame, or a ``Flight`` or ``Traffic`` of the library `traffic` (it need not be
        installed here: its table is in ``data``, and its altitudes are in feet).
    tally : Tally
        Takes the count of faults; rows are numbered from 1.
    tz : tzinfo, optional
        Zone of times that name none.

    Raises
    ------
    UsageError, DataError
        When it is no frame, or has no columns of latitude and longitude.
    """
    import pyarrow as pa

    from .columns import Columns

    table = _table(frame, pa)
    columns = Columns("the frame", table.column_names, tally, tz)
    first = 1
    for batch in table.select(columns.wanted).to_batches(BATCH):
        yield columns.take(batch, first)
        first += batch.num_rows


def _table(frame: Any, pa: Any) -> Any:
    if hasattr(frame, "data") and hasattr(frame.data, "columns"):
        frame = frame.data
    if hasattr(frame, "to_crs") and hasattr(frame, "geometry"):
        there = frame.to_crs(4326) if frame.crs is not None else frame
        points = there.geometry
        frame = there.drop(columns=points.name)
        frame = frame.assign(lon=points.x, lat=points.y)
    if isinstance(frame, pa.Table):
        return frame
    if hasattr(frame, "__arrow_c_stream__"):
        return pa.table(frame)
    if hasattr(frame, "columns") and hasattr(frame, "dtypes"):
        return pa.Table.from_pandas(frame, preserve_index=False)
    raise UsageError(f"a {type(frame).__name__} is no frame of positions",
                     "give a pandas, polars, GeoPandas or Arrow table")  # fmt: skip
