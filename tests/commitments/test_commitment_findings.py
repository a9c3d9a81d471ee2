"""What is found about a commitment: status, conduct, declaration, and the words for them."""

from __future__ import annotations

import time
from datetime import date

import pytest
from tests.dossiers_in_place import (
    act,
    commitment,
    contact,
    dossier,
    encoded,
    launch,
    report,
)

from servanda.assessment.words import mixes_likelihood_and_confidence
from servanda.commitments import commitment_finding, commitment_findings
from servanda.commitments.conduct import in_scope
from servanda.commitments.sensitivity import share_standing
from servanda.commitments.weights import Weighed
from servanda.parameters import Parameters
from servanda.records import Determination, Event, Incident, Statement

PARAMETERS = Parameters()


def found(day, *records, slug="site", obligor="party/north"):
    return commitment_finding(dossier(day, *records), f"commitment/{slug}", obligor, PARAMETERS)


SITE = (
    commitment(),
    report("2018-05-24", 3, "C3", observer="party/news", interest="self_serving"),
    report("2018-10-15", 2, "B3"),
    report("2022-03-11", 1, "B2"),
    report("2022-05-20", 0, "B2", observer="party/monitor", means="inspection"),
)


def test_a_delivery_is_given_as_level_and_interval():
    finding = found("2019-02-21", *SITE)
    assert (finding.value, finding.low, finding.high) == (2, 0.489, 0.66)
    assert finding.parts["masses"] == [0.182, 0.0, 0.489, 0.157]
    assert finding.parts["theta"] == 0.172
    assert finding.parts["last_report_days"] == 129
    assert finding.parts["last_verified_days"] is None
    assert finding.sentence == (
        "Closure of the test site, undertaken by North (April accord, 21 April 2018): as "
        "reported, North has carried it out to an intermediate level (level 2 of 3; belief 0.49 "
        "to 0.66). The last report is 129 days old; none is independently verified. No due date "
        "was set."
    )


def test_a_dated_report_that_lowers_a_level_reverses_it():
    finding = found("2022-06-01", *SITE)
    assert (finding.value, finding.parts["status"], finding.parts["peak"]) == (0, "reversed", 2)
    assert finding.parts["last_verified_days"] == 12
    assert "earlier reports put North at level 2 of 3" in finding.sentence


def test_what_is_known_fades_into_the_unknown():
    finding = found("2021-12-31", *SITE)
    assert (finding.value, finding.low) == ("unknown", None)
    assert "it was last reported at level 2 of 3 (intermediate), 1,173 days ago" in finding.sentence


def test_what_was_reported_later_was_not_known_then():
    late = report("2018-05-24", 3, "B2", known="2019-03-01")
    assert found("2019-02-21", commitment(), late).value == "no evidence"
    assert found("2019-03-01", commitment(), late).value == 3


def test_the_series_shows_what_was_then_known():
    rows = found("2019-02-21", *SITE).series
    assert [row["date"] for row in rows] == ["2018-05-24", "2018-10-15", "2019-02-21"]
    assert rows[0] == {
        "date": "2018-05-24", "m0": 0.528, "m1": 0.0, "m2": 0.0, "m3": 0.455, "theta": 0.017,
    }  # fmt: skip


def test_where_nothing_is_reported_the_finding_says_what_was_searched():
    finding = found("2019-02-21", commitment(due="2018-12-31"))
    assert (finding.basis, finding.value) == ("absent", "no evidence")
    assert "were searched" in finding.sentence
    assert "It was due by 31 December 2018, 52 days ago." in finding.sentence


def test_a_report_that_cannot_be_judged_rates_nothing():
    finding = found("2019-02-21", commitment(), report("2018-05-24", 3, "F6"))
    assert finding.value == "no evidence"


def test_a_condition_not_known_to_be_met_makes_it_dormant():
    waiting = commitment(condition="if the other side acts", condition_record="event/met")
    met = Event(id="event/met", known="2019-01-10", date="2019-01-10", event_type="other",
                parties=("party/south",), title="The other side acted")  # fmt: skip
    seen = report("2018-10-15", 2, "B2")
    assert found("2019-01-09", waiting, met, seen).value == "dormant"
    assert found("2019-01-10", waiting, met, seen).value == 2


