"""The test-ban treaty, access by site, the missile programme, and what would count as verified."""

from __future__ import annotations

import json

import pytest
from tests.dossiers_in_place import MONITOR, commitment, dossier, launch, report

from servanda.commitments.measures import instruments, measures, told
from servanda.commitments.verified import carried_out
from servanda.desks.verification.access import site_access
from servanda.desks.verification.programme import missile_programme
from servanda.desks.verification.testban import test_ban as ban_finding
from servanda.dossier import Trail
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
    assert [one["when"] for one in row["asked"]] == ["2018-11-22"]
    assert [one["who"] for one in row["guests"]] == ["News"]
    assert row["seen"] == "operating"
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


def of_site(korea, day, site):
    return next(row for row in site_access(korea.as_of(day)).series if row["site"] == site)


def test_the_test_site_had_experts_promised_and_journalists_came(korea):
    """Promised on 27 April 2018, left out on 12 May, offered by the CTBTO on the 16th."""
    before, on = (of_site(korea, day, "site/punggye-ri") for day in ("2018-05-23", "2018-05-24"))
    assert before["guests"] == []
    assert [one["when"] for one in on["guests"]] == ["2018-05-24"]
    assert [one["when"] for one in on["granted"]] == ["2018-04-27"]
    assert [one["when"] for one in on["refused"]] == ["2018-05-12"]
    assert "2018-05-16" in [one["when"] for one in on["asked"]]
    assert on["last_visit"] is None
    assert not any(
        row["site"] == "site/punggye-ri" and row["granted"]
        for row in site_access(korea.as_of("2018-04-28")).series
    )  # Seoul told of it on the 29th


def test_while_inspectors_are_in_the_finding_says_so(korea):
    frozen = site_access(korea.as_of("1998-06-01"))
    assert (frozen.value, frozen.parts["present"]) == (0, True)
    assert "are at Yongbyon" in frozen.sentence
    assert of_site(korea, "1998-06-01", "site/yongbyon")["inside"]
    cut = site_access(korea.as_of("2002-12-24"))
    assert cut.parts["present"]
    assert "limits were set" in cut.sentence
    gone = site_access(korea.as_of("2003-01-15"))
    assert (gone.value, gone.parts["present"]) == (15, False)
    assert not of_site(korea, "2003-01-15", "site/yongbyon")["inside"]


def test_in_1993_the_special_inspection_was_asked_for_and_refused(korea):
    found = site_access(korea.as_of("1993-12-31"))
    assert "Asked since: IAEA (Yongbyon Nuclear Scientific Research Center, 9 February 1993)" in (
        found.sentence
    )
    assert found.parts["refusals_since"] == ["access/1993-02-21-iaea-refusal"]
    assert "11 June 1993" in found.sentence


def test_no_stay_of_a_monitor_no_finding():
    assert site_access(dossier("2018-01-01", SITE, access("a", "2017-01-01", "request"))) is None


def test_an_open_stay_is_drawn_to_the_day_and_no_further():
    found = site_access(dossier("1999-06-01", SITE, access("a", "1994-11-01", "visit"),
                                Access(id="access/b", known="1994-12-01", party="party/north",
                                       inspector=MONITOR.id, site=SITE.id, date="1994-11/..",
                                       access_type="visit", text="They stay.")))  # fmt: skip
    (row,) = found.series
    assert row["inside"]
    assert max(mark["end"] for mark in row["marks"]) == "1999-06-01"


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
    assert "In the 365 days before that launch" in fired.sentence
    assert {row["window"] for row in fired.series} == {"before"}


def test_who_says_so_stands_with_each_report(korea_as_of):
    found = missile_programme(korea_as_of("2019-02-21"), JUDGED)
    assert all(row["observer"] for row in found.series)
    assert "Sangnam-ni missile operating base (CSIS, 15 February 2019)" in found.sentence
    early = missile_programme(korea_as_of("2019-02-14"), JUDGED)
    assert "Sangnam-ni" not in early.sentence


def test_an_engine_test_that_was_observed_counts_once():
    engine = launch("2018-06-01", test_type="engine", test_class="engine")
    stand = Site(id="site/stand", known="2000-01-01", name="Stand", party="party/north",
                 site_type="missile test stand")  # fmt: skip
    seen = Observation(id="observation/e", known="2018-06-02", party="party/north", site=stand.id,
                       date="2018-06-01", activity="engine_test", text="Scorched earth.")  # fmt: skip
    records = (stand, launch("2017-11-28"), engine)
    alone = missile_programme(dossier("2018-07-01", *records, seen), JUDGED)
    assert alone.value == 1
    assert alone.series[0]["id"] == "observation/e"
    assert missile_programme(dossier("2018-07-01", *records), JUDGED).value == 1


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
    assert told("drones over the gate") == {"name": "drones over the gate"}


def test_every_measure_says_who_carries_it_out_and_on_what_basis():
    for name, one in measures().items():
        assert one.instrument is not None, name
        assert all((one.who, one.sort, one.sees)), name
        assert bool(one.article) == bool(one.instrument.title), name
    for text in instruments().values():
        assert not text.title or all((text.publisher, text.date, text.url, text.check))


CLOSED = commitment(measures=("invited-experts", "imagery"))


@pytest.mark.parametrize(
    ("code", "means", "done"),
    [
        ("B2", "commercial imagery", ["imagery from above"]),
        ("C3", "commercial imagery", []),  # not good enough a report
        ("B2", "journalists on site", []),  # names no measure
        ("B2", None, []),
        ("A2", "visit on site", ["experts on the spot, before and after"]),
    ],
)
def test_a_measure_is_carried_out_by_a_sound_report_that_names_it(code, means, done):
    seen = report("2018-06-01", 2, code, means=means)
    ds = dossier("2018-07-01", CLOSED, seen)
    rows = carried_out(Trail(ds), [seen], CLOSED, Parameters().of("commitments")["verified"])
    assert [row["name"] for row in rows if row["done"]] == done
    assert [row["name"] for row in rows] == ["experts on the spot, before and after",
                                             "imagery from above"]  # fmt: skip


def test_the_beneficiary_carries_no_measure_out():
    seen = report("2018-06-01", 2, "B2", means="commercial imagery", observer="party/south")
    ds = dossier("2018-07-01", CLOSED, seen)
    rows = carried_out(Trail(ds), [seen], CLOSED, Parameters().of("commitments")["verified"])
    assert not any(row["done"] for row in rows)


def test_status_says_how_many_measures_were_carried_out(servanda):
    told = servanda("status", "korea", "--as-of", "2019-02-21", "--format", "json")
    rows = {row["id"]: row["measures"] for row in json.loads(told.stdout)["commitments"]}
    stand = rows["commitment/pyongyang-5-1-tongchang-ri/dprk"]
    assert [bool(one["done"]) for one in stand] == [False, True]
    assert not any(one["done"] for one in rows["commitment/pyongyang-5-2-yongbyon/dprk"])
    plain = servanda("status", "korea", "--as-of", "2019-02-21").stdout
    assert "| 1/2" in plain
    assert max(map(len, plain.splitlines())) <= 80


def test_explain_says_when_a_commitment_counts_as_verified(servanda):
    told = servanda("explain", "korea", "commitment/pyongyang-5-2-yongbyon/dprk", "--as-of",
                    "2019-02-21", "--format", "json")  # fmt: skip
    names = [row["name"] for row in json.loads(told.stdout)["finding"]["parts"]["verified_when"]]
    assert "complementary access" in names
