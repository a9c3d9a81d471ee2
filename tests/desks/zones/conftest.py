"""The Korean drawing, and zones made of it."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("shapely")

from servanda.desks.military.zones.drawing import read_drawing
from servanda.desks.military.zones.screener import Screener

KOREA = Path(__file__).parents[3] / "src/servanda/processes/korea/zones/military-agreement.geojson"


@pytest.fixture(scope="session")
def drawing():
    return read_drawing(KOREA)


@pytest.fixture(scope="session")
def band(drawing):
    return {name: 10_000.0 if name == "sea" else 250.0 for name in drawing.zones}


@pytest.fixture(scope="session")
def plain(drawing, band):
    return Screener(drawing.zones, band, drawing.line, "plain")


@pytest.fixture(scope="session")
def compiled(drawing, band):
    pytest.importorskip("numba")
    return Screener(drawing.zones, band, drawing.line, "compiled")
