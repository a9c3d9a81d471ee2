"""A complete request as files: the letter, the annex of items as workbook and PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .annex import annex_pdf, annex_workbook
from .completeness import Version
from .letter import letter
from .project import Project
from .screenlist import Line

LETTER, ANNEX, ANNEX_PDF = "request-letter.docx", "annex-items.xlsx", "annex-items.pdf"


class Request(NamedTuple):
    """What the documents are made from.

    Attributes
    ----------
    project : Project
        What the officer wrote.
    lines : sequence of Line
        Its items, screened.
    version : Version
        The notice in force.
    draft : bool
        Whether it is incomplete: the documents then say so on every page.
    """

    project: Project
    lines: Sequence[Line]
    version: Version
    draft: bool

    @property
    def checked(self) -> bool:
        """Whether a person compared the cited paragraphs with the resolutions."""
        return bool(self.project.fields.get("paragraphs_checked_by"))

    @property
    def title(self) -> str:
        """Title of the project."""
        return self.project.fields.get("project_title") or "Humanitarian project"


def documents(request: Request) -> dict[str, bytes]:
    """Every file of a request, by its name."""
    return {
        LETTER: letter(request),
        ANNEX: annex_workbook(request),
        ANNEX_PDF: annex_pdf(request),
    }
