"""The outside contracts: commands, JSON, exit codes (docs: index, findings)."""

from __future__ import annotations

import json

import pytest

KEYS = {"id", "objective", "sentence", "value", "low", "high", "unit", "probability", "basis",
        "cites", "method", "parts"}  # fmt: skip
OBJECTIVES = {"standing", "opportunity", "illusion", "risk", "dialogue", "verification",
              "military", "human_security", "outlook"}  # fmt: skip


@pytest.fixture(scope="module")
def brief(request):
    """The Korean brief as of 21 February 2019, as JSON."""
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "servanda", "brief", "korea", "--as-of", "2019-02-21",
         "--format", "json"],
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def test_the_json_has_the_keys_of_the_contract(brief):
    assert set(brief) == {"process", "as_of", "log", "findings", "records"}
    assert (brief["process"], brief["as_of"]) == ("korea", "2019-02-21")
    for finding in brief["findings"]:
        assert set(finding) == KEYS
        assert finding["objective"] in OBJECTIVES
        assert finding["cites"]


def test_records_are_all_that_is_cited_and_nothing_else(brief):
    cited = {id for finding in brief["findings"] for id in finding["cites"]}
    assert {record["id"] for record in brief["records"]} == cited
    for record in brief["records"]:
        assert set(record) == {"id", "kind", "known", "known_basis", "label", "source"}


def test_the_same_command_gives_the_same_bytes(servanda):
    command = ("brief", "korea", "--as-of", "2019-03-05", "--format", "json")
    assert servanda(*command).stdout == servanda(*command).stdout


@pytest.mark.parametrize("form", ["text", "html", "md", "json"])
def test_every_form_of_the_brief_can_be_written(servanda, tmp_path, form):
    out = tmp_path / f"brief.{'txt' if form == 'text' else form}"
    done = servanda("brief", "korea", "--as-of", "2019-02-21", "--format", form, "-o", out)
    assert done.returncode == 0, done.stderr
    assert out.stat().st_size > 1000


@pytest.mark.parametrize(
    "arguments",
    [
        ("brief", "korea", "--as-of", "2019-02-30"),
        ("brief", "korea", "--as-of", "yesterday"),
        ("brief", "atlantis", "--as-of", "2019-02-21"),
        ("brief", "korea", "--format", "papyrus"),
        ("brief", "korea", "--at-size", "99999999"),
        ("explain", "korea", "no.such.finding", "--as-of", "2019-02-21"),
        ("frobnicate",),
    ],
)
def test_wrong_usage_leaves_with_2_and_no_traceback(servanda, arguments):
    done = servanda(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_check_passes_the_shipped_process_and_lists_what_was_not_verified(servanda):
    done = servanda("check", "korea", "--format", "json")
    told = json.loads(done.stdout)
    assert done.returncode == 0
    assert told["faults"] == []
    assert any("text unverified" in notice["what"] for notice in told["notices"])


def test_explain_shows_records_formula_parameters_and_numbers(servanda):
    done = servanda("explain", "korea", "verification.lull", "--as-of", "2019-02-21")
    for part in ("Numbers", "Method", "Parameters", "Records", "test/2017-11-28-hwasong-15"):
        assert part in done.stdout


def test_diff_tells_hanoi_and_the_reactor(servanda):
    done = servanda("diff", "korea", "2019-02-21", "2019-03-05")
    assert done.returncode == 0
    assert "ended without agreement" in done.stdout
    assert "reactor" in done.stdout


def test_status_lists_every_commitment_by_obligor(servanda):
    done = servanda("status", "korea", "--as-of", "2019-02-21", "--format", "json")
    told = json.loads(done.stdout)
    assert len(told["commitments"]) > 200
    assert {"id", "status", "low", "high", "cites"} <= set(told["commitments"][0])


def test_reading_at_a_size_is_offered_wherever_as_of_is(servanda):
    for command in ("brief", "status", "factcheck", "explain"):
        told = servanda(command, "--help").stdout
        assert "--as-of" in told
        assert "--at-size" in told


def test_own_judgements_can_be_given_and_wrong_ones_are_refused(servanda, tmp_path):
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text("[commitments]\nbelief.half_life_years = 1.0\n")
    bad.write_text("[commitments]\nhalf_live = 1.0\n")
    command = ("status", "korea", "--as-of", "2019-02-21", "--format", "json", "--parameters")
    plain = servanda(*command[:-1])
    assert servanda(*command, good).stdout != plain.stdout
    refused = servanda(*command, bad)
    assert refused.returncode == 2
    assert "half_live" in refused.stderr


def test_a_package_of_the_cited_rows_alone_gives_the_finding_again(servanda, brief, tmp_path):
    """The closure test, from outside: rows that a finding cites, and their sources."""
    import csv

    servanda("export", "korea", tmp_path / "whole")
    wanted = next(f for f in brief["findings"] if f["id"] == "verification.lull")
    keep = set(wanted["cites"])
    for path in sorted((tmp_path / "whole").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["id"] in wanted["cites"]:
                    keep |= set(row.get("sources", "").split(";"))
    for path in sorted((tmp_path / "whole").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows = [row for row in reader if row["id"] in keep]
            names = reader.fieldnames
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    done = servanda("brief", tmp_path / "whole", "--as-of", "2019-02-21", "--format", "json")
    assert done.returncode == 0, done.stderr
    again = next(f for f in json.loads(done.stdout)["findings"] if f["id"] == wanted["id"])
    assert again == wanted
