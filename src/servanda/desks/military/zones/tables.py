"""Rows of a screening as Arrow batches, and the files they are written to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

import numpy as np

from servanda.desks.military.tracks.positions import flag_words

from .screener import VERDICTS
from .screening import COLUMNS, Screened, exemption
from .zoneset import ZoneSet

Array = np.ndarray
Sink = Callable[[Any], None]


def schema() -> Any:
    """Names and types of the columns (those of `COLUMNS`)."""
    import pyarrow as pa

    kinds = {"time": pa.timestamp("ms", "UTC"), "distance_m": pa.float64(),
             "line_distance_m": pa.float64(), "lon": pa.float64(), "lat": pa.float64(),
             "segment": pa.int32()}  # fmt: skip
    return pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])


def rows_of(screened: Screened, *, only_hits: bool = False) -> Any:
    """The rows of a batch as an Arrow record batch, position by position.

    Parameters
    ----------
    screened : Screened
    only_hits : bool
        Leave out verdicts "outside".
    """
    import pyarrow as pa

    n, z = np.nonzero(screened.hits if only_hits else screened.applies)
    batch, rules = screened.batch, screened.rules
    verdict = screened.verdict[n, z]
    line = np.round(screened.line[n], 1)
    columns = {
        "id": pa.array(batch.id, pa.string()).take(pa.array(n)),
        "time": pa.array(batch.time[n], pa.timestamp("ms", "UTC"), from_pandas=True),
        "zone": _named([rule.name for rule in rules], z),
        "verdict": _named(VERDICTS, verdict),
        "distance_m": pa.array(np.round(screened.distance[n, z], 1)),
        "line_distance_m": pa.array(line, mask=np.isnan(line)),
        "commitment": _named([rule.commitment for rule in rules], z),
        "exemption": _exemptions(screened, n, z),
        "flags": _flags(batch.flags[n]),
        "lon": pa.array(batch.lon[n]),
        "lat": pa.array(batch.lat[n]),
        "segment": pa.array(batch.segment[n], pa.int32()),
    }
    return pa.record_batch([columns[name] for name in COLUMNS], schema=schema())


def _named(names: Any, codes: Array) -> Any:
    import pyarrow as pa

    return pa.array([*names, ""], pa.string()).take(pa.array(codes))


def _flags(flags: Array) -> Any:
    found, codes = np.unique(flags, return_inverse=True)
    return _named([flag_words(int(flag)) for flag in found], codes)


def _exemptions(screened: Screened, n: Array, z: Array) -> Any:
    """The text's words on each purpose, where the position is not outside."""
    purposes, codes = np.unique(np.append(screened.batch.purpose, "").astype(str),
                                return_inverse=True)  # fmt: skip
    words = [exemption(rule, purpose) for rule in screened.rules for purpose in purposes]
    at = z * purposes.size + codes[:-1][n]
    return _named(words, np.where(screened.hits[n, z], at, len(words)))


@contextmanager
def parquet_sink(out: BinaryIO, zones: ZoneSet) -> Iterator[Sink]:
    """Rows into Parquet; who is to be named with them stands in its metadata."""
    import pyarrow.parquet as pq

    kept = schema().with_metadata({"title": zones.title, "attribution": zones.attribution})
    with pq.ParquetWriter(out, kept, compression="zstd") as writer:

        def write(batch: Any) -> None:
            if batch.num_rows:
                writer.write_batch(batch.replace_schema_metadata(kept.metadata))

        yield write


@contextmanager
def csv_sink(out: BinaryIO, _zones: ZoneSet) -> Iterator[Sink]:
    """Rows into CSV."""
    import pyarrow as pa
    from pyarrow import csv

    written = schema().set(1, pa.field("time", pa.string()))
    options = csv.WriteOptions(include_header=True, quoting_style="needed")
    with csv.CSVWriter(out, written, write_options=options) as writer:
        yield lambda batch: writer.write_batch(_with_text_times(batch, written))


@contextmanager
def json_sink(out: BinaryIO, _zones: ZoneSet) -> Iterator[Sink]:
    """Rows into a JSON list."""
    separator = "["

    def write(batch: Any) -> None:
        nonlocal separator
        for row in _with_text_times(batch).to_pylist():
            out.write(f"{separator}\n{json.dumps(row, ensure_ascii=False)}".encode())
            separator = ","

    yield write
    out.write(b"[]\n" if separator == "[" else b"\n]\n")


@contextmanager
def geojson_sink(out: BinaryIO, zones: ZoneSet) -> Iterator[Sink]:
    """Rows into GeoJSON points."""
    head = {"type": "FeatureCollection", "name": f"Screening by the zones of {zones.title}",
            "attribution": zones.attribution}  # fmt: skip
    out.write((json.dumps(head, ensure_ascii=False)[:-1] + ', "features": [').encode())
    separator = ""

    def write(batch: Any) -> None:
        nonlocal separator
        for row in _with_text_times(batch).to_pylist():
            point = {"type": "Point", "coordinates": [row.pop("lon"), row.pop("lat")]}
            feature = {"type": "Feature", "geometry": point, "properties": row}
            out.write(f"{separator}\n{json.dumps(feature, ensure_ascii=False)}".encode())
            separator = ","

    yield write
    out.write(b"\n]}\n")


SINKS = {"csv": csv_sink, "json": json_sink, "geojson": geojson_sink, "parquet": parquet_sink}


def _with_text_times(batch: Any, written: Any = None) -> Any:
    """Times as ISO 8601 in UTC, empty where they are not known."""
    import pyarrow as pa
    import pyarrow.compute as pc

    told = pc.strftime(batch.column(1).cast(pa.timestamp("s"), safe=False), "%Y-%m-%dT%H:%M:%SZ")
    at = written or schema().set(1, pa.field("time", pa.string()))
    columns = [batch.column(n) for n in range(batch.num_columns)]
    columns[1] = pc.fill_null(told, "")
    return pa.record_batch(columns, schema=at)
