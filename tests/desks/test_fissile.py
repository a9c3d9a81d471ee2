"""Separative work, plutonium, and the inventory of fissile material by pool."""

from __future__ import annotations

from datetime import date
from itertools import count

import numpy as np
import pytest
from benchmarks.bench_fissile import step_through
from hypothesis import given
from hypothesis import strategies as st
from tests.dossiers_in_place import dossier

from servanda import records
from servanda.desks.verification.fissile import (
    feed_kg,
    inspectors_return,
    plutonium_kg,
    product_kg,
    reactor_stopped,
    read_material,
    separative_work,
    without,
)
from servanda.desks.verification.fissile.bands import LEVELS, quantiles
from servanda.desks.verification.fissile.doubt import Switch, node_probability, switch
from servanda.desks.verification.fissile.inventory import Draw
from servanda.desks.verification.fissile.moments import day_of, month_of, period
from servanda.errors import UsageError
from servanda.parameters import Parameters

JUDGED = Parameters().of("desks.verification.fissile")
N = 4000
_numbers = count(1)


def fact(name: str, when: str, *numbers, unit: str = "", **fields) -> records.Parameter:
    """A parameter of the North's one site, with low, best and high or best alone."""
    low, best, high = numbers if len(numbers) == 3 else (None, *(numbers or (None,)), None)
    told = {"known": "2015-01-01", "party": "party/north", "site": "site/centre"} | fields
    return records.Parameter(id=f"parameter/{next(_numbers)}", name=name, date=when, low=low,
                             best=best, high=high, unit=unit or "run", **told)  # fmt: skip


def seen(activity: str, when: str, **fields) -> records.Observation:
    """An observation at the North's one site, B2 unless told otherwise."""
    told = {"known": when.rpartition("/")[2], "party": "party/north", "site": "site/centre",
            "admiralty": "B2", "text": "Seen."}  # fmt: skip
    return records.Observation(id=f"observation/{next(_numbers)}", activity=activity, date=when,
                               **(told | fields))  # fmt: skip


POWER = fact("reactor.thermal_power", "1990/..", 20.0, 25.0, 30.0, unit="MWth")
RUN = fact("reactor.run", "2000-01-01/2002-01-01")
CAMPAIGN = fact("reprocessing.campaign", "2003-01-01/2003-07-01")
HALL = fact("enrichment.hall", "2010-01-01/..", 2000.0, unit="centrifuges")


def material(*facts, day: str = "2019-02-21"):
    reading = read_material(dossier(day, *facts), JUDGED)
    assert not reading.faults, reading.faults
    return reading.material


def at(year: int, month: int = 1, day: int = 1) -> float:
    return month_of(date(year, month, day))


def stock(made_of, month: float):
    return Draw(made_of, JUDGED, N).stock(month)


# --- separative work and plutonium


@pytest.mark.parametrize(("product", "swu"), [(0.035, 4.34), (0.9, 192.9), (0.93, 200.0)])
def test_separative_work_a_kilogram_of_product(product, swu):
    """METHOD 7: feed .711 %, tails .3 %."""
    assert separative_work(1.0, product) == pytest.approx(swu, abs=0.05)


def test_eight_thousand_swu_a_year_give_41_5_kg_of_90_per_cent():
    assert product_kg(8000, 0.9) == pytest.approx(41.5, abs=0.05)


@given(
    st.floats(0.02, 0.97), st.floats(0.0005, 0.006), st.floats(0.1, 1000.0)
)  # fmt: skip
def test_enrichment_conserves_uranium_and_its_work_is_positive(product, tails, mass):
    fed = feed_kg(mass, product, tails=tails)
    assert fed * 0.00711 == pytest.approx(mass * product + (fed - mass) * tails)
    assert separative_work(mass, product, tails=tails) > 0
    assert product_kg(separative_work(mass, product, tails=tails), product, tails=tails) == (
        pytest.approx(mass)
    )


@pytest.mark.parametrize(
    "wrong", [(0.003, 0.00711, 0.003), (0.9, 0.003, 0.00711), (1.0, 0.00711, 0.003)]
)
def test_fractions_out_of_order_are_refused(wrong):
    with pytest.raises(UsageError, match="order"):
        separative_work(1.0, *wrong)


def test_a_year_of_the_5_mwe_reactor_gives_5_to_7_kg():
    assert 5 <= plutonium_kg(25, 365, load_factor=0.75) <= 7
    assert plutonium_kg(20, 365, 0.8) < plutonium_kg(30, 365, 0.8)
    assert plutonium_kg(25, 365, loss=0.1) == pytest.approx(0.9 * plutonium_kg(25, 365))


