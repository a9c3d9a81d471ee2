"""The agreement as a whole, its zones by date, notices with their deadlines, bodies, steps."""

from __future__ import annotations

import pytest
from tests.dossiers_in_place import MONITOR, dossier

from servanda.desks.military.incidents import stage, steps
from servanda.desks.military.notices import check_notice
from servanda.records import (
    Act,
    Agreement,
    Commitment,
    Event,
    Evidence,
    Incident,
    Notification,
    Remains,
    Zone,
)
from servanda.surveys import survey

TRUCE = Agreement(id="agreement/truce", known="2020-01-01", title="Truce of the river", short="Truce",
                  agreement_type="agreement", parties=("party/north", "party/south"),
                  made="2020-01-01")  # fmt: skip


def clause(slug, form="deliver", **more):
    return Commitment(
        id=f"commitment/{slug}", known="2020-01-01", title=slug, agreement="agreement/truce",
        obligors=("party/north", "party/south"), beneficiaries=("party/north", "party/south"),
        undertaking="mutual_commitment", form=form, text=slug, theme="peace_military",
        objective="military", since="2020-02-01", **more,
    )  # fmt: skip


NOFLY = clause("no-fly", "refrain")
POSTS = clause("posts")
ZONE = Zone(id="zone/belt", known="2020-01-01", commitment="commitment/no-fly", medium="air",
            craft="helicopter", rule="No flight.", date="2020-02-01/..", buffer_km=5)  # fmt: skip


def report(obligor, observer, level=3):
    return Evidence(
        id=f"evidence/{obligor}-{observer}", known="2020-03-01", commitment="commitment/posts",
        obligor=f"party/{obligor}", date="2020-03-01", level=level, observer=f"party/{observer}",
        interest="none", admiralty="B2", origin="visit", means="inspection", text="Seen.",
    )  # fmt: skip


def found(id, day, *records):
    return survey(dossier(day, *records), only=id).find(id)


def test_a_full_delivery_says_on_whose_word_it_rests():
    records = (TRUCE, NOFLY, POSTS, ZONE, MONITOR)
    each = found("military.agreement", "2020-04-01", *records,
                 report("north", "south"), report("south", "north"))  # fmt: skip
    assert each.value == 1
    assert "seen by another side" in each.sentence
    outsider = found("military.agreement", "2020-04-01", *records,
                     report("north", "monitor"), report("south", "monitor"))  # fmt: skip
    assert "seen by an outsider" in outsider.sentence
    own = found("military.agreement", "2020-04-01", *records,
                report("north", "north"), report("south", "south"))  # fmt: skip
    assert "each on its own word" in own.sentence


def test_one_side_alone_has_not_carried_it_out_in_full():
    half = found("military.agreement", "2020-04-01", TRUCE, NOFLY, POSTS, ZONE,
                 report("north", "south"))  # fmt: skip
    assert half.value == 0
    assert half.parts["deliver"]["in part"] == ["commitment/posts"]


def test_what_a_party_declared_ended_is_counted_by_party():
    gone = Act(id="act/gone", known="2021-05-01", party="party/north", act="withdraws",
               commitments=("commitment/no-fly", "commitment/posts"), said="2021-05-01",
               text="No longer bound.")  # fmt: skip
    before = found("military.agreement", "2021-04-30", TRUCE, NOFLY, POSTS, ZONE, gone)
    assert "All stand as declared." in before.sentence
    after = found("military.agreement", "2021-05-02", TRUCE, NOFLY, POSTS, ZONE, gone)
    assert "declared two of them withdrawn on 1 May 2021" in after.sentence


def test_zones_bind_each_party_until_its_own_act():
    gone = Act(id="act/gone", known="2021-05-01", party="party/north", act="suspends",
               commitments=("commitment/no-fly",), said="2021-05-01", text="Suspended.")  # fmt: skip
    for day, number, said in (
        ("2020-01-15", 0, "to bind from 1 February 2020"),
        ("2020-03-01", 1, "in force: helicopters for"),
        ("2021-05-02", 1, "no longer bound on 1 May 2021: helicopters"),
    ):
        finding = found("military.zones", day, TRUCE, NOFLY, ZONE, gone)
        assert (finding.value, said in finding.sentence) == (number, True), finding.sentence
    rows = found("military.zones", "2021-05-02", TRUCE, NOFLY, ZONE, gone).parts["zones"]
    assert [(row["party"], row["binds"]) for row in rows] == [
        ("party/north", False), ("party/south", True),
    ]  # fmt: skip


def notice(given, date, hours=None):
    return Notification(id="notification/1", known="2020-03-01", party="party/north",
                        activity="an exercise", given=given, date=date, deadline_hours=hours,
                        commitment="commitment/no-fly")  # fmt: skip


