"""The test-ban treaty, access by site, the missile programme, and what would count as verified."""

from __future__ import annotations

import json

import pytest
from tests.dossiers_in_place import MONITOR, dossier, launch

from servanda.commitments.measures import measures, told
from servanda.desks.verification.access import site_access
from servanda.desks.verification.programme import missile_programme
from servanda.desks.verification.testban import test_ban as ban_finding
from servanda.parameters import Parameters
from servanda.records import Access, Adherence, Observation, Site

JUDGED = Parameters().of("desks.verification")


def stands(slug, known, adherence, **fields):
    return Adherence(id=f"adherence/{slug}", known=known, treaty="CTBT", date=known,
                     adherence=adherence, **fields)  # fmt: skip


def test_a_state_stands_to_the_treaty_as_the_newest_record_known_says():
    rows = (
        stands("a", "1996-09-24", "unsigned", parties=("party/north",), group="Annex 2"),
        stands("b", "2018-06-01", "unratified", parties=("party/north",), group="Annex 2"),
        stands("c", "2018-05-01", "count", group="Annex 2", ratified=36, of=44),
    )
    assert ban_finding(dossier("2017-01-01", *rows)).value == "unsigned"
    later = ban_finding(dossier("2018-07-01", *rows))
    assert later.value == "unratified"
    assert later.parts["lacking"] == 8


def test_no_record_on_the_treaty_no_finding():
    assert ban_finding(dossier("2018-07-01", launch("2017-11-28"))) is None


@pytest.mark.parametrize(
    ("day", "ratified", "lacking"),
    [("2018-06-13", 166, 8), ("2019-02-21", 168, 8), ("2023-11-24", 176, 9)],
)
def test_the_korean_brief_gives_the_count_of_its_day(korea_as_of, day, ratified, lacking):
    found = ban_finding(korea_as_of(day))
    assert (found.parts["ratified"], found.parts["lacking"]) == (ratified, lacking)
    assert found.value == "unsigned"


def test_the_organisation_of_the_treaty_was_not_invited_to_the_test_site(korea_as_of):
    assert "has not been on the spot" in ban_finding(korea_as_of("2019-02-21")).sentence
    assert "has not been on the spot" not in ban_finding(korea_as_of("2018-04-30")).sentence


SITE = Site(id="site/works", known="1992-01-01", name="Northern Works", party="party/north",
            site_type="reactor")  # fmt: skip


def access(slug, date, kind, inspector=MONITOR.id):
    return Access(id=f"access/{slug}", known=date[-10:], party="party/north", inspector=inspector,
                  site=SITE.id, date=date, access_type=kind, text=f"{kind} of {date}")  # fmt: skip


def test_access_is_told_site_by_site():
    found = site_access(
        dossier(
            "2018-12-31", SITE, access("a", "2007-07-14", "visit"), access("b", "2009-04-16", "end"),
            access("c", "2018-11-22", "request"), access("d", "2010-11-12", "visit", "party/news"),
            Observation(id="observation/a", known="2018-06-01", party="party/north", site=SITE.id,
                        date="2018-05-20", activity="operating", text="Steam was seen."),
        )
    )  # fmt: skip
    (row,) = found.series
    assert row["last_visit"] == "2007-07-14"
    assert row["ended"] == "2009-04-16"
    assert (row["requests"], row["guests"], row["seen"]) == (1, 1, "operating")
    stay = next(mark for mark in row["marks"] if mark["what"] == "visit")
    assert (stay["start"], stay["end"]) == ("2007-07-14", "2009-04-16")


def test_access_in_korea_changes_with_the_day(korea):
    """Inspectors were in from 1994 to 2002 and from 2007 to 2009, and nowhere since."""
    assert site_access(korea.as_of("2003-02-01")).value < 40
    assert site_access(korea.as_of("2009-05-01")).value == 15
    found = site_access(korea.as_of("2019-02-21"))
    assert found.value == 3598
    assert [row["name"] for row in found.series if row["last_visit"]] == [
        "Yongbyon Nuclear Scientific Research Center"
    ]
    guests = {row["site"]: row["guests"] for row in found.series}
    assert guests["site/punggye-ri"] == 1
    before = {row["site"]: row for row in site_access(korea.as_of("2018-05-20")).series}
    assert before["site/punggye-ri"]["guests"] == 0


def test_the_missile_programme_is_what_was_seen_since_the_last_launch(korea_as_of):
    lull = missile_programme(korea_as_of("2019-02-21"), JUDGED)
    after = missile_programme(korea_as_of("2019-03-05"), JUDGED)
    assert after.value > lull.value > 10
    assert "Hamhung" in lull.sentence
    assert {row["activity"] for row in lull.series} >= {"production", "deployment", "parade"}
    assert not any("reactor" in row["place"] for row in lull.series)
    fired = missile_programme(korea_as_of("2019-05-05"), JUDGED)
    assert fired.value == 0
    assert "no sign of rest" in fired.sentence


def test_a_programme_needs_a_launch_and_a_missile_to_speak_of():
    seen = Observation(id="observation/x", known="2018-06-01", party="party/north", site=SITE.id,
                       date="2018-05-20", activity="operating", text="Steam was seen.")  # fmt: skip
    assert (
        missile_programme(dossier("2018-07-01", SITE, seen, launch("2017-11-28")), JUDGED) is None
    )


def test_every_measure_of_the_korean_commitments_is_in_the_catalogue(korea_as_of):
    used = {name for c in korea_as_of("2025-06-01").commitments for name in c.measures}
    assert used
    assert used <= set(measures())


def test_every_pledge_of_the_round_to_give_up_something_says_what_would_verify_it(korea_as_of):
    owed = [c for c in korea_as_of("2019-02-21").commitments
            if c.theme == "denuclearisation" and c.form == "deliver" and c.since >= "2018"
            and "party/dprk" in c.obligors]  # fmt: skip
    assert len(owed) > 5
    assert all(c.measures for c in owed)


def test_a_measure_of_ones_own_keeps_its_words():
    assert told(("drones over the gate",))[0]["name"] == "drones over the gate"


def test_explain_says_when_a_commitment_counts_as_verified(servanda):
    told = servanda("explain", "korea", "commitment/pyongyang-5-2-yongbyon/dprk", "--as-of",
                    "2019-02-21", "--format", "json")  # fmt: skip
    names = [row["name"] for row in json.loads(told.stdout)["finding"]["parts"]["verified_when"]]
    assert "complementary access" in names
