"""Separative work: what it takes to raise uranium from one enrichment to another.

The value function and the balances are those of every textbook on cascades (Cohen, *The Theory of
Isotope Separation as Applied to the Large-Scale Production of U235*, 1951).
"""

from __future__ import annotations

import math

from servanda.errors import UsageError

NATURAL = 0.00711  # mass fraction of U-235 in natural uranium


def value_function(fraction: float) -> float:
    """The value ``V(x) = (2 x - 1) ln(x / (1 - x))`` of uranium of an enrichment.

    Parameters
    ----------
    fraction : float
        Mass fraction of U-235, above 0 and below 1.

    Raises
    ------
    UsageError
        When the fraction is none.

    Examples
    --------
    >>> round(value_function(0.5), 3), round(value_function(0.9), 3)
    (0.0, 1.758)
    """
    if not 0.0 < fraction < 1.0:
        raise UsageError(
            f"an enrichment of {fraction:g} cannot be", "write a fraction: 0.9 for 90 %"
        )
    return (2.0 * fraction - 1.0) * math.log(fraction / (1.0 - fraction))


def feed_kg(
    product_kg: float, product: float, feed: float = NATURAL, tails: float = 0.003
) -> float:
    """Uranium fed for an amount of product, ``F = P (xp - xt) / (xf - xt)``, in kg.

    Examples
    --------
    >>> round(feed_kg(1.0, 0.9), 1)
    218.2
    """
    _check(product, feed, tails)
    return product_kg * (product - tails) / (feed - tails)


def separative_work(
    product_kg: float, product: float, feed: float = NATURAL, tails: float = 0.003
) -> float:
    """Separative work for an amount of product, ``P V(xp) + T V(xt) - F V(xf)``, in SWU (kg).

    Parameters
    ----------
    product_kg : float
        Mass of product, kg.
    product, feed, tails : float
        Mass fractions of U-235, tails < feed < product.

    Raises
    ------
    UsageError
        When the fractions are not in that order, or the mass is negative.

    Examples
    --------
    >>> [round(separative_work(1.0, x), 2) for x in (0.035, 0.9, 0.93)]
    [4.34, 192.94, 199.99]
    """
    if product_kg < 0:
        raise UsageError("a negative mass cannot be enriched", "write kg of product, 0 or more")
    fed = feed_kg(product_kg, product, feed, tails)
    return (
        product_kg * value_function(product)
        + (fed - product_kg) * value_function(tails)
        - fed * value_function(feed)
    )


def product_kg(swu: float, product: float, feed: float = NATURAL, tails: float = 0.003) -> float:
    """Product that an amount of separative work gives, kg.

    Examples
    --------
    >>> round(product_kg(8000.0, 0.9), 1)
    41.5
    """
    return swu / separative_work(1.0, product, feed, tails)


def _check(product: float, feed: float, tails: float) -> None:
    if not 0.0 < tails < feed < product < 1.0:
        raise UsageError(
            f"tails {tails:g}, feed {feed:g} and product {product:g} are not in order",
            "fractions of U-235 must rise from tails over feed to product, between 0 and 1",
        )
