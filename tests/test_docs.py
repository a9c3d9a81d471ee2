"""The parts of the documentation that come from the code are what the code says."""

from __future__ import annotations

import pytest
from docs.generate import pages

from servanda.brief.explain import methods
from servanda.parameters import Parameters


@pytest.mark.parametrize("path", sorted(pages()), ids=lambda path: path.name)
def test_a_generated_page_is_not_stale(path):
    assert path.read_text(encoding="utf-8") == pages()[path], "run make docs"


def test_every_method_a_finding_names_is_documented(korea_survey):
    named = {finding.method for finding in korea_survey("2022-03-25")}
    named |= {finding.method for finding in korea_survey("2019-02-21")}
    assert named <= set(methods())


def test_every_method_names_a_room_whose_parameters_can_be_read():
    for method in methods().values():
        assert Parameters().of(method["room"]) is not None


def test_every_finding_id_is_listed_in_the_documentation(korea_survey):
    from docs.generate import HERE

    listed = (HERE / "findings.md").read_text(encoding="utf-8")
    for finding in korea_survey("2019-02-21"):
        assert finding.id.startswith("commitment/") or f"`{finding.id}`" in listed, finding.id


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", "docs/index.md", "docs/tutorial.md"]
)
def test_every_link_of_a_page_leads_somewhere(page):
    import re

    from docs.generate import HERE

    path = HERE.parent / page
    links = re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (path.parent / link).exists()]
    assert not missing
