"""Intervals in closed form: shares (Wilson) and ratios of clustered rates (incomplete beta)."""

from __future__ import annotations

import math

Z90 = 1.6448536269514722


def wilson(successes: int, trials: int, z: float = Z90) -> tuple[float, float]:
    """Interval of a share; 90 % by default. Wilson 1927; (0, 1) when there were no trials.

    Examples
    --------
    >>> [round(bound, 3) for bound in wilson(0, 10)], [round(b, 3) for b in wilson(5, 10)]
    ([0.0, 0.213], [0.269, 0.731])
    """
    if trials == 0:
        return 0.0, 1.0
    share = successes / trials
    square = z * z / trials
    centre = (share + square / 2.0) / (1.0 + square)
    half = z * math.sqrt(share * (1.0 - share) / trials + square / (4.0 * trials))
    half /= 1.0 + square
    return max(0.0, centre - half), min(1.0, centre + half)


def ratio_below(ratio: float, now: float, before: float) -> float:
    """Probability that the ratio of two gamma rates lies below a figure.

    The rates have shapes ``now`` and ``before`` and one scale, so that
    ``now / (now + before)`` follows a beta distribution.
    """
    return incomplete_beta(ratio / (1.0 + ratio), now, before)


def ratio_interval(now: float, before: float, coverage: float = 0.9) -> tuple[float, float]:
    """Interval of the ratio of two gamma rates with these shapes, by bisection."""
    tail = (1.0 - coverage) / 2.0
    low, high = _quantile(tail, now, before), _quantile(1.0 - tail, now, before)
    return low / (1.0 - low), high / (1.0 - high)


def _quantile(probability: float, a: float, b: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2.0
        if incomplete_beta(middle, a, b) < probability:
            low = middle
        else:
            high = middle
    return min((low + high) / 2.0, 1.0 - 1e-12)


def incomplete_beta(x: float, a: float, b: float) -> float:
    """Regularised incomplete beta function, by Lentz's continued fraction (DLMF 8.17.22).

    Examples
    --------
    >>> round(incomplete_beta(.5, 2, 2), 6), round(incomplete_beta(.3, 1, 3), 6)
    (0.5, 0.657)
    """
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    if x > (a + 1.0) / (a + b + 2.0):
        return 1.0 - incomplete_beta(1.0 - x, b, a)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    return front * _fraction(x, a, b) / a


def _fraction(x: float, a: float, b: float) -> float:
    tiny = 1e-300
    c, d = 1.0, 1.0 - (a + b) * x / (a + 1.0)
    d = 1.0 / (d or tiny)
    value = d
    for m in range(1, 300):
        even = m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0))
        for term in (even, odd):
            d = 1.0 / ((1.0 + term * d) or tiny)
            c = (1.0 + term / c) or tiny
            value *= c * d
        if abs(c * d - 1.0) < 1e-14:
            break
    return value
