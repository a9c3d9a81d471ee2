"""Positions from Parquet and GeoParquet, a piece at a time, however large the file is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path
from typing import Any

from servanda.errors import DataError, UsageError

from .positions import Positions, Tally

BATCH = 100_000
BUFFER = 1 << 20  # bytes read ahead of each column


def read_parquet(path: Path, tally: Tally, tz: tzinfo | None = None) -> Iterator[Positions]:
    """Read positions from a Parquet file, or a GeoParquet file of points.

    Only the columns that matter are read, 100,000 records at a time.

    Raises
    ------
    UsageError, DataError
        When pyarrow is not installed; when the file is no Parquet or its end is missing, where
        Parquet keeps its table of contents.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise UsageError("Parquet needs pyarrow", "pip install 'servanda[tracks]'") from error
    from .columns import Columns

    try:
        file = pq.ParquetFile(
            path, buffer_size=BUFFER, pre_buffer=False, page_checksum_verification=True
        )
    except (pa.ArrowException, OSError) as error:
        raise DataError(
            f"{path} has no footer that can be read: it is cut off, or no Parquet",
            "copy it again, whole; nothing of it can be read without its end",
        ) from error
    with file:
        geometry, datum = _geometry(file, tally)
        columns = Columns(str(path), file.schema_arrow.names, tally, tz, geometry, datum)
        first = 1
        try:
            for batch in file.iter_batches(BATCH, columns=columns.wanted):
                yield columns.take(batch, first)
                first += batch.num_rows
        except (pa.ArrowException, OSError) as error:
            tally.add(f"cannot be read on from record {first:,}: {str(error).splitlines()[0][:80]}",
                      "copy the file again; what came before was read")  # fmt: skip


def _geometry(file: Any, tally: Tally) -> tuple[str | None, Any]:
    """The column of points that GeoParquet names, and what it is referred to."""
    told = (file.schema_arrow.metadata or {}).get(b"geo")
    if told is None:
        return None, None
    from .datum import datum_of

    try:
        geo = json.loads(told)
        name = geo["primary_column"]
        column = geo["columns"][name]
    except (ValueError, KeyError, TypeError) as error:
        raise DataError("the file's 'geo' metadata cannot be read",
                        "write it as GeoParquet 1.0 or 1.1") from error  # fmt: skip
    return name, datum_of(column["crs"], tally) if "crs" in column else None
