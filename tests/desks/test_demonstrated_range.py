"""The finding on demonstrated range: what had flown by then, and what was published by then."""

from __future__ import annotations

import json

import pytest
from tests.dossiers_in_place import dossier, launch

from servanda.desks.verification.missiles.demonstrated import (
    demonstrated_range,
    farther_and_farther,
)
from servanda.parameters import Parameters

JUDGED = Parameters().of("desks.verification.missiles")
ID = "capability.demonstrated_range_km"


def test_it_grows_flight_by_flight(korea_survey, korea):
    values = []
    for day in ("2017-06-01", "2017-07-10", "2017-08-10", "2017-12-05"):
        found = demonstrated_range(korea.as_of(day), JUDGED)
        assert found.low < found.value < found.high
        values.append(found.value)
    assert values == sorted(values)
    assert korea_survey("2019-02-21").need(ID).value == values[-1]


def test_published_figures_stand_beside_it_from_the_day_they_were_published(korea):
    early = demonstrated_range(korea.as_of("2017-07-05"), JUDGED).series[-1]["published"]
    later = demonstrated_range(korea.as_of("2017-08-10"), JUDGED).series[-2]["published"]
    assert {row["author"] for row in early} < {row["author"] for row in later}


def test_failures_and_gliders_show_no_reach(korea):
    shown = farther_and_farther(korea.as_of("2025-06-01"), JUDGED)
    assert all(one.test.outcome != "failure" for one in shown)
    assert all(one.test.test_class != "hypersonic" for one in shown)


def test_another_process_says_what_is_not_computed_and_how_to_compute_it():
    flown = launch("2020-01-01", apogee_km=4001, range_km=903)
    found = demonstrated_range(dossier("2020-02-01", flown), JUDGED)
    assert found.parts["not_computed"] == 1
    assert "servanda derive" in found.sentence
    assert found.low == pytest.approx(8800, rel=0.05)
    assert found.value is None


def test_explain_prints_the_prior(servanda):
    told = servanda("explain", "korea", ID, "--as-of", "2019-02-21", "--format", "json")
    assert json.loads(told.stdout)["parameters"]["prior"]["burn_s"] == [120.0, 320.0]
