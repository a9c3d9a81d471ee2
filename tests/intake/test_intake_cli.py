"""The commands that let facts in and out, as a person runs them."""

from __future__ import annotations

import json
import textwrap

import pytest
from intake_world import WORLD
from typer.testing import CliRunner

from servanda.cli.app import app
from servanda.errors import ServandaError

EVENT = """
    id,known,sources,date,event_type,parties,title
    event/summit,2018-04-27,source/paper,2018-04-27,other,party/north;party/south,Summit
    """


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command in a folder that holds the world's CSV files; (exit code, output)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("USER", "tester")
    monkeypatch.setenv("COLUMNS", "120")
    for kind, table in WORLD.items():
        save(tmp_path / f"{kind}.csv", table)

    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, arguments)
        if isinstance(result.exception, ServandaError):
            return result.exception.exit_code, result.exception.diagnostics()
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    return run


@pytest.fixture
def ledger(run):
    assert run("init", "ledger", "--title", "The spring accord")[0] == 0
    assert run("add", "ledger", *(f"{kind}.csv" for kind in WORLD), "--yes")[0] == 0
    return run


def save(path, table: str) -> None:
    path.write_text(textwrap.dedent(table).lstrip())


def test_the_plan_is_shown_and_nothing_is_appended_without_consent(ledger, tmp_path):
    save(tmp_path / "event.csv", EVENT)
    code, output = ledger("add", "ledger", "event.csv")
    assert code == 0
    assert "event/summit" in output
    assert "1 new, 0 changed, 0 retracted, 0 unchanged" in output
    assert "nothing was appended: say --yes to append" in output
    assert ledger("add", "ledger", "event.csv", "--yes")[1].endswith("appended 1 entry to ledger\n")
    assert "0 new, 0 changed, 0 retracted, 1 unchanged" in ledger("add", "ledger", "event.csv")[1]


def test_a_corrected_cell_is_a_mend_and_a_missing_row_is_nothing(ledger, tmp_path):
    save(
        tmp_path / "party.csv",
        """
        id,known,name,short,party_type,role
        party/north,1948,North,The North,state,principal
        """,
    )
    code, output = ledger("add", "ledger", "party.csv", "--yes", "--format", "json")
    shown = json.loads(output)
    assert (code, shown["appended"], shown["new"], shown["retracted"]) == (0, 1, [], [])
    assert shown["changed"] == [
        {"kind": "party", "id": "party/north", "known": "1948", "fields": ["short"]}
    ]


def test_a_version_is_withdrawn_and_another_was_never_valid(ledger, tmp_path):
    save(
        tmp_path / "event.csv",
        EVENT + EVENT.splitlines()[2].replace("summit", "walk"),
    )
    assert ledger("add", "ledger", "event.csv", "--yes")[0] == 0
    save(
        tmp_path / "event.csv",
        """
        id,known,retract_reason,never_valid
        event/summit,2018-05-02,The paper corrected itself.,
        event/walk,2018-04-27,We misread the page.,true
        """,
    )
    assert "0 new, 0 changed, 2 retracted" in ledger("add", "ledger", "event.csv", "--yes")[1]
    assert "0 retracted, 2 unchanged" in ledger("add", "ledger", "event.csv", "--yes")[1]
    assert ledger("export", "ledger", "package")[0] == 0
    assert (tmp_path / "package" / "event.csv").read_text().splitlines()[1:] == [
        "event/summit,2018-04-27,source/paper,2018-04-27,other,party/north;party/south,Summit,,",
        "event/summit,2018-05-02,,,,,,The paper corrected itself.,",
        "event/walk,2018-04-27,,,,,,We misread the page.,true",
    ]
    assert ledger("check", "package")[0] == 0


def test_nothing_is_appended_while_anything_is_wrong(ledger, tmp_path):
    save(tmp_path / "event.csv", EVENT + EVENT.splitlines()[2].replace("2018-04-27", "soon"))
    code, output = ledger("add", "ledger", "event.csv", "--yes", "--format", "json")
    shown = json.loads(output)
    assert (code, shown["appended"]) == (1, 0)
    assert [(f["file"], f["row"], f["column"], f["severity"]) for f in shown["faults"]] == [
        ("event.csv", 3, "date", "fault"),
        ("event.csv", 3, "known", "fault"),
    ]
    code, output = ledger("add", "ledger", "event.csv", "--yes")
    assert (code, "nothing was appended: mend the 2 faults first" in output) == (1, True)


