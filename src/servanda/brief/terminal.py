"""The brief for a terminal: the same order, plain without colour, right at 80 columns."""

from __future__ import annotations

from collections import Counter
from io import StringIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table as RichTable
from rich.text import Text

from .document import (
    Block,
    Cell,
    Document,
    Figure,
    Heading,
    Missing,
    Paragraph,
    Section,
    Table,
    cited,
)
from .typography import NBSP, set_words

WIDTH = 80
BAR = 24
MOST_RUNS = 2  # of numbers in a cell's citation; prose may have some more
PARTY_COLOURS = ("dark_orange3", "blue", "cyan4", "magenta")


def to_text(document: Document, width: int = WIDTH, colour: bool = False) -> str:
    """Write a document as text.

    Parameters
    ----------
    document : Document
        What to say.
    width : int
        Columns of the terminal.
    colour : bool
        Whether to add terminal codes for bold and colour.
    """
    out = StringIO()
    console = Console(
        file=out, width=width, highlight=False, markup=False, emoji=False, legacy_windows=False,
        force_terminal=colour, color_system="standard" if colour else None, no_color=not colour,
    )  # fmt: skip
    _Printer(console, document).print()
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


class _Printer:
    def __init__(self, console: Console, document: Document) -> None:
        self.console = console
        self.document = document

    def say(self, what: RenderableType = "") -> None:
        self.console.print(what)

    def print(self) -> None:
        document = self.document
        self.say(Text(_plain(document.title), style="bold"))
        self.say(Text(f"As of {document.day}", style="bold"))
        self.say()
        self.say(Text(" ".join(_plain(sentence.text) for sentence in document.judgement)))
        self.say()
        self._headlines()
        for section in document.body:
            self._section(section)
        self._annexes()

    def _headlines(self) -> None:
        table = RichTable.grid(padding=(0, 2))
        table.add_column(justify="right", no_wrap=True)
        table.add_column()
        table.add_column(style="dim")
        for headline in self.document.headlines:
            unit = f" {headline.unit}" if headline.unit and len(headline.unit) < 16 else ""
            table.add_row(
                Text(_plain(headline.figure) + unit, style="bold"),
                Text(_plain(headline.label)),
                Text(_plain(headline.interval)),
            )
        self.say(table)

    def _section(self, section: Section) -> None:
        self.say()
        self.say(Rule(style="dim", characters="─"))
        self.say(Text(f"{section.number}  {_plain(section.title)}".strip(), style="bold"))
        for block in section.blocks:
            self.say()
            self._block(block)

    def _block(self, block: Block) -> None:
        if isinstance(block, Heading):
            self.say(Text(_plain(block.text), style="bold"))
        elif isinstance(block, Missing):
            self.say(Padding(Text(_plain(block.text), style="italic"), (0, 0, 0, 2)))
        elif isinstance(block, Paragraph):
            told = " ".join(
                f"{_plain(s.text)} {cited(s.notes, MOST_RUNS + 3)}".rstrip()
                for s in block.sentences
            )
            text = Text(f"{_plain(block.lead)} ", style="bold") if block.lead else Text()
            self.say(text.append(told, style="not bold"))
        elif isinstance(block, Table):
            self._table(block)
        else:
            self._figure(block)

    def _figure(self, figure: Figure) -> None:
        chart = figure.chart
        self.say(Text(f"Figure {figure.number}. {_plain(chart.title)}", style="bold"))
        if chart.gauges:
            table = RichTable.grid(padding=(0, 2))
            table.add_column(max_width=26)
            table.add_column(no_wrap=True, width=BAR)
            table.add_column()
            for gauge in chart.gauges:
                table.add_row(
                    Text(_plain(gauge.label)),
                    Text(_bar(gauge.low, gauge.high)),
                    Text(_plain(gauge.text)),
                )
            self.say(table)
        under = f"Source: {_plain(figure.source)} {cited(figure.notes)}".rstrip()
        self.say(Text(f"{under}. As of {figure.as_of}.", style="dim"))
        self.say(Text(f"How counted: {_plain(chart.counted)}", style="dim"))

    def _table(self, table: Table) -> None:
        self.say(Text(_plain(table.caption), style="bold"))
        kept = [place for place, column in enumerate(table.columns) if column.kind not in DROPPED]
        for group in table.groups:
            if group.head:
                self.say()
                self.say(Text(_plain(group.head), style="underline"))
            drawn = RichTable(
                box=None, padding=(0, 1), pad_edge=False, show_edge=False, expand=True,
                header_style="dim", show_header=group is table.groups[0] or not group.head,
            )  # fmt: skip
            for place in kept:
                column = table.columns[place]
                drawn.add_column(
                    _plain(column.head),
                    justify="right" if column.kind == "right" else "left",
                    ratio=None if column.kind == "date" else column.share,
                    no_wrap=column.kind == "date",
                    overflow="fold",
                    vertical="top",
                )
            for row in group.rows:
                drawn.add_row(*(self._cell(row[place]) for place in kept))
            self.say(drawn)
            if group.more:
                self.say(Text(f"({_plain(group.more)})", style="dim"))
        if table.about:
            self.say(Text(_plain(table.about), style="dim"))
        if any(column.kind == "notes" for column in table.columns):
            self.say(Text("What each row rests on: servanda explain, status.", style="dim"))

    def _cell(self, cell: Cell) -> Text:
        text = Text(f"{cell.glyph} " if cell.glyph else "")
        style = "bold red" if cell.alarm else self._hue(cell.party)
        text.append(_plain(cell.text), style=style)
        if cell.detail:
            text.append(f"\n{_plain(cell.detail)}", style="dim")
        return text

    def _hue(self, party: str) -> str:
        order = list(self.document.hues)
        place = order.index(party) if party in order else len(PARTY_COLOURS)
        return PARTY_COLOURS[place] if place < len(PARTY_COLOURS) else ""

    def _annexes(self) -> None:
        """Where the evidence stands; a terminal is no place for five hundred notes."""
        document = self.document
        self.say()
        self.say(Rule(style="dim", characters="─"))
        self.say(Text("Annexes", style="bold"))
        self.say()
        ask = f"{document.process} --as-of {document.as_of}"
        self.say(Text(f"A. Every commitment: servanda status {ask}"))
        self.say(Text(f"B. How a finding is made: servanda explain {document.process} FINDING "
                      f"--as-of {document.as_of}"))  # fmt: skip
        self.say(Text("C. Evidence, by the finding that first cites it; every record with its "
                      "sources: --format html, md or json"))  # fmt: skip
        self.say()
        table = RichTable.grid(padding=(0, 2))
        table.add_column(no_wrap=True)
        table.add_column(ratio=1)
        for group in document.note_groups:
            kinds = Counter(note.record.kind for note in group.notes)
            counted = ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items()))
            lagging = sum(bool(note.lag) for note in group.notes)
            told = f"{_plain(group.head)}: {counted}"
            told += f" ({lagging} from later compilations)" if lagging else ""
            table.add_row(Text(cited([note.number for note in group.notes])), Text(told))
        self.say(table)
        self.say()
        log = f"log checkpoint: {document.checkpoint}" if document.checkpoint else "unsigned log"
        self.say(Text(f"{document.size:,} entries read; {log}.", style="dim"))


DROPPED = ("bar", "notes")  # drawings, and lists of numbers that no column of a terminal can hold


def _bar(low: float | None, high: float | None) -> str:
    """An interval on a scale from 0 to 1; dots where nothing is known."""
    if low is None or high is None:
        return "·" * BAR
    if high <= 0.0:
        return "░" * BAR
    start = min(int(low * BAR), BAR - 1)
    end = max(round(high * BAR), start + 1)
    return "░" * start + "█" * (end - start) + "░" * (BAR - end)


def _plain(text: str) -> str:
    return set_words(text).replace(NBSP, " ")
