"""Meetings, silences, channels and third parties."""

from __future__ import annotations

from itertools import count

from tests.dossiers_in_place import dossier

from servanda.records import Channel, Contact, Party
from servanda.surveys import survey

_numbers = count(1)
HOST = Party(id="party/host", known="1990-01-01", name="Host Kingdom", short="Host",
             party_type="state", role="third_party")  # fmt: skip


def met(date: str, level: str = "working", **fields) -> Contact:
    told = {"known": date.rpartition("/")[2], "parties": ("party/north", "party/south"),
            "outcome": "talks held"}  # fmt: skip
    return Contact(id=f"contact/{next(_numbers)}", date=date, level=level, **(told | fields))


def found(id: str, day: str, *records):
    return survey(dossier(day, HOST, *records), only=f"dialogue.{id}").find(f"dialogue.{id}")


def test_talks_reported_a_day_later_were_not_known_that_day():
    talks = met("2019-02-21", known="2019-02-22")
    before = met("2019-02-08")
    assert found("working_level_silence_days", "2019-02-21", before, talks).value == 13
    assert found("working_level_silence_days", "2019-02-22", before, talks).value == 1


def test_leaders_are_counted_pair_by_pair():
    finding = found(
        "leader_meetings", "2019-02-21",
        met("2018-04-27", "leader"), met("2018-09-18/2018-09-20", "leader"),
        met("2018-06-12", "leader", parties=("party/north", "party/host")),
        met("2017-01-01", "leader"),
    )  # fmt: skip
    assert finding.value == 3
    assert "North and South twice" in finding.sentence


def test_a_channel_is_alive_only_by_a_contact_that_names_it():
    line = Channel(id="channel/line", known="2018-01-01", name="border line", level="working",
                   parties=("party/north", "party/south"), medium="telephone", opened="2018-01-01")  # fmt: skip
    assert found("channels_alive", "2019-02-21", line, met("2019-02-01")).value == 0
    named = met("2019-02-01", channel="channel/line")
    assert found("channels_alive", "2019-02-21", line, named).value == 1
    assert found("channels_alive", "2019-09-01", line, named).value == 0


def test_a_closed_office_and_one_that_never_opened():
    office = Channel(id="channel/office", known="2020-06-16", name="border office",
                     level="working", medium="office", liaison_office=True,
                     parties=("party/north", "party/south"), opened="2018-09-14",
                     closed="2020-06-16")  # fmt: skip
    spoken_of = Channel(id="channel/other", known="1994-10-21", name="offices in the capitals",
                        level="working", medium="office", liaison_office=True,
                        parties=("party/north", "party/south"))  # fmt: skip
    finding = found("liaison_offices", "2020-06-17", office, spoken_of)
    assert finding.value == 0
    assert "closed on 16 June 2020" in finding.sentence
    assert "never opened" in finding.sentence


def test_third_parties_are_named_with_how_often_they_helped():
    finding = found(
        "third_parties", "2019-02-21",
        met("2019-01-19", facilitators=("party/host",)), met("2019-02-06"),
    )  # fmt: skip
    assert finding.value == 1
    assert "Host (1)" in finding.sentence


def test_third_parties_met_a_side_kept_a_channel_and_belong_to_a_union():
    union = Party(id="party/union", known="1990-01-01", name="The Union", short="Union",
                  party_type="organisation")  # fmt: skip
    guest = Party(id="party/guest", known="1990-01-01", name="Guest", short="Guest",
                  party_type="state", member_of=("party/union",))  # fmt: skip
    embassy = Channel(id="channel/embassy", known="1995-01-01", name="Embassy", level="envoy",
                      parties=("party/guest", "party/north"), medium="visits")  # fmt: skip
    visit = met("2019-01-10", parties=("party/guest", "party/north"), level="envoy")
    finding = found("third_parties", "2019-02-21", union, guest, embassy, visit)
    assert finding.value == 0
    assert "Themselves in contact with a side were Guest (1)." in finding.sentence
    assert "Of the Union it was Guest." in finding.sentence
    assert "Embassy (Guest)" in finding.sentence
    assert finding.series[0]["met"] == [visit.id]
