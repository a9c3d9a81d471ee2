"""Reach from reported flights: METHOD's values, published figures, physics, faults."""

from __future__ import annotations

import json
import sys
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.brief.missile import render_reach
from servanda.desks.verification.missiles import ensemble, powered
from servanda.desks.verification.missiles.earth import (
    HALF_CIRCUMFERENCE_KM,
    MU_KM3_S2,
    RADIUS_KM,
)
from servanda.desks.verification.missiles.flight import Flight, faults
from servanda.desks.verification.missiles.impulsive import bracket_km, impulse, reach_at_speed
from servanda.desks.verification.missiles.posterior import posterior, quantiles
from servanda.desks.verification.missiles.profile import profiles
from servanda.desks.verification.missiles.reach import BOUNDS, by_payload, summary
from servanda.desks.verification.missiles.report import report_flight
from servanda.desks.verification.missiles.rings import by_direction, rings
from servanda.errors import DataError, UsageError
from servanda.parameters import Parameters

JUDGED = Parameters().of("desks.verification.missiles")
SEED = JUDGED["seed"]
HWASONG_15 = Flight(apogee_km=4475, range_km=950, time_min=53.5)


@pytest.mark.parametrize(
    ("apogee", "ground", "reach"),
    [(2111.5, 787, 4356), (2802, 933, 5865), (3725, 998, 8022), (4475, 950, 9983)],
)
def test_the_closed_form_gives_the_values_of_the_method(apogee, ground, reach):
    assert float(impulse(apogee, ground).reach_km) == pytest.approx(reach, abs=1)
    assert float(bracket_km(apogee, ground)) == pytest.approx(reach, abs=1)


@settings(deadline=None)  # the first call compiles
@given(st.floats(20, 4000), st.floats(10, 9000))
def test_the_closed_form_is_an_ellipse_through_apogee_and_range(apogee, ground):
    """Flown again from its own speed and angle, it comes to the same apogee and range."""
    push = impulse(apogee, ground)
    speed, angle = float(push.speed_km_s), float(push.elevation_rad)
    if speed**2 * RADIUS_KM / MU_KM3_S2 > 1.9:
        return
    got = ensemble.coast(
        *(np.array([value]) for value in
          (0.0, RADIUS_KM, speed * np.cos(angle), speed * np.sin(angle)))
    )[:, 0]  # fmt: skip
    assert got[0] == pytest.approx(apogee, rel=1e-6, abs=1e-3)
    assert got[1] == pytest.approx(ground, rel=1e-4, abs=0.1)
    assert got[2] == pytest.approx(float(push.flight_s), rel=1e-4)


def test_reach_grows_with_speed_up_to_half_the_circumference():
    reach = reach_at_speed(np.linspace(0.5, 8.0, 40))
    assert (np.diff(reach) >= 0).all()
    assert reach[-1] == pytest.approx(HALF_CIRCUMFERENCE_KM)


@pytest.mark.parametrize(
    ("flight", "published", "width"),
    [
        (Flight(apogee_km=2111.5, range_km=787, time_min=30, stages=1), 4500, 0.2),
        (Flight(apogee_km=2111.5, range_km=787, time_min=30), 4500, 0.2),
        (Flight(apogee_km=2802, range_km=933, time_min=39), 6700, 0.45),
        (Flight(apogee_km=3724.9, range_km=998, time_min=47.2), 10400, 0.45),
        (HWASONG_15, 13000, 0.75),
    ],
    ids=["Hwasong-12", "Hwasong-12 as two stages", "4 July", "28 July", "Hwasong-15"],
)
def test_the_flights_of_2017_keep_their_published_reach_inside_the_interval(
    flight, published, width
):
    told = summary(posterior(flight, JUDGED, 20_000, SEED), JUDGED, SEED)
    reach = told["reach_km"]
    assert reach["low"] < published < reach["high"]
    assert (reach["high"] - reach["low"]) / reach["median"] <= width
    assert told["bracket_km"] < reach["median"]


def test_the_time_of_28_july_is_in_tension_and_that_of_29_november_is_not():
    july = Flight(apogee_km=3724.9, range_km=998, time_min=47.2)
    assert "47.2 minutes" in summary(posterior(july, JUDGED, 5000, SEED), JUDGED, SEED)["tension"]
    assert summary(posterior(HWASONG_15, JUDGED, 5000, SEED), JUDGED, SEED)["tension"] is None


