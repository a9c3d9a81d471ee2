"""How an answer is made up: claims, slips, hindsight, form; and that no sentence crashes it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.brief.verdicts import render_verdicts
from servanda.dossier import open_ledger
from servanda.errors import UsageError
from servanda.factcheck import check_sentence

NOW = "2026-11-01"


@pytest.fixture
def check(korea_as_of):
    def run(sentence, day="2019-02-21"):
        return check_sentence(sentence, korea_as_of(day), korea_as_of(NOW))

    return run


def test_the_lull_is_counted_in_utc_with_its_spread(check):
    (claim,) = check("nearly 450 days without any nuclear and ballistic tests").claims
    assert claim.kind == "count"
    assert "450 days in UTC, 449 to 450 over calendars" in claim.explanation
    assert claim.cites == ("test/2017-09-03-nuclear", "test/2017-11-28-hwasong-15")


def test_an_undated_count_that_fails_today_says_when_it_held(check):
    (claim,) = check("nearly 450 days without any nuclear and ballistic tests", NOW).claims
    assert claim.answer == "contradicted"
    assert "A lull last reached 450 days on 21 February 2019" in claim.explanation


def test_meetings_with_three_leaders_are_three_claims(check):
    claims = check("Kim Jong-un's meetings with Chinese, South Korean and American leaders").claims
    assert [claim.claim for claim in claims] == [
        "Kim Jong-un and China met", "Kim Jong-un and ROK met", "Kim Jong-un and United States met",
    ]  # fmt: skip
    assert {claim.answer for claim in claims} == {"supported"}


def test_letters_are_no_meetings(check):
    (claim,) = check("Trump and Kim met once").claims
    assert claim.answer == "supported"
    assert claim.cites == ("contact/2018-06-12-us-dprk-leader",)


def test_what_became_known_later_says_when_and_cites_it(check):
    (claim,) = check("Donald Trump met Kim Jong-un in Hanoi in February 2019").claims
    assert claim.answer == "not_knowable"
    assert claim.explanation.startswith("Not known until 28 February 2019.")
    assert claim.cites == ("contact/2019-02-27-us-dprk-leader",)


def test_a_promise_of_one_s_own_time_leads(check):
    (claim,) = check(
        "Donald Trump committed to building new relationships between Washington and Pyongyang"
    ).claims
    assert claim.cites[0] == "commitment/singapore-1-new-relations"


@pytest.mark.parametrize(
    ("sentence", "slip"),
    [
        ("the remains of the 267 French soldiers who died during the Korean War", "killed"),
        ("Trump's unprecedented meetings with Kim Jong-un", "one meeting by then"),
        ("the joint declaration of the United States and North Korea", "a statement"),
        ("the Military Armistice Commission planned for 1953", "not only planned"),
        ("exemptions obtained by France for Handicap International", "1718 Committee"),
        ("The Punggye-ri test site was dismantled", "intermediate"),
    ],
)
def test_a_slip_is_named(check, sentence, slip):
    checked = check(sentence)
    assert checked.verdict == "supported", checked.claims
    assert any(slip in (claim.slip or "") for claim in checked.claims)


def test_the_exact_words_of_a_quotation_have_no_slip(check):
    words = "deeply and personally committed to once and for all bringing an end to 70 years of war"
    assert check(f"Stephen Biegun said “{words}”").claims[0].slip is None


def test_the_rest_of_a_sentence_is_named_when_no_record_speaks_of_it(check):
    checked = check("Kim Jong-un met Donald Trump in Singapore aboard a submarine of Atlantis")
    assert checked.verdict == "not_covered"
    assert checked.claims[-1].kind == "remainder"
    assert "Atlantis" in checked.claims[-1].explanation


def test_a_breach_after_a_promise_was_called_off_is_said_with_its_slip(check):
    (claim,) = check("North Korea broke its moratorium on ICBM tests", "2022-03-25").claims
    assert claim.answer == "supported"
    assert "no longer binding" in claim.slip


def test_json_has_the_documented_form(check, korea_as_of):
    checked = check("55 boxes of remains were returned")
    told = json.loads(render_verdicts(checked, korea_as_of("2019-02-21"), "json"))
    assert set(told) == {"sentence", "as_of", "verdict", "claims"}
    assert set(told["claims"][0]) == {"claim", "kind", "answer", "explanation", "slip", "cites"}


def test_text_gives_the_day_the_answer_and_the_sources(check, korea_as_of):
    told = render_verdicts(check("Trump and Kim never met"), korea_as_of("2019-02-21"), "text")
    assert "As of 21 February 2019: contradicted" in told
    assert "[contact/2018-06-12-us-dprk-leader] known 12 June 2018" in told


def test_a_sentence_that_nothing_decides_is_told_what_can_be_checked(check, korea_as_of):
    told = render_verdicts(check("The moon is made of cheese"), korea_as_of("2019-02-21"), "text")
    assert "not covered" in told
    assert "What can be checked" in told


@pytest.mark.parametrize("empty", ["", "   ", "\n\t"])
def test_an_empty_sentence_is_refused(check, empty):
    with pytest.raises(UsageError):
        check(empty)


WORDS = (
    "Kim Jong-un Trump Moon Xi North Korea South China American leaders met summit never first "
    "twice three 55 450 boxes remains days without nuclear tests ballistic missile launched in on "
    "by since before 2018 2019 June 12 31 February mid-1990s Singapore Hanoi pledged agreed to not "
    "dismantle destroyed verified guard posts moratorium broke CTBT signed inspectors left months "
    'few elections exemptions resolution 2397 “ ” " [ ] , . ; both sides liaison offices opened'
).split()
LEDGER = open_ledger("korea")
DAYS = {day: LEDGER.as_of(day) for day in ("1990-01-01", "2018-05-01", "2019-02-21")}
LATER = LEDGER.as_of(NOW)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(min_size=1, max_size=200),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map(" ".join),
    ).filter(str.strip),
    st.sampled_from(sorted(DAYS)),
)
def test_no_sentence_crashes_it(sentence, day):
    checked = check_sentence(sentence, DAYS[day], LATER)
    assert checked.verdict in ("supported", "contradicted", "not_knowable", "not_covered")
    assert checked.claims or checked.verdict == "not_covered"
