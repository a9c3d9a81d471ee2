"""Colours, type and sizes that every chart shares; each colour has its counterpart on dark.

Colours carry meaning and stay the same everywhere: one hue for each main party, levels 0 to 3 a
single-hue scale, the unknown hatched grey. The hues keep apart for colour-blind readers and
differ in lightness enough to be told in grey print; each reaches 4.5:1 on its background.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

WIDE = 700
NARROW = 350

SANS = "'Helvetica Neue', Helvetica, Arial, 'Noto Sans', sans-serif"

# name: (on paper, on dark). The values on paper are all different: `dark_rules` keys on them.
PALETTE = {
    "ink": ("#1b2127", "#e9e6e0"),
    "quiet": ("#59626b", "#a7adb3"),
    "rule": ("#c9cdd1", "#4a5158"),
    "grid": ("#e4e6e8", "#30363c"),
    "paper": ("#fffffe", "#15181b"),
    "shade": ("#f3e9d8", "#3a3225"),
    "alarm": ("#b02a1f", "#f0867b"),
    "unknown": ("#8b9299", "#7d858d"),
    "unknown_ground": ("#f1f2f3", "#202529"),
    "level0": ("#d3dfe6", "#2c3f4a"),
    "level1": ("#94b8c9", "#437186"),
    "level2": ("#45819c", "#75aec8"),
    "level3": ("#0d4560", "#c3e6f5"),
    "party1": ("#a8480f", "#f0995f"),
    "party2": ("#1d5fa6", "#7fb2ea"),
    "party3": ("#00705c", "#5fc3ab"),
    "party4": ("#7a3f94", "#c796dd"),
    "party_other": ("#5d666e", "#a0a7ae"),
    "band": ("#bfd3de", "#35505e"),
    "band_outer": ("#e3ebf0", "#23323b"),
}  # fmt: skip

HATCH = "#8a7f01"  # stands for the hatching in a spec; `render` puts the pattern in its place
LEVELS = tuple(PALETTE[f"level{level}"][0] for level in range(4))
LEVEL_WORDS = ("not initiated", "minimal", "intermediate", "full")


def colour(name: str) -> str:
    """The colour of a name, on paper."""
    return PALETTE[name][0]


def party_hues(parties: Sequence[str]) -> dict[str, str]:
    """A hue for each main party, in the order given; all others share a grey.

    Examples
    --------
    >>> party_hues(["party/dprk", "party/rok"])["party/rok"]
    '#1d5fa6'
    """
    return {
        party: colour(f"party{place}" if place <= 4 else "party_other")
        for place, party in enumerate(parties, 1)
    }


def dark_rules(scope: str) -> str:
    """CSS that turns every colour of the palette, inside ``scope``, into its dark counterpart."""
    return "\n".join(
        f'{scope} [{attribute}="{light}"]{{{attribute}:{dark}}}'
        for light, dark in PALETTE.values()
        for attribute in ("fill", "stroke")
    )


def base(
    width: int, height: int, *, left: int, right: int, top: int, bottom: int
) -> dict[str, Any]:
    """What every spec begins with: its whole size, its margins, and the house's type.

    Nothing is fitted to measured text, so that the drawing is the same whatever fonts there are.
    """
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width - left - right,
        "height": height - top - bottom,
        "padding": {"left": left, "right": right, "top": top, "bottom": bottom},
        "autosize": {"type": "none"},
        "background": "transparent",
        "config": CONFIG,
    }


CONFIG: dict[str, Any] = {
    "aria": False,
    "font": SANS,
    "view": {"stroke": None},
    "text": {"color": colour("ink"), "fontSize": 12},
    "axis": {
        "domainColor": colour("rule"),
        "tickColor": colour("rule"),
        "gridColor": colour("grid"),
        "labelColor": colour("quiet"),
        "labelFontSize": 12,
        "labelOverlap": False,
        "labelFlush": False,
        "labelBound": False,
        "labelLimit": 0,
        "title": None,
    },
}
