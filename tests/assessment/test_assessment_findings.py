"""Scores, thinness, claims and the illusion of stability, each on a dossier that stands here."""

from __future__ import annotations

from datetime import date

import pytest
from tests.dossiers_in_place import (
    ACCORD,
    act,
    commitment,
    contact,
    dossier,
    encoded,
    launch,
    report,
)

from servanda.assessment import assessment_findings
from servanda.assessment.rounds import current_round
from servanda.assessment.stability import episodes
from servanda.assessment.words import mixes_likelihood_and_confidence
from servanda.parameters import Parameters
from servanda.records import Agreement, Event, Incident, Statement

PARAMETERS = Parameters()
DAY = "2019-02-21"


def found(id, *records, day=DAY):
    findings = assessment_findings(dossier(day, *records), PARAMETERS)
    return next(finding for finding in findings if finding.id == f"assessment.{id}")


def agreement(slug, made, kind="declaration", parties=("party/north", "party/south")):
    return Agreement(id=f"agreement/{slug}", known=made, title=slug, short=slug,
                     agreement_type=kind, parties=parties, made=made)  # fmt: skip


def claim(said, **fields):
    told = {
        "id": f"statement/{said}", "known": said, "party": "party/north", "speaker": "The leader",
        "gist": "The threat is over.", "quote": "The threat is over", "claims_success": True,
    }  # fmt: skip
    return Statement(said=said, **(told | fields))


VOTE = Event(id="event/vote", known="2018-01-01", date="2020-11-03", event_type="election",
             parties=("party/north",), planned=True, title="presidential election")  # fmt: skip


def test_a_round_begins_with_the_first_text_after_a_gap():
    texts = [agreement("old", "2012-02-29"), agreement("first", "2017-12-01"),
             agreement("outside", "2017-12-22", "resolution"),
             agreement("pledge", "2017-09-01", "unilateral", ("party/north",))]  # fmt: skip
    current = current_round(dossier(DAY, *texts), PARAMETERS.of("assessment")["round"])
    assert current.start == date(2017, 6, 4)
    assert current.agreements == ("agreement/pledge", "agreement/first", ACCORD.id)


def test_without_a_text_between_principals_nothing_is_assessed():
    assert list(assessment_findings(dossier("2018-04-20"), PARAMETERS)) == []


def test_a_score_averages_what_is_rated_and_says_what_is_not():
    """Site at (.182 .000 .489 .157), theta .172: 48.3 to 65.5 points; the other unrated."""
    score = found(
        "score_denuclearisation",
        commitment(),
        report("2018-05-24", 3, "C3"),
        report("2018-10-15", 2, "B3"),
        commitment("reactor", title="closure of the reactor"),
    )
    group = score.parts["groups"]["mutual_commitment"]
    assert (group["pairs"], group["rated"], group["coverage"]) == (2, 1, 0.5)
    assert (group["low"], group["high"]) == pytest.approx((48.3, 65.5), abs=0.15)
    assert (score.low, score.value, score.high) == pytest.approx((24.2, 48.3, 82.7), abs=0.15)
    assert [row["date"] for row in score.series][:2] == ["2018-04-21", "2018-05-01"]
    assert score.series[0]["rated"] == 0


def test_kinds_of_undertaking_are_never_averaged_together():
    score = found(
        "score_denuclearisation",
        commitment(),
        report("2018-05-24", 0, "B2"),
        commitment("pledge", undertaking="unilateral_pledge"),
        report("2018-05-24", 3, "B2", commitment="commitment/pledge"),
    )
    groups = score.parts["groups"]
    assert groups["mutual_commitment"]["low"] == 0.0
    assert groups["unilateral_pledge"]["low"] > 50.0
    assert score.parts["kind"] == "mutual_commitment"
    assert score.value == 0.0


def test_refrain_dormant_and_ended_commitments_stay_outside():
    score = found(
        "score_denuclearisation",
        commitment(),
        report("2018-05-24", 3, "B2"),
        commitment("halt", form="refrain", scope=("icbm",)),
        commitment("waiting", condition="if the other side acts"),
        commitment("ended"),
        act("2018-12-01", "withdraws", commitments=("commitment/ended",)),
    )
    assert [row["id"] for row in score.parts["pairs"]] == ["commitment/site"]
    assert [(row["id"], row["why"]) for row in score.parts["outside"]] == [
        ("commitment/ended", "withdrawn"),
        ("commitment/waiting", "dormant"),
    ]


def test_a_score_of_which_nothing_is_reported_is_absent():
    score = found("score_denuclearisation", commitment())
    assert (score.basis, score.value, score.low, score.high) == ("absent", None, 0.0, 100.0)


