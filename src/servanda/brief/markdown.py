"""The brief as Markdown: headings, tables and numbered notes with anchors."""

from __future__ import annotations

import re

from .document import (
    Block,
    Cell,
    Document,
    Figure,
    Heading,
    Missing,
    Note,
    Numbers,
    Paragraph,
    Section,
    Table,
    ranges,
)
from .typography import set_words

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")


def to_markdown(document: Document) -> str:
    """Write a document as Markdown (CommonMark with tables).

    Figures stand as their title, their figures in words and their caption; the drawings are in
    the HTML form.
    """
    lines = [f"# {_words(document.title)}", "", f"**As of {_words(document.day)}**", ""]
    lines += [" ".join(_words(sentence.text) for sentence in document.judgement), ""]
    for headline in document.headlines:
        unit = f" {_words(headline.unit)}" if headline.unit and len(headline.unit) < 16 else ""
        lines.append(
            f"- **{_words(headline.figure)}**{unit} {_words(headline.label)} "
            f"({_words(headline.interval)})"
        )
    for section in document.sections:
        lines += _section(section)
    lines += _notes(document)
    return "\n".join(lines).rstrip() + "\n"


def _section(section: Section) -> list[str]:
    title = f"{section.number}. {section.title}" if section.number else section.title
    lines = ["", f'<a id="{section.anchor}"></a>', "", f"## {_words(title)}"]
    for block in section.blocks:
        lines += ["", *_block(block)]
    return lines


def _block(block: Block) -> list[str]:
    if isinstance(block, Heading):
        return [f"### {_words(block.text)}"]
    if isinstance(block, Missing):
        return [f"*{_words(block.text)}*"]
    if isinstance(block, Paragraph):
        told = " ".join(f"{_words(s.text)} {_cite(s.notes)}".rstrip() for s in block.sentences)
        return [f"**{_words(block.lead)}** {told}" if block.lead else told]
    if isinstance(block, Table):
        return _table(block)
    return _figure(block)


def _figure(figure: Figure) -> list[str]:
    chart = figure.chart
    lines = [f"**Figure {figure.number}. {_words(chart.title)}**", ""]
    lines += [f"- {_words(gauge.label)}: {_words(gauge.text)}" for gauge in chart.gauges]
    lines += [""] if chart.gauges else []
    source = f"{_words(figure.source)} {_cite(figure.notes)}".rstrip()
    lines.append(
        f"Source: {source}. As of {_words(figure.as_of)}. How counted: {_words(chart.counted)}"
    )
    return lines


def _table(table: Table) -> list[str]:
    kept = [place for place, column in enumerate(table.columns) if column.kind != "bar"]
    heads = [_words(table.columns[place].head) for place in kept]
    rules = ["---:" if table.columns[place].kind == "right" else "---" for place in kept]
    lines = [f"**{_words(table.caption)}**", "", _row(heads), _row(rules)]
    for group in table.groups:
        if group.head:
            lines.append(_row([f"**{_words(group.head)}**"] + [""] * (len(kept) - 1)))
        lines += [_row([_cell(row[place]) for place in kept]) for row in group.rows]
        if group.more:
            lines.append(_row([f"*{_words(group.more)}*"] + [""] * (len(kept) - 1)))
    if table.about:
        lines += ["", _words(table.about)]
    return lines


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    if cell.notes:
        return _cite(cell.notes)
    told = " ".join(word for word in (cell.glyph, _words(cell.text)) if word)
    return f"{told} ({_words(cell.detail)})" if cell.detail else told


def _notes(document: Document) -> list[str]:
    lines = ["", '<a id="notes"></a>', "", "## Annex C. Evidence"]
    for group in document.note_groups:
        lines += ["", f"### {_words(group.head)}", ""]
        lines += [_note(note) for note in group.notes]
    if document.parties:
        named = "; ".join(_words(note.label) for note in document.parties)
        lines += ["", "### Parties named", "", f"{named}."]
    lines += ["", "### Sources", ""]
    for entry in document.sources:
        source = entry.source
        address = f", {_words(source.url)}" if source.url else ""
        lines.append(
            f'- <a id="s{entry.number}"></a>S{entry.number} {_words(source.publisher)}, '
            f"*{_words(source.title)}*, {_words(entry.published)}{address} ({entry.check})"
        )
    log = f"Log checkpoint: {_words(document.checkpoint)}." if document.checkpoint else (
        "The log is unsigned.")  # fmt: skip
    return [*lines, "", f"{log} {document.size:,} entries read."]


def _note(note: Note) -> str:
    told = f'- <a id="n{note.number}"></a>{note.number}. {_words(note.label)}'
    told += f", {_words(note.when)}." if note.when else "."
    after = [_words(note.known) + (f" † {_words(note.lag)}" if note.lag else "")]
    after += [note.code] if note.code else []
    after += [", ".join(f"[S{s}](#s{s})" for s in note.sources)] if note.sources else []
    told += f" {'; '.join(after)}."
    return f"{told} *{_words(note.record.note)}*" if note.record.note else told


def _cite(numbers: Numbers) -> str:
    links = [f"[{a if a == b else f'{a}–{b}'}](#n{a})" for a, b in ranges(numbers)]
    return f"\\[{', '.join(links)}\\]" if links else ""


def _words(text: str) -> str:
    """Typeset, on one line, with Markdown's own signs escaped."""
    return _SPECIAL.sub(r"\\\1", " ".join(set_words(text).split(" ")).replace("\n", " "))
