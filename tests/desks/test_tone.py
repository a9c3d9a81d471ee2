"""Tone of statements: the mean of the window beside the one before, and only between principals."""

from __future__ import annotations

from tests.dossiers_in_place import dossier

from servanda.desks.dialogue.tone import SCALE, tone
from servanda.parameters import Parameters
from servanda.records import Statement

JUDGED = Parameters().of("desks.dialogue")


def said(slug, day, points, party="party/north", to="party/south"):
    return Statement(id=f"statement/{slug}", known=day, party=party, speaker="A speaker", said=day,
                     gist="Spoke.", addressees=(to,), tone=points)  # fmt: skip


def test_the_mean_of_the_window_stands_beside_the_one_before():
    found = tone(
        dossier("2018-12-31", said("a", "2018-12-01", 2), said("b", "2018-11-01", 1),
                said("c", "2018-05-01", -3), said("d", "2016-05-01", -2)), JUDGED,
    )  # fmt: skip
    assert found.value == 1.5
    assert found.parts["by_party"] == {"North": {"mean": 1.5, "statements": 2, "before": -3.0}}
    assert len(found.series) == 4
    assert "+1.5" in found.sentence and "−3.0" in found.sentence


def test_what_is_said_to_others_or_long_ago_does_not_count():
    assert (
        tone(dossier("2018-12-31", said("a", "2018-12-01", 2, to="party/monitor")), JUDGED) is None
    )
    assert tone(dossier("2018-12-31", said("a", "2016-12-01", 2)), JUDGED) is None
    assert (
        tone(dossier("2018-12-31", said("a", "2018-12-01", 2, party="party/news")), JUDGED) is None
    )


def test_every_code_of_the_scale_has_words():
    assert sorted(SCALE) == list(range(-3, 4))


def test_the_tone_between_washington_and_pyongyang_softened_in_2018(korea_as_of):
    early = tone(korea_as_of("2018-01-10"), JUDGED).parts["by_party"]
    later = tone(korea_as_of("2019-02-21"), JUDGED).parts["by_party"]
    for party in ("DPRK", "United States"):
        assert early[party]["mean"] < 0 < later[party]["mean"]