def test_a_flight_above_6000_km_ends_at_half_the_circumference():
    told = summary(posterior(Flight(apogee_km=6248.5, range_km=1090, time_min=71), JUDGED, 5000,
                             SEED), JUDGED, SEED)  # fmt: skip
    assert told["censored"]
    assert told["reach_km"]["high"] == pytest.approx(HALF_CIRCUMFERENCE_KM, abs=0.1)
    assert told["reach_km"]["low"] > 12_000


def test_a_reach_without_limit_is_said_in_words():
    flight = Flight(apogee_km=6648.4, range_km=1001.2, time_min=74.8)
    told = report_flight(flight, JUDGED, draws=3000)
    assert "20,015" not in render_reach(told, "text")
    assert "half the Earth’s circumference or more" in render_reach(told, "text")


def test_each_draw_flies_the_flight_that_was_reported():
    found = posterior(HWASONG_15, JUDGED, 3000, SEED)
    made = found.design
    state = ensemble.burnout(
        found.dv_km_s, found.pitch_rad, made.burn_s, made.isp_s, made.dv_share, made.burn_share,
        made.ballistic_kg_m2, made.vertical_s, made.ramp_lofted, made.structure,
        np.zeros_like(found.dv_km_s),
    )  # fmt: skip
    apogee, reached, seconds = ensemble.coast(*state[:4])
    assert apogee.mean() == pytest.approx(4475, rel=0.01)
    assert apogee.std() == pytest.approx(0.01 * 4475 + 10, rel=0.1)
    assert reached.mean() == pytest.approx(950, rel=0.02)
    assert (made.burn_s + seconds) / 60 == pytest.approx(found.flight_min)


def test_twenty_steps_a_stage_are_enough():
    found = posterior(HWASONG_15, JUDGED, 400, SEED)
    made = found.design

    def reached(steps: int):
        state = ensemble.burnout(
            found.dv_km_s, found.reach_pitch_rad, made.burn_s, made.isp_s, made.dv_share,
            made.burn_share, made.ballistic_kg_m2, made.vertical_s, made.ramp_standard,
            made.structure, np.zeros_like(found.dv_km_s), steps=steps,
        )  # fmt: skip
        return ensemble.coast(*state[:4])[1]

    assert reached(powered.STEPS) == pytest.approx(reached(400), rel=2e-3)


def test_the_integration_agrees_with_scipy():
    """One missile without air, stage after stage, against SciPy's adaptive integrator."""
    integrate = pytest.importorskip("scipy.integrate")
    found = posterior(HWASONG_15, JUDGED, 400, SEED)
    one = found.design.take(np.array([7]))
    dv, pitch = float(found.dv_km_s[7]), float(found.pitch_rad[7])
    burn, vertical = float(one.burn_s[0]), float(one.vertical_s[0])
    turned = float(one.ramp_lofted[0]) * burn
    state, mass, start = [0.0, RADIUS_KM, 0.0, 0.0], 1.0, 0.0
    for stage in range(2):
        exhaust = float(one.isp_s[stage, 0]) * 9.80665e-3
        seconds = burn * float(one.burn_share[stage, 0])
        propellant = mass * (1 - np.exp(-dv * float(one.dv_share[stage, 0]) / exhaust))

        def rates(t, s, mass=mass, start=start, exhaust=exhaust, flow=propellant / seconds):
            share = min(max((start + t - vertical) / (turned - vertical), 0.0), 1.0)
            angle = np.pi / 2 + (pitch - np.pi / 2) * share
            push = exhaust * flow / (mass - flow * t)
            r = np.hypot(s[0], s[1])
            return [s[2], s[3], push * np.cos(angle) - MU_KM3_S2 * s[0] / r**3,
                    push * np.sin(angle) - MU_KM3_S2 * s[1] / r**3]  # fmt: skip

        state = integrate.solve_ivp(rates, (0, seconds), state, rtol=1e-9, max_step=1.0).y[:, -1]
        start += seconds
        mass -= propellant * (1 + float(one.structure[0]))
    ours = ensemble.burnout(
        np.array([dv]), np.array([pitch]), one.burn_s, one.isp_s, one.dv_share, one.burn_share,
        np.array([np.inf]), one.vertical_s, one.ramp_lofted, one.structure, np.zeros(1), steps=400,
    )[:4, 0]  # fmt: skip
    assert ours == pytest.approx(np.array(state), rel=1e-4, abs=1e-3)


