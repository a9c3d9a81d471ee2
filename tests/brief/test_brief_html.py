"""The page: it fetches nothing, runs nothing, every citation leads somewhere, same bytes twice."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from small_process import GAZETTE, promise, seen, truce

from servanda import charts
from servanda.brief import render
from servanda.brief.compose import compose
from servanda.brief.document import Figure
from servanda.charts.render import to_svg
from servanda.dossier import Dossier
from servanda.records import Source
from servanda.surveys import survey

FETCHES = {"src", "srcset", "poster", "data", "background", "action", "formaction", "manifest"}


class Page(HTMLParser):
    """What a page holds: tags, ids, links, addresses it would fetch, figures and their captions."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.handlers: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            elif tag == "a" and name == "href":
                self.links.append(value)
            elif name in FETCHES or name.endswith("href"):
                self.fetched.append(value)
            elif name.startswith("on"):
                self.handlers.append(name)


def page(dossier: Dossier) -> str:
    told = render(survey(dossier), dossier, "html")
    assert isinstance(told, str)
    return told


@pytest.fixture(scope="module")
def korean():
    from servanda.dossier import open_ledger

    return page(open_ledger("korea").as_of("2019-02-21"))


def test_text_from_records_is_escaped():
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)> & \"quoted\" 'text'"
    source = Source(id="source/evil", known="2026-03-02", publisher="</style><b>Gazette</b>",
                    title=evil, url="javascript:alert(3)", check="not_seen")  # fmt: skip
    dossier = truce(
        source,
        promise("evil", evil, "deliver", article=evil, sources=("source/evil",)),
        seen("evil", "upper", "2026-08-21", evil, level=1, note=evil),
    )
    told = page(dossier)
    found = Page(told)
    assert "script" not in found.tags
    assert "img" not in found.tags
    assert not found.handlers
    assert not [link for link in found.links if link.startswith("javascript:")]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in told
    assert told.count("</style>") == 1 + len(re.findall(r"<svg[^>]*>\s*<style", told))


def test_an_address_is_a_link_that_is_escaped():
    assert GAZETTE.url
    assert "https://example.org/truce?a=1&b=2" in Page(page(truce())).links


def test_no_external_address_is_loaded(korean):
    found = Page(korean)
    assert not [address for address in found.fetched if not str(address).startswith("#")]
    assert not found.tags & {"script", "link", "iframe", "img", "object", "embed", "base", "form"}
    style = " ".join(re.findall(r"<style>(.*?)</style>", korean, re.DOTALL))
    assert "@import" not in style
    assert not re.findall(r"url\((?!['\"]?#)", korean)
    assert "default-src 'none'" in korean


def test_every_link_inside_the_page_resolves_and_no_id_stands_twice(korean):
    found = Page(korean)
    inside = {link[1:] for link in found.links if link.startswith("#")}
    assert len(inside) > 500
    assert inside <= set(found.ids)
    assert len(found.ids) == len(set(found.ids))
    assert all(link.startswith(("#", "https://", "http://")) for link in found.links)


def test_every_figure_has_a_caption_with_source_and_day(korean):
    figures = re.findall(r'<figure class="chart".*?</figure>', korean, re.DOTALL)
    assert len(figures) >= 5
    for figure in figures:
        caption = re.sub(r"<[^>]+>", "", figure[figure.index("<figcaption>") :])
        caption = caption.replace("\u00a0", " ")
        assert re.search(r"Source: \w", caption)
        assert "As of 21 February 2019" in caption
        assert re.search(r"How counted: \w", caption)
        assert re.search(r'aria-label="[^"]{20,}"', figure)


def test_the_same_chart_is_drawn_in_the_same_bytes(korea_as_of, korea_survey, tmp_path):
    document = compose(korea_survey("2019-02-21"), korea_as_of("2019-02-21"))
    figures = [block for part in document.sections for block in part.blocks
               if isinstance(block, Figure)]  # fmt: skip
    assert figures
    for figure in figures:
        for spec in (figure.chart.wide, figure.chart.narrow):
            assert to_svg(spec, tmp_path / "one") == to_svg(spec, tmp_path / "two")
            assert to_svg(spec, tmp_path / "one") == charts.to_svg(spec)
