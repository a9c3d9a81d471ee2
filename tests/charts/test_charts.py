"""What every chart must be: a sentence above, its doubt drawn, nothing later than the date."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from datetime import date
from functools import cache
from itertools import pairwise

import pytest

from servanda import charts
from servanda.charts.axes import time_ticks
from servanda.charts.render import HATCH
from servanda.charts.theme import LEVELS, PALETTE
from servanda.records import Finding

AS_OF = date(2019, 2, 21)
PARTIES = [("party/north", "North"), ("party/south", "South")]


def finding(id: str, **fields) -> Finding:
    told = {"objective": "standing", "sentence": "Said.", "cites": ("test/1",), "method": "m"}
    return Finding(id=id, **(told | fields))


def test_row(day: str, kind: str = "ballistic") -> dict:
    return {"date": day, "type": kind, "class": "srbm", "label": "Launch", "outcome": "success"}


test_row.__test__ = False

LULL = finding(
    "verification.lull", value=450, low=449, high=450, unit="days",
    parts={
        "ballistic": {
            "current": 450,
            "longer": [{"low": 1005, "high": 1005, "from": "2006-07-05", "to": "2009-04-05"}],
        },
        "nuclear": {"current": 536},
    },
    series=(
        test_row("2006-07-05"), test_row("2006-10-09", "nuclear"),
        test_row("2009-04-05", "space_launch"), test_row("2017-11-28"), test_row("2019-05-04"),
    ),
)  # fmt: skip
SCORES = {
    f"assessment.score_{theme}": finding(
        f"assessment.score_{theme}", value=low, low=5.0, high=60.0,
        series=(
            {"date": "2018-04-27", "low": None, "high": None, "low_all": 0.0, "high_all": 100.0},
            {"date": "2018-10-01", "low": low, "high": low + 9, "low_all": 5.0, "high_all": 60.0},
            {"date": "2019-02-21", "low": low, "high": low + 9, "low_all": 5.0, "high_all": 60.0},
        ),
    )
    for theme, low in (("denuclearisation", 8.0), ("peace_military", 41.0))
}  # fmt: skip
SILENCE = finding(
    "dialogue.working_level_silence_days", value=13,
    series=tuple(
        {"date": day, "level": level, "parties": ["party/north", "party/south"], "label": "Met"}
        for day, level in (("2018-04-27", "leader"), ("2018-10", "working"), ("2019-03-01", "envoy"))
    ),
)  # fmt: skip
INCIDENTS = finding(
    "military.incidents", value=2, parts={"window_days": 365, "counting_rule": "one per day"},
    series=(
        {"date": "2017-11-13", "label": "Shots", "severity": 4},
        {"date": "2018-12-20", "label": "Radar", "severity": None},
    ),
)  # fmt: skip
THIN = finding(
    "assessment.thinness", value="elevated",
    parts={
        "shares": [
            {"name": "with a due date", "count": 1, "of": 9, "share": 0.11, "low": 0.03,
             "high": 0.36},
            {"name": "delivered and independently verified", "count": 0, "of": 0, "share": None,
             "low": 0.0, "high": 1.0},
        ],
        "interval": "Wilson, 90 %",
    },
)  # fmt: skip


def quantiles(day: str, median: float) -> dict:
    return {"date": day, "low": median / 2, "lower": median - 1, "median": median,
            "upper": median + 1, "high": median * 2}  # fmt: skip


STOCK = finding(
    "capability.heu_kg", value=300, low=150, high=600, unit="kg",
    parts={
        "pool": "heu",
        "published": [
            {"known": "2017-08-10", "date": "2016", "low": 175, "best": None, "high": 645, "id": "a"},
            {"known": "2018-02-01", "date": "2017", "low": None, "best": None, "high": 500, "id": "b"},
            {"known": "2020-01-01", "date": "2016", "low": 300, "best": None, "high": 450, "id": "c"},
        ],
    },
    series=(quantiles("2010-01-01", 10), quantiles("2019-02-21", 300)),
)  # fmt: skip
MEANWHILE = finding(
    "assessment.nuclear_illusion", value=4, parts={"since": "2017-11-28"},
    series=(
        {"facility": "reactor", "operated": 0.98, "spans": [
            {"from": "2015-12-01", "to": "2018-08-31", "state": "ran", "probability": 1.0},
            {"from": "2018-08-31", "to": None, "state": "may have run", "probability": 0.7}]},
        {"facility": "second hall", "operated": 0.5, "spans": [
            {"from": "2013-07-01", "to": None, "state": "may have run", "probability": 0.5}]},
    ),
)  # fmt: skip


def commitment(slug: str, level: int | None, masses: list[float], theta: float) -> Finding:
    rated = level is not None
    row = {f"m{n}": mass for n, mass in enumerate(masses)} | {"theta": theta}
    return finding(
        f"commitment/{slug}/north", value=level,
        parts={
            "title": f"closure of {slug}", "form": "deliver", "theme": "denuclearisation",
            "obligor": "North", "obligor_id": "party/north", "level": level,
            "status": "rated" if rated else "no evidence",
            "last_report_days": 30 if rated else None,
        },
        series=({"date": "2018-05-24", **row},) if rated else (),
    )  # fmt: skip


COMMITMENTS = [
    commitment("one site", 3, [0.1, 0.0, 0.1, 0.6], 0.2),
    commitment("another site", 0, [0.9, 0.0, 0.0, 0.0], 0.1),
    commitment("a third site", None, [1.0, 0.0, 0.0, 0.0], 0.0),
]


@cache
def drawn() -> dict[str, charts.Chart]:
    found = (
        charts.test_timeline(LULL, AS_OF),
        charts.scores_over_time(SCORES, AS_OF),
        charts.contacts_by_level(SILENCE, AS_OF, PARTIES),
        charts.incidents_by_severity(INCIDENTS, AS_OF),
        charts.thinness_profile(THIN, AS_OF),
        charts.stocks_of_findings([STOCK], AS_OF),
        charts.facility_strips(MEANWHILE, AS_OF),
        charts.commitment_history(COMMITMENTS, AS_OF, PARTIES),
        charts.levels_over_time(COMMITMENTS, AS_OF, PARTIES, "made since April 2018"),
    )
    return {chart.name: chart for chart in found if chart is not None}


NAMES = ("tests", "scores", "contacts", "incidents", "thinness", "stocks", "facilities",
         "commitments", "levels")  # fmt: skip
VERB = re.compile(r"\b(is|are|was|were|lasted|lags?|stands?|have|has|met|come|comes)\b")


def numbers_of(spec: dict) -> set[str]:
    """Every date in a spec's data."""
    return set(
        re.findall(r"\d{4}-\d\d-\d\d", json.dumps([layer["data"] for layer in spec["layer"]]))
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_title_is_a_sentence_that_states_the_finding(name):
    title = drawn()[name].title
    assert title[0].isupper() or title[0].isdigit()
    assert VERB.search(title), title
    assert "_" not in title and not title.endswith(":")


def test_the_title_of_the_lull_gives_its_days_and_what_lasted_longer():
    assert drawn()["tests"].title == (
        "No nuclear test or ballistic launch for 450 days; one earlier pause in launches lasted "
        "longer"
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_says_how_it_counted_and_what_it_shows(name):
    chart = drawn()[name]
    assert chart.counted.endswith(".") and len(chart.counted) > 40
    assert len(chart.alt) > 40


@pytest.mark.parametrize("name", NAMES)
def test_what_came_later_is_absent(name):
    for spec in (drawn()[name].wide, drawn()[name].narrow):
        assert max(numbers_of(spec), default="") <= AS_OF.isoformat()


@pytest.mark.parametrize("name", NAMES)
def test_the_drawing_is_the_same_on_every_run_and_well_formed(name, tmp_path):
    spec = drawn()[name].wide
    first = charts.to_svg(spec, tmp_path / "one")
    assert charts.to_svg(spec, tmp_path / "two") == first
    assert charts.to_svg(spec, tmp_path / "one") == first  # as kept
    assert ET.fromstring(first).get("viewBox", "").startswith("0 0 700 ")


@pytest.mark.parametrize("name", NAMES)
def test_every_colour_of_a_drawing_has_its_counterpart_on_dark(name, tmp_path):
    svg = charts.to_svg(drawn()[name].narrow, tmp_path)
    used = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{3,6})"', svg))
    assert used <= {on_paper for on_paper, _ in PALETTE.values()}


def test_the_unknown_is_hatched_and_no_evidence_is_not_zero(tmp_path):
    svg = charts.to_svg(drawn()["commitments"].wide, tmp_path)
    assert HATCH not in svg
    assert "<pattern" in svg and "-hatch)" in svg
    assert "stroke-dasharray" in svg  # the commitment without any report
    assert LEVELS[0] in svg  # the one reported as not initiated
    assert "1 without any report" in svg


def test_scores_are_bands_and_unrated_months_have_none_of_the_inner_one():
    gauges = drawn()["scores"].gauges
    assert gauges[0].text == "8–17; 5–60 with all counted"
    inner = drawn()["scores"].wide["layer"][4]["data"]["values"]
    assert [row["date"] for row in inner] == ["2018-10-01", "2019-02-21"]


def test_a_score_of_which_nothing_counts_any_more_is_not_carried_on():
    gone = SCORES["assessment.score_denuclearisation"]
    shorter = finding(gone.id, series=gone.series[:2])
    chart = charts.scores_over_time({gone.id: shorter}, AS_OF)
    assert chart is not None
    assert chart.gauges[0].text == "nothing that counts on the date"
    assert max(numbers_of({"layer": chart.wide["layer"][3:5]})) == "2018-10-01"


def test_a_published_figure_stands_on_the_day_it_was_published():
    marks = [
        layer for layer in drawn()["stocks"].wide["layer"] if layer["mark"].get("type") == "point"
    ]
    days = [row["date"] for layer in marks for row in layer["data"]["values"]]
    assert days == ["2017-08-10", "2018-02-01"]
    assert [layer["mark"]["filled"] for layer in marks] == [True, False]  # a bound is open


def test_a_supposition_is_dashed_and_left_out_where_it_changes_nothing():
    rows = STOCK.series
    less = [{**row, "median": row["median"] / 2} for row in rows]
    for supposed, dashed in ((less, 3), (rows, 0)):
        chart = charts.stocks_over_time([charts.Fan("heu", rows, (), supposed)], AS_OF)
        assert chart is not None
        lines = [layer for layer in chart.wide["layer"] if "strokeDash" in layer["mark"]]
        assert len(lines) == dashed


def test_nothing_to_draw_is_no_chart():
    assert charts.stocks_of_findings([finding("capability.heu_kg")], AS_OF) is None
    assert charts.facility_strips(finding("assessment.nuclear_illusion"), AS_OF) is None
    assert charts.test_timeline(finding("verification.lull"), AS_OF) is None
    assert charts.commitment_history([COMMITMENTS[2]], AS_OF, PARTIES) is None
    assert charts.levels_over_time([], AS_OF, PARTIES) is None
    assert charts.thinness_profile(finding("assessment.thinness"), AS_OF) is None


def test_a_warm_run_does_not_import_the_renderer(tmp_path):
    spec = drawn()["tests"].wide
    charts.to_svg(spec, tmp_path)
    program = (
        "import json, sys; from pathlib import Path; from servanda.charts import to_svg;"
        "to_svg(json.load(sys.stdin), Path(sys.argv[1])); print('vl_convert' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", program, str(tmp_path)], input=json.dumps(spec),
                         capture_output=True, text=True, check=True)  # fmt: skip
    assert ran.stdout.strip() == "False"


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    assert charts.to_svg(drawn()["incidents"].narrow, blocked).startswith("<svg")


