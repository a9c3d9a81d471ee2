"""Positions against the six Korean zones: beside Shapely, GeoPandas and DuckDB spatial.

The positions are drawn evenly over the box of the zones: most are decided by a grid cell, some by
edges. A verdict counts as an agreement when it is the exact one of Shapely, or when the
position lies in the uncertainty band and no verdict was given.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import resources
from importlib.util import find_spec
from typing import Any

import numpy as np
import shapely

from benchmarks.timing import machine, median
from servanda.desks.military.zones.drawing import Drawing, read_drawing
from servanda.desks.military.zones.screener import INDETERMINATE, INSIDE, Screener
from servanda.dossier import open_ledger
from servanda.records import Zone

DRAWN = "zones/military-agreement.geojson"
PEER_SHARE = 100  # a peer gets one position in so many
CHECKED_SHARE = 10
DAY = "2018-12-01"
Points = tuple[np.ndarray, np.ndarray]


def main(positions: int = 50_000_000) -> None:
    """Screen positions, check them against Shapely, and time the peers on a part of them."""
    packages = ["servanda", "numba", "shapely", "geopandas", "duckdb"]
    print(f"Zones, {positions:,} positions against six zones")
    print(f"  {machine(*(name for name in packages if find_spec(name)))}")
    with resources.as_file(resources.files("servanda.processes.korea") / DRAWN) as file:
        drawing = read_drawing(file)
    band = {zone.feature: zone.uncertainty_m or 0.0
            for zone in open_ledger("korea").as_of(DAY).of(Zone) if zone.feature}  # fmt: skip
    screener = Screener(drawing.zones, band, drawing.line, "compiled")
    lon, lat = _drawn(drawing, positions)
    screener.codes(lon[:100_000], lat[:100_000])  # compiled and indexed before
    out = np.empty((positions, 1), np.uint16, order="F")
    taken = median(lambda: screener.codes(lon, lat, out), 3)
    rate = positions / taken
    print(f"  verdicts               {rate / 1e6:8.1f} million positions/s of all six zones")
    _check(screener, drawing, positions // CHECKED_SHARE)
    some = max(positions // 5, 1)
    for name in screener.names:
        screener.distances(name, lon[:1000], lat[:1000])
        far = median(lambda zone=name: screener.distances(zone, lon[:some], lat[:some]), 1)
        print(f"  signed distance        {some / far / 1e6:8.1f} million positions/s, zone {name}")
    moved = positions * (8 + 8 + 2) / taken
    print(f"  bytes moved            {moved / 1e9:8.1f} GB/s, {moved / _copied(lon):.2f} of what "
          "a copy of memory moves")  # fmt: skip
    part = lon[: positions // PEER_SHARE], lat[: positions // PEER_SHARE]
    for peer, task in _peers(drawing, part).items():
        slow = part[0].size / median(task, 1)
        print(f"  {peer:<22} {slow / 1e6:8.2f} million positions/s; ratio {rate / slow:,.0f}")


def _drawn(drawing: Drawing, count: int, seed: int = 1) -> Points:
    areas = [zone.area for zone in drawing.zones.values()]
    west, south, east, north = shapely.total_bounds(areas)
    rng = np.random.default_rng(seed)
    return rng.uniform(west, east, count), rng.uniform(south, north, count)


def _edges(drawing: Drawing, count: int) -> Points:
    """Positions on vertices and within some hundred metres of them."""
    rng = np.random.default_rng(2)
    found = []
    for zone in drawing.zones.values():
        xy = shapely.get_coordinates(zone.area)
        some = xy[rng.integers(0, len(xy), count)]
        found += [some, some + rng.normal(0, 3e-3, some.shape)]
    lon, lat = np.concatenate(found).T
    return np.ascontiguousarray(lon), np.ascontiguousarray(lat)


def _check(screener: Screener, drawing: Drawing, count: int) -> None:
    wrong = unsure = total = 0
    for lon, lat in (_drawn(drawing, count, 3), _edges(drawing, max(count // 50, 10))):
        told = screener.verdicts(lon, lat)
        for column, name in enumerate(screener.names):
            inside = shapely.contains_xy(_prepared(drawing, name), lon, lat)
            sure = told[:, column] != INDETERMINATE
            wrong += int(np.count_nonzero((told[:, column] == INSIDE)[sure] != inside[sure]))
            unsure += int(np.count_nonzero(~sure))
            total += lon.size
    print(f"  against Shapely        {wrong} disagreements in {total:,} verdicts, edges included; "
          f"{unsure / total:.1%} within the band")  # fmt: skip
    if wrong:
        raise SystemExit(1)


def _prepared(drawing: Drawing, name: str) -> Any:
    area = drawing.zones[name].area
    shapely.prepare(area)
    return area


def _copied(values: np.ndarray) -> float:
    """Bytes a second that a copy of memory reads and writes."""
    target = np.empty_like(values)
    return 2 * values.nbytes / median(lambda: np.copyto(target, values), 3)


def _peers(drawing: Drawing, part: Points) -> dict[str, Callable[[], object]]:
    lon, lat = part
    areas = [_prepared(drawing, name) for name in drawing.zones]
    peers: dict[str, Callable[[], object]] = {
        "Shapely contains_xy": lambda: [shapely.contains_xy(area, lon, lat) for area in areas]
    }
    if find_spec("geopandas"):
        import geopandas

        zones = geopandas.GeoDataFrame({"zone": list(drawing.zones)}, geometry=areas, crs=4326)
        points = geopandas.GeoDataFrame(geometry=shapely.points(lon, lat), crs=4326)
        peers["GeoPandas sjoin"] = lambda: geopandas.sjoin(points, zones, predicate="within")
    if find_spec("duckdb"):
        task = _duckdb(areas, part)
        if task is not None:
            peers["DuckDB spatial"] = task
    return peers


def _duckdb(areas: list[Any], part: Points) -> Callable[[], object] | None:
    """DuckDB's spatial extension, where it is installed: it comes from DuckDB's own server."""
    import duckdb

    own = duckdb.connect()
    try:
        own.execute("LOAD spatial")
    except duckdb.Error:
        print("  DuckDB spatial         not measured: its extension is not installed here")
        return None
    lon, lat = part
    own.register("positions", {"lon": lon, "lat": lat})
    own.execute("CREATE TABLE p AS SELECT ST_Point(lon, lat) AS g FROM positions")
    own.execute("CREATE TABLE z (g GEOMETRY)")
    own.executemany(
        "INSERT INTO z VALUES (ST_GeomFromText(?))", [[shapely.to_wkt(area)] for area in areas]
    )
    return lambda: own.execute("SELECT count(*) FROM p, z WHERE ST_Within(p.g, z.g)").fetchone()


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