@pytest.mark.parametrize("wrong", [(-25, 365), (25, -1), (25, 365, 1.2), (25, 365, 0.8, 0.9, 2)])
def test_a_reactor_that_cannot_be_is_refused(wrong):
    with pytest.raises(UsageError):
        plutonium_kg(*wrong)


# --- dates and quantiles


def test_approximate_dates_are_wider_by_their_own_precision():
    plain, _ = period("2018-12/..", "UTC")
    about, _ = period("2018-12~/..", "UTC")
    assert (plain.low, plain.high) == (at(2018, 12), at(2019, 1))
    assert (about.low, about.high) == (at(2018, 11), at(2019, 2))


@given(st.dates(date(1950, 1, 1), date(2080, 1, 1)))
def test_months_and_days_come_back(day):
    assert abs((day_of(month_of(day)) - day).days) <= 1


@given(st.integers(0, 2**32), st.floats(0.1, 50.0))
def test_counted_quantiles_are_those_of_sorting(seed, scale):
    values = np.random.default_rng(seed).gamma(2.0, scale, 5000)
    close = 3 * (values.max() - values.min()) / 8192 + 0.01 * scale
    assert quantiles(values) == pytest.approx(np.quantile(values, LEVELS), abs=close)


# --- where the plutonium is


def test_fuel_is_in_the_core_then_outside_then_separated():
    made = material(POWER, RUN, fact("reactor.run", "2002-06-01/.."), CAMPAIGN)
    during, out, after = (stock(made, at(y, m)) for y, m in ((2001, 6), (2002, 9), (2004, 1)))
    assert (during["unseparated"] == 0).all() and (during["separated"] == 0).all()
    assert (out["unseparated"] > 5).all() and (out["separated"] == 0).all()
    assert (after["unseparated"] == 0).all() and (after["separated"] > 5).all()


def test_two_years_at_25_mw_and_two_thirds_make_eleven_kg():
    """25 MW, 731 days, a load between .45 and .85, .9 g a MWd: 10.7 kg on average."""
    total = stock(material(POWER, RUN), at(2002, 2))["made"]
    assert total.mean() == pytest.approx(25 * 731 * 0.65 * 0.9 / 1000, rel=0.03)


def test_a_published_figure_for_a_load_stands_in_place_of_the_reckoned_one():
    told = fact("reactor.discharge", "2002-02-01/2002-03-01", 7.0, 8.0, 9.0, unit="kg")
    fuel = stock(material(POWER, RUN, told), at(2002, 6))["unseparated"]
    assert fuel.min() >= 7 and fuel.max() <= 9


def test_what_a_campaign_is_said_to_have_separated_is_what_it_separated():
    told = fact("reprocessing.campaign_plutonium", "2003-01-01/2003-07-01", 5.0, 6.0, 7.0,
                unit="kg")  # fmt: skip
    separated = stock(material(POWER, RUN, CAMPAIGN, told), at(2004))["separated"]
    assert separated.min() >= 5 - 1e-9 and separated.max() <= 7 + 1e-9


def test_a_campaign_without_fuel_separates_nothing_and_says_so():
    reading = read_material(dossier("2019-02-21", POWER, fact("reactor.run", "2018-01-01/.."),
                                    CAMPAIGN), JUDGED)  # fmt: skip
    assert "separates nothing" in reading.notes[0]
    assert (stock(reading.material, at(2019))["separated"] == 0).all()


def test_plutonium_made_is_what_is_held_used_and_lost():
    """The balance, at many months of the Korean material."""
    from servanda.dossier import open_ledger

    draw = Draw(read_material(open_ledger("korea").as_of(date(2025, 6, 1)), JUDGED).material,
                JUDGED, N)  # fmt: skip
    for year in range(1987, 2026, 2):
        pools = draw.stock(at(year))
        used, _ = draw.used_by(at(year))
        held = pools["in_reactor"] + pools["unseparated"] + pools["separated"]
        assert held + used + draw.lost(at(year)) == pytest.approx(pools["made"], abs=1e-9)
        assert all(pools[pool].min() > -1e-9 for pool in pools)


