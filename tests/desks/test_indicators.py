"""Figures on how people live: vintage, the UN plan, and export files of three publishers."""

from __future__ import annotations

import csv

import pytest

from servanda.desks.human_security.indicators.exports import dimension_of, read_export
from servanda.errors import UsageError

WORLD_BANK = """\ufeff"Data Source","World Development Indicators",

"Last Updated Date","2019-01-30",

"Country Name","Country Code","Indicator Name","Indicator Code","2015","2016","2017",
"North","NOR","Prevalence of undernourishment (% of population)","SN.ITK.DEFC.ZS","43.1","43.4","",
"North","NOR","Access to electricity (% of population)","EG.ELC.ACCS.ZS","39.2","x","44",
"South","SOU","Access to electricity (% of population)","EG.ELC.ACCS.ZS","100","100","100",
"South","SOU"
"""
FAOSTAT = """Domain Code,Domain,Area Code (M49),Area,Element,Item,Year,Unit,Value,Flag Description
QCL,Crops,408,North,Production,Rice,2018,t,2100000,Estimated value
"""
UNICEF = """DATAFLOW,REF_AREA:Geographic area,INDICATOR:Indicator,SEX:Sex,TIME_PERIOD:Time period,\
OBS_VALUE:Observation Value,UNIT_MEASURE:Unit of measure,DATA_SOURCE:Data Source
X,NOR: North,CME_MRY0T4: Under-five mortality rate,_T: Total,2017,19.3,D: Deaths per 1000,"IGME
2019"
X,NOR: North,CME_MRY0T4: Under-five mortality rate,F: Female,2017,<17,D: Deaths per 1000,IGME
"""


@pytest.fixture
def file(tmp_path):
    def write(text, name="export.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_world_bank_file_names_its_day_and_every_fault(file):
    export = read_export(file(WORLD_BANK))
    assert export.updated == "2019-01-30"
    assert [(fault.row, fault.column) for fault in export.faults] == [(7, "2016"), (9, None)]
    own = {(f.name, f.period): f.value for f in export.figures if f.area == "NOR"}
    assert own["Prevalence of undernourishment (% of population)", "2016"] == 43.4
    assert len(own) == 4


def test_faostat_and_unicef_files_are_known_by_their_columns(file):
    (rice,) = read_export(file(FAOSTAT)).figures
    assert (rice.name, rice.value, rice.unit, rice.dimension) == (
        "Rice: production", 2_100_000, "t", "food",
    )  # fmt: skip
    both, female = read_export(file(UNICEF)).figures
    assert (both.name, both.value) == ("Under-five mortality rate", 19.3)
    assert (female.name, female.note) == (
        "Under-five mortality rate (Female)", "below this figure; IGME",
    )  # fmt: skip
    assert both.code != female.code


@pytest.mark.parametrize("text", ["id,known\n", "", "\x00\x01"])
def test_what_is_no_export_file_is_refused(file, text):
    with pytest.raises(UsageError, match="no export file"):
        read_export(file(text))


def test_a_code_tells_its_dimension_or_nothing():
    assert dimension_of("SH.DYN.MORT") == "health"
    assert dimension_of("WHATEVER") is None


def test_read_figures_can_be_added_to_a_ledger(servanda, file, tmp_path):
    out, ledger = tmp_path / "new", tmp_path / "ledger"
    told = servanda("indicators", "read", str(file(UNICEF)), "--area", "NOR", "--party",
                    "party/north", "--known", "2019-12-01", "-o", str(out))  # fmt: skip
    assert told.returncode == 0, told.stderr
    party = tmp_path / "party.csv"
    party.write_text("id,known,name,short,party_type,role,order\n"
                     "party/north,1950-01-01,North,North,state,principal,1\n", encoding="utf-8")  # fmt: skip
    assert servanda("init", str(ledger)).returncode == 0
    added = servanda("add", str(ledger), str(party), str(out / "source.csv"),
                     str(out / "indicator.csv"), "--yes")  # fmt: skip
    assert added.returncode == 0, added.stdout
    with (out / "indicator.csv").open(encoding="utf-8") as rows:
        assert {row["known"] for row in csv.DictReader(rows)} == {"2019-12-01"}


def test_a_file_without_a_day_or_a_dimension_is_asked_for_them(servanda, file, tmp_path):
    args = ("--area", "NOR", "--party", "party/north", "-o", str(tmp_path / "new"))
    told = servanda("indicators", "read", str(file(UNICEF)), *args)
    assert told.returncode == 2
    assert "--known" in told.stderr
    odd = file(UNICEF.replace("CME_MRY0T4", "ZZ_9"))
    told = servanda("indicators", "read", str(odd), *args, "--known", "2019-12-01")
    assert told.returncode == 2
    assert "no dimension is known for" in told.stderr
    assert not (tmp_path / "new").exists()


def test_the_plan_of_2019_is_first_known_with_111_and_later_with_120_million(korea_survey):
    early = korea_survey("2019-02-21").find("human_security.needs")
    assert "The UN plan for 2019 asked for 111 million US dollars" in early.sentence
    late = korea_survey("2020-06-17").find("human_security.needs")
    rows = {row["period"]: row for row in late.series}
    assert (rows["2019"]["asked"], rows["2019"]["received"]) == (120, 32)
    assert "(27 %)" in late.sentence


def test_figures_published_later_are_not_in_the_history(korea_survey):
    told = korea_survey("2019-02-21").find("human_security.dimensions").parts["history"]
    growth = next(row for row in told if row["name"].startswith("Real GDP growth"))
    assert growth["points"] == [["2017", -3.5]]