def test_without_the_compiler_the_same_source_gives_the_same_numbers(monkeypatch):
    pytest.importorskip("numba")
    compiled = posterior(HWASONG_15, JUDGED, 2000, SEED)
    plain = {}
    for name in [name for name in sys.modules if name.startswith(_PACKAGE)]:
        plain[name] = sys.modules.pop(name)
    monkeypatch.setitem(sys.modules, "numba", None)
    try:
        from servanda.desks.verification.missiles.posterior import posterior as uncompiled

        again = uncompiled(HWASONG_15, JUDGED, 2000, SEED)
    finally:
        for name in [name for name in sys.modules if name.startswith(_PACKAGE)]:
            del sys.modules[name]
        sys.modules.update(plain)
    assert again.reach_km == pytest.approx(compiled.reach_km, rel=1e-6)
    assert again.weight == pytest.approx(compiled.weight, rel=1e-4)


_PACKAGE = "servanda.desks.verification.missiles"


def test_the_same_seed_gives_the_same_and_another_nearly_the_same():
    first, again = (posterior(HWASONG_15, JUDGED, 4000, 1).reach_km for _ in range(2))
    assert (first == again).all()
    reach = [
        summary(posterior(HWASONG_15, JUDGED, 20_000, seed), JUDGED, seed)["reach_km"]["median"]
        for seed in (1, 2)
    ]
    assert reach[0] == pytest.approx(reach[1], rel=0.02)


def test_a_heavier_payload_flies_less_far():
    found = posterior(HWASONG_15, JUDGED, 3000, SEED)
    rows = by_payload(found, [400, 500, 800], JUDGED, SEED, flown_kg=500)
    reach = [row["reach_km"]["median"] for row in rows]
    assert reach[0] > reach[1] > reach[2]
    assert reach[1] == pytest.approx(summary(found, JUDGED, SEED)["reach_km"]["median"])


def test_rings_are_circles_on_a_still_earth_and_reach_farther_east_on_a_turning_one():
    found = posterior(HWASONG_15, JUDGED, 3000, SEED)
    told = summary(found, JUDGED, SEED)["reach_km"]
    at = (0.05, 0.5, 0.95)
    for ring, name in zip(rings(found, 39.3, 126.0, at, rotating=False), BOUNDS, strict=True):
        assert ring.reach_km == pytest.approx(told[name], rel=0.02)
        assert np.ptp(ring.reach_km) < 0.01 * told[name]
    still = told["median"]
    (turning,) = rings(found, 39.3, 126.0, (0.5,))
    east = turning.reach_km[np.abs(turning.azimuth_deg - 90).argmin()]
    west = turning.reach_km[np.abs(turning.azimuth_deg - 270).argmin()]
    assert east > 1.1 * still
    assert west < 0.9 * still


def test_from_a_pole_no_direction_gains_by_rotation():
    found = posterior(HWASONG_15, JUDGED, 2000, SEED)
    (turning,) = rings(found, 89.999, 0.0, (0.5,))
    assert np.ptp(turning.reach_km) < 0.02 * turning.reach_km.mean()


def test_every_missile_that_reaches_the_same_is_a_ring_of_its_own():
    """A ring is a quantile of the ensemble: missiles of one reach gain differently by rotation."""
    found = posterior(HWASONG_15, JUDGED, 5000, SEED)
    middle = summary(found, JUDGED, SEED)["reach_km"]["median"]
    near = np.argsort(np.abs(found.reach_km - middle))[:12]
    assert np.ptp(found.reach_km[near]) < 100
    assert np.ptp(by_direction(found, near, 39.3, 126.0).max(axis=1)) > 1000


def test_points_of_a_ring_lie_where_their_reach_says():
    found = posterior(HWASONG_15, JUDGED, 1000, SEED)
    (drawn,) = rings(found, 39.3, 126.0, (0.5,))
    lat, lon = np.deg2rad(drawn.lat_deg), np.deg2rad(drawn.lon_deg - 126.0)
    site = np.deg2rad(39.3)
    cosine = np.sin(site) * np.sin(lat) + np.cos(site) * np.cos(lat) * np.cos(lon)
    assert RADIUS_KM * np.arccos(cosine) == pytest.approx(drawn.reach_km, rel=1e-6)


def test_the_path_rises_to_the_apogee_and_ends_at_the_range():
    flown, farthest = profiles(posterior(HWASONG_15, JUDGED, 3000, SEED))
    assert max(point["altitude_km"] for point in flown["points"]) == pytest.approx(4475, rel=0.05)
    assert flown["points"][-1]["range_km"] == pytest.approx(950, rel=0.1)
    for path in (flown, farthest):
        ground = [point["range_km"] for point in path["points"]]
        assert ground == sorted(ground)
        assert path["points"][-1]["altitude_km"] == pytest.approx(0, abs=0.2)