def test_a_staged_event_is_thin():
    thin = found("thinness", commitment(verification="own_word"), contact("2019-02-01", "leader"))
    assert (thin.value, thin.parts["points"]) == ("high", 12)


def test_an_institution_is_not():
    thick = found(
        "thinness",
        commitment(due="2018-12-31", verification="third_party", reversibility="irreversible"),
        report("2018-12-01", 3, "A2", observer="party/monitor", means="inspection"),
        *(contact(f"2019-02-{day:02}", "working") for day in range(1, 10)),
        contact("2019-01-10", "leader"),
    )
    assert (thick.value, thick.parts["points"]) == ("low", 0)
    assert thick.low <= thick.parts["points"] <= thick.high
    assert thick.parts["working_silence_days"] == 12


def test_a_claim_of_success_stands_beside_what_was_verified_that_day():
    told = found(
        "claims",
        commitment(),
        claim("2018-06-13"),
        claim("2018-10-01", id="statement/south", claims_success=False),
        report("2018-07-01", 3, "A2", observer="party/monitor", means="inspection"),
        VOTE,
    )
    (row,) = told.series
    assert row["verified"]["denuclearisation"] == [0, 1]
    assert told.parts["verified_now"]["denuclearisation"] == [1, 1]
    assert row["next_vote_days"] == 874
    assert "On that day none of one denuclearisation commitment" in told.sentence


def test_without_a_claim_that_is_said():
    told = found("claims", commitment())
    assert (told.basis, told.value) == ("absent", 0)


def test_launches_within_a_week_are_one_episode():
    acts = [(date(2017, 7, day), "party/north", "launch", str(day)) for day in (1, 4, 11, 28)]
    acts.append((date(2017, 7, 4), "party/south", "launch", "other"))
    runs = episodes(acts, 7)
    assert [(run.actor, len(run.ids)) for run in runs] == [
        ("party/north", 3), ("party/south", 1), ("party/north", 1),
    ]  # fmt: skip


YEAR_OF_LAUNCHES = [
    launch(f"2017-{month:02}-{day:02}T00:00Z") for month in range(4, 12) for day in (1, 15)
]


def test_calm_without_progress_is_an_illusion_with_a_probability():
    calm = found("stability_illusion", commitment(), *YEAR_OF_LAUNCHES)
    assert calm.parts["episodes_by_year"][:2] == [0, 16]
    assert calm.parts["score_change"] == 0.0
    assert calm.probability > 0.9
    assert "less than 10 points" in calm.sentence


def test_calm_with_progress_is_none():
    done = report("2018-06-01", 3, "A2")
    assert found("stability_illusion", commitment(), done, *YEAR_OF_LAUNCHES).probability == 0.0


def test_an_incident_nobody_is_named_for_has_no_actor():
    shot = Incident(
        id="incident/1", known="2018-12-01", date="2018-12-01", text="Shots", severity=2
    )
    calm = found("stability_illusion", commitment(), shot)
    assert calm.series[0]["actor"] == "unattributed"
    assert calm.parts["by_kind"] == {"serious incident": [1, 0]}


EVERYTHING = (
    agreement("old", "2012-02-29"),
    commitment(due="2018-12-31"),
    report("2018-05-24", 3, "C3", observer="party/news"),
    report("2018-10-15", 2, "B2", observer="party/monitor", means="inspection"),
    commitment("shared", obligors=("party/north", "party/south"), beneficiaries=(),
               theme="peace_military", condition="if", condition_record="event/vote"),
    commitment("ended", theme="exchange_humanitarian", reversibility="irreversible"),
    act("2018-12-01", "withdraws", commitments=("commitment/ended",)),
    act("2018-06-01", "suspends", commitments=("commitment/site",)),
    act("2018-06-15", "resumes", commitments=("commitment/site",)),
    contact("2018-09-18", "leader"),
    contact("2018-03-01", "working"),
    claim("2018-06-13"),
    VOTE,
    launch("2017-11-28T18:17Z"),
    Event(id="event/exercise", known="2018-04-01", date="2018-04-01/2018-05-01",
          event_type="exercise", parties=("party/south",), title="spring exercise"),
)  # fmt: skip


@pytest.mark.parametrize("day", ["2018-06-01", "2018-06-20", DAY, "2021-06-01"])
def test_every_finding_follows_from_what_it_cites(day):
    known = dossier(day, *EVERYTHING)
    for finding in assessment_findings(known, PARAMETERS):
        alone = assessment_findings(known.restrict(finding.cites), PARAMETERS)
        again = next(other for other in alone if other.id == finding.id)
        assert encoded(again) == encoded(finding)
        assert not mixes_likelihood_and_confidence(finding.sentence)
        assert finding.sentence.endswith(".")
