"""From a list to a complete request: template, completeness, documents."""

from __future__ import annotations

import io
import json
import time
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

pytest.importorskip("docx")
pytest.importorskip("typst")

EXAMPLE = Path(__file__).parents[2] / "examples" / "exemption"


@pytest.fixture
def change(tmp_path):
    """The example's workbook with some cells changed: sheet, cell, text."""

    def made(*cells: tuple[str, str, object]) -> Path:
        book = load_workbook(EXAMPLE / "project.xlsx")
        labels = {book["project"].cell(n, 1).value: n for n in range(1, 60)}
        for sheet, place, text in cells:
            book[sheet][f"B{labels[place]}" if place in labels else place] = text
        book.save(tmp_path / "project.xlsx")
        return tmp_path

    return made


def lacking(run, place, *options):
    """Elements and places that a check says are missing."""
    _, out, _ = run("exempt", "check", place, "--format", "json", *options)
    return [(m["element"], m["place"]) for m in json.loads(out)["missing"] if m["required"]]


def test_the_example_is_complete_and_names_every_leave_that_is_needed(run):
    code, out, _ = run("exempt", "check", EXAMPLE)
    assert code == 0
    assert "Nothing required is missing." in out
    for who in ("1718 Committee", "national licence", "bank", "customs of transit", "visas"):
        assert who in out


def test_a_new_project_lacks_every_element_and_says_what_to_write(run, tmp_path):
    code, _, _ = run("exempt", "new", tmp_path / "mine")
    assert code == 0
    code, out, _ = run("exempt", "check", tmp_path / "mine", "--on", "2024-01-01",
                       "--format", "json")  # fmt: skip
    assert code == 1
    told = json.loads(out)
    required = {m["element"] for m in told["missing"] if m["required"]}
    assert required == {
        "letterhead", "routing", "a_nature", "b_recipients", "c_reason", "d_goods", "e_dates",
        "f_routes", "g_parties", "h_finance", "i_annex", "period",
    }  # fmt: skip
    assert all(m["write"] and m["status"] for m in told["missing"])


def test_a_list_is_taken_into_a_new_project(run, tmp_path):
    code, _, _ = run("exempt", "new", tmp_path, "--items", EXAMPLE / "items.csv")
    assert code == 0
    sheet = load_workbook(tmp_path / "project.xlsx")["items"]
    assert sheet["A4"].value == "Wheelchair, manual, adult, 18 inch seat"
    assert sheet["B4"].value == "871310"
    assert sheet.max_row >= 53


@pytest.mark.parametrize(
    ("cell", "element"),
    [
        (("project", "Why an exemption is needed", None), "c_reason"),
        (("project", "Recipients in the DPRK", None), "b_recipients"),
        (("project", "Member State", None), "routing"),
        (("project", "Channel", "direct"), "routing"),
        (("project", "Period, last day", "2026-01-31"), "period"),
        (("shipments", "E4", None), "f_routes"),
        (("shipments", "B4", "2027-01-01"), "e_dates"),
        (("parties", "C5", None), "g_parties"),
        (("transactions", "G4", None), "h_finance"),
        (("items", "K6", None), "d_goods"),
    ],
)
def test_each_element_taken_away_is_named(run, change, cell, element):
    assert [found for found, _ in lacking(run, change(cell))] == [element]


def test_the_notice_of_the_day_counts(run):
    """Six months and one shipment by the notice of 2018, nine and three by that of 2020."""
    found = lacking(run, EXAMPLE, "--on", "2019-03-01")
    assert ("e_dates", "sheet shipments: 3 shipments") in found
    assert ("period", "sheet project: Why a longer period") in found
    assert lacking(run, EXAMPLE, "--on", "2021-01-01") == []


def test_before_the_notice_there_is_none_to_check_against(run):
    from servanda.errors import UsageError

    with pytest.raises(UsageError, match="was not in force"):
        run("exempt", "check", EXAMPLE, "--on", "2018-07-01")


def test_an_incomplete_request_is_not_written_unless_as_a_draft(run, change, tmp_path):
    project = change(("project", "Why an exemption is needed", None))
    out = tmp_path / "out"
    code, _, told = run("exempt", "apply", project, "-o", out)
    assert code == 1
    assert not out.exists()
    assert "Why an exemption is needed" in told
    code, _, _ = run("exempt", "apply", project, "-o", out, "--draft")
    assert code == 0
    assert "DRAFT, INCOMPLETE" in _letter(out)


