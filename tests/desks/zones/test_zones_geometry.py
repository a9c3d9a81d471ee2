"""Zones as drawn: geodesic buffers, distances, and what is wrong with a drawing."""

from __future__ import annotations

import csv
import hashlib
import json

import numpy as np
import pytest
import shapely
from pyproj import Geod
from tests.desks.zones.conftest import KOREA

from servanda.desks.military.zones.buffers import geodesic_buffer
from servanda.desks.military.zones.drawing import Drawn, read_drawing
from servanda.desks.military.zones.screener import Screener
from servanda.errors import DataError, UsageError

GEOD = Geod(ellps="WGS84")


def from_line(drawing, lon, lat):
    """Geodesic distance of one point to the line, by many points on it."""
    dense = shapely.get_coordinates(shapely.segmentize(shapely.LineString(drawing.line), 0.0002))
    n = len(dense)
    return GEOD.inv(np.full(n, lon), np.full(n, lat), dense[:, 0], dense[:, 1])[2].min()


def test_the_line_is_246_km_long(drawing):
    line = np.array(drawing.line)
    assert GEOD.line_length(line[:, 0], line[:, 1]) == pytest.approx(246_000, abs=1_000)


@pytest.mark.parametrize(("zone", "km"), [("land", 5), ("helicopter", 10), ("balloon", 25)])
def test_the_edge_of_a_belt_lies_at_its_distance_from_the_line(drawing, zone, km):
    edge = shapely.get_coordinates(drawing.zones[zone].area)
    for lon, lat in edge[:: len(edge) // 12]:
        assert from_line(drawing, lon, lat) == pytest.approx(km * 1000, abs=25)


def test_the_belts_step_near_marker_0646(drawing):
    for zone, west, east in (("fixed-wing", 20, 40), ("uav", 10, 15)):
        edge = shapely.get_coordinates(drawing.zones[zone].area)
        western = edge[edge[:, 0] < 127.2]
        eastern = edge[(edge[:, 0] > 127.8) & (edge[:, 0] < 128.3)]
        for points, km in ((western, west), (eastern, east)):
            for lon, lat in points[:: len(points) // 4]:
                assert from_line(drawing, lon, lat) == pytest.approx(km * 1000, abs=25)


def test_records_name_the_drawing_by_its_digest():
    digest = hashlib.sha256(KOREA.read_bytes()).hexdigest()
    with (KOREA.parents[1] / "zone.csv").open(encoding="utf-8") as rows:
        assert {row["geometry"] for row in csv.DictReader(rows)} == {digest}


def test_the_licence_of_the_line_is_told(drawing):
    assert "OpenStreetMap" in drawing.attribution
    assert "Open Database License" in drawing.attribution
    assert "ODbL" in (KOREA.parent / "README.md").read_text(encoding="utf-8")


def test_a_buffer_of_a_degree_of_latitude():
    area = geodesic_buffer([(127.0, 38.0), (127.0, 39.0)], 10)
    edge = area.intersection(shapely.box(126, 38.5, 128, 38.5001)).bounds[2]
    _, _, across = GEOD.inv(127.0, 38.5, edge, 38.5)
    assert across == pytest.approx(10_000, abs=5)
    with pytest.raises(UsageError, match="cannot be drawn"):
        geodesic_buffer([(127.0, 38.0), (127.0, 39.0)], 0)


def drawn(tmp_path, *features, **members):
    path = tmp_path / "zones.geojson"
    told = {"type": "FeatureCollection", "features": list(features), **members}
    path.write_text(json.dumps(told), encoding="utf-8")
    return read_drawing(path)


def polygon(name, *ring):
    return {"type": "Feature", "properties": {"zone": name},
            "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}}  # fmt: skip


SQUARE = ((30.0, 10.0), (31.0, 10.0), (31.0, 11.0), (30.0, 11.0))


@pytest.mark.parametrize(
    ("feature", "what"),
    [
        (polygon("bow", (30, 10), (31, 11), (31, 10), (30, 11)), "no simple polygon"),
        (polygon("swapped", (38.0, 127.0), (38.5, 127.0), (38.5, 127.5)), "latitude 127.5"),
        (polygon("grid", (300000, 20), (300100, 20), (300100, 21)), "longitude 300100"),
        ({"type": "Feature", "properties": {"zone": "empty"},
          "geometry": {"type": "Polygon", "coordinates": []}}, "is empty"),
        ({"type": "Feature", "properties": {}, "geometry": None}, "no feature with a geometry"),
        ({"type": "Feature", "properties": {},
          "geometry": {"type": "Point", "coordinates": [30, 10]}}, "draw zones as polygons"),
    ],
)  # fmt: skip
def test_a_faulty_zone_is_named_and_the_others_stay(tmp_path, feature, what):
    found = drawn(tmp_path, feature, polygon("good", *SQUARE))
    assert list(found.zones) == ["good"]
    assert any(what in str(fault) for fault in found.faults)


def test_a_line_with_a_buffer_is_a_zone(tmp_path):
    line = {"type": "Feature", "properties": {"zone": "strip", "buffer_km": 3},
            "geometry": {"type": "LineString", "coordinates": [[30, 10], [31, 10]]}}  # fmt: skip
    found = drawn(tmp_path, line)
    assert found.zones["strip"].area.bounds[3] == pytest.approx(10 + 3 / 110.6, abs=1e-4)


def test_another_reference_system_is_told(tmp_path):
    found = drawn(tmp_path, polygon("a", *SQUARE), crs={"properties": {"name": "EPSG:5179"}})
    assert "EPSG:5179" in str(found.faults[0])


def test_what_is_no_geojson_is_said(tmp_path):
    path = tmp_path / "x.geojson"
    path.write_text("[1")
    with pytest.raises(DataError, match="is no JSON"):
        read_drawing(path)
    path.write_text("[1]")
    with pytest.raises(DataError, match="holds no features"):
        read_drawing(path)


def test_distances_agree_with_the_geodesic(drawing, plain):
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform(126.0, 129.0, 40), rng.uniform(37.6, 38.9, 40)
    ours = plain.line_distances(lon, lat)
    for n in range(40):
        true = from_line(drawing, lon[n], lat[n])
        assert abs(ours[n]) == pytest.approx(true, rel=1e-4, abs=5)


def test_north_of_the_line_is_positive(plain):
    lon = np.array([127.0, 127.0, 130.5, 124.0])
    lat = np.array([38.6, 37.8, 39.5, 37.0])
    assert np.sign(plain.line_distances(lon, lat)).tolist() == [1, -1, 1, -1]


def test_a_hole_is_outside():
    ring = shapely.box(30, 10, 31, 11).difference(shapely.box(30.4, 10.4, 30.6, 10.6))
    screener = Screener({"ring": Drawn(ring, None, {})}, {"ring": 50.0})
    told = screener.verdicts(np.array([30.5, 30.2, 32.0]), np.array([10.5, 10.2, 10.5]))
    assert told[:, 0].tolist() == [0, 1, 0]


def test_no_verdict_where_the_edge_is_in_doubt():
    zone = Drawn(shapely.box(30, 10, 31, 11), shapely.box(30.9, 10, 31.4, 11), {})
    screener = Screener({"z": zone}, {"z": 100.0})
    told = screener.verdicts(np.array([30.5, 30.95, 31.2, 31.6]), np.full(4, 10.5))
    assert told[:, 0].tolist() == [1, 2, 2, 0]
