"""Files as people send them: wrong encodings, wrong formats, too large, damaged."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from intake_world import line
from openpyxl import Workbook

from servanda.errors import UsageError
from servanda.intake.read import read_files
from servanda.intake.template import template
from servanda.records import KINDS

PARTY = "id,known,name,short,party_type\nparty/north,1948,Côte,N,state\n"
HEADINGS = ["id", "known", "name", "short", "party_type", "order"]
NORTH = ["party/north", "1948", "North", "N", "state", "1"]


def told(path: Path, **kw: int) -> list[str]:
    return [line(fault) for fault in read_files([path], **kw).faults]


@pytest.fixture
def csv_file(tmp_path):
    def make(content: bytes, name: str = "party.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return make


@pytest.fixture
def xlsx_file(tmp_path):
    """Write sheets (lists of rows) as a workbook; `change` may spoil the first one."""

    def make(change=None, **sheets) -> Path:
        book = Workbook()
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        del book["Sheet"]
        if change:
            change(book.worksheets[0])
        path = tmp_path / "facts.xlsx"
        book.save(path)
        return path

    return make


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        (PARTY.encode(), []),
        (PARTY.encode("utf-8-sig"), []),
        (PARTY.replace("\n", "\r\n").encode(), []),
        (
            PARTY.encode("cp1252"),
            [
                "party.csv: is not UTF-8; its bytes look like Windows-1252; save it as 'CSV UTF-8 "
                "(comma delimited)'"
            ],
        ),
        (
            PARTY.encode("utf-16"),
            ["party.csv: is UTF-16 ('Unicode text'); save it as 'CSV UTF-8 (comma delimited)'"],
        ),
        (
            PARTY.replace(",", ";").encode(),
            [
                "party.csv: separates its cells by semicolons; save it as 'CSV UTF-8 (comma "
                "delimited)'"
            ],
        ),
    ],
    ids=["utf-8", "bom", "crlf", "windows-1252", "utf-16", "semicolons"],
)
def test_an_encoding_is_told_and_the_rows_are_read_all_the_same(csv_file, content, faults):
    path = csv_file(content)
    assert told(path) == faults
    assert [row.record.name for row in read_files([path]).rows] == ["Côte"]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "party.csv, row 1: is empty; put the names of the fields into row 1; "),
        (b",,\n", "party.csv, row 1: has no headings; "),
        (b"id,known\0", "party.csv: holds NUL bytes: it is no CSV text; "),
        (b"PK\x03\x04rest", "party.csv: is no CSV file but a ZIP archive; "),
        (b'id,known\n"party/north,1948\n', "party.csv, row 2: cannot be read from here on"),
        (b"id,known,id\n", "party.csv, row 1, id: the heading 'id' stands 2 times; keep one"),
        (
            b"id,known,name,short,party_type\nparty/north,1948,North\n",
            "party.csv, row 2: has 3 cells where the headings are 5; ",
        ),
        (b"x," * 501 + b"x\n", "party.csv, row 1, x: the heading 'x' stands 502 times; "),
    ],
    ids=["empty", "blank", "nul", "zip", "quote", "twice", "ragged", "wide"],
)
def test_a_file_that_is_no_table(csv_file, content, fault):
    assert told(csv_file(content))[0].startswith(fault)


def test_a_text_of_four_bytes_a_letter(csv_file):
    assert told(csv_file(PARTY.encode("utf-32"))) == [
        "party.csv: is UTF-32; save it as 'CSV UTF-8 (comma delimited)'"
    ]


def test_a_device_is_not_read(tmp_path):
    (tmp_path / "party.csv").symlink_to("/dev/zero")
    with pytest.raises(UsageError, match="is no regular file"):
        read_files([tmp_path / "party.csv"])


def test_headings_alone_are_no_fault(csv_file):
    assert told(csv_file(b"id,known,name,short,party_type\n\n")) == []


def test_a_file_above_the_limit_is_refused_before_it_is_read(csv_file):
    path = csv_file(PARTY.encode() * 100)
    assert told(path, limit=1_000)[0].startswith("party.csv: has 0.0 MB; at most 0 MB are read")
    assert read_files([path], limit=1_000).rows == []


@pytest.mark.parametrize(
    "name", ["party.csv", "Parties.csv", "2019-03_party.csv", "party-north.csv"]
)
def test_the_kind_is_known_from_the_name_of_the_file(csv_file, name):
    assert read_files([csv_file(PARTY.encode(), name)]).rows[0].kind == "party"


def test_or_from_a_column(csv_file):
    table = "kind,id,known,name,short,party_type,site_type,sources\n"
    rows = "party,party/n,1948,N,N,state,,\nsite,site/s,2018,S,,,test site,source/x\n"
    wrong = "parti,party/m,1948,M,M,state,,\nparty,party/o,1948,O,O,state,bunker,\n"
    path = csv_file((table + rows + wrong).encode(), "facts.csv")
    assert [row.kind for row in read_files([path]).rows] == ["party", "site"]
    assert told(path) == [
        "facts.csv, row 4, kind: 'parti' is no kind; did you mean party?",
        "facts.csv, row 5, site_type: 'site_type' is no field of party; the fields are id, known, "
        "known_basis, sources, tz, note, name, short, party_type, role, order, member_of, aliases, "
        "verification_capacity, retract_reason, never_valid",
    ]


def test_a_name_that_says_no_kind(csv_file):
    [fault] = told(csv_file(PARTY.encode(), "facts.csv"))
    assert fault.startswith("facts.csv: is named after no kind; name the file as its kind")


def test_other_formats_are_told_to_be_saved_anew(csv_file):
    assert told(csv_file(b"", "party.ods")) == [
        "party.ods: is an OpenDocument sheet; save it as .xlsx or as CSV UTF-8"
    ]
    with pytest.raises(UsageError, match="does not exist"):
        read_files(["nowhere.csv"])


def test_a_workbook_is_read_sheet_by_sheet(xlsx_file):
    path = xlsx_file(parties=[HEADINGS, NORTH], hints=[["anything"]], Site=[["id", "known"]])
    reading = read_files([path])
    assert (reading.faults, [row.row for row in reading.rows]) == ([], [2])


def test_what_excel_made_of_cells(xlsx_file):
    from datetime import datetime

    rows = [
        ["party/a", datetime(2018, 5, 1), "A", "A", "state", 2],
        ["party/b", 1948, "B", 1949, "state", 2.0],
        ["party/c", "1948", "C", 1.5, "state", "=1+1"],
        ["party/d", 43221.5, "D", "D", "state", True],
    ]
    path = xlsx_file(party=[HEADINGS, *rows])
    assert told(path) == [
        "facts.xlsx, sheet party, row 5, order: 'true' is no whole number; write digits only, for "
        "example 3",
        "facts.xlsx, sheet party, row 2, known: Excel turned this into a date "
        "(2018-05-01T00:00:00); format the column as text and type 2018-05 or 2018-05-01",
        "facts.xlsx, sheet party, row 4, short: Excel keeps the number 1.5 here; format the column "
        "as text and type it again",
        "facts.xlsx, sheet party, row 4, order: is a formula; put its value in its place (paste "
        "special, values)",
        "facts.xlsx, sheet party, row 5, known: Excel keeps the number 43221.5 here; format the "
        "column as text and type 2018-05 or 2018-05-01",
    ]
    [row] = read_files([path]).rows
    assert (row.id, row.known, row.record.short, row.record.order) == ("party/b", "1948", "1949", 2)


def test_merged_cells_and_a_wrong_sheet_name(xlsx_file):
    path = xlsx_file(
        lambda sheet: sheet.merge_cells("C2:D2"),
        party=[HEADINGS, NORTH],
        commitmnet=[["id", "known"], ["x", "2018"]],
    )
    faults = told(path)
    assert (
        "facts.xlsx, sheet party: cells C2:D2 are merged; unmerge them and fill in every cell"
        in faults
    )
    assert any(
        fault.startswith(
            "facts.xlsx, sheet commitmnet: sheet 'commitmnet' is named after no kind; did you mean "
            "commitment?"
        )
        for fault in faults
    )


@pytest.mark.parametrize("place", ["XFD1", "XFD2"])
def test_a_cell_far_beyond_the_columns_is_told_not_passed_over(xlsx_file, place):
    path = xlsx_file(lambda sheet: sheet.__setitem__(place, "far"), party=[HEADINGS, NORTH])
    assert told(path) == [
        f"facts.xlsx, sheet party, row {place[-1]}: has more than 500 columns; delete what stands "
        "in the columns beyond; the rows from here on were not read"
    ]


def test_a_sheet_that_is_a_chart_is_passed_over(tmp_path):
    from openpyxl.chart import BarChart, Reference

    book, chart = Workbook(), BarChart()
    book.active.title = "party"
    book.active.append(HEADINGS)
    book.active.append(NORTH)
    chart.add_data(Reference(book.active, min_col=6, min_row=1, max_row=2))
    book.create_chartsheet("chart").add_chart(chart)
    book.save(tmp_path / "facts.xlsx")
    assert told(tmp_path / "facts.xlsx") == []


def test_text_that_looks_like_a_formula_stays_text(xlsx_file, csv_file):
    """An injection is kept as the words it is; what is exported for a spreadsheet is tamed."""
    attack = '=HYPERLINK("http://example.org";"click")'

    def as_text(sheet):
        sheet["C2"].value, sheet["C2"].data_type = attack, "s"

    [row] = read_files([xlsx_file(as_text, party=[HEADINGS, NORTH])]).rows
    assert row.record.name == attack


def bomb(path: Path, megabytes: int) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(megabytes):
                part.write(b" " * 1_000_000)
    return path


def entity_bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY a "aaaa">]><a>&a;</a>')
    return path


def entity_bomb_in_utf16(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY a "aa">]><a>&a;</a>'
        archive.writestr("xl/workbook.xml", text.encode("utf-16"))
    return path


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(200_000_000)


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (sparse, "has 200.0 MB; at most 100 MB are read; split it"),
        (entity_bomb_in_utf16, "declares XML entities"),
        (lambda p: bomb(p, 30), "unpacks to 1,0"),
        (lambda p: bomb(p, 401), "unpacks to 401 MB; at most 400 are read"),
        (entity_bomb, "declares XML entities"),
        (lambda p: p.write_bytes(b"\xd0\xcf\x11\xe0" + b"x" * 99), "is an old .xls workbook, or"),
        (lambda p: p.write_bytes(b"no zip at all"), "is no .xlsx workbook"),
        (lambda p: zipfile.ZipFile(p, "w").close(), "cannot be read as a workbook"),
    ],
    ids=["sparse", "entities-16", "ratio", "size", "entities", "ole", "text", "hollow"],
)
def test_a_workbook_that_is_not_opened(tmp_path, make, what):
    path = tmp_path / "facts.xlsx"
    make(path)
    [fault] = told(path)
    assert fault.startswith(f"facts.xlsx: {what}")


@pytest.mark.parametrize("name", ["party.csv", "party.json"])
def test_another_file_that_is_too_large(tmp_path, name):
    sparse(tmp_path / name)
    [fault] = told(tmp_path / name)
    assert fault.startswith(f"{name}: has 200.0 MB; at most 100 MB are read; split it")


def test_a_workbook_cut_short_is_a_fault(xlsx_file):
    path = xlsx_file(party=[HEADINGS, NORTH])
    whole = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w") as archive:
        for part in whole.infolist():
            content = whole.read(part)
            cut = part.filename.startswith("xl/worksheets/")
            archive.writestr(part, content[: len(content) * 2 // 3] if cut else content)
    [fault] = told(path)
    assert "cannot be read as a workbook" in fault


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_is_read_back_as_nothing_and_filled_in_as_a_row(kind, tmp_path):
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(template(kind))
    reading = read_files([path])
    assert (reading.rows, reading.faults) == ([], [])


def test_a_template_offers_its_choices_and_keeps_dates_as_text():
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(template("act")))
    sheet = book["act"]
    choices = {v.formula1 for v in sheet.data_validations.dataValidation}
    assert '"enters,suspends,resumes,amends,extends,withdraws"' in choices
    assert {column.number_format for column in sheet.column_dimensions.values()} == {"@"}
    assert sheet.freeze_panes == "B3"
    assert [cell.value for cell in book["hints"][3]][:2] == ["column", "meaning"]
    with pytest.raises(UsageError, match="no kind"):
        template("commitmnet")


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (
            '[{"kind": "party", "id": "party/n", "known": "1948", "name": "N", "short": "N", '
            '"party_type": "state", "aliases": ["North"], "note": null}]',
            [],
        ),
        (
            '{"party": [{"id": "party/n", "known": "1948", "name": "", "short": "N", '
            '"party_type": "states", "order": 1.5, "colour": "red"}, 7], "act": {}}',
            [
                "facts.json, act: 'act' holds no list; write ",
                "facts.json, sheet party, row 1, colour: 'colour' is no field of party; ",
                "facts.json, sheet party, row 1, name: holds an empty text; write null",
                "facts.json, sheet party, row 1, party_type: 'states' is none of its values; "
                "did you mean state? ",
                "facts.json, sheet party, row 1, order: ",
                "facts.json, sheet party, row 2: is no object; ",
            ],
        ),
        ("[{}]", ["facts.json, row 1, kind: is missing; write one of party, "]),
        ("{", ["facts.json: is no JSON in UTF-8 "]),
        ("[" * 100_000, ["facts.json: is no JSON in UTF-8 (maximum recursion depth"]),
        ('[{"kind": ["party"]}]', ["facts.json, row 1, kind: '['party']' is no kind; write one"]),
        (
            '[{"kind": "party", "id": "party/a", "id": "party/b", "name": "A", "name": "B"}]',
            [
                "facts.json, row 1, id: stands twice in one object; keep one of the two",
                "facts.json, row 1, name: stands twice in one object; keep one of the two",
            ],
        ),
        ('{"party": [], "party": []}', ["facts.json, party: 'party' stands twice; keep one"]),
        (
            '{"party": [{"id": "party/a\\n", "known": "2018", "name": "\\ud800", "short": NaN, '
            '"party_type": "state", "order": 1e999, "\\udfff": 1}]}',
            [
                "facts.json, sheet party, row 1, \\udfff: '\\udfff' is no field of party; ",
                "facts.json, sheet party, row 1, id: 'party/a' ends with a line break; delete it",
                "facts.json, sheet party, row 1, name: holds the control character U+D800; ",
                "facts.json, sheet party, row 1, order: inf is out of range; write a whole number",
                "facts.json, sheet party, row 1, short: Expected `str`, got `float`; write text",
            ],
        ),
        (
            '{"site": [{"id": "site/a", "known": "2018", "sources": ["source/x"], "name": "A", '
            f'"site_type": "a", "lat": {"9" * 400}}}]}}',
            ["facts.json, sheet site, row 1, lat: 999999999"],
        ),
        ('"words"', ["facts.json: holds no list of records; write "]),
    ],
    ids="good bad no-kind cut deep odd-kind twice kind-twice values huge text".split(),
)
def test_json(csv_file, text, faults):
    found = told(csv_file(text.encode(), "facts.json"))
    assert len(found) == len(faults)
    for fault, start in zip(sorted(found), sorted(faults), strict=True):
        assert fault.startswith(start)
