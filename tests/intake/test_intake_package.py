"""A data package carries the world's history without loss, and other tools can open it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intake_strategies import histories, texts
from intake_world import WORLD

from servanda.errors import DataError, UsageError
from servanda.intake import publish
from servanda.intake.cells import neutralise, restore, split_list, write_cell
from servanda.intake.package import read_package, write_package
from servanda.intake.read import read_files
from servanda.intake.rows import Row
from servanda.records import KINDS, Event, Party
from servanda.records.describe import by_name, fields, summary


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(histories())
def test_export_and_back_loses_nothing(tmp_path, history):
    folder = tmp_path / "package"
    write_package(folder, "any", "Any", history)
    package = read_package(folder)
    assert package.faults == []
    assert {row.statement() for row in package.rows} == {row.statement() for row in history}


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(histories())
def test_writing_what_was_read_gives_the_same_bytes(tmp_path, history):
    files = publish.package_files("any", "Any", history)
    folder = tmp_path / "package"
    write_package(folder, "any", "Any", history)
    assert publish.package_files("any", "Any", read_package(folder).rows) == files


@given(st.lists(texts, min_size=1))
def test_any_texts_can_stand_in_a_list(items):
    cell = write_cell(by_name(Party)["aliases"], tuple(items))
    assert split_list(restore(neutralise(cell))) == items


@given(texts)
def test_a_neutralised_text_begins_with_nothing_that_a_spreadsheet_computes(text):
    assert neutralise(text)[0] not in "=+-@\t\r"
    assert restore(neutralise(text)) == text


@pytest.fixture
def package(tmp_path, write):
    def make(**tables):
        reading = read_files(write(**{**WORLD, **tables}))
        assert reading.faults == []
        write_package(
            tmp_path / "p", "Spring Accord", "The spring accord", reading.rows, "Of 2018."
        )
        return tmp_path / "p"

    return make


def test_frictionless_finds_the_package_valid(package):
    import warnings

    folder = package(
        event="""
        id,known,sources,date,event_type,parties,title,retract_reason,never_valid
        event/1,2018-04-28,source/paper,2018-04-27,other,party/north;party/south,=Walk,,
        event/1,2018-05-02,,,,,,The paper corrected itself.,
        event/2,2018-05-02,,,,,,Our error.,true
        """,
        test="""
        id,known,sources,party,test_type,test_class,date,lat,outcome
        test/1,2018-04-28,source/paper,party/north,ballistic,srbm,2018-04-27,-12.5,failure
        """,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import validate

        report = validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["title", "note", "rowNumber", "fieldName"])


def test_the_descriptor_says_what_columns_mean(package):
    described = json.loads((package() / "datapackage.json").read_text())
    assert [described[k] for k in ("profile", "name", "title", "description")] == [
        "tabular-data-package",
        "spring-accord",
        "The spring accord",
        "Of 2018.",
    ]
    [commitment] = [r for r in described["resources"] if r["name"] == "commitment"]
    table = commitment["schema"]
    columns = {field["name"]: field for field in table["fields"]}
    assert table["primaryKey"] == ["id", "known"]
    assert table["missingValues"] == [""]
    assert columns["form"]["constraints"] == {
        "required": True,
        "enum": ["deliver", "refrain", "sustain", "quantified"],
    }
    assert columns["obligors"]["type"] == "string"
    assert "separated by a semicolon" in columns["obligors"]["description"]
    assert table["foreignKeys"] == [
        {"fields": ["agreement"], "reference": {"resource": "agreement", "fields": ["id"]}}
    ]


def test_rows_are_sorted_and_only_used_columns_are_written(package):
    lines = (package() / "party.csv").read_text().splitlines()
    assert lines == [
        "id,known,name,short,party_type,role",
        "party/north,1948,North,North,state,principal",
        "party/south,1948,South,South,state,principal",
    ]


def event(**values) -> Row:
    record = Event(
        **{
            "id": "event/1",
            "known": "2018-04-28",
            "date": "2018-04-27",
            "event_type": "other",
            "parties": ("party/north",),
            "title": "Walk",
            **values,
        }
    )
    return Row(kind="event", id=record.id, known=record.known, record=record)


def test_a_failed_write_leaves_the_old_package_as_it_was(tmp_path, monkeypatch):
    folder = tmp_path / "p"
    write_package(folder, "p", "P", [event()])
    (folder / "README.md").write_text("kept")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publish, "_put_in_place", fail)
    before = (folder / "event.csv").read_bytes()
    with pytest.raises(Exception, match="cannot be written"):
        write_package(folder, "p", "P", [event(title="Run")])
    assert (folder / "event.csv").read_bytes() == before


def test_a_package_is_replaced_whole_and_what_is_not_of_it_is_kept(tmp_path):
    folder = tmp_path / "p"
    write_package(folder, "p", "P", [event()])
    (folder / "README.md").write_text("kept")
    party = Party(id="party/n", known="1948", name="N", short="N", party_type="state")
    write_package(folder, "p", "P", [Row(kind="party", id="party/n", known="1948", record=party)])
    assert sorted(path.name for path in folder.iterdir()) == [
        "README.md",
        "datapackage.json",
        "party.csv",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


def test_a_folder_of_other_things_is_not_written_over(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(UsageError, match="holds other files"):
        write_package(tmp_path, "p", "P", [event()])


def spoil(folder: Path, **changes) -> Path:
    described = json.loads((folder / "datapackage.json").read_text())
    described["resources"][0] |= changes
    (folder / "datapackage.json").write_text(json.dumps(described))
    return folder


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"name": "partie"}, "resource 'partie' is no kind that this version knows"),
        ({"path": "../party.csv"}, "resource path '../party.csv' leads out of the package"),
        ({"path": "/etc/hosts"}, "resource path '/etc/hosts' leads out of the package"),
        ({"path": "linked.csv"}, "resource path 'linked.csv' leads out of the package"),
        ({"path": "loop.csv"}, "resource file 'loop.csv' is missing"),
        ({"path": "gone.csv"}, "resource file 'gone.csv' is missing"),
        ({"path": "a" * 5000}, f"resource file '{'a' * 59}…' is missing"),
    ],
)
def test_resources_that_cannot_be_read(package, changes, what):
    folder = spoil(package(), **changes)
    (folder.parent / "outside.csv").write_text("id,known\n")
    (folder / "linked.csv").symlink_to("../outside.csv")
    (folder / "loop.csv").symlink_to("loop.csv")
    assert what in [fault.what for fault in read_package(folder).faults]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b'{"name": "p"}', "missing required field `resources`"),
        (b'{"resources": []}', "missing required field `name`"),
        (b'{"name": "p", "resources": {}}', "Expected `array`, got `object`"),
        (b'{"name": "p", "resources": [], "more": ' + b"[" * 100_000, "recursion depth"),
        ('{"name": "p"}'.encode("utf-16"), "JSON is malformed"),
        (b"", "truncated"),
    ],
    ids=["resources", "name", "object", "deep", "utf-16", "empty"],
)
def test_a_descriptor_that_cannot_be_read(tmp_path, text, told):
    (tmp_path / "datapackage.json").write_bytes(text)
    with pytest.raises(DataError) as refused:
        read_package(tmp_path)
    assert told in refused.value.message


def test_a_descriptor_saved_by_a_windows_editor(tmp_path):
    (tmp_path / "datapackage.json").write_bytes(b'\xef\xbb\xbf{"name": "p", "resources": []}')
    assert read_package(tmp_path).name == "p"


def test_a_table_that_is_not_listed_is_told(package):
    folder = package()
    (folder / "site.csv").write_text("id,known\n")
    [fault] = read_package(folder).faults
    assert fault.line().startswith("site.csv: is not listed in datapackage.json and is not read")


def test_no_package_at_all(tmp_path):
    with pytest.raises(UsageError, match="is missing"):
        read_package(tmp_path)
    (tmp_path / "datapackage.json").write_text("{")
    with pytest.raises(DataError):
        read_package(tmp_path)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_every_kind_is_described(kind):
    assert summary(KINDS[kind]).endswith((".", "?"))
    for field in fields(KINDS[kind]):
        assert field.type_text, field.name
        assert field.description.rstrip(")").endswith((".", '"')), (field.name, field.description)
