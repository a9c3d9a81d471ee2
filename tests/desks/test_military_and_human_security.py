"""Incidents, remains, armistice bodies; exemptions and indicators."""

from __future__ import annotations

from tests.dossiers_in_place import MONITOR, dossier

from servanda.records import Event, Exemption, Incident, Indicator, Remains
from servanda.surveys import survey


def found(id: str, day: str, *records):
    return survey(dossier(day, *records), only=id).find(id)


def test_incidents_are_counted_with_their_rule_and_how_far_they_were_established():
    fire = Incident(id="incident/fire", known="2020-05-03", date="2020-05-03", text="fire at a post",
                    by="party/north", verified_by="armistice command", severity=3)  # fmt: skip
    old = Incident(id="incident/old", known="2018-06-01", date="2018-06-01", text="a crossing")
    finding = found("military.incidents", "2020-06-17", fire, old)
    assert finding.value == 1
    assert "one was verified by another" in finding.sentence
    assert "Counting rule" in finding.sentence


def test_boxes_are_not_persons():
    boxes = Remains(id="remains/1", known="2018-07-27", remains_type="transfer", date="2018-07-27",
                    boxes=55, text="Boxes flown to the South")  # fmt: skip
    named = Remains(id="remains/2", known="2018-09-20", remains_type="identification",
                    date="2018-09-20", persons_low=2, persons_high=2, text="Two persons named")  # fmt: skip
    finding = found("military.remains", "2019-02-21", boxes, named)
    assert (finding.value, finding.unit) == (55, "boxes")
    assert "Two persons named" in finding.sentence
    early = found("military.remains", "2018-08-01", boxes, named)
    assert "Two persons named" not in early.sentence


def test_the_latest_word_of_each_monitoring_body():
    event = Event(id="event/1", known="2019-05-28", date="2019-05-28", event_type="institution",
                  parties=("party/monitor",), title="Monitoring Mission: new senior member")  # fmt: skip
    finding = found("military.armistice_commission", "2020-01-01", event, MONITOR)
    assert (
        "Monitoring Mission: no meeting on record; latest word, 28 May 2019: new senior member."
        in finding.sentence
    )


def test_time_to_grant_is_printed_with_its_n():
    grant = Exemption(id="exemption/1", known="2019-01-31", requested="2018-11-30",
                      decided="2019-01-25", decision="granted", expires="2019-05-01",
                      organisation_name="Aid for All", text="crutches")  # fmt: skip
    other = Exemption(id="exemption/2", known="2019-01-31", decided="2019-01-25",
                      decision="granted", organisation_name="Relief", text="tents")  # fmt: skip
    finding = found("human_security.exemptions", "2019-02-21", grant, other)
    assert finding.value == 2
    assert "(n = 1) the grant took 56 days" in finding.sentence
    assert "One expires within 90 days" in finding.sentence
    assert "confidential" in finding.sentence


def test_an_indicator_shows_the_newest_period_published_by_then():
    first = Indicator(id="indicator/1", known="2018-07-01", party="party/north",
                      dimension="economic", name="growth", date="2017", value=-3.5, unit="%")  # fmt: skip
    second = Indicator(id="indicator/2", known="2019-07-26", party="party/north",
                       dimension="economic", name="growth", date="2018", value=-4.1, unit="%")  # fmt: skip
    early = found("human_security.dimensions", "2019-02-21", first, second)
    assert [row["value"] for row in early.series] == [-3.5]
    late = found("human_security.dimensions", "2019-08-01", first, second)
    assert [row["value"] for row in late.series] == [-4.1]
    assert "none is held for" in late.sentence
