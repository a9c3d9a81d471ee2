"""Surveys: kept under a digest of all that made them, and the same with or without a cache."""

from __future__ import annotations

import os
import subprocess
import sys

import msgspec
import pytest
from tests.dossiers_in_place import act, commitment, contact, dossier, launch, report

from servanda.comparison import compare
from servanda.errors import UsageError
from servanda.parameters import Parameters
from servanda.surveys import survey


def encoded(found) -> bytes:
    return msgspec.json.encode(found)


def test_a_survey_is_the_same_with_and_without_its_cache(korea, tmp_path, monkeypatch):
    monkeypatch.setenv("SERVANDA_CACHE", str(tmp_path))
    cold = survey(korea.as_of("2018-07-01"))
    assert list(tmp_path.rglob("*.json"))
    assert encoded(survey(korea.as_of("2018-07-01"))) == encoded(cold)


def test_a_damaged_cache_is_passed_over(korea, tmp_path, monkeypatch):
    monkeypatch.setenv("SERVANDA_CACHE", str(tmp_path))
    cold = survey(korea.as_of("2018-07-01"))
    for path in tmp_path.rglob("*.json"):
        path.write_bytes(path.read_bytes()[:-100])
    assert encoded(survey(korea.as_of("2018-07-01"))) == encoded(cold)


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(korea, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("SERVANDA_CACHE", str(tmp_path / "file"))
    assert len(survey(korea.as_of("2018-07-01"))) > 100


def test_other_judgements_are_another_survey(korea, tmp_path, monkeypatch):
    monkeypatch.setenv("SERVANDA_CACHE", str(tmp_path))
    ours = survey(korea.as_of("2019-02-21"))
    theirs = survey(
        korea.as_of("2019-02-21"), Parameters({"assessment": {"outlook": {"horizon_days": 10}}})
    )
    assert ours.need("outlook.dates_ahead").value > theirs.need("outlook.dates_ahead").value


def test_findings_stand_in_the_order_of_the_brief(korea_survey):
    objectives = [finding.objective for finding in korea_survey("2019-02-21")]
    order = ["standing", "opportunity", "illusion", "risk", "dialogue", "verification",
             "military", "human_security", "outlook"]  # fmt: skip
    assert sorted(objectives, key=order.index) == objectives


def test_an_unknown_finding_names_its_nearest(korea_survey):
    with pytest.raises(UsageError, match="no finding") as raised:
        korea_survey("2019-02-21").need("verification.lul")
    assert "verification.lull" in raised.value.mend


@pytest.mark.parametrize(
    "records",
    [
        (),
        (launch("2018-01-01"),),
        (commitment(),),
        (contact("2018-05-01", "leader"),),
        (commitment(), report("2018-06-01", 2, "B2")),
    ],
)
def test_hardly_any_records_give_a_survey_all_the_same(records):
    assert isinstance(len(survey(dossier("2019-01-01", *records))), int)


def test_what_changed_between_two_days():
    """Closed in May; the obligor withdraws in January."""
    records = (
        commitment(known="2018-04-21"),
        report("2018-05-24", 3, "B2"),
        act("2020-01-01", "withdraws"),
    )
    told = compare(dossier("2018-05-01", *records), dossier("2018-06-01", *records))
    assert [(change.kind, change.change) for change in told.records] == [("evidence", "new")]
    turned = {change.id for change in told.findings if change.is_new_status}
    assert "commitment/site/north" in turned
    later = compare(dossier("2018-06-01", *records), dossier("2020-01-02", *records))
    assert [change.kind for change in later.records] == ["act"]


HEAVY = (
    "duckdb", "networkx", "numba", "openpyxl", "ortools", "pandas", "polars", "pyarrow", "scipy",
    "shapely", "vl_convert",
)  # fmt: skip


def test_the_first_brief_of_a_day_loads_nothing_heavy(tmp_path):
    told = subprocess.run(
        [sys.executable, "-c",
         "import sys; from servanda.cli import main\n"
         "sys.argv = ['servanda', 'brief', 'korea', '--as-of', '2019-02-21']\n"
         "try: main()\n"
         "except SystemExit as end: assert not end.code, end.code\n"
         "print(*sys.modules, file=sys.stderr)"],
        capture_output=True, text=True, check=True,
        env={**os.environ, "SERVANDA_CACHE": str(tmp_path)},
    )  # fmt: skip
    assert "Two illusions" in told.stdout
    assert "servanda.brief.compose" in told.stderr.split()
    assert not set(HEAVY) & set(told.stderr.split())