def test_a_damaged_drawing_in_the_cache_is_drawn_again(tmp_path):
    spec = drawn()["incidents"].narrow
    whole = charts.to_svg(spec, tmp_path)
    for path in tmp_path.rglob("*.svg"):
        path.write_bytes(b"\xff\xfe broken")
    assert charts.to_svg(spec, tmp_path) == whole


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    "name", ["ink", "quiet", "alarm", "party1", "party2", "party3", "party4", "party_other"]
)
def test_text_reaches_four_and_a_half_to_one(name):
    on_paper, on_dark = PALETTE[name]
    assert contrast(on_paper, "#ffffff") >= 4.5
    assert contrast(on_dark, PALETTE["paper"][1]) >= 4.5


def test_levels_are_told_apart_in_grey_print():
    greys = [luminance(level) for level in LEVELS]
    assert greys == sorted(greys, reverse=True)
    assert all(contrast(a, b) > 1.45 for a, b in pairwise(LEVELS))


def test_the_palette_on_paper_has_no_colour_twice():
    on_paper = [light for light, _ in PALETTE.values()]
    assert len(set(on_paper)) == len(on_paper)


def test_ticks_of_a_long_time_are_years():
    assert [words for _, words in time_ticks(date(1984, 1, 1), AS_OF, 300)][:2] == ["1990", "2000"]
