"""Reading a sentence: its stems, numbers, dates and names."""

from __future__ import annotations

import pytest

from servanda.factcheck.language import read
from servanda.factcheck.numerals import holds, numerals, ordinal
from servanda.factcheck.stemming import stem, stems
from servanda.factcheck.when import dates_in, overlaps


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("denuclearization", "denuclearise"), ("commitment", "committed"), ("pact", "agreement"),
        ("demolished", "dismantling"), ("relationships", "relations"), ("leaders", "leader"),
        ("atomic", "nuclear"), ("halted", "moratorium"), ("Kim’s", "kim"),
    ],
)  # fmt: skip
def test_words_that_mean_the_same_share_a_stem(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("nuclear", "denuclearise"), ("rebuild", "dismantle")])
def test_words_that_mean_the_reverse_do_not(one, other):
    assert stem(one) != stem(other)


def test_stop_words_and_figures_are_no_content():
    assert stems("The 11 guard posts were in the South's zone") >= {"guard", "post"}
    assert not stems("and of the 11")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on 12 June 2018", ("2018-06-12",)),
        ("on June 12, 2018", ("2018-06-12",)),
        ("on January 1, 2019, that", ("2019-01-01",)),
        ("in Sept. 2017", ("2017-09",)),
        ("of September 2018", ("2018-09",)),
        ("in 2018", ("2018",)),
        ("27-28 February 2019", ("2019-02-27/2019-02-28",)),
        ("27 and 28 February 2019", ("2019-02-27/2019-02-28",)),
        ("in the mid-1990s", ("1994/1996",)),
        ("in early 2018", ("2018-01/2018-04",)),
        ("in the summer of 2017", ("2017-06/2017-08",)),
        ("since November 2017", ("2017-11/..",)),
        ("by 2019", ("../2019",)),
        ("before 2018", ("../2017-12-31",)),
        ("from 2006 to 2017", ("2006/2017",)),
        ("on 2019-02-21", ("2019-02-21",)),
        ("resolution 2397", ()),
    ],
)
def test_dates_exact_and_vague(text, found):
    assert dates_in(text) == (found, ())


@pytest.mark.parametrize("text", ["31 February 2019", "2019-13-01", "99 May 2018"])
def test_a_day_that_never_was_is_told_apart(text):
    assert dates_in(f"on {text}")[1] == (text,)


def test_a_launch_has_the_date_of_either_calendar():
    assert overlaps("2017-11-28", "2017-11-28T18:17Z", "Asia/Seoul")
    assert overlaps("2017-11-29", "2017-11-28T18:17Z", "Asia/Seoul")
    assert not overlaps("2017-11-30", "2017-11-28T18:17Z", "Asia/Seoul")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("six nuclear tests in 2018", [(6, "exactly")]),
        ("more than 1,200 days", [(1200, "more than")]),
        ("met twice", [(2, "exactly")]),
        ("nearly 450 days", [(450, "nearly")]),
        ("on 12 June 2018", []),
        ("a Hwasong-15", []),
        ("the 6th test", []),
    ],
)
def test_numbers_in_figures_and_words(text, found):
    assert [(n.value, n.how) for n in numerals(text)] == found


def test_ranks():
    assert ordinal("the sixth nuclear test") == ordinal("the 6th nuclear test") == 6
    assert ordinal("on the 3rd of September 2017") is None


@pytest.mark.parametrize(
    ("how", "claimed", "true", "fits"),
    [
        ("exactly", 5, 6, False), ("nearly", 450, 449, True), ("nearly", 450, 451, False),
        ("about", 100, 104, True), ("more than", 6, 6, False), ("at least", 6, 6, True),
        ("fewer than", 6, 6, False), ("at most", 6, 6, True),
    ],
)  # fmt: skip
def test_qualifiers(how, claimed, true, fits):
    assert holds(how, claimed, true, true) is fits


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Chinese, South Korean and American leaders", ["china", "rok", "us"]),
        ("the inter-Korean military agreement", ["dprk", "rok"]),
        ("Pyongyang and Washington", ["dprk", "us"]),
        ("The French soldiers", ["france"]),
        ("told us that", []),
    ],
)
def test_parties_by_name_alias_and_demonym(korea_as_of, text, parties):
    assert sorted(read(text, korea_as_of("2019-02-21")).parties) == sorted(
        f"party/{name}" for name in parties
    )


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("Kim and Trump", ["Kim Jong-un", "Donald Trump"]),
        ("Kim Jong Un met Xi", ["Kim Jong-un", "Xi Jinping"]),
        ("Kim Yong-chol met Mike Pompeo", ["Kim Yong-chol", "Mike Pompeo"]),
        ("President Moon spoke", ["Moon Jae-in"]),
        ("the moon is full", []),
    ],
)
def test_persons_in_full_and_by_surname(korea_as_of, text, persons):
    assert list(read(text, korea_as_of("2019-02-21")).persons) == persons


def test_a_place_is_no_actor(korea_as_of):
    sentence = read("They met in Singapore and Pyongyang", korea_as_of("2019-02-21"))
    assert sentence.parties == ("party/singapore", "party/dprk")
    assert sentence.actors == ()
