"""The brief as one self-contained page: nothing is fetched, nothing is run."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources
from urllib.parse import urlsplit

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup, escape

from servanda import charts
from servanda.charts.render import hatch_pattern
from servanda.charts.theme import PALETTE

from .document import Cell, Document, Numbers, Paragraph, ranges
from .typography import set_words

HATCH_ID = "hatch"
_HUE_NAMES = {on_paper: name for name, (on_paper, _) in PALETTE.items()}
MOST_RUNS = 6  # of numbers in one citation; longer ones are given in full in annex B
_HANGUL = re.compile(
    r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]+(?:[\s,.]*[\u1100-\u11ff\uac00-\ud7af]+)*"
)


def to_html(document: Document) -> str:
    """Write a document as HTML.

    Text from records is escaped; addresses become links only when they are http or https.
    """
    kept = document.checkpoint or "unsigned log"
    return fill(
        "brief.html",
        f"{document.title}, as of {document.day}. Log: {kept}, {document.size:,} entries.",
        doc=document,
        defs=Markup(hatch_pattern(HATCH_ID)),  # noqa: S704 - a constant
        sections=_places(document),
        hues={party: _HUE_NAMES[hue] for party, hue in document.hues.items()},
    )


def fill(template: str, footer: str, **told: object) -> str:
    """Fill a template with what it tells, in the house's style; the footer is that of print."""
    css = Markup(_style(footer))  # noqa: S704 - our own style sheet
    return _template(template).render(css=css, **told) + "\n"


@cache
def _template(name: str) -> Template:
    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    environment.filters |= {
        "words": _words, "cite": _cite, "svg": _svg, "bar": _bar, "anchor": _anchor,
        "link": _is_link, "kind": lambda block: type(block).__name__,
    }  # fmt: skip
    return environment.from_string(_read(name))


def _read(name: str) -> str:
    return (resources.files(__package__) / "templates" / name).read_text(encoding="utf-8")


def _style(footer: str) -> str:
    """The style sheet with the palette, the dark rules of the drawings and the page footer."""
    light = ";".join(f"--{name}:{on_paper}" for name, (on_paper, _) in PALETTE.items())
    dark = ";".join(f"--{name}:{on_dark}" for name, (_, on_dark) in PALETTE.items())
    return (
        _read("brief.css")
        .replace("/*light*/", light)
        .replace("/*dark*/", dark)
        .replace("/*drawings*/", charts.dark_rules("svg"))
        .replace("/*footer*/", _css_string(footer))
    )


def _css_string(text: str) -> str:
    """A CSS string that cannot end its rule or the style element.

    Examples
    --------
    >>> _css_string('a "b" </style>')
    '"a \\\\22 b\\\\22  \\\\3c /style\\\\3e "'
    """
    kept = "".join(c if c.isalnum() or c in " .,:;/+=–-()" else f"\\{ord(c):x} " for c in text)
    return f'"{kept}"'


@lru_cache(maxsize=16384)
def _words(text: str) -> Markup:
    """Typeset and escaped, Hangul marked as Korean so that the right forms are chosen."""
    safe = str(escape(set_words(text)))
    return Markup(_HANGUL.sub(lambda match: f'<span lang="ko">{match[0]}</span>', safe))  # noqa: S704


def _cite(numbers: Numbers, finding: str = "", most: int = MOST_RUNS) -> Markup:
    """Links to notes: ``[1–4, 9]``; of more than ``most`` runs the first, and where all stand."""
    if not numbers:
        return Markup("")
    found = ranges(numbers)
    shown = found if len(found) <= most else found[: most - 1]
    links = [f'<a href="#n{a}">{a if a == b else f"{a}–{b}"}</a>' for a, b in shown]
    if len(shown) < len(found):
        links.append(f'<a href="#m-{_anchor(finding)}">{len(numbers)} in all</a>')
    return Markup(f'<span class="cite">[{", ".join(links)}]</span>')  # noqa: S704 - numbers only


def _anchor(finding: str) -> str:
    """A finding's id as an anchor.

    Examples
    --------
    >>> _anchor("commitment/cma-1-3/dprk")
    'commitment-cma-1-3-dprk'
    """
    return re.sub(r"[^a-z0-9_-]", "-", finding)


def _svg(spec: dict[str, object]) -> Markup:
    return Markup(charts.to_svg(spec))  # noqa: S704 - drawn by the renderer, text escaped there


def _bar(cell: Cell) -> Markup:
    *masses, theta = cell.masses
    return Markup(charts.mass_bar(masses, theta, HATCH_ID))  # noqa: S704 - numbers only


def _is_link(address: str | None) -> bool:
    return address is not None and urlsplit(address).scheme in ("http", "https")


def _places(document: Document) -> dict[str, tuple[str, str]]:
    """Where each finding is told: anchor and what a reference to it says."""
    places = {f"#{section.anchor}": (section.anchor, _short(section.number, section.title))
              for section in document.sections}  # fmt: skip
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                for sentence in block.sentences:
                    if sentence.finding and not sentence.finding.startswith("#"):
                        told = f"f-{_anchor(sentence.finding)}"
                        places[sentence.finding] = (told, _short(section.number, section.title))
    return places


def _short(number: str, title: str) -> str:
    """§ 4, or the annex by its letter."""
    return f"§\u00a0{number}" if number else title.partition(".")[0].replace("A", "a", 1)
