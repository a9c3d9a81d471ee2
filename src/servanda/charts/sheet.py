"""Charts on a sheet of their own: titles above, how it was counted below, one under the other."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from .chart import Chart
from .render import svg_png, to_svg
from .theme import SANS, WIDE, colour

MARGIN, GAP = 24, 30  # pixels: around the sheet, and between two charts
TITLE_PX, NOTE_PX = 16, 11.5
TITLE_LINE, NOTE_LINE = 21, 16
LETTER = 0.53  # mean width of a letter, as a share of the type size

_SIZE = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')


def sheet_svg(charts: Sequence[Chart], source: str) -> str:
    """Several charts as one SVG that can stand alone.

    Parameters
    ----------
    charts : sequence of Chart
        From the top down.
    source : str
        What the sheet rests on, said once at its foot.
    """
    parts: list[str] = []
    top = float(MARGIN)
    for place, chart in enumerate(charts):
        top += GAP if place else 0
        drawn, top = _chart(chart, top)
        parts += drawn
    foot, top = _lines(source, top + 12, NOTE_PX, NOTE_LINE, "quiet", "normal")
    width, height = WIDE + 2 * MARGIN, round(top + MARGIN / 2)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="{escape(SANS)}">'
        f'<rect width="{width}" height="{height}" fill="{colour("paper")}"/>'
        f"{''.join([*parts, *foot])}</svg>"
    )


def sheet_png(charts: Sequence[Chart], source: str) -> bytes:
    """The sheet as PNG, two pixels to one of the drawing."""
    return svg_png(sheet_svg(charts, source))


def _chart(chart: Chart, top: float) -> tuple[list[str], float]:
    """A chart between its title and its words; and where the sheet goes on."""
    title, top = _lines(chart.title, top, TITLE_PX, TITLE_LINE, "ink", "bold")
    drawn = to_svg(chart.wide)
    size = _SIZE.search(drawn)
    height = float(size[2]) if size else 0.0
    placed = drawn.replace("<svg ", f'<svg x="{MARGIN}" y="{top + 6:.0f}" ', 1)
    counted, top = _lines(chart.counted, top + height + 14, NOTE_PX, NOTE_LINE, "quiet", "normal")
    return [*title, placed, *counted], top


def _lines(
    text: str, top: float, px: float, line: float, hue: str, weight: str
) -> tuple[list[str], float]:
    """Words broken to the sheet's width, and where they end."""
    broken = textwrap.wrap(text, int(WIDE / (px * LETTER)))
    return list(_text(broken, top, px, line, hue, weight)), top + line * len(broken)


def _text(
    lines: Sequence[str], top: float, px: float, line: float, hue: str, weight: str
) -> Iterator[str]:
    for number, words in enumerate(lines):
        yield (
            f'<text x="{MARGIN}" y="{top + line * number + px:.1f}" font-size="{px}" '
            f'font-weight="{weight}" fill="{colour(hue)}">{escape(words)}</text>'
        )
