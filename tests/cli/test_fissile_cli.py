"""The command that tells how much fissile material there is: answers, suppositions, refusals."""

from __future__ import annotations

import csv
import json

import pytest

FACTS = [
    ("parameter/power", "2015-01-01", "reactor.thermal_power", "1990/..", "20", "25", "30", "MWth"),
    ("parameter/run", "2015-01-01", "reactor.run", "2010-01-01/..", "", "", "", "run"),
    (
        "parameter/hall",
        "2015-01-01",
        "enrichment.hall",
        "2012-01-01/..",
        "",
        "2000",
        "",
        "centrifuges",
    ),
]
COLUMNS = ("id", "known", "name", "date", "low", "best", "high", "unit")


@pytest.fixture
def package(tmp_path, servanda):
    """Somebody else's package: one party, one site, the facts given."""

    def make(facts=FACTS):
        folder = tmp_path / "other"
        assert servanda("init", folder).returncode == 0
        sheets = {
            "source": [{"id": "source/paper", "known": "2015-01-01", "publisher": "Paper",
                        "title": "A report", "published": "2015-01-01", "check": "seen_primary"}],
            "party": [{"id": "party/north", "known": "1990-01-01", "known_basis": "source",
                       "sources": "source/paper", "name": "North", "short": "North",
                       "party_type": "state", "role": "principal", "order": "1"}],
            "parameter": [
                dict(zip(COLUMNS, fact, strict=True))
                | {"known_basis": "source", "sources": "source/paper", "party": "party/north"}
                for fact in facts
            ],
        }  # fmt: skip
        files = []
        for kind, rows in sheets.items():
            if not rows:
                continue
            files.append(tmp_path / f"{kind}.csv")
            with files[-1].open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
        added = servanda("add", folder, *files, "--yes")
        return folder, added

    return make


def inventory(servanda, *arguments):
    return servanda("fissile", "inventory", *arguments)


def test_the_korean_inventory_is_told_pool_by_pool(servanda):
    told = inventory(servanda, "korea", "--as-of", "2019-02-21", "--format", "json")
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)
    separated, heu = found["pools"]["separated"], found["pools"]["heu"]
    assert 30 <= separated["median"] <= 45 and separated["added"]["high"] == 0
    assert heu["low"] < heu["lower"] < heu["median"] < heu["upper"] < heu["high"]
    assert heu["added"]["low"] > 0
    assert found["since"] == "2017-11-28"
    assert all(figure["known"] <= "2019-02-21" for figure in found["published"])
    assert {row["facility"] for row in found["facilities"]} >= {"5 MWe reactor"}


def test_4_march_2019_makes_a_difference(servanda):
    before, after = (
        json.loads(inventory(servanda, "korea", "--as-of", day, "--format", "json").stdout)
        for day in ("2019-02-21", "2019-03-05")
    )
    runs = [
        next(row["operating"] for row in told["facilities"] if row["facility"] == "5 MWe reactor")
        for told in (before, after)
    ]
    assert runs[0] > 0.5 > 0.1 > runs[1]
    added = [told["pools"]["in_reactor"]["added"]["median"] for told in (before, after)]
    assert added[0] > added[1]


def test_suppositions_and_pictures(servanda, tmp_path):
    told = inventory(
        servanda, "korea", "--as-of", "2019-02-21", "--until", "2020-12-31", "--without", "kangson",
        "--reactor-stopped", "2018-04-01", "--inspectors-return", "2019-07-01", "--format", "json",
        "-o", tmp_path / "fan.svg", "--strips", tmp_path / "strips.png", "--histories", "5000",
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    supposed = json.loads(told.stdout)["supposed"]
    assert supposed["less"]["heu"]["median"] > 0
    assert supposed["less"]["separated"]["high"] == 0
    assert "without kangson" in supposed["that"]
    assert (tmp_path / "fan.svg").read_text(encoding="utf-8").startswith("<svg")
    assert (tmp_path / "strips.png").read_bytes().startswith(b"\x89PNG")


def test_it_works_on_somebody_elses_package(servanda, package):
    folder, added = package()
    assert added.returncode == 0, added.stderr
    told = inventory(servanda, folder, "--as-of", "2019-02-21", "--histories", "2000")
    assert told.returncode == 0, told.stderr
    assert "Fissile material of North" in told.stdout


def test_contradictory_runs_are_listed_by_every_command(servanda, package):
    second = (
        "parameter/again",
        "2015-01-01",
        "reactor.run",
        "2012-01-01/2013-01-01",
        "",
        "",
        "",
        "run",
    )
    wrong = ("parameter/load", "2015-01-01", "reactor.load_factor", "2010/..", "", "80", "", "1")
    folder, _ = package([*FACTS, second, wrong])
    told = inventory(servanda, folder, "--as-of", "2019-02-21")
    assert (told.returncode, told.stdout) == (1, "")
    assert "parameter/again: this run begins while that of parameter/run" in told.stderr
    assert "parameter/load: a load factor of 80 cannot be" in told.stderr
    derived = servanda("derive", folder, "--as-of", "2019-02-21")
    assert derived.returncode == 1
    assert "contradict" in derived.stderr and "parameter/again" in derived.stderr
    brief = servanda("brief", folder, "--as-of", "2019-02-21")
    assert brief.returncode == 0
    assert "records contradict themselves" in " ".join(brief.stdout.split())


def test_a_parameter_without_a_date_is_a_fault_of_the_data(servanda, package):
    undated = ("parameter/again", "2015-01-01", "reactor.run", "", "", "", "", "run")
    _, added = package([*FACTS, undated])
    assert added.returncode == 1
    assert "date" in added.stdout + added.stderr


def test_nothing_on_record_is_said(servanda, package):
    folder, _ = package([])
    told = inventory(servanda, folder, "--as-of", "2019-02-21")
    assert (told.returncode, told.stdout) == (3, "")
    assert "nothing is on record" in told.stderr
    early = inventory(servanda, "korea", "--as-of", "1985-01-01")
    assert early.returncode == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ("--without", "atlantis"),
        ("--without", "hall"),
        ("--reactor-stopped", "yesterday"),
        ("--reactor-stopped", "2018-01-01", "--reactor", "magnox"),
        ("--reactor", "5 MWe"),
        ("--reactor-stopped", "2020-01-01"),
        ("--inspectors-return", "2019-07-01"),
        ("--until", "2018-01-01"),
        ("--until", "2090-01-01"),
        ("--histories", "10"),
        ("--histories", "99999999"),
        ("--seed", "-1"),
        ("--party", "party/rok"),
        ("--strips", "strips.pdf"),
        ("--format", "xml"),
        ("--as-of", "2019-13-01"),
    ],
)
def test_what_cannot_be_asked_is_refused(servanda, arguments):
    told = inventory(servanda, "korea", "--as-of", "2019-02-21", *arguments)
    assert (told.returncode, told.stdout) == (2, "")
    assert "Traceback" not in told.stderr
