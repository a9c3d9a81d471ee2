"""A small bar for a table cell: what is believed of one commitment, and what is unknown."""

from __future__ import annotations

from collections.abc import Sequence

from .theme import LEVEL_WORDS, LEVELS, colour

WIDTH, HEIGHT = 84, 10


def mass_bar(masses: Sequence[float], theta: float, hatch_id: str) -> str:
    """Masses from full (left) to not initiated, then the unknown in hatching, as inline SVG.

    Parameters
    ----------
    masses : sequence of four floats
        ``m_0..m_3``.
    theta : float
        Unknown mass.
    hatch_id : str
        Id of the hatching pattern on the page (`render.hatch_pattern`).
    """
    said = ", ".join(
        [f"{LEVEL_WORDS[level]} {masses[level]:.0%}" for level in (3, 2, 1, 0)]
        + [f"unknown {theta:.0%}"]
    )
    at, parts = 0.0, []
    pieces = [(masses[level], LEVELS[level]) for level in (3, 2, 1, 0)]
    for mass, fill in (*pieces, (theta, f"url(#{hatch_id})")):
        width = mass * WIDTH
        if width >= 0.2:
            parts.append(
                f'<rect x="{at:.1f}" y="0" width="{width:.1f}" height="{HEIGHT}" fill="{fill}"/>'
            )
        at += width
    frame = (
        f'<rect x="0.5" y="0.5" width="{WIDTH - 1}" height="{HEIGHT - 1}" fill="none" '
        f'stroke="{colour("rule")}"/>'
    )
    return (
        f'<svg class="mass" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-label="{said}">{"".join(parts)}{frame}</svg>'
    )
