"""Every drawing of the brief, of the Korean process: a title, well-formed, right on dark."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest

from servanda.brief import drawings
from servanda.brief.outline import OUTLINE, Draw
from servanda.charts import to_svg
from servanda.charts.theme import PALETTE

NAMES = [item.chart for part in OUTLINE for item in part.items if isinstance(item, Draw)]
COLOURS = {light for light, _ in PALETTE.values()}


@pytest.mark.parametrize("day", ["2018-04-30", "2019-02-21", "2022-03-25"])
@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_states_a_finding_and_is_right_on_dark(korea_as_of, korea_survey, name, day):
    dossier, survey = korea_as_of(day), korea_survey(day)
    chart, rests_on = drawings.draw(
        name,
        {finding.id: finding for finding in survey},
        [finding for finding in survey if finding.id.startswith("commitment/")],
        date.fromisoformat(day),
        [(party.id, party.short) for party in dossier.parties],
        "",
    )
    if chart is None:
        assert day != "2019-02-21"  # on the essay's day there is something to draw everywhere
        return
    assert rests_on
    assert chart.title and chart.alt and chart.counted
    assert len(chart.title) < 160
    for spec in (chart.wide, chart.narrow):
        svg = to_svg(spec)
        ET.fromstring(svg)
        used = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', svg))
        assert used <= COLOURS, used - COLOURS
        later = re.findall(r"\b20\d\d-\d\d-\d\d\b", svg)
        assert all(found <= day for found in later)
