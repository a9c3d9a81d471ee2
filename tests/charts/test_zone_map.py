"""The map of zones and incidents: what binds is filled, what ended is dashed, nothing later."""

from __future__ import annotations

import json
from datetime import date

import pytest

from servanda import charts
from servanda.charts.render import HATCH
from servanda.charts.theme import NARROW, WIDE, colour
from servanda.surveys import survey


@pytest.fixture
def drawn(korea_as_of):
    def draw(day):
        finding = survey(korea_as_of(day), only="military.zones").find("military.zones")
        return charts.zones_and_incidents(finding, date.fromisoformat(day))

    return draw


def shapes(spec):
    return [layer["mark"] for layer in spec["layer"] if layer["mark"]["type"] == "geoshape"]


def test_zones_in_force_are_filled_and_doubt_is_hatched(drawn):
    told = shapes(drawn("2019-02-21").wide)
    assert sum(mark["fill"] == HATCH for mark in told) == 3
    assert not any("strokeDash" in mark for mark in told)


def test_zones_that_ended_are_dashed(drawn):
    told = shapes(drawn("2023-11-24").wide)
    assert sum("strokeDash" in mark for mark in told) == 4


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_nothing_leaves_the_frame(drawn, width):
    spec = drawn("2024-06-05").draw(width)
    for layer in spec["layer"]:
        if layer["mark"]["type"] != "geoshape":
            continue
        [feature] = layer["data"]["values"]
        numbers = json.loads(
            f"[{json.dumps(feature['geometry']['coordinates']).replace('[', '').replace(']', '')}]"
        )
        assert all(0 <= x <= width for x in numbers[::2])
        assert all(0 <= y <= spec["height"] for y in numbers[1::2])


def test_an_incident_after_the_day_is_not_drawn(drawn):
    def circles(chart):
        return sum(len(layer["data"]["values"]) for layer in chart.wide["layer"]
                   if layer["mark"].get("stroke") == colour("ink") and "fill" in layer["mark"])  # fmt: skip

    assert circles(drawn("2019-02-21")) < circles(drawn("2024-12-01"))


def test_the_maker_of_the_line_is_named(drawn):
    assert "OpenStreetMap" in drawn("2019-02-21").counted


def test_a_drawing_nobody_has_is_no_map(korea_as_of):
    finding = survey(korea_as_of("2019-02-21"), only="military.zones").find("military.zones")
    import msgspec

    other = msgspec.structs.replace(finding, parts={**finding.parts, "drawings": ["0" * 64]})
    assert charts.zones_and_incidents(other, date(2019, 2, 21)) is None