@pytest.mark.parametrize(
    ("given", "date", "hours", "late"),
    [
        ("2020-03-01T08:00Z", "2020-03-03T09:00Z", 48, False),
        ("2020-03-01T10:00Z", "2020-03-03T09:00Z", 48, True),
        ("2020-03-01", "2020-03-03", 48, None),  # the days leave it open
        ("2020-03-01", "2020-03-09", 48, False),
        ("2020-03-08", "2020-03-09", 72, True),
        ("2020-03-08", "2020-03-09", None, None),
    ],
)
def test_a_notice_is_late_only_where_the_dates_show_it(given, date, hours, late):
    assert check_notice(notice(given, date, hours), [], 0).late is late


def test_a_notice_is_matched_by_what_was_seen_of_the_same_party_and_clause():
    seen = Incident(id="incident/1", known="2020-03-04", date="2020-03-03", text="a flight",
                    by="party/north", commitments=("commitment/no-fly",))  # fmt: skip
    other = Incident(id="incident/2", known="2020-03-04", date="2020-03-03", text="a flight",
                     by="party/south", commitments=("commitment/no-fly",))  # fmt: skip
    checked = check_notice(notice("2020-03-01", "2020-03-03"), [seen, other], 0)
    assert [record.id for record in checked.seen] == ["incident/1"]
    assert not check_notice(notice("2020-03-01", "2020-04-03"), [seen], 1).seen


def test_what_was_seen_without_notice_is_listed():
    seen = Incident(id="incident/1", known="2020-05-04", date="2020-05-03", text="a flight",
                    by="party/north", commitments=("commitment/no-fly",))  # fmt: skip
    finding = found("military.notifications", "2020-06-01", NOFLY, seen,
                    notice("2020-03-01", "2020-03-03"))  # fmt: skip
    assert finding.parts["without_notice"] == ["incident/1"]
    assert "without a notice on record" in finding.sentence


def test_each_step_of_an_incident_has_its_author_and_day():
    first = Incident(id="incident/1", known="2020-05-03", date="2020-05-03", text="fire",
                     claimed_by="South")  # fmt: skip
    then = Incident(id="incident/1", known="2020-05-26", date="2020-05-03", text="fire",
                    claimed_by="South", verified_by="monitors", attributed_by="monitors: North",
                    sources=("source/report",))  # fmt: skip
    told = [(s.step, s.author, s.known) for s in steps([then, first])]
    assert told == [
        ("alleged", "South", "2020-05-03"),
        ("verified", "monitors", "2020-05-26"),
        ("attributed", "monitors: North", "2020-05-26"),
    ]
    assert (stage(first), stage(then)) == ("alleged", "attributed")


def body(id, day, title):
    return Event(id=f"event/{id}", known=day, date=day, event_type="institution",
                 parties=("party/monitor",), title=title)  # fmt: skip


def test_a_body_that_never_met_is_told_from_one_that_did():
    finding = found(
        "military.armistice_commission", "2020-06-01", MONITOR,
        body("1", "2019-01-01", "Joint Committee: To be formed in spring"),
        body("2", "2019-02-01", "Monitoring Mission: Third meeting, on posts"),
        body("3", "2019-03-01", "Monitoring Mission: New head"),
    )  # fmt: skip
    assert "Joint Committee: no meeting on record" in finding.sentence
    assert "last meeting on record 1 February 2019 (third meeting, on posts)" in finding.sentence


def test_counts_of_the_dead_keep_their_unit():
    boxes = Remains(id="remains/1", known="2018-07-27", remains_type="transfer", date="2018-07-27",
                    boxes=55, text="Boxes flown")  # fmt: skip
    killed = Remains(id="remains/2", known="2010", remains_type="count", date="1950/1953",
                     nation="party/north", persons_low=267, persons_high=267, count_text="267",
                     text="Names in a database of the killed")  # fmt: skip
    missing = Remains(id="remains/3", known="2019-01-01", remains_type="count", date="2019-01-01",
                      nation="party/north", persons_low=7, persons_high=8, count_text="7 or 8",
                      text="Missing")  # fmt: skip
    finding = found("military.remains", "2019-02-21", boxes, killed, missing)
    assert "267 (Names in a database of the killed) and 7 or 8 (Missing)" in finding.sentence
    assert (finding.value, finding.unit) == (55, "boxes")


@pytest.mark.parametrize(
    ("day", "zones"), [("2018-10-30", 0), ("2018-11-02", 6), ("2023-11-24", 2), ("2024-06-05", 0)]
)
def test_korean_zones_by_date(korea_as_of, day, zones):
    assert survey(korea_as_of(day), only="military.zones").find("military.zones").value == zones