def test_weighted_quantiles():
    values, weight = np.array([1.0, 2.0, 3.0, 4.0]), np.array([0.1, 0.2, 0.3, 0.4])
    assert quantiles(values, weight, (0.05, 0.5, 0.95)) == [1.0, 3.0, 4.0]


@pytest.mark.parametrize(
    ("flight", "said"),
    [
        (Flight(apogee_km=-5, range_km=900), "apogee -5 km: it must be above 0"),
        (Flight(apogee_km=0, range_km=900), "apogee 0 km"),
        (Flight(apogee_km=float("nan"), range_km=900), "apogee nan km"),
        (Flight(apogee_km=4475, range_km=21_000), "beyond half the Earth's circumference"),
        (Flight(apogee_km=4_475_000, range_km=950), "is it in metres?"),
        (Flight(apogee_km=4475, range_km=950, time_min=3210), "is it in seconds?"),
        (Flight(apogee_km=4475, range_km=950, time_min=0.9), "is it in hours?"),
        (Flight(apogee_km=4475, range_km=950_000), "That would be 950 km"),
        (Flight(apogee_km=4.475, range_km=0.95), "is it in thousands of km?"),
        (
            Flight(apogee_km=4475, range_km=950, apogee_error_km=9000),
            "more than half of the apogee",
        ),
        (Flight(apogee_km=4475, range_km=950, range_error_km=-1), "range error -1 km"),
        (Flight(apogee_km=4475, range_km=950, time_min=20), "takes 42.7 to 56.3 minutes"),
        (Flight(apogee_km=4475, range_km=950, stages=9), "there must be 1, 2 or 3"),
    ],
)
def test_what_no_flight_can_be_is_refused_with_a_reason(flight, said):
    assert any(said in fault for fault in faults(flight))
    with pytest.raises(UsageError):
        posterior(flight, JUDGED, 1000, SEED)


def test_all_faults_of_a_flight_are_told_at_once():
    assert len(faults(Flight(apogee_km=-1, range_km=30_000, stages=0))) == 3


def test_a_flight_that_no_missile_of_the_prior_makes_is_no_silent_number():
    with pytest.raises(DataError, match="no missile of one stage"):
        posterior(Flight(apogee_km=2802, range_km=933, stages=1), JUDGED, 2000, SEED)


@pytest.mark.parametrize(
    ("apogee", "ground", "minutes", "stages"),
    [(2000, 800, None, 1), (550, 2700, None, 1), (770, 3700, 19, 1), (970, 4500, None, 1),
     (910, 450, None, 2), (1400, 400, None, 1), (260, 1000, None, 1), (5768, 989, 66, 2),
     (6648.4, 1001.2, 74.85, 3), (7687.5, 1001.2, 85.93, 3), (3000, 1000, None, 3),
     (50, 600, None, 1)],
)  # fmt: skip
def test_other_flights_are_measured_too(apogee, ground, minutes, stages):
    flight = Flight(apogee_km=apogee, range_km=ground, time_min=minutes, stages=stages)
    reach = summary(posterior(flight, JUDGED, 8000, SEED), JUDGED, SEED)["reach_km"]
    assert 0.9 * ground < reach["median"] <= HALF_CIRCUMFERENCE_KM + 1
    assert reach["low"] <= reach["median"] <= reach["high"]


def test_too_few_missiles_that_fit_are_no_silent_number_either():
    flight = Flight(apogee_km=2111.5, range_km=787, time_min=30, stages=1)
    with pytest.raises(DataError, match=r"only .* of 1,000 missiles drawn") as raised:
        posterior(flight, JUDGED, 1000, SEED)
    assert "--draws" in raised.value.mend


@pytest.mark.parametrize(("apogee", "ground"), [(770, 3700), (550, 2700), (970, 4500)])
def test_a_missile_reaches_at_least_what_it_flew(apogee, ground):
    """Flat flights of 2017 and 2022: the interval begins no lower than the range less its error."""
    flight = Flight(apogee_km=apogee, range_km=ground, stages=1)
    found = posterior(flight, JUDGED, 20_000, SEED)
    error = flight.errors(JUDGED).range_km
    told = summary(found, JUDGED, SEED)
    assert told["reach_km"]["low"] > ground - 2 * error
    flown, farthest = profiles(found)
    assert farthest["points"][-1]["range_km"] >= flown["points"][-1]["range_km"]


