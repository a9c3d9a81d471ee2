"""A brief before it has a form: sections, paragraphs, tables, figures and numbered notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from servanda.charts import Chart
from servanda.records import Record, Source

Numbers = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words, the notes they rest on, and the finding that says them.

    Attributes
    ----------
    text : str
        One or more full sentences.
    notes : tuple of int
        Numbers of the notes.
    finding : str
        Id of the finding, empty for words of the brief's own.
    """

    text: str
    notes: Numbers = ()
    finding: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that stand together, after a run-in heading if there is one."""

    sentences: tuple[Sentence, ...]
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """What the brief does not assess, said where it would stand."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table.

    Attributes
    ----------
    text : str
        As printed.
    detail : str
        A second line in small type.
    glyph : str
        Level in a sign (``●●○``), before the text.
    notes : tuple of int
        Notes, in a cell of citations.
    masses : tuple of float
        ``m_0..m_3`` and theta, to be drawn as a bar.
    party : str
        Party whose hue the text takes.
    alarm : bool
        Set off, sparingly.
    finding : str
        The finding whose full citation stands in this row.
    """

    text: str = ""
    detail: str = ""
    glyph: str = ""
    notes: Numbers = ()
    masses: tuple[float, ...] = ()
    party: str = ""
    alarm: bool = False
    finding: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    head : str
        Its head, with the unit.
    kind : str
        How it is set: ``left``, ``right``, ``date``, ``status``, ``bar`` or ``notes``.
    share : int
        Its share of the width of a terminal.
    """

    head: str
    kind: str = "left"
    share: int = 2


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of a table under one heading; the heading is empty when there is only one group."""

    head: str
    rows: tuple[tuple[Cell, ...], ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its number, what has to stand under it, and the finding it draws."""

    number: int
    chart: Chart
    source: str
    as_of: str
    notes: Numbers = ()
    finding: str = ""


Block = Paragraph | Missing | Heading | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A section: number (empty in the annexes), anchor, title and blocks."""

    number: str
    anchor: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Headline:
    """One of the five numbers.

    Attributes
    ----------
    figure : str
        The number, or the word, as printed large.
    unit : str
        Its unit.
    label : str
        What it counts.
    interval : str
        The interval, or that it is a count.
    finding : str
        The finding it is taken from.
    """

    figure: str
    unit: str
    label: str
    interval: str
    finding: str


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered note: one record, when it was known, and where it is found.

    Attributes
    ----------
    number : int
        As cited; 0 for parties, which are listed and not cited by number.
    record : Record
        The record.
    label, when : str
        What it is, and the date that it speaks of.
    known : str
        When it became public, and on what basis.
    lag : str
        For facts cited from a later compilation: how much later.
    code : str
        Admiralty code as given at the time.
    sources : tuple of int
        Numbers in the list of sources.
    """

    number: int
    record: Record
    label: str
    when: str
    known: str
    lag: str
    code: str
    sources: Numbers


@dataclass(frozen=True, slots=True)
class NoteGroup:
    """Notes first cited by one finding."""

    head: str
    finding: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Bibliography:
    """A source with its number in the list."""

    number: int
    source: Source
    published: str
    check: str


@dataclass(frozen=True, slots=True)
class Document:
    """The whole brief."""

    process: str
    title: str
    as_of: str
    day: str
    size: int
    checkpoint: str
    judgement: tuple[Sentence, ...]
    headlines: tuple[Headline, ...]
    sections: tuple[Section, ...]
    note_groups: tuple[NoteGroup, ...]
    parties: tuple[Note, ...]
    sources: tuple[Bibliography, ...]
    hues: dict[str, str] = field(default_factory=dict)

    @property
    def body(self) -> tuple[Section, ...]:
        """The numbered sections."""
        return tuple(section for section in self.sections if section.number)

    @property
    def annexes(self) -> tuple[Section, ...]:
        """The sections after them."""
        return tuple(section for section in self.sections if not section.number)


def ranges(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of consecutive numbers, as citations print them.

    Examples
    --------
    >>> ranges([4, 1, 2, 3, 9])
    [(1, 4), (9, 9)]
    """
    runs: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def cited(numbers: Sequence[int], most: int | None = None) -> str:
    """Citation in brackets, runs joined by a dash; of more runs than ``most``, the first ones.

    Examples
    --------
    >>> cited([1, 2, 3, 9]), cited([1, 3, 5, 7], 2)
    ('[1–3, 9]', '[1, 3, 4 in all]')
    """
    if not numbers:
        return ""
    found = ranges(numbers)
    shown = found if most is None or len(found) <= most else found[:most]
    runs = [str(a) if a == b else f"{a}–{b}" for a, b in shown]
    if len(shown) < len(found):
        runs.append(f"{len(set(numbers))} in all")
    return f"[{', '.join(runs)}]"