@pytest.mark.parametrize(
    ("observer", "code", "means", "days"),
    [
        ("party/monitor", "B2", "inspection", 10),
        ("party/monitor", "B2", None, None),
        ("party/monitor", "B3", "inspection", None),
        ("party/south", "A2", "inspection", None),
        ("party/news", "A2", "film", None),
    ],
)
def test_only_an_outsider_of_good_grade_who_names_his_means_verifies(observer, code, means, days):
    seen = report("2019-02-11", 3, code, observer=observer, means=means)
    assert found("2019-02-21", commitment(), seen).parts["last_verified_days"] == days


def test_determinations_and_readings_stand_beside_the_status():
    readings = [
        Statement(
            id=f"statement/{side}",
            known="2018-06-01",
            party=f"party/{side}",
            speaker="Minister",
            said="2018-06-01",
            gist=f"The {side} reads it its own way.",
            reading_of="commitment/site",
        )
        for side in ("north", "south")
    ]
    concluded = Determination(id="determination/1", known="2018-12-01", by="party/monitor",
                              commitments=("commitment/site",), obligor="party/north",
                              date="2018-12-01", conclusion="Not established.")  # fmt: skip
    with_them = found("2019-02-21", *SITE, *readings, concluded)
    assert with_them.parts["profile"]["rival"] is True
    assert with_them.parts["determinations"][0]["conclusion"] == "Not established."
    assert with_them.value == found("2019-02-21", *SITE).value


def moratorium(**fields):
    told = {"form": "refrain", "scope": ("nuclear", "icbm"), "title": "halt to ICBM launches"}
    return commitment(**(told | fields))


def test_a_moratorium_with_no_test_in_scope_is_observed_and_watched():
    before = launch("2017-11-28T18:17Z")
    outside = launch("2019-05-04T00:06Z", test_class="srbm")
    finding = found("2019-05-05", moratorium(), before, outside)
    assert finding.value == "observed"
    assert finding.parts["watched"] is True
    assert "no breach by North is recorded, and no test of the classes" in finding.sentence


def test_a_test_in_scope_breaches_it_and_one_after_its_declared_end_does_not():
    pledge, flight = moratorium(), launch("2022-03-24T05:34Z", tz="Asia/Pyongyang")
    assert found("2022-03-25", pledge, flight).value == "breached"
    ended = found("2022-03-25", pledge, flight, act("2020-01-01", "withdraws"))
    assert (ended.value, ended.parts["declared"]) == ("observed", "withdrawn")
    assert len(ended.parts["outside"]) == 1
    assert "North declared itself no longer bound on 1 January 2020." in ended.sentence


def test_a_flight_assessed_later_as_in_scope_counts_from_when_that_was_known():
    first = launch("2022-02-27", id="test/february", test_class="mrbm")
    revised = launch("2022-02-27", id="test/february", known="2022-03-10")
    assert found("2022-03-09", moratorium(), first, revised).value == "observed"
    assert found("2022-03-10", moratorium(), first, revised).value == "breached"


def test_breaches_are_counted_by_calendar_day_whoever_records_them():
    same_day = [
        launch("2022-03-24T05:34Z", tz="Asia/Pyongyang"),
        report("2022-03-24", "breach", "B2", tz="Asia/Pyongyang"),
    ]
    month = report("2022-03", "breach", "B2", known="2022-04-02")
    finding = found("2022-05-01", moratorium(), *same_day, month, launch("2022-04-16T09:00Z"))
    assert finding.parts["breach_days"] == 2
    assert finding.parts["last_breach_days"] == 15


def test_a_doubtful_report_of_breach_is_listed_and_breaches_nothing():
    doubtful = report("2018-08-03", "breach", "B4")
    finding = found("2019-02-21", moratorium(scope=()), doubtful)
    assert finding.value == "no evidence"
    assert len(finding.parts["doubtful"]) == 1


def test_suspension_and_the_other_sides_withdrawal_are_shown_side_by_side():
    shared = commitment(form="refrain", obligors=("party/north", "party/south"), beneficiaries=())
    acts = (
        act("2023-11-22", "suspends", party="party/south", part=True),
        act("2023-11-23", "withdraws"),
    )
    shot = Incident(id="incident/1", known="2023-12-01", date="2023-12-01", text="Shots were fired",
                    by="party/south", commitments=("commitment/site",))  # fmt: skip
    south = found("2023-12-02", shared, *acts, shot, obligor="party/south")
    assert (south.parts["declared"], south.value) == ("suspended in part", "breached")
    assert "For its part, North withdrew from it on 23 November 2023." in south.sentence
    assert found("2023-12-02", shared, *acts, shot).parts["declared"] == "withdrawn"