def test_a_change_that_breaks_what_the_ledger_holds_is_a_fault(ledger, tmp_path):
    save(
        tmp_path / "evidence.csv",
        """
        id,known,sources,commitment,obligor,date,level,observer,interest,admiralty,origin,text
        evidence/1,2018-04-28,source/paper,commitment/close,party/north,2018-04-28,1,party/south,\
none,B2,first,Seen.
        """,
    )
    assert ledger("add", "ledger", "evidence.csv", "--yes")[0] == 0
    save(tmp_path / "commitment.csv", WORLD["commitment"].replace(",deliver,", ",refrain,"))
    code, output = ledger("add", "ledger", "commitment.csv", "--yes")
    assert code == 1
    assert "evidence/1 gives level, but commitment/close is to refrain" in output


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_proposed_ids_are_written_back_only_when_asked(ledger, tmp_path, suffix):
    rows = [
        ["known", "id", "sources", "date", "event_type", "parties", "title"],
        ["2018-04-28", "", "source/paper", "2018-04-27", "other", "party/north", 'Walk, "alone"'],
    ]
    path = tmp_path / f"event.{suffix}"
    if suffix == "csv":
        path.write_bytes(
            b"\xef\xbb\xbfknown,id,sources,date,event_type,parties,title\r\n2018-04-28,,source/paper,"
            b'2018-04-27,other,party/north,"Walk, ""alone"""\r\n'
        )
    else:
        from openpyxl import Workbook

        book = Workbook()
        book.active.title = "event"
        for row in rows:
            book.active.append(row)
        book.save(path)
    before = path.read_bytes()
    assert "ids proposed for 1 row;" in ledger("add", "ledger", path.name, "--yes")[1]
    assert path.read_bytes() == before
    assert ledger("add", "ledger", path.name, "--yes", "--write-ids")[0] == 0
    shown = json.loads(ledger("add", "ledger", path.name, "--format", "json")[1])
    assert (shown["proposed"], shown["unchanged"]) == ([], 1)
    if suffix == "csv":
        assert path.read_bytes() == before.replace(b",,", b",event/2018-04-27-walk-alone,")


def test_check_lists_faults_and_notices_of_a_package(ledger, tmp_path):
    assert ledger("export", "ledger", "package")[0] == 0
    path = tmp_path / "package" / "commitment.csv"
    path.write_text(path.read_text().replace(",true", ",false").replace("party/north", "party/no"))
    code, output = ledger("check", "package", "--format", "json")
    shown = json.loads(output)
    assert (code, shown["source"]) == (1, "package")
    assert shown["faults"] == [
        {
            "file": "commitment.csv",
            "sheet": None,
            "row": 2,
            "column": "obligors",
            "what": "commitment/close: obligors names party/no, which does not exist",
            "mend": "add the party, or correct the id",
            "severity": "fault",
        }
    ]
    assert [notice["column"] for notice in shown["notices"]] == ["text_verified"]
    code, output = ledger("check", "package")
    assert output.endswith("package: 1 fault, 1 notice\n")


def test_a_ledger_begins_with_a_process(ledger):
    assert ledger("export", "ledger", "package")[0] == 0
    assert "5 entries" in ledger("init", "second", "--process", "package")[1]
    assert ledger("check", "second") == (0, "second: 0 faults, 0 notices\n")


def test_a_template_is_written_once(run, tmp_path):
    assert run("template", "act")[0] == 0
    assert (tmp_path / "act.xlsx").read_bytes()[:2] == b"PK"
    assert run("template", "act") == (
        2,
        "act.xlsx exists already\n  move it away, or name another file with -o",
    )
    assert run("template", "acts")[0] == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "ledger", "gone.csv"),
        ("add", "nowhere", "party.csv"),
        ("check", "nowhere"),
        ("export", "ledger", "ledger"),
        ("init",),
        ("add", "ledger", "party.csv", "--format", "yaml"),
    ],
)
def test_wrong_usage_leaves_with_2(ledger, arguments):
    assert ledger(*arguments)[0] == 2
