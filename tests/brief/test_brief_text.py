"""The forms for a terminal: 80 columns, whole words, what changed, why, and how all stands."""

from __future__ import annotations

import pytest
from small_process import promise, truce

from servanda.brief import render
from servanda.brief.changes import render_changes
from servanda.brief.explain import render_explanation
from servanda.brief.status import render_status
from servanda.comparison import compare
from servanda.parameters import Parameters
from servanda.surveys import survey

DAYS = ("2018-06-13", "2019-02-21", "2020-06-17")


def widest(text: str) -> str:
    """The longest line that is no address."""
    lines = (line for line in text.splitlines() if "://" not in line)
    return max(lines, key=len)


@pytest.mark.parametrize("day", DAYS)
def test_the_korean_brief_keeps_within_80_columns_and_cuts_no_word(korea_as_of, korea_survey, day):
    told = str(render(korea_survey(day), korea_as_of(day), "text"))
    assert len(widest(told)) <= 80
    body = told[: told.index("\nAnnexes\n")]
    assert not [line for line in body.splitlines() if line.rstrip().endswith("…")]


@pytest.mark.parametrize("day", DAYS)
def test_the_korean_status_keeps_within_80_columns_and_cuts_no_word(korea_survey, day):
    told = render_status(korea_survey(day), "text")
    assert len(widest(told)) <= 80
    assert "…" not in told
    assert not [line for line in told.splitlines() if line != line.rstrip()]


def test_status_names_the_level_and_prints_brackets_of_a_title_as_they_stand():
    dossier = truce(promise("road", "clearing of the road [red]west[/red] of the mill", "deliver"))
    told = render_status(survey(dossier), "text")
    assert "●●● full" in told
    assert "●●○ intermediate" in told
    assert "! breached" in told
    assert "[red]west[/red]" in " ".join(told.split())
    assert told.count("withdrawal of mortars") == 1  # the second obligor's row leaves it out


def test_a_difference_is_wrapped_and_says_when_only_the_records_changed(korea_as_of):
    told = render_changes(compare(korea_as_of("2019-02-21"), korea_as_of("2019-03-05")), "text")
    assert len(widest(told)) <= 80
    assert "  was: " in told


def test_a_finding_that_reads_the_same_is_not_printed_twice():
    before, after = truce(day="2026-10-31"), truce(day="2026-11-01")
    told = render_changes(compare(before, after), "text")
    blocks = told.split("\n  was: ")[1:]
    for block in blocks:
        was, _, now = block.partition("  is:  ")
        assert " ".join(was.split()) != " ".join(now.split())


def test_an_explanation_lists_rows_one_by_one_and_no_code(korea_as_of, korea_survey):
    finding = korea_survey("2019-02-21").need("verification.lull")
    told = render_explanation(finding, korea_as_of("2019-02-21"), Parameters(), "text")
    assert "- low 578, high 637, from 1984-09" in told
    for sign in ("{'", "': ", "None", "[]"):
        assert sign not in told[: told.index("Records (")]
    assert len(widest(told)) <= 80


def test_dates_ahead_are_those_of_the_place_in_the_table_as_in_the_sentence(
    korea_as_of, korea_survey
):
    told = str(render(korea_survey("2019-02-21"), korea_as_of("2019-02-21"), "text"))
    table = told[told.index("Dates ahead, as fixed by then") :]
    assert "27–28 February 2019  Second US-DPRK summit" in table
    assert "26 February 2019" not in table


def test_a_sentence_that_cannot_be_checked_is_answered_within_80_columns(korea_as_of):
    from servanda.brief.verdicts import render_verdicts
    from servanda.factcheck import check_sentence

    dossier = korea_as_of("2019-02-21")
    told = render_verdicts(
        check_sentence("The moon is made of cheese.", dossier, dossier, Parameters()),
        dossier, "text",
    )  # fmt: skip
    assert len(widest(told)) <= 80
