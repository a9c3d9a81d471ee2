"""Marks that many charts draw at fixed places, in pixels from the top left of the plot."""

from __future__ import annotations

from typing import Any

from .theme import colour


def words(text: str, x: float, y: float, **mark: Any) -> dict[str, Any]:
    """Words that begin at ``x`` and stand in the middle of ``y``.

    Parameters
    ----------
    text : str
    x, y : float
        Pixels.
    **mark
        Properties of the text mark to set or replace (``align``, ``color``, ``fontWeight``).
    """
    return {
        "data": {"values": [{}]},
        "mark": {"type": "text", "text": text, "align": "left", "baseline": "middle",
                 "color": colour("ink"), **mark},
        "encoding": {"x": {"value": x}, "y": {"value": y}},
    }  # fmt: skip


def level(y: float, right: float, hue: str = "grid") -> dict[str, Any]:
    """A level line across the plot.

    Parameters
    ----------
    y, right : float
        Pixels: its height, and where it ends.
    hue : str
        Name of its colour.
    """
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": colour(hue)},
        "encoding": {"x": {"value": 0}, "x2": {"value": right}, "y": {"value": y}},
    }


def bar(left: float, right: float, y: float, height: float, **mark: Any) -> dict[str, Any]:
    """A bar from ``left`` to ``right``, its middle at ``y``.

    Parameters
    ----------
    left, right, y, height : float
        Pixels.
    **mark
        Properties of the rect mark (``color``, ``opacity``).
    """
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rect", **mark},
        "encoding": {"x": {"value": left}, "x2": {"value": right},
                     "y": {"value": y - height / 2}, "y2": {"value": y + height / 2}},
    }  # fmt: skip
