"""The command that counts machine-coded events: its forms, its pictures, its refusals."""

from __future__ import annotations

import csv
import io
import json
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

pytest.importorskip("polars")
sys.path.insert(0, str(Path(__file__).parents[1] / "desks"))

from event_files import gdelt, icews

PAIR = ("--pair", "ROK", "DPRK", "--as-of", "2019-02-21")


@pytest.fixture
def export(tmp_path):
    """Four months with a gap in May."""
    file = tmp_path / "months.export.CSV"
    lines = [
        gdelt(day=f"2018{month:02d}{day:02d}", code=code, score=score, url=f"u{month}{day}{code}")
        for month in (3, 4, 6) for day in (1, 9, 20)
        for code, score in (("042", "1.9"), ("190", "-10"))
    ]  # fmt: skip
    file.write_text("\n".join(lines) + "\n")
    return file


def test_the_table_has_months_marks_and_limits(servanda, export):
    told = servanda("events", export, *PAIR)
    assert told.returncode == 0, told.stderr
    assert "2018-04*" in told.stdout
    assert "2018-05 " not in told.stdout
    assert "2018-04-27 Panmunjom Declaration" in told.stdout
    assert "second opinion" in told.stdout
    assert all(len(line) <= 80 for line in told.stdout.splitlines())


def test_json_and_csv_hold_the_same_counts(servanda, export, tmp_path):
    held = json.loads(servanda("events", export, *PAIR, "--format", "json").stdout)
    months = held["pairs"][0]["months"]
    assert [row["month"] for row in months] == ["2018-03", "2018-04", "2018-06"]
    table = list(
        csv.DictReader(io.StringIO(servanda("events", export, *PAIR, "--format", "csv").stdout))
    )
    assert (
        [row["conflict"] for row in table] == [str(row["conflict"]) for row in months] == ["3"] * 3
    )
    assert servanda("events", export, *PAIR, "-o", tmp_path / "c.csv").returncode == 0
    assert len((tmp_path / "c.csv").read_text().splitlines()) == 4


def test_it_is_drawn_with_its_limits_beside_it(servanda, export, tmp_path):
    for name in ("p.svg", "p.html", "p.png"):
        done = servanda("events", export, *PAIR, "-o", tmp_path / name)
        assert done.returncode == 0, done.stderr
    words = "".join(ET.fromstring((tmp_path / "p.svg").read_text()).itertext())
    for expected in ("counts of what newspapers wrote", "Panmunjom Declaration", "hatched"):
        assert expected.casefold() in words.casefold()
    assert "quiet talks" in (tmp_path / "p.html").read_text()
    assert (tmp_path / "p.png").read_bytes().startswith(b"\x89PNG")


def test_unreadable_rows_are_listed_and_the_rest_is_counted(servanda, export):
    with export.open("a") as file:
        file.write("half a row\n")
    told = servanda("events", export, *PAIR)
    assert told.returncode == 1
    assert "months.export.CSV, row 19: has not the 61 columns of GDELT 2" in told.stderr
    assert "1 of them unreadable" in told.stdout.replace("\n", " ")


@pytest.mark.parametrize("words, code, expected", [
    (["nowhere.CSV"], 2, "nowhere.CSV is no file"),
    (["{export}", "--sources", "0"], 2, "an event has at least one"),
    (["{export}", "--since", "2018-05-01", "--until", "2018-04-01"], 2, "lies after"),
    (["{export}", "--since", "soon"], 2, "soon"),
    (["{export}", "-o", "x.pdf"], 2, "what should a .pdf file hold"),
    (["{export}", "{other}"], 1, "several formats"),
    (["{letter}"], 1, "is no event file"),
    (["{export}", "--pair", "ROK", "Ruritania"], 2, "'Ruritania' is no party"),
])  # fmt: skip
def test_refusals_say_what_to_do(servanda, export, tmp_path, words, code, expected):
    (tmp_path / "other.tab").write_text(icews({}))
    (tmp_path / "letter.txt").write_text("Dear colleague,\nplease find\n")
    places = {name: str(tmp_path / file) for name, file in
              (("export", export.name), ("other", "other.tab"), ("letter", "letter.txt"))}  # fmt: skip
    done = servanda("events", *(word.format(**places) for word in words))
    assert done.returncode == code
    assert expected in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