def test_a_project_with_faults_is_written_not_even_as_a_draft(run, change, tmp_path):
    project = change(("items", "C5", "many"))
    code, _, told = run("exempt", "apply", project, "-o", tmp_path / "out", "--draft")
    assert code == 1
    assert "'many' is no number" in told
    assert not (tmp_path / "out").exists()


def test_the_documents_say_what_the_project_says(run, tmp_path):
    code, _, _ = run("exempt", "apply", EXAMPLE, "-o", tmp_path)
    assert code == 0
    text = _letter(tmp_path)
    assert "Through the Permanent Mission of France to the United Nations" in text
    assert "15 March 2024" in text
    assert "[" not in text
    sheet = load_workbook(tmp_path / "annex-items.xlsx")["items"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert rows[0][:2] == ["1", "Wheelchair, manual, adult, 18 inch seat"]
    assert rows[0][7] == "8713.10"
    assert "paragraph 7" in rows[0][10]
    assert (tmp_path / "annex-items.pdf").read_bytes().startswith(b"%PDF")


def test_an_unverified_paragraph_bears_a_mark_until_a_person_checked_it(run, change, tmp_path):
    run("exempt", "apply", EXAMPLE, "-o", tmp_path / "one")
    assert "paragraph 7*" in _letter(tmp_path / "one")
    checked = change(("project", "Paragraphs checked by", "C. Modèle, 2024-03-10"))
    run("exempt", "apply", checked, "-o", tmp_path / "two")
    assert "paragraph 7*" not in _letter(tmp_path / "two")
    assert "paragraph 7" in _letter(tmp_path / "two")


def test_the_same_request_gives_the_same_bytes(run, tmp_path):
    for name in ("one", "two"):
        run("exempt", "apply", EXAMPLE, "-o", tmp_path / name)
        time.sleep(2)  # a zip file counts in steps of two seconds
    for file in ("request-letter.docx", "annex-items.xlsx", "annex-items.pdf"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_formulas_and_dates_in_a_project_are_faults(run, change):
    code, _, told = run("exempt", "check", change(
        ("project", "Nature of the assistance", "=HYPERLINK(\"http://x\")"),
        ("transactions", "E4", date(2020, 1, 2)),
        ("shipments", "B4", "soon"),
    ))  # fmt: skip
    assert code == 1
    assert "is a formula" in told
    assert "Excel turned this into a date" in told
    assert "'soon' is no date" in told


def test_track_counts_waits_and_says_what_runs_out(run):
    code, out, _ = run("exempt", "track", "--as-of", "2019-02-21", "--format", "json")
    assert code == 0
    told = json.loads(out)
    assert told["days_to_grant"]["n"] == 1
    assert told["ending"] == ["exemption/2018-10-unicef"]
    assert "confidential" in told["refusals"]
    assert all(row["decided"][:7] <= "2019-02" for row in told["exemptions"])


def test_what_became_of_a_consignment_is_told(run, tmp_path):
    import servanda as sv
    from servanda.desks.human_security.exemptions.tracking import follow

    (tmp_path / "datapackage.json").write_text(json.dumps({
        "name": "t", "title": "T",
        "resources": [{"name": k, "path": f"{k}.csv"} for k in ("exemption", "consignment", "source")],
    }))  # fmt: skip
    (tmp_path / "source.csv").write_text(
        "id,known,publisher,title,published,check\n"
        "source/own,2024-01-02,NGO,Own file,2024-01-02,seen_primary\n"
    )
    (tmp_path / "exemption.csv").write_text(
        "id,known,sources,organisation_name,requested,decided,decision,expires,text\n"
        "exemption/a,2024-01-02,source/own,NGO,2023-11-01,2023-12-15,granted,2024-09-15,pumps\n"
    )
    (tmp_path / "consignment.csv").write_text(
        "id,known,sources,exemption,state,sent,arrived,quantity,unit,text\n"
        "consignment/a1,2024-02-01,source/own,exemption/a,sent,2024-02-01,,3,piece,three pumps\n"
        "consignment/a1,2024-03-01,source/own,exemption/a,arrived,2024-02-01,2024-02-20,3,piece,three pumps\n"
    )
    ledger = sv.open(str(tmp_path))
    (row,) = follow(ledger.as_of("2024-02-10"), 90)["exemptions"]
    assert row["consignments"][0]["state"] == "sent"
    (row,) = follow(ledger.as_of("2024-03-10"), 90)["exemptions"]
    assert row["consignments"][0]["arrived"] == "2024-02-20"
    assert row["days_to_grant"] == [44, 44]


def _letter(folder: Path) -> str:
    from docx import Document

    document = Document(io.BytesIO((folder / "request-letter.docx").read_bytes()))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])
