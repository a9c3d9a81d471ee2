"""Whatever a person gives the command line: a clear line, the right exit code, nothing half done."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from servanda.cli.app import app

COMMAND = [sys.executable, "-m", "servanda"]
PARTY = "id,known,name,short,party_type\n"
SOURCE = """
    id,known,publisher,title,published,check
    source/paper,2018-04-28,Paper,A report,2018-04-28,seen_primary
    """
HOSTILE = "[/red] [link=x]<script>alert(1)</script> =cmd|' /c calc'!A1"


def package(folder: Path, title: str = "T", **tables: str) -> Path:
    """A data package of some CSV texts, by kind."""
    folder.mkdir(parents=True)
    for kind, text in tables.items():
        (folder / f"{kind}.csv").write_text(textwrap.dedent(text).lstrip())
    resources = [{"name": kind, "path": f"{kind}.csv"} for kind in tables]
    described = {"name": "t", "title": title, "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(described))
    return folder


@pytest.fixture
def ledger(tmp_path) -> Path:
    """A ledger of one party."""
    folder = tmp_path / "ledger"
    (tmp_path / "party.csv").write_text(PARTY + "party/north,1948,North,North,state\n")
    assert here("init", folder)[0] == 0
    assert here("add", folder, tmp_path / "party.csv", "--yes")[0] == 0
    return folder


def here(*arguments: str | Path) -> tuple[int, str]:
    """Run a command in this process: exit code and output; what it raises is raised."""
    done = CliRunner().invoke(app, list(map(str, arguments)), catch_exceptions=False)
    return done.exit_code, done.output


def sound(servanda, folder: Path) -> str:
    """The first line of a verification that finds nothing wrong."""
    done = servanda("log", "verify", folder)
    assert done.returncode == 0, done
    return done.stdout.splitlines()[0]


# What there is to read may be little.

SPARSE = {
    "nothing": {},
    "one source": {"source": SOURCE},
    "one test": {
        "test": """
        id,known,party,test_type,test_class,date
        test/1,2018-05-01,party/none,ballistic,srbm,2018-05~
        """
    },
    "one commitment of which all the rest is missing": {
        "commitment": """
        id,known,sources,title,agreement,obligors,undertaking,form,text,theme,objective,since
        commitment/1,2018,source/none,C,agreement/none,party/none,oral,deliver,Text.,other,dialogue,2018
        """.replace(",oral,", ",mutual_commitment,").replace(",other,", ",denuclearisation,")
    },
    "references to nothing": {
        "evidence": """
        id,known,sources,commitment,obligor,date,level,observer,interest,admiralty,origin,text
        evidence/1,2018,source/x,commitment/x,party/x,2018,1,party/y,none,B2,first,Seen.
        """,
        "act": """
        id,known,sources,party,act,commitments,said,text
        act/1,2018,source/x,party/x,enters,commitment/x,2018,Said.
        """,
        "statement": """
        id,known,sources,party,speaker,said,gist,commitments
        statement/1,2018,source/x,party/x,S,2018,G.,commitment/x
        """,
    },
}


@pytest.mark.parametrize("tables", SPARSE.values(), ids=SPARSE)
@pytest.mark.parametrize(
    "command",
    [
        ["brief", "--as-of", "2019-02-21"],
        ["brief", "--format", "html"],
        ["brief", "--format", "md"],
        ["brief", "--format", "json"],
        ["status"],
        ["diff", "2017-12-31", "2019-12-31"],
        ["factcheck", "No missile has been tested for 100 days."],
    ],
    ids=" ".join,
)
def test_what_is_there_is_read(tmp_path, tables, command):
    source = package(tmp_path / "package", **tables)
    assert here(command[0], source, *command[1:])[0] == 0


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--as-of", "1700-01-01"], 0),
        (["--at-size", "0"], 0),
        (["--at-size", "-1"], 2),
        (["--as-of", "0001-01-01"], 2),
        (["--as-of", "9999-12-31"], 2),
        (["--as-of", ""], 2),
        (["--as-of", "2019-W08-4"], 2),
        (["--as-of", "20190221"], 2),
    ],
)
def test_days_and_sizes_at_the_edge(servanda, ledger, options, code):
    done = servanda("brief", ledger, *options)
    assert done.returncode == code
    assert "should not happen" not in done.stderr


# What is read may be meant to harm.


def test_hostile_text_is_shown_and_does_nothing(tmp_path):
    source = package(
        tmp_path / "package",
        title=HOSTILE + "\x1b[31m\u202e",
        source=SOURCE,
        party="""
        id,known,name,short,party_type,role
        party/a,1948,[/b],[/i],state,principal
        """,
        agreement=f"""
        id,known,sources,title,short,agreement_type,parties,made
        agreement/x,2018,source/paper,{HOSTILE},{HOSTILE},agreement,party/a,2018
        """,
        commitment=f"""
        id,known,sources,title,agreement,obligors,undertaking,form,text,theme,objective,since
        commitment/1,2018,source/paper,{HOSTILE},agreement/x,party/a,mutual_commitment,deliver,\
{HOSTILE},denuclearisation,verification,2018
        """,
    )
    for command in ("brief", "status"):
        code, text = here(command, source, "--as-of", "2019-02-21")
        assert (code, "[/red]" in text, r"\u001b[31m\u202e" in text) == (0, True, True)
        assert not re.search("[\x1b\u202e]", text)
    code, page = here("brief", source, "--as-of", "2019-02-21", "--format", "html")
    assert (code, "<script>alert" in page) == (0, False)


def test_a_formula_is_neutralised_in_what_is_exported(ledger, tmp_path):
    more = tmp_path / "more-party.csv"
    more.write_text(PARTY + "party/cmd,1948,=cmd|' /c calc'!A1,+1,state\n")
    assert here("add", ledger, more, "--yes")[0] == 0
    assert here("export", ledger, tmp_path / "out")[0] == 0
    text = (tmp_path / "out" / "party.csv").read_text()
    assert "party/cmd,1948,'=cmd|' /c calc'!A1,'+1,state" in text
    assert "0 new, 0 changed, 0 retracted, 2 unchanged" in here("add", ledger, tmp_path / "out")[1]


def test_a_file_s_name_is_shown_and_does_nothing(servanda, ledger, tmp_path):
    strange = tmp_path / "a\nb\x1b[31m.csv"
    strange.write_text("x\n")
    done = servanda("add", ledger, strange)
    assert done.returncode == 1
    assert r"a\u000ab\u001b[31m.csv: is named after no kind" in done.stdout


@pytest.mark.parametrize("option", ["--title", "--by"])
@pytest.mark.parametrize("text", ["a\x1b[31m", "a\nb", "\udcff", " "])
def test_a_ledger_is_not_made_under_a_name_that_cannot_be_seen(servanda, tmp_path, option, text):
    done = servanda("init", tmp_path / "ledger", option, text)
    assert (done.returncode, (tmp_path / "ledger").exists()) == (2, False)
    assert "will not do as" in done.stderr


# Where it is written may refuse.


@pytest.mark.parametrize(
    ("output", "code"),
    [("folder", 2), ("", 2), ("file/brief.html", 3), ("a" * 300 + ".html", 3), ("loop.html", 3)],
)
def test_a_brief_that_cannot_be_written(servanda, ledger, tmp_path, output, code):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("")
    (tmp_path / "loop.html").symlink_to("loop.html")
    done = servanda("brief", ledger, "-o", output, cwd=tmp_path)
    assert done.returncode == code
    assert "should not happen" not in done.stderr
    assert not list(tmp_path.rglob("*.part"))


def test_a_brief_is_written_into_a_folder_that_is_made_and_where_a_link_leads(ledger, tmp_path):
    (tmp_path / "brief.html").symlink_to("new/other.html")
    assert here("brief", ledger, "-o", tmp_path / "new" / "brief.md")[0] == 0
    assert here("brief", ledger, "-o", tmp_path / "brief.html")[0] == 0
    assert (tmp_path / "brief.html").is_symlink()
    assert {path.name for path in (tmp_path / "new").iterdir()} == {"brief.md", "other.html"}


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no such device here")
def test_a_device_is_written_to_and_not_replaced(servanda, ledger, tmp_path):
    (tmp_path / "brief.md").symlink_to("/dev/full")
    done = servanda("brief", ledger, "-o", tmp_path / "brief.md")
    assert (done.returncode, "No space left on device" in done.stderr) == (3, True)
    assert Path("/dev/full").is_char_device()
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*COMMAND, "check", ledger], stdout=full, stderr=subprocess.PIPE)
    assert (done.returncode, b"Exception" in done.stderr) == (3, False)


@pytest.mark.parametrize("arguments", [["brief"], ["check"], ["export", "out"]])
@pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")
def test_a_file_that_may_not_grow(ledger, tmp_path, arguments):
    import resource

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))

    with (tmp_path / "printed").open("w") as out:
        done = subprocess.run(
            [*COMMAND, arguments[0], ledger, *arguments[1:]],
            cwd=tmp_path, stdout=out, stderr=subprocess.PIPE, preexec_fn=limit,
        )  # fmt: skip
    assert (done.returncode, b"File too large" in done.stderr) == (3, True)
    assert not (tmp_path / "out").exists()


def test_a_ledger_that_cannot_be_filled_is_not_begun(servanda, tmp_path):
    import resource

    done = servanda(
        "init", tmp_path / "ledger", "--process", "korea",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
    )  # fmt: skip
    assert (done.returncode, "File too large" in done.stderr) == (3, True)
    assert not (tmp_path / "ledger").exists()


def test_a_ledger_is_not_made_twice(servanda, ledger):
    done = servanda("init", ledger)
    assert (done.returncode, "holds a log already" in done.stderr) == (2, True)
    assert sound(servanda, ledger).startswith("sound: 1 ")


# Whoever runs it may leave, or come at the same time.


@pytest.mark.parametrize(
    "arguments", [["check", "korea"], ["template", "act", "-o", "/dev/stdout"]]
)
def test_a_reader_may_leave(arguments):
    running = subprocess.Popen(
        [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    running.stdout.close()
    said = running.stderr.read()
    running.stderr.close()
    assert (running.wait(), said) == (0, b"")


def test_nobody_need_listen(ledger):
    done = subprocess.run(
        f"{sys.executable} -m servanda brief {ledger} >&-",
        shell=True, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")


def test_two_who_add_the_same_log_it_once(servanda, ledger, tmp_path):
    more = tmp_path / "more-party.csv"
    more.write_text(PARTY + "".join(f"party/{n},2018,N,N,state\n" for n in range(300)))
    both = [
        subprocess.Popen([*COMMAND, "add", ledger, more, "--yes"], stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    assert [adding.communicate()[0] and adding.returncode for adding in both] == [0, 0]
    assert sound(servanda, ledger) == "sound: 301 entries"


def test_who_stops_an_init_finds_all_or_nothing(servanda, tmp_path):
    running = subprocess.Popen(
        [*COMMAND, "init", tmp_path / "ledger", "--process", "korea"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    while not (tmp_path / "ledger" / "log").exists() and running.poll() is None:
        time.sleep(0.001)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate()
    if running.returncode == 0:
        assert sound(servanda, tmp_path / "ledger").startswith("sound: 3,")
    else:
        assert (running.returncode, b"nothing was left half-written" in said) == (130, True)
        assert not (tmp_path / "ledger").exists()


# The surroundings may be poor.


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"TERM": "dumb", "NO_COLOR": "1"},
        {"SERVANDA_CACHE": "/dev/null/none"},
        {"HOME": "/dev/null", "SERVANDA_CACHE": "", "XDG_CACHE_HOME": ""},
    ],
    ids=["ascii", "C", "dumb", "no-cache", "no-home"],
)
def test_poor_surroundings(servanda, ledger, tmp_path, surroundings):
    more = tmp_path / "more-party.csv"
    more.write_text(PARTY + "party/rok,1948,Süd – 한국,남,state\n", encoding="utf-8")
    environment = os.environ | surroundings
    for command in (["add", ledger, more, "--yes"], ["status", ledger]):
        done = servanda(*command, env=environment)
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("name", ["datapackage.json", "source.csv"])
def test_a_package_that_may_not_be_read(servanda, tmp_path, name):
    source = package(tmp_path / "package", source=SOURCE)
    (source / name).chmod(0)
    done = servanda("brief", source)
    assert (done.returncode, f"{name} cannot be read: Permission denied" in done.stderr) == (
        3,
        True,
    )


def test_a_source_whose_name_is_too_long(servanda):
    done = servanda("brief", "a" * 5000)
    assert (done.returncode, "File name too long" in done.stderr) == (3, True)
