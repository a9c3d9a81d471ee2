"""Item lists as people write them, and what is wrong with them."""

from __future__ import annotations

import datetime
import json
import zipfile
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook

from servanda.desks.human_security.exemptions.sheet import read_items

HEAD = ["Item", "HS code", "Quantity", "Unit", "Value", "Currency", "Origin", "Route"]


@pytest.fixture
def book(tmp_path):
    """Write a workbook of rows and give its path."""

    def made(*rows, name="items.xlsx", head=HEAD, change=None):
        book = Workbook()
        sheet = book.active
        sheet.title = "List"
        for row in ([head] if head else []) + list(rows):
            sheet.append(row)
        if change:
            change(sheet)
        book.save(tmp_path / name)
        return tmp_path / name

    return made


def faults(path):
    """Row, column letter and text of every fault."""
    return [
        (f.row, (f.column or "")[:2].strip(), f.what)
        for f in read_items(path).faults
        if f.severity == "fault"
    ]


def test_a_list_in_french_below_a_title_is_read_with_its_currency(book):
    path = book(
        ["Liste des articles, projet 12"],
        [],
        ["N°", "Désignation", "Qté", "Unité", "Valeur totale (EUR)", "Code SH", "Pays d'origine"],
        [1, "Fauteuil roulant", 12, "pièce", "1 234,50", "8713.10", "Chine"],
        [2, "Total", None, None, 1234.5],
        head=None,
    )
    listed = read_items(path)
    assert not [f for f in listed.faults if f.severity == "fault"]
    (item,) = listed.items
    assert (item.row, item.description, item.hs) == (4, "Fauteuil roulant", "871310")
    assert (item.quantity, item.value, item.currency) == (Decimal(12), Decimal("1234.50"), "EUR")


def test_a_csv_file_with_semicolons_in_windows_letters_is_read(tmp_path):
    path = tmp_path / "liste.csv"
    path.write_bytes("Désignation;Qté;Unité\nBéquilles;4;paire\n".encode("cp1252"))
    (item,) = read_items(path).items
    assert item.description == "Béquilles"


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("999999", "not in HS 2022"),
        ("871", "3 digits"),
        ("87131", "5 digits"),
        (40210, "drops a zero"),
        (8713.1, "zero at its end is lost"),
        (datetime.date(2013, 10, 1), "date"),
        ("wheels", "no HS code"),
    ],
)
def test_a_code_that_cannot_be_is_named_with_its_cell(book, code, says):
    ((row, column, what),) = faults(book(["Chair", code, 1, "piece"]))
    assert (row, column) == (2, "B")
    assert says in what


def test_a_whole_code_kept_as_a_number_is_read_and_noted(book):
    listed = read_items(book(["Chair", 940180, 1, "piece"], ["Bed", 940290, 2, "piece"]))
    assert [item.hs for item in listed.items] == ["940180", "940290"]
    (notice,) = listed.faults
    assert (notice.severity, notice.row, notice.column) == ("notice", 2, "B")
    assert "2 rows" in notice.what


def test_a_lost_zero_is_given_back():
    from servanda.desks.human_security.exemptions.items import CellError, read_code

    with pytest.raises(CellError) as told:
        read_code("40210")
    assert "040210" in told.value.mend


def test_every_fault_of_a_list_is_told_at_once(book):
    found = faults(
        book(
            ["Chair", None, 3, None],
            [None, None, 1, "piece"],
            ["Pump", None, -2, "piece"],
            ["Table", None, 1, "piece", 12],
            ["=1+1", None, 1, "piece"],
            ["@SUM(A1)", None, 1, "piece"],
            ["Rope", None, "1,234", "m"],
            ["Soap", None, 1, "piece", 3, "bitcoin"],
            ["Bed", None, datetime.date(2020, 1, 2), "piece"],
        )
    )
    assert [(row, column) for row, column, _ in found] == [
        (2, "D"), (3, "A"), (4, "C"), (5, "F"), (6, "A"), (7, "A"), (8, "C"), (9, "F"), (10, "C"),
    ]  # fmt: skip


