"""Verdicts in bulk: exact against Shapely outside of the band, the same by both engines."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.desks.military.zones.drawing import Drawn
from servanda.desks.military.zones.screener import INDETERMINATE, INSIDE, NO_POSITION, Screener

BOX = (123.0, 36.8, 130.2, 39.6)


def random_points(n, seed=1, box=BOX):
    rng = np.random.default_rng(seed)
    return rng.uniform(box[0], box[2], n), rng.uniform(box[1], box[3], n)


def edge_points(drawing, n, seed=2):
    """Points on vertices, on edges, and within metres of them."""
    rng = np.random.default_rng(seed)
    found = []
    for zone in drawing.zones.values():
        xy = shapely.get_coordinates(zone.area)
        some = xy[rng.integers(0, len(xy), n)]
        found += [some, some + rng.normal(0, 1e-3, some.shape), some + rng.normal(0, 1e-5, some.shape),
                  np.round(some, 3), np.column_stack([some[:, 0], some[::-1, 1]])]  # fmt: skip
    return np.concatenate(found).T


def disagreements(screener, drawing, lon, lat):
    told = screener.verdicts(lon, lat)
    wrong = 0
    for n, name in enumerate(screener.names):
        sure = told[:, n] != INDETERMINATE
        inside = shapely.contains_xy(drawing.zones[name].area, lon, lat)
        wrong += np.count_nonzero((told[:, n] == INSIDE)[sure] != inside[sure])
    return wrong


def test_no_disagreement_with_shapely_outside_the_band(compiled, drawing):
    assert disagreements(compiled, drawing, *random_points(300_000)) == 0
    assert disagreements(compiled, drawing, *edge_points(drawing, 4_000)) == 0


def test_the_sign_of_every_distance_is_shapelys_side(compiled, drawing):
    lon, lat = random_points(200_000, seed=5)
    for name in compiled.names:
        inside = shapely.contains_xy(drawing.zones[name].area, lon, lat)
        assert np.array_equal(compiled.distances(name, lon, lat) < 0, inside), name


def test_both_engines_say_the_same(compiled, plain, drawing):
    for lon, lat in (random_points(3_000, seed=7), edge_points(drawing, 60)):
        assert np.array_equal(compiled.verdicts(lon, lat), plain.verdicts(lon, lat))
        for name in plain.names:
            ours, theirs = compiled.distances(name, lon, lat), plain.distances(name, lon, lat)
            assert np.allclose(ours, theirs, rtol=2e-4, atol=0.5), name
        assert np.allclose(compiled.line_distances(lon, lat), plain.line_distances(lon, lat),
                           rtol=2e-4, atol=0.5)  # fmt: skip


def test_verdict_and_distance_agree(compiled, band):
    lon, lat = random_points(50_000, seed=9)
    told = compiled.verdicts(lon, lat)
    for n, name in enumerate(compiled.names):
        if name in ("sea", "fixed-wing", "uav"):
            continue  # these have areas in doubt beside their band
        near = np.abs(compiled.distances(name, lon, lat))
        clear = np.abs(near - band[name]) > 0.1
        assert np.array_equal((told[:, n] == INDETERMINATE)[clear], (near <= band[name])[clear])


@pytest.mark.parametrize("engine", ["plain", "compiled"])
def test_what_is_no_position_has_no_verdict(engine, request):
    screener = request.getfixturevalue(engine)
    lon = np.array([np.nan, 127.0, np.inf, 127.0, 127.0])
    lat = np.array([38.0, np.nan, 38.0, 91.0, 38.0])
    told = screener.verdicts(lon, lat)
    assert (told[:4] == NO_POSITION).all()
    assert (told[4] != NO_POSITION).all()
    assert np.isnan(screener.distances("land", lon, lat)[:4]).all()


def test_more_than_eight_zones(drawing):
    pytest.importorskip("numba")
    zones = {f"box{n}": Drawn(shapely.box(126 + n / 10, 38, 126.15 + n / 10, 38.5), None, {})
             for n in range(11)}  # fmt: skip
    screener = Screener(zones, dict.fromkeys(zones, 20.0), engine="compiled")
    lon, lat = random_points(20_000, box=(125.8, 37.8, 127.4, 38.7))
    told = screener.verdicts(lon, lat)
    for n, zone in enumerate(zones.values()):
        inside = shapely.contains_xy(zone.area, lon, lat)
        sure = told[:, n] != INDETERMINATE
        assert np.array_equal(told[sure, n] == INSIDE, inside[sure])


@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=3, max_size=9, unique=True
    ),
    st.integers(0, 1000),
)
def test_any_polygon(corners, seed):
    """Coordinates on a lattice: vertical and level edges, shared abscissas, points on vertices."""
    pytest.importorskip("numba")
    area = shapely.convex_hull(shapely.MultiPoint(np.array(corners) / 100 + [30.0, 10.0]))
    if area.geom_type != "Polygon":
        return
    screener = Screener({"p": Drawn(area, None, {})}, {"p": 5.0}, engine="compiled")
    rng = np.random.default_rng(seed)
    lon = 30 + rng.integers(-10, 51, 500) / 100
    lat = 10 + rng.integers(-10, 51, 500) / 100
    told = screener.verdicts(lon, lat)[:, 0]
    sure = told != INDETERMINATE
    inside = shapely.contains_xy(area, lon, lat)
    assert np.array_equal(told[sure] == INSIDE, inside[sure])


def test_positions_far_from_the_zones(compiled, plain, drawing):
    lon, lat = random_points(4_000, seed=11, box=(-180, -89, 180, 89))
    near = random_points(4_000, seed=12, box=(119.0, 33.0, 134.0, 43.0))
    for x, y in ((lon, lat), near):
        for name in compiled.names:
            inside = shapely.contains_xy(drawing.zones[name].area, x, y)
            ours = compiled.distances(name, x, y)
            assert np.array_equal(ours < 0, inside), name
            if x is near[0]:
                assert np.allclose(ours, plain.distances(name, x, y), rtol=2e-3, atol=0.5), name


def test_a_zone_as_large_as_an_ocean():
    pytest.importorskip("numba")
    area = shapely.Polygon([(-160, -40), (-60, -55), (-80, 10), (-120, 45), (-170, 20)])
    screener = Screener({"ocean": Drawn(area, None, {})}, {"ocean": 500.0}, engine="compiled")
    lon, lat = random_points(50_000, box=(-180, -90, 180, 90))
    told = screener.verdicts(lon, lat)[:, 0]
    sure = told != INDETERMINATE
    assert np.array_equal(told[sure] == INSIDE, shapely.contains_xy(area, lon, lat)[sure])
