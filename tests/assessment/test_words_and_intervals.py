"""Words for likelihood, and intervals in closed form against values worked out elsewhere."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.assessment.intervals import incomplete_beta, ratio_below, ratio_interval, wilson
from servanda.assessment.words import likelihood, mixes_likelihood_and_confidence


@pytest.mark.parametrize(
    ("probability", "word"),
    [
        (0.0, "almost no chance"), (0.049, "almost no chance"), (0.05, "very unlikely"),
        (0.199, "very unlikely"), (0.20, "unlikely"), (0.449, "unlikely"),
        (0.45, "roughly even chance"), (0.5, "roughly even chance"),
        (0.55, "roughly even chance"), (0.551, "likely"), (0.80, "likely"),
        (0.801, "very likely"), (0.95, "very likely"), (0.951, "almost certain"),
        (1.0, "almost certain"),
    ],
)  # fmt: skip
def test_a_boundary_goes_to_the_word_nearer_even(probability, word):
    assert likelihood(probability) == word


def test_what_is_no_probability_has_no_word():
    with pytest.raises(ValueError, match="no probability"):
        likelihood(1.2)


@pytest.mark.parametrize(
    ("text", "mixed"),
    [
        ("It is very likely, with high confidence, that the reactor ran.", True),
        ("We are confident that this is unlikely.", True),
        ("It is likely that the reactor ran. This is said with moderate confidence.", False),
        ("Military confidence-building is likely to go on.", False),
    ],
)
def test_a_likelihood_and_a_confidence_never_stand_in_one_sentence(text, mixed):
    assert mixes_likelihood_and_confidence(text) is mixed


def test_wilson_gives_the_textbook_values():
    """Newcombe 1998, Statistics in Medicine 17, table I, method 3: 81/263 and 0/20 at 95 %."""
    assert wilson(81, 263, 1.959964) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(0, 20, 1.959964) == pytest.approx((0.0, 0.1611), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.floats(0.0, 1.0), st.integers(1, 30), st.integers(1, 30))
def test_the_incomplete_beta_is_the_binomial_tail(x, a, b):
    n = a + b - 1
    tail = sum(math.comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a, n + 1))
    assert incomplete_beta(x, a, b) == pytest.approx(tail, abs=1e-9)


def test_a_ratio_of_gamma_rates_agrees_with_draws():
    chance = random.Random(1)
    ratios = sorted(
        chance.gammavariate(2.5, 1.0) / chance.gammavariate(8.5, 1.0) for _ in range(40_000)
    )
    low, high = ratio_interval(2.5, 8.5)
    assert low == pytest.approx(ratios[2_000], rel=0.05)
    assert high == pytest.approx(ratios[38_000], rel=0.05)
    assert ratio_below(0.5, 2.5, 8.5) == pytest.approx(
        sum(ratio < 0.5 for ratio in ratios) / 40_000, abs=0.01
    )
