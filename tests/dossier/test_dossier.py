"""The dossier: queries by kind, party and commitment, and tables for data frames."""

from __future__ import annotations

import pytest
from tests.dossiers_in_place import commitment, dossier, ledger, report

from servanda.dossier import open_ledger, shipped
from servanda.errors import UsageError


def test_the_library_opens_what_the_commands_open():
    import servanda as sv

    opened = sv.open("korea").as_of("2019-02-21")
    assert sv.survey(opened).need("verification.days_since_ballistic_launch").value == 450
    assert "korea" in shipped()


def test_what_is_no_source_is_refused_with_the_shipped_names():
    with pytest.raises(UsageError) as raised:
        open_ledger("atlantis")
    assert "korea" in raised.value.mend


@pytest.mark.parametrize("day", ["2019-02-30", "2019", "yesterday", "21.02.2019"])
def test_a_wrong_day_is_refused(day):
    with pytest.raises(UsageError, match="is no day"):
        ledger().as_of(day)


def test_reports_are_asked_by_commitment_and_obligor_oldest_first():
    late, early = report("2018-06-01", 2, "B2"), report("2018-05-24", 3, "C3")
    known = dossier("2019-01-01", commitment(), late, early)
    assert known.evidence("commitment/site", "party/north") == (early, late)
    assert known.evidence("commitment/site", "party/south") == ()


def test_a_restricted_dossier_holds_the_records_named_and_their_sources(korea_as_of):
    whole = korea_as_of("2019-02-21")
    record = whole.commitments[0]
    alone = whole.restrict([record.id])
    assert set(alone.kinds) == {"source", "commitment"}
    assert {source.id for source in alone.sources_of(record)} == set(record.sources)


def test_a_kind_comes_out_as_a_table():
    polars = pytest.importorskip("polars")
    pytest.importorskip("pyarrow")
    frame = polars.DataFrame(dossier("2019-01-01", commitment()).frame("commitment"))
    assert frame["id"].to_list() == ["commitment/site"]
    assert frame["obligors"].to_list() == [["party/north"]]


def test_a_kind_that_does_not_exist_has_no_table():
    with pytest.raises(UsageError, match="is no kind"):
        dossier("2019-01-01").frame("promise")
