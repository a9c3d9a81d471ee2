"""The forms of the brief, each imported when it is asked for."""

from __future__ import annotations

from servanda.dossier import Dossier
from servanda.errors import ServandaError
from servanda.surveys import Survey

FORMS = ("text", "html", "md", "json")


def render(survey: Survey, dossier: Dossier, format: str) -> str | bytes:
    """Write the brief.

    Parameters
    ----------
    survey : Survey
        The findings.
    dossier : Dossier
        What they rest on, for citations; of the same date and size.
    format : str
        ``text`` (for a terminal of 80 columns), ``html``, ``md`` or ``json``.

    Raises
    ------
    ServandaError
        When there is no such form.
    """
    if format == "json":
        from .jsonform import to_json

        return to_json(survey, dossier)
    if format not in FORMS:
        raise ServandaError(
            f"there is no brief in the form '{format}' yet", f"choose one of: {', '.join(FORMS)}"
        )
    from .compose import compose

    document = compose(survey, dossier)
    if format == "html":
        from .html import to_html

        return to_html(document)
    if format == "md":
        from .markdown import to_markdown

        return to_markdown(document)
    from .terminal import to_text

    return to_text(document)
