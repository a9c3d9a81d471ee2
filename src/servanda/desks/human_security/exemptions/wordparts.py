"""Parts of a Word document: a footer with page numbers, tables with light rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def clean(text: str) -> str:
    """A text without characters that no document may hold."""
    return _ILLEGAL.sub("", text)


def add_table(
    document: Any, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
) -> None:
    """Add a table: heads repeated on every page, columns of these widths in centimetres."""
    from docx.shared import Cm, Pt

    table = document.add_table(rows=1, cols=len(heads))
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    _rules(table)
    for cells, texts, bold in [
        (table.rows[0].cells, heads, True),
        *((table.add_row().cells, row, False) for row in rows),
    ]:
        for cell, text, width in zip(cells, texts, widths, strict=True):
            cell.width = Cm(width)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(1)
            run = paragraph.add_run(clean(text))
            run.bold, run.font.size = bold, Pt(9)
    _repeat(table.rows[0])
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def footer(section: Any, text: str) -> None:
    """A footer: a text and the number of the page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph = section.footer.paragraphs[0]
    paragraph.add_run(clean(f"{text} · page "))
    for kind, content in (
        ("begin", ""),
        ("", "PAGE"),
        ("separate", ""),
        ("text", "1"),
        ("end", ""),
    ):
        run = paragraph.add_run(content if kind == "text" else "")
        if kind != "text":
            part = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                part.set(qn("w:fldCharType"), kind)
            part.text = content or None
            run._r.append(part)
    for run in paragraph.runs:
        run.font.size = Pt(8.5)


def _rules(table: Any) -> None:
    """Light horizontal rules, no box."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "C9D1D9")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)


def _repeat(row: Any) -> None:
    """Repeat a row at the top of every page; do not break rows."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