def test_the_command_answers_as_a_table_as_json_and_in_pictures(servanda, tmp_path):
    asked = ("missile", "reach", "--apogee", "4475", "--range", "950", "--time", "53.5",
             "--draws", "3000", "--payload", "500,1000", "--from", "39.3N,126E")  # fmt: skip
    text = servanda(*asked, "--map", str(tmp_path / "m.svg"), "--profile", str(tmp_path / "p.png"))
    assert text.returncode == 0, text.stderr
    assert "Reach" in text.stdout
    assert "with 1000 kg" in text.stdout
    assert (tmp_path / "m.svg").read_text().startswith("<svg")
    assert (tmp_path / "p.png").read_bytes().startswith(b"\x89PNG")
    told = json.loads(servanda(*asked, "--format", "json").stdout)
    assert told["reach_km"]["low"] < told["reach_km"]["median"] < told["reach_km"]["high"]
    assert told["bracket_km"] == pytest.approx(9983, abs=1)
    assert [row["payload_kg"] for row in told["payloads"]] == [500, 1000]
    assert [len(one["points"]) for one in told["rings"]] == [72, 72, 72]


def test_a_page_and_a_sheet_hold_both_pictures(servanda, tmp_path):
    asked = ("missile", "reach", "--apogee", "4475km", "--range", "950", "--time", "3210s",
             "--draws", "2000", "--from", "39.3N,126E")  # fmt: skip
    page, sheet = tmp_path / "reach.html", tmp_path / "reach.svg"
    told = servanda(*asked, "-o", page, "--format", "json")
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["flight"]["time_min"] == 53.5
    assert page.read_text().count('<figure class="chart">') == 2
    assert servanda(*asked, "-o", sheet).returncode == 0
    drawn = ElementTree.fromstring(sheet.read_text())
    words = " ".join(text.text or "" for text in drawn.iter("{http://www.w3.org/2000/svg}text"))
    assert "Lofted to 4,475 km" in words
    assert "Earth’s rotation" in words
    assert "Natural Earth" in words


def test_every_fault_of_a_question_is_told_at_once(servanda):
    told = servanda("missile", "reach", "--apogee", "4475mi", "--range", "950000", "--time", "x",
                    "--payload", "500,abc,-3", "--from", "here", "-o", "reach.pdf")  # fmt: skip
    assert told.returncode == 2
    for said in ("'mi' is not known", "--time x: no number", "--payload abc", "--payload -3",
                 "--from here: this is no place", "-o reach.pdf"):  # fmt: skip
        assert said in told.stderr
    assert told.stdout == ""


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--apogee", "4475000m", "--range", "950000"], 2, "That would be 950 km"),
        (["--apogee", "4.475", "--range", "0.95"], 2, "is it in thousands of km?"),
        (
            ["--apogee", "4475", "--range", "950", "--time", "54", "--time-error", "h"],
            2,
            "no number",
        ),
        (["--apogee", "-5", "--range", "900"], 2, "apogee -5 km"),
        (["--apogee", "4475", "--range", "950", "--from", "126E,39N"], 2, "this is no place"),
        (["--apogee", "4475", "--range", "950", "--from", "99,12"], 2, "latitude comes first"),
        (["--apogee", "4475", "--range", "950", "--map", "m.svg"], 2, "needs the launch site"),
        (["--apogee", "4475", "--range", "950", "--profile", "m.pdf"], 2, ".svg or .png"),
        (["--apogee", "4475", "--range", "950", "--payload", "0"], 2, "--payload 0: it must lie"),
        (["--apogee", "4475", "--range", "950", "--draws", "5"], 2, "--draws 5"),
        (["--apogee", "2802", "--range", "933", "--stages", "1"], 1, "no missile of one stage"),
    ],
)
def test_bad_questions_get_a_clear_answer(servanda, options, code, said):
    told = servanda("missile", "reach", *options)
    assert told.returncode == code
    assert said in told.stderr
    assert "Traceback" not in told.stderr


def test_a_report_holds_what_the_command_prints():
    told = report_flight(HWASONG_15, JUDGED, draws=2000, site=(39.3, 126.0))
    assert told["without_rotation"]
    assert told["burnout"]["speed_km_s"]["median"] == pytest.approx(6.4, abs=0.3)
    assert {path["name"] for path in told["profiles"]} == {"as flown", "farthest"}