@pytest.mark.parametrize("day", [date(2016, 9, 1), date(2019, 3, 5), date(2025, 6, 1)])
def test_the_closed_form_is_the_model_stepped_through_month_by_month(day):
    from servanda.dossier import open_ledger

    read = read_material(open_ledger("korea").as_of(day), JUDGED).material
    draw = Draw(read, JUDGED, 20)
    months = range(int(read.first), int(read.newest) + 60)
    for history in range(0, 20, 4):
        walked = step_through(draw, history, months)
        for month in range(0, len(months), 7):
            closed = draw.stock(months[month] + 1.0)
            for pool, held in walked[month].items():
                assert held == pytest.approx(closed[pool][history], abs=1e-8), (pool, month)


def test_histories_are_seeded_and_each_quantity_has_its_own_stream():
    one, other = stock(material(POWER, RUN), at(2003)), stock(material(POWER, RUN), at(2003))
    assert (one["in_reactor"] == other["in_reactor"]).all()
    more = stock(material(POWER, RUN, HALL), at(2003))
    assert (one["in_reactor"] == more["in_reactor"]).all()


# --- uses


def test_a_test_never_uses_more_than_there_is():
    blast = records.Test(id="test/1", known="2003-02-01", party="party/north", date="2003-02-01",
                         test_type="nuclear", test_class="nuclear")  # fmt: skip
    pools = stock(material(POWER, RUN, CAMPAIGN, blast), at(2003, 3))
    assert pools["separated"].min() >= 0


def test_what_a_record_tells_of_a_test_is_what_it_used():
    blast = records.Test(id="test/1", known="2004-02-01", party="party/north", date="2004-02-01",
                         site="site/centre", test_type="nuclear", test_class="nuclear")  # fmt: skip
    told = fact("test.plutonium", "2004-02-01", 3.0, 3.0, 3.0, unit="kg")
    draw = Draw(material(POWER, RUN, CAMPAIGN, blast, told), JUDGED, N)
    assert draw.used_by(at(2004, 3))[0] == pytest.approx(3.0)
    assert draw.used_by(at(2004, 1))[0] == pytest.approx(0.0)


# --- doubt


def test_reports_move_the_odds_of_a_disputed_site_by_their_ratios():
    """Even odds, one report that credibility 2 makes eight times likelier, one against it."""
    site = fact("enrichment.disputed_site", "2005~/..", unit="site", facility="hall")
    for reports, probability in (
        ([], 0.5),
        ([seen("operating", "2014-01-01", facility="hall")], 8 / 9),
        ([seen("operating", "2014-01-01", facility="hall"),
          seen("not_operating", "2014-06-01", facility="hall")], 0.5),
    ):  # fmt: skip
        assert node_probability(reports, JUDGED) == pytest.approx(probability, abs=1e-4)
        (hall,) = material(POWER, RUN, site, *reports).halls
        assert hall.probability == pytest.approx(probability, abs=1e-4)
        there = (stock(material(POWER, RUN, site, *reports), at(2019))["heu"] > 0).mean()
        assert there == pytest.approx(probability, abs=0.03)


def test_what_was_not_seen_since_may_have_stopped():
    never = switch("off", 100.0, 50, 0.1, [])
    assert never.by(100.0) == 0.0
    assert never.by(101.0) == pytest.approx(0.1)
    assert never.by(110.0) == pytest.approx(1 - 0.9**10)
    doubted = switch("off", 100.0, 50, 0.1, [(104.0, 106.0, 0.25)])
    assert doubted.by(110.0) > never.by(110.0)
    assert sum(doubted.chances) <= 1.0


def test_a_report_of_a_campaign_speaks_of_the_months_it_names():
    none = switch("on", 0.0, 60, 0.02, [(30.0, 36.0, 0.1)], lasting=5.0)
    plain = switch("on", 0.0, 60, 0.02, [])
    assert none.by(40.0) - none.by(25.0) < plain.by(40.0) - plain.by(25.0)
    assert none.by(20.0) > plain.by(20.0)


def test_seen_running_the_doubt_begins_after_the_last_sight():
    running = fact("reactor.run", "2015-12-01/..", known="2016-01-01")
    unseen = material(POWER, running).reactors[0].switch
    sighted = (
        material(POWER, running, seen("operating", "2018-08-01/2018-08-20")).reactors[0].switch
    )
    assert isinstance(sighted, Switch)
    assert (unseen.since, sighted.since) == (at(2016), at(2018, 8, 21))
    assert unseen.by(at(2019)) > sighted.by(at(2019))


# --- what if


