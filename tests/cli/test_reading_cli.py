"""Reading commands: what is refused, and what is offered."""

from __future__ import annotations


def test_a_difference_from_a_later_to_an_earlier_day_is_refused_with_the_right_command(servanda):
    done = servanda("diff", "korea", "2019-03-05", "2019-02-21")
    assert done.returncode == 2
    assert "servanda diff korea 2019-02-21 2019-03-05" in done.stderr


def test_a_form_that_cannot_be_written_is_refused_not_written_as_text(servanda, tmp_path):
    for name in ("brief.pdf", "brief.docx", "brief.odt"):
        done = servanda("brief", "korea", "--as-of", "2019-02-21", "-o", tmp_path / name)
        assert done.returncode == 2
        assert ".html" in done.stderr
        assert not (tmp_path / name).exists()


def test_only_forms_that_can_be_written_are_offered():
    from servanda.brief import FORMS
    from servanda.cli.reading import BriefFormat

    assert {form.value for form in BriefFormat} == set(FORMS)


def test_the_brief_of_an_empty_ledger_says_that_nothing_is_on_record(servanda, tmp_path):
    assert servanda("init", tmp_path / "truce").returncode == 0
    done = servanda("brief", tmp_path / "truce", "--as-of", "2026-11-01")
    assert done.returncode == 0, done.stderr
    assert "No commitment and no other fact to judge by is on record" in done.stdout
    assert "No commitment is on record" in servanda("status", tmp_path / "truce").stdout


def test_a_ledger_is_not_made_in_place_of_a_file(servanda, tmp_path):
    (tmp_path / "notes").write_text("mine")
    done = servanda("init", tmp_path / "notes")
    assert done.returncode == 2
    assert "is a file" in done.stderr
    assert (tmp_path / "notes").read_text() == "mine"
