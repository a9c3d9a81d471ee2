"""The brief of a small process, whole: SERVANDA_UPDATE=1 writes it again, to be read in the diff."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from small_process import truce

from servanda.brief import render
from servanda.surveys import survey

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize(("form", "file"), [("text", "truce.txt"), ("md", "truce.md")])
def test_the_brief_of_the_truce_reads_as_it_did(form, file):
    dossier = truce()
    told = render(survey(dossier), dossier, form)
    assert isinstance(told, str)
    if os.environ.get("SERVANDA_UPDATE"):
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / file).write_text(told, encoding="utf-8")
    golden = (GOLDEN / file).read_text(encoding="utf-8")
    assert told == golden, "read the difference; SERVANDA_UPDATE=1 accepts it"


@pytest.mark.parametrize("form", ["text", "html", "md", "json"])
def test_a_process_of_which_nothing_is_known_has_a_brief(form):
    dossier = truce(day="1950-01-01")
    told = render(survey(dossier), dossier, form)
    if form != "json":
        assert "1 January 1950" in str(told).replace("\u00a0", " ")
    if form == "text":
        assert "No commitment and no other fact to judge by is on record" in told


def test_a_truce_without_weapons_programmes_is_not_asked_about_them():
    dossier = truce()
    told = str(render(survey(dossier), dossier, "text"))
    assert "fissile" not in told
    assert "programmes produced" not in told
    assert "Comprehensive Nuclear-Test-Ban" not in told


def test_a_section_of_which_nothing_is_on_record_says_so():
    dossier = truce()
    told = str(render(survey(dossier), dossier, "text"))
    where = told[told.index("Where things stand") :][:120]
    assert "Nothing is on record by then under this head." in where