@pytest.mark.parametrize(
    ("test_class", "test_type", "inside"),
    [("icbm", "ballistic", True), ("unknown", "other", False), ("unknown", "ballistic", True),
     ("srbm", "ballistic", False)],
)  # fmt: skip
def test_an_unknown_weapon_counts_only_when_it_flew_ballistically(test_class, test_type, inside):
    flown = launch("2018-11-16", test_class=test_class, test_type=test_type)
    assert in_scope(moratorium(scope=("icbm", "unknown")), flown) is inside


def stock(date, kg, **fields):
    return report(date, 0, "B2", **({"level": None, "value": kg, "unit": "kg"} | fields))


CEILING = {
    "form": "quantified", "limit_quantity": "enriched uranium", "limit_comparator": "at_most",
    "limit_value": 300.0, "limit_unit": "kg",
}  # fmt: skip


def test_a_reading_above_the_ceiling_breaches_it():
    limit, first = commitment(**CEILING), stock("2019-05-31", 174.1)
    assert found("2019-06-01", limit, first).value == "observed"
    later = found("2019-07-02", limit, first, stock("2019-07-01", 305.0))
    assert later.value == "breached"
    assert "is 305 kg (B2), which exceeds it" in later.sentence


def test_a_reading_in_another_unit_is_not_compared():
    assert found("2019-06-01", commitment(**CEILING), stock("2019-05-31", 1.0, unit="t")).value == (
        "no evidence"
    )


EVERYTHING = (
    *SITE,
    commitment("halt", form="refrain", scope=("icbm",), title="halt to ICBM launches"),
    commitment("earlier", since="2017-01-01", known="2017-01-01", agreement="agreement/none"),
    commitment("stock", **CEILING),
    commitment("waiting", condition="if the other side acts", condition_record="event/met"),
    stock("2019-05-31", 305.0, commitment="commitment/stock"),
    launch("2017-11-28T18:17Z"),
    launch("2022-03-24T05:34Z"),
    act("2020-01-01", "withdraws", commitments=("commitment/halt",)),
    contact("2018-09-18", "leader"),
)  # fmt: skip


@pytest.mark.parametrize("day", ["2018-06-01", "2019-02-21", "2022-06-01"])
def test_every_finding_follows_from_what_it_cites(day):
    known = dossier(day, *EVERYTHING)
    for finding in commitment_findings(known, PARAMETERS):
        slug, _, obligor = finding.id.rpartition("/")
        alone = known.restrict(finding.cites)
        again = commitment_finding(alone, slug, f"party/{obligor}", PARAMETERS)
        assert encoded(again) == encoded(finding)


def test_no_sentence_mixes_likelihood_and_confidence():
    for finding in commitment_findings(dossier("2022-06-01", *EVERYTHING), PARAMETERS):
        assert not mixes_likelihood_and_confidence(finding.sentence)


def test_the_redraws_tell_a_firm_status_from_a_narrow_one():
    table = PARAMETERS.of("commitments")
    start, day, end = date(2018, 4, 21), date(2018, 5, 24), date(2018, 6, 1)
    firm = [Weighed(day, 3, 0.9215, False, "A1", ("e",))]
    narrow = [Weighed(day, 3, 0.49, False, "D1", ("e",))]
    assert share_standing(3, start, firm, end, table) == 1.0
    assert 0.2 < share_standing(0, start, narrow, end, table) < 0.8


def test_the_fast_and_the_full_redraws_agree():
    table = PARAMETERS.of("commitments")
    start, end = date(2018, 4, 21), date(2019, 2, 21)
    told = [
        Weighed(date(2018, 5, 24), 3, 0.455, False, "C3", ("a",)),
        Weighed(date(2018, 10, 15), 2, 0.5525, False, "B3", ("b",)),
    ]
    nothing = Weighed(date(2018, 10, 16), 0, 0.0, True, "F6", ("c",))
    fast = share_standing(2, start, told, end, table)
    assert share_standing(2, start, [*told, nothing], end, table) == fast


def test_the_redraws_of_a_hundred_commitments_take_less_than_a_second():
    table = PARAMETERS.of("commitments")
    told = [Weighed(date(2018, 5, n), n % 4, 0.455, False, "C3", (str(n),)) for n in (3, 9, 24)]
    begun = time.perf_counter()
    for _ in range(130):
        share_standing(2, date(2018, 4, 21), told, date(2019, 2, 21), table)
    assert time.perf_counter() - begun < 3.0  # about 0.2 s on a desk machine
