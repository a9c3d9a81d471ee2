"""The brief in its forms: what it must hold, what it must never let through."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from tests.brief.made_up import HOSTILE, small_dossier, small_survey

from servanda.brief import FORMS, render
from servanda.brief.outline import NOT_ASSESSED
from servanda.errors import ServandaError

KOREAN_DAYS = ("2018-06-13", "2019-02-21", "2019-03-05", "2022-03-25")


class Page(HTMLParser):
    """What a test wants of a page: ids, links, elements with attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.elements.append((tag, found))
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a" and found.get("href"):
            self.links.append(str(found["href"]))

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture
def small() -> dict[str, str]:
    survey, dossier = small_survey(), small_dossier()
    return {form: str(render(survey, dossier, form)) for form in FORMS}


@pytest.mark.parametrize("form", FORMS)
def test_the_same_bytes_on_every_run(small, form):
    assert render(small_survey(), small_dossier(), form) == small[form]


def test_text_from_records_cannot_become_markup(small):
    page = Page(small["html"])
    assert page.all("script") == []
    assert "<script" not in small["html"]
    assert "alert(‘Korea" in "".join(page.text) or "alert('Korea" in "".join(page.text)
    assert "Test site &lt;closed&gt;" in small["html"]
    assert HOSTILE not in small["md"]
    assert "\\<script\\>" in small["md"] and "\\[x\\](y)" in small["md"]


def test_only_web_addresses_become_links(small):
    assert "https://example.org/a?b=1&c=2" in Page(small["html"]).links
    assert not any(link.startswith("javascript") for link in Page(small["html"]).links)


@pytest.mark.parametrize("form", ["html", "md", "text"])
def test_under_every_figure_stand_source_date_and_how_it_was_counted(small, form):
    if form == "html":
        captions = re.findall(r'<figure class="chart".*?</figure>', small[form], re.DOTALL)
    else:
        captions = re.split(r"Figure \d", small[form])[1:]
    assert len(captions) >= 4
    for caption in captions:
        plain = re.sub(r"<[^>]+>", "", caption)
        assert re.search(r"Source:\s+\S", plain)
        assert re.search(r"As\s+of\s+21\s+February\s+2019", plain)
        assert re.search(r"How\s+counted:\s+\S", plain)


def test_every_drawing_has_words_for_those_who_do_not_see_it(small):
    pictures = [a for _, a in Page(small["html"]).elements if a.get("role") == "img"]
    assert len(pictures) >= 8
    assert all(len(a.get("aria-label") or "") > 20 for a in pictures)


def test_the_order_is_the_essays(small):
    titles = ["Where things stand", "Two opportunities", "Two illusions", "The main risk",
              "First objective", "Second objective", "Third objective", "Fourth objective",
              "What to watch"]  # fmt: skip
    for form in ("text", "md"):
        places = [small[form].index(title) for title in titles]
        assert places == sorted(places)


def test_the_brief_opens_with_date_judgement_and_five_numbers(korea_survey, korea_as_of):
    text = str(render(korea_survey("2019-02-21"), korea_as_of("2019-02-21"), "text"))
    opening = text.partition("1  Where things stand")[0]
    assert "As of 21 February 2019" in opening
    assert "No nuclear test or ballistic launch is known for 450 days" in " ".join(opening.split())
    page = Page(str(render(korea_survey("2019-02-21"), korea_as_of("2019-02-21"), "html")))
    assert len(page.all("dt")) == 5
    assert len([a for a in page.all("dd") if a.get("class") == "interval"]) == 5


def test_what_is_missing_is_said(small):
    told = " ".join(small["text"].split())
    assert NOT_ASSESSED["capability.heu_kg"] in told
    assert NOT_ASSESSED["roadmap.exposure"] in told
    without = str(render(small_survey("military.incidents"), small_dossier(), "text"))
    assert NOT_ASSESSED["military.incidents"] in " ".join(without.split())
    assert NOT_ASSESSED["military.incidents"] not in told


def test_json_keeps_its_contract(small):
    told = json.loads(small["json"])
    assert list(told) == ["process", "as_of", "log", "findings", "records"]
    assert told["log"] == {"size": 18, "checkpoint": None}
    assert list(told["findings"][0]) == [
        "id", "objective", "sentence", "value", "low", "high", "unit", "probability", "basis",
        "cites", "method", "parts",
    ]  # fmt: skip
    assert list(told["records"][0]) == ["id", "kind", "known", "known_basis", "label", "source"]
    cited = {id for finding in told["findings"] for id in finding["cites"]}
    assert {record["id"] for record in told["records"]} == cited
    last = next(record for record in told["records"] if record["id"] == "test/last")
    assert last["source"] == (
        "Northern News Agency, Test site <closed>, 25 May 2018, https://example.org/a?b=1&c=2 "
        "(original read)"
    )


def test_a_fact_from_a_later_compilation_is_marked_with_its_lag(small):
    plain = small["md"].replace("\u00a0", " ")
    note = next(line for line in plain.splitlines() if "Summit at the border" in line)
    assert "public 27 April 2018 † cited from a compilation 279 days later" in note


def test_a_note_gives_the_code_the_doubt_and_the_sources(small):
    note = next(line for line in small["md"].splitlines() if "Tunnels were seen" in line)
    assert "C3" in note and "Experts were not admitted." in note
    assert "[S" in note


def test_a_refused_form_names_those_there_are():
    with pytest.raises(ServandaError, match="no brief in the form 'odt'") as caught:
        render(small_survey(), small_dossier(), "odt")
    assert all(form in caught.value.mend for form in FORMS)


def test_the_checkpoint_stands_in_the_footer_and_cannot_leave_its_string():
    kept = 'example.org/"</style>x\n18\nq1w2e3=\n\n— key AAAA\n'
    html = str(render(small_survey(checkpoint=kept), small_dossier(), "html"))
    assert html.count("</style>") == 1
    assert "size 18, root q1w2e3=" in html
    assert "counter(page)" in html


def test_no_evidence_looks_different_from_not_initiated(small):
    rows = [line for line in small["md"].splitlines() if "Joint survey of roads" in line]
    assert "– no evidence" in rows[0]
    closed = next(line for line in small["md"].splitlines() if "| Closure of the test" in line)
    assert "●●● full" in closed and "belief 0.55–0.75" in closed


@pytest.mark.parametrize("day", KOREAN_DAYS)
def test_the_words_are_neutral(korea_survey, korea_as_of, day):
    text = str(render(korea_survey(day), korea_as_of(day), "text"))
    assert not re.search(r"\b(cheat|lied|liar|rogue)", text, re.IGNORECASE)


@pytest.mark.parametrize("day", KOREAN_DAYS)
def test_hangul_is_marked_as_korean(korea_survey, korea_as_of, day):
    html = str(render(korea_survey(day), korea_as_of(day), "html"))
    assert not re.search(r'(?<!lang="ko">)(?<![\uac00-\ud7af\s,.])[\uac00-\ud7af]{2,}', html)