def test_a_stopped_reactor_makes_nothing_from_that_day():
    made = material(POWER, fact("reactor.run", "2015-01-01/.."), HALL)
    stopped = reactor_stopped(made, date(2016, 1, 1))
    then, later = stock(stopped, at(2016)), stock(stopped, at(2019))
    assert (then["in_reactor"] == later["in_reactor"]).all()
    assert stock(made, at(2019))["in_reactor"].mean() > later["in_reactor"].mean()
    assert (stock(made, at(2019))["heu"] == later["heu"]).all()


def test_a_hall_that_does_not_exist_makes_nothing():
    second = fact("enrichment.disputed_hall", "2013-07-01/..", 2000.0, unit="centrifuges",
                  facility="second hall")  # fmt: skip
    both = material(HALL, second)
    assert len(without(both, "SECOND").halls) == 1
    assert (
        stock(without(both, "second"), at(2019))["heu"].mean() < stock(both, at(2019))["heu"].mean()
    )
    with pytest.raises(UsageError, match="fits none"):
        without(both, "third")


def test_inspectors_stop_what_is_declared_and_not_what_is_disputed():
    site = fact("enrichment.disputed_site", "2005~/..", unit="site", site=None, known="2019-02-01")
    back = inspectors_return(material(POWER, fact("reactor.run", "2015-01-01/.."), HALL, site),
                             date(2019, 6, 1))  # fmt: skip
    then, later = stock(back, at(2019, 6)), stock(back, at(2021))
    assert (then["in_reactor"] == later["in_reactor"]).all()
    grew = later["heu"] - then["heu"]
    assert (grew == 0).mean() == pytest.approx(0.5, abs=0.05)
    assert grew.max() > 0


# --- faults


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ([POWER, RUN, fact("reactor.run", "2001-06-01/2003-01-01")], "begins while that of"),
        ([POWER, fact("reactor.run", "2001/.."), fact("reactor.run", "2005-01-01/..")], "begins while"),
        ([POWER, RUN, fact("reactor.idle", "1999-01-01/2003-01-01")], "idle through the whole"),
        ([RUN], "nothing tells the power"),
        ([fact("reactor.thermal_power", "1990/..", 25000.0, unit="kW"), RUN], "unit 'kW'"),
        ([fact("reactor.thermal_power", "1990/..", 30.0, 25.0, 20.0, unit="MWth"), RUN], "do not rise"),
        ([fact("reactor.thermal_power", "1990/..", unit="MWth"), RUN], "no number"),
        ([POWER, RUN, fact("reactor.load_factor", "1990/..", 80.0, unit="1")], "load factor of 80"),
        ([POWER, fact("reactor.run", "../2002-01-01")], "no beginning"),
        ([POWER, RUN, fact("reactor.discharge", "1999-01-01", 8.0, unit="kg")], "no run had ended"),
        ([POWER, RUN, CAMPAIGN, fact("reprocessing.campaign", "2003-03-01/2003-09-01")], "this campaign begins"),
        ([fact("enrichment.hall", "2010-01-01/..", unit="centrifuges")], "no number"),
        ([fact("enrichment.hall", "2010-01-01/..", -5.0, unit="centrifuges")], "is negative"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_a_fault_and_gives_no_number(facts, told):
    reading = read_material(dossier("2019-02-21", *facts), JUDGED)
    assert reading.material is None
    assert any(told in fault.what for fault in reading.faults), reading.faults
    assert all(fault.mend for fault in reading.faults)


def test_nothing_on_record_is_neither_fault_nor_number():
    reading = read_material(dossier("2019-02-21"), JUDGED)
    assert (reading.material, reading.faults) == (None, ())


# --- the published figures


def test_four_fifths_of_the_published_middles_lie_in_the_band_of_their_day():
    from docs.stocks import compared

    found, without = compared()
    assert not without
    for pools in (("separated", "made", "heu"), ("weapons",)):
        counted = [one for one in found if one.pool in pools and one.inside is not None]
        assert len(counted) >= 12
        assert sum(one.inside for one in counted) >= 0.8 * len(counted)


def test_every_miss_is_named_and_discussed():
    from docs.stocks import DISCUSSED, compared

    assert {one.figure.id for one in compared()[0] if one.inside is False} == set(DISCUSSED)


def test_no_figure_is_set_beside_what_was_known_later():
    from docs.stocks import compared

    for one in compared()[0]:
        assert one.month <= month_of(records.dates.known_day(one.figure.known))