def test_merged_cells_and_links_are_named(book):
    def change(sheet):
        sheet.merge_cells("A2:A3")
        sheet["A4"].hyperlink = "http://example.org/x"

    found = faults(book(["Chair"], [None], ["Soap"], change=change))
    assert any("merged" in what and row == 2 for row, _, what in found)
    assert any("link" in what and row == 4 for row, _, what in found)


def test_two_hundred_columns_are_refused_in_one_fault(book):
    path = book(["Chair"], head=["Item", *[f"c{n}" for n in range(199)]])
    ((row, _, what),) = faults(path)
    assert row == 1
    assert "200 columns" in what


def test_a_workbook_with_macros_or_outside_links_is_not_opened(book):
    path = book(["Chair"])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
        archive.writestr("xl/externalLinks/externalLink1.xml", "<x/>")
    whats = [what for _, _, what in faults(path)]
    assert any("macros" in what for what in whats)
    assert any("links to other workbooks" in what for what in whats)


@pytest.mark.parametrize("name", ["empty.xlsx", "text.xlsx", "nothing.csv", "zero.csv"])
def test_what_is_no_list_is_one_line_and_exit_1(tmp_path, run, name):
    path = tmp_path / name
    path.write_bytes({"empty.xlsx": b"", "text.xlsx": b"hello", "nothing.csv": b"a,b\n1,2\n",
                      "zero.csv": b"item\x00\n"}[name])  # fmt: skip
    code, _, told = run("exempt", "screen", path)
    assert code == 1
    assert name in told
    assert "Traceback" not in told


def test_with_faults_nothing_is_written_and_with_none_the_workbook_is_safe(book, run, tmp_path):
    bad = book(["Chair", "999999"], name="bad.xlsx")
    target = tmp_path / "out.xlsx"
    code, _, told = run("exempt", "screen", bad, "-o", target)
    assert code == 1
    assert not target.exists()
    assert "sheet List, row 2, B (HS code)" in told
    good = book(["- wheelchair"], ["Soap"], name="good.xlsx")
    code, _, _ = run("exempt", "screen", good, "-o", target)
    assert code == 0
    sheet = load_workbook(target)["screening"]
    texts = [c.value for row in sheet.iter_rows() for c in row if isinstance(c.value, str)]
    assert "'- wheelchair" in texts
    assert not [text for text in texts if text[0] in "=+-@"]


def test_the_json_names_row_verdict_rules_and_candidates(book, run):
    path = book(["Wheelchair", None, 2, "piece", 300, "EUR", "China", "Dalian to Nampo"], ["Soap"])
    code, out, _ = run("exempt", "screen", path, "--format", "json", "--on", "2024-01-01")
    assert code == 0
    told = json.loads(out)
    first, second = told["items"]
    assert (first["row"], first["verdict"], second["verdict"]) == (2, "exemption", "not_listed")
    assert "2397" in first["rules"][0]["place"]
    assert first["candidates"][0]["hs"] == "871310"
    assert (first["value"], first["currency"]) == ("300", "EUR")
    assert told["unverified_rules"] == [r["id"] for r in first["rules"] if not r["verified"]]


def test_rows_that_name_a_kit_are_its_parts(book, run):
    path = book(["Family box", None], ["Blanket", "Family box"], ["Kitchen knife", "Family box"],
                head=["Item", "Kit"])  # fmt: skip
    _, out, _ = run("exempt", "screen", path, "--format", "json")
    kit, blanket, knife = json.loads(out)["items"]
    assert (kit["verdict"], blanket["verdict"], knife["verdict"]) == (
        "exemption", "not_listed", "exemption",
    )  # fmt: skip
    assert [part["description"] for part in kit["parts"]] == ["Blanket", "Kitchen knife"]


def test_a_rule_set_or_day_that_is_not_there_is_wrong_usage(book, run):
    from servanda.errors import UsageError

    with pytest.raises(UsageError, match="no rule set"):
        run("exempt", "screen", book(["Chair"]), "--regime", "mars")
