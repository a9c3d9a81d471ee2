"""Specs into SVG, the same bytes on every run, kept in the user's cache: a warm run draws nothing.

The cache key is the digest of the spec and the renderer's version. What is kept is re-read as
text and never executed; a folder that cannot be written is done without.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from importlib import metadata
from pathlib import Path

from servanda.cache import cache_folder, keep

from .chart import Spec
from .theme import HATCH, colour

VL_VERSION = "5.21"
REVISION = "2"  # of what this module does to the drawing: raise it when that changes

_LONG = re.compile(r"(?<=[0-9])\.(\d{3,})")
_ID = re.compile(r'(id="|url\(#)([A-Za-z0-9_-]+)')
_CLIP = re.compile(r"\bclip\d+\b")
_NOISE = re.compile(
    r'<path class="(?:background|foreground)"[^>]*/>| pointer-events="none"| opacity="1"'
)


def to_svg(spec: Spec, cache_dir: Path | None = None) -> str:
    """Draw a spec.

    Parameters
    ----------
    spec : dict
        Vega-Lite, data inline.
    cache_dir : Path, optional
        Where drawings are kept; the user's cache folder when not given.
    """
    text = json.dumps(spec, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    key = hashlib.sha256(f"{_renderer()} {REVISION} {text}".encode()).hexdigest()
    kept = (cache_dir or cache_folder("charts")) / key[:2] / f"{key}.svg"
    try:
        return kept.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        pass
    svg = _tidy(_draw(text), key[:8])
    keep(kept, svg.encode())
    return svg


def to_png(spec: Spec, scale: float = 2.0) -> bytes:
    """Draw a spec as PNG on white."""
    return svg_png(to_svg(spec | {"background": colour("paper")}), scale)


def svg_png(svg: str, scale: float = 2.0) -> bytes:
    """A drawing as PNG, ``scale`` pixels of the picture to one of the drawing."""
    import vl_convert

    drawn: bytes = vl_convert.svg_to_png(svg, scale=scale)
    return drawn


@cache
def _renderer() -> str:
    return metadata.version("vl-convert-python")


def _draw(spec: str) -> str:
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(spec, vl_version=VL_VERSION)
    return drawn


def _tidy(svg: str, prefix: str) -> str:
    """Round, name ids so that several drawings share a page, size by the page, put in hatching."""
    svg = _LONG.sub(lambda match: f".{match[1][:2]}", svg)
    svg = _NOISE.sub("", svg)
    order = {name: f"clip{place}" for place, name in enumerate(dict.fromkeys(_CLIP.findall(svg)))}
    svg = _CLIP.sub(lambda match: order[match[0]], svg)  # the renderer counts on over its life
    svg = _ID.sub(lambda match: f"{match[1]}c{prefix}-{match[2]}", svg)
    if HATCH in svg:
        svg = svg.replace(HATCH, f"url(#c{prefix}-hatch)")
        svg = svg.replace("</svg>", f"<defs>{hatch_pattern(f'c{prefix}-hatch')}</defs></svg>")
    return svg.replace("\n", "")


def hatch_pattern(id: str) -> str:
    """The hatching that means unknown, as an SVG pattern."""
    return (
        f'<pattern id="{id}" width="4" height="4" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="4" height="4" '
        f'fill="{colour("unknown_ground")}"/><line x1="0" y1="0" x2="0" y2="4" '
        f'stroke="{colour("unknown")}" stroke-width="1.6"/></pattern>'
    )
