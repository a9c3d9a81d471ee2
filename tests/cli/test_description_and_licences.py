"""What a package says of itself goes with it: into a ledger, and out again."""

from __future__ import annotations

import json


def about(folder, file):
    return json.loads((folder / file).read_text(encoding="utf-8"))


def test_description_and_licences_survive_export_and_init(servanda, tmp_path):
    assert servanda("export", "korea", tmp_path / "package").returncode == 0
    first = about(tmp_path / "package", "datapackage.json")
    assert first["description"].startswith("The Korean peninsula")
    assert [licence["name"] for licence in first["licenses"]] == ["CC-BY-4.0"]

    assert servanda("init", tmp_path / "mine", "--process", tmp_path / "package").returncode == 0
    kept = about(tmp_path / "mine", "ledger.json")
    assert kept["description"] == first["description"]

    assert servanda("export", tmp_path / "mine", tmp_path / "again").returncode == 0
    again = about(tmp_path / "again", "datapackage.json")
    assert again["description"] == first["description"]
    assert again["licenses"] == first["licenses"]


def test_a_title_given_replaces_the_package_s_and_nothing_else(servanda, tmp_path):
    servanda("init", tmp_path / "mine", "--process", "korea", "--title", "My reading")
    kept = about(tmp_path / "mine", "ledger.json")
    assert kept["title"] == "My reading"
    assert kept["description"].startswith("The Korean peninsula")


def test_a_ledger_made_before_licences_were_kept_still_opens(servanda, tmp_path):
    servanda("init", tmp_path / "old")
    old = {"name": "old", "title": "Old", "description": ""}
    (tmp_path / "old" / "ledger.json").write_text(json.dumps(old), encoding="utf-8")
    assert servanda("brief", tmp_path / "old").returncode == 0
