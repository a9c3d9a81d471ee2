"""From a survey and its dossier to a document; nothing is computed here, only told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import zip_longest

from servanda import charts
from servanda.dossier import Dossier
from servanda.records import Finding, dates
from servanda.surveys import Survey
from servanda.words import figures, join

from . import drawings, stocks, tables, verification_tables
from .document import (
    Block,
    Cell,
    Column,
    Document,
    Figure,
    Group,
    Heading,
    Missing,
    Paragraph,
    Section,
    Sentence,
    Table,
)
from .notes import Notes
from .opening import headlines, judgement
from .outline import (
    ARMS,
    COMMITMENTS,
    NOT_ASSESSED,
    OF_ARMS,
    OUTLINE,
    ROUND,
    Draw,
    Head,
    List,
    Part,
    Say,
)
from .standing import tally_words

OBJECTIVES = ("dialogue", "verification", "military", "human_security")
NAMED_PUBLISHERS = 3
NOTHING = "Nothing is on record by then under this head."


def compose(survey: Survey, dossier: Dossier) -> Document:
    """Tell the findings in the order of the essay.

    Parameters
    ----------
    survey : Survey
        The findings.
    dossier : Dossier
        The records they cite, of the same date and size.
    """
    return _Composer(survey, dossier).document()


class _Composer:
    """Walks the outline; remembers what was told, what was drawn and what was cited."""

    def __init__(self, survey: Survey, dossier: Dossier) -> None:
        self.survey = survey
        self.dossier = dossier
        self.as_of = date.fromisoformat(survey.as_of)
        self.notes = Notes(dossier)
        self.figures = 0
        self.findings = {finding.id: finding for finding in survey.findings}
        self.commitments = [f for f in survey.findings if f.id.startswith(COMMITMENTS)]
        self.current = self._of_the_round()
        self.parties = [(party.id, party.short) for party in dossier.parties]
        self.placed = {
            id for part in OUTLINE for item in part.items if isinstance(item, Say)
            for id in self._named(item)
        }  # fmt: skip

    def document(self) -> Document:
        body = tuple(self._section(str(n), part) for n, part in enumerate(OUTLINE, 1))
        annexes = (*self._annex_commitments(), self._annex_methods())
        note_groups, parties = self.notes.groups(), self.notes.parties()
        return Document(
            process=self.survey.process,
            title=self.survey.title,
            as_of=self.survey.as_of,
            day=dates.say(self.survey.as_of),
            size=int(self.survey.log["size"]),
            checkpoint=checkpoint_words(self.survey.log.get("checkpoint")),
            judgement=judgement(self.survey),
            headlines=headlines(self.survey),
            sections=(*body, *annexes),
            note_groups=note_groups,
            parties=parties,
            sources=self.notes.sources(),
            hues=charts.party_hues([id for id, _ in self.parties]),
        )

    def _section(self, number: str, part: Part) -> Section:
        blocks: list[Block] = []
        for item in part.items:
            if isinstance(item, Head):
                blocks.append(Heading(item.text))
            elif isinstance(item, Say):
                blocks += self._say(item)
            elif isinstance(item, Draw):
                blocks += self._draw(item.chart)
            else:
                blocks += self._table(item)
        for finding in self.survey.findings:
            if finding.objective in part.objectives and self._is_unplaced(finding):
                blocks.append(Paragraph(self._sentences([finding])))
        blocks += self._own_commitments(part)
        kept = _without_empty_heads(blocks) or (Missing(NOTHING),)
        return Section(number, part.anchor, part.title, kept)

    def _of_the_round(self) -> list[Finding]:
        """Commitments of the round under way; all, where no round is known."""
        whole = self.findings.get(ROUND)
        texts = set(whole.parts.get("agreements", ())) if whole else set()
        own = [f for f in self.commitments if f.parts.get("agreement_id") in texts]
        return own or self.commitments

    def _scope(self) -> str:
        """Which commitments those of the round are, in words."""
        whole = self.findings.get(ROUND)
        since = whole.parts.get("since") if whole else None
        return f"made since {dates.say(str(since)[:7])}" if since else ""

    def _is_unplaced(self, finding: Finding) -> bool:
        return finding.id not in self.placed and not finding.id.startswith(COMMITMENTS)

    def _named(self, item: Say) -> list[str]:
        return [id for id in item.findings if id in self.findings]

    def _say(self, item: Say) -> list[Block]:
        told = [self.findings[id] for id in self._named(item)]
        blocks: list[Block] = []
        if told:
            blocks.append(Paragraph(self._sentences(told), item.lead))
        for id in item.findings:
            if id in self.findings or id not in NOT_ASSESSED:
                continue
            if id not in OF_ARMS or any(arms in self.findings for arms in ARMS):
                blocks.append(Missing(NOT_ASSESSED[id]))
        return blocks

    def _sentences(self, findings: Iterable[Finding]) -> tuple[Sentence, ...]:
        return tuple(Sentence(f.sentence, self.notes.cite(f), f.id) for f in findings)

    def _own_commitments(self, part: Part) -> list[Block]:
        """How the commitments under one of the four objectives stand."""
        own = [
            finding
            for finding in self.commitments
            if finding.objective in part.objectives and finding.objective in OBJECTIVES
        ]
        if not own:
            return []
        told = Sentence(f"{tally_words(own)} Annex A lists them.", finding="#commitments")
        return [Paragraph((told,), "Commitments under this objective.")]

    def _draw(self, name: str) -> list[Block]:
        chart, rests_on = drawings.draw(
            name, self.findings, self.current, self.as_of, self.parties, self._scope()
        )
        if chart is None:
            return []
        self.figures += 1
        day, source = dates.say(self.survey.as_of), self._publishers(rests_on)
        if name in drawings.OF_COMMITMENTS:
            source += "; notes as in the tables"
            return [Figure(self.figures, chart, source, day)]
        notes = tuple(sorted({n for finding in rests_on for n in self.notes.cite(finding)}))
        return [Figure(self.figures, chart, source, day, notes, rests_on[0].id)]

    def _table(self, item: List) -> list[Block]:
        find = self.findings.get
        table = {
            "leading": lambda: tables.leading(self.current, self.dossier, self.notes.cite),
            "claims": lambda: tables.claims(find("assessment.claims")),
            "third_parties": lambda: tables.third_parties(find("dialogue.third_parties")),
            "steps": lambda: tables.steps(find("roadmap.exposure"), self.notes.numbers),
            "facilities": lambda: stocks.facilities(find("assessment.nuclear_illusion")),
            "pools": lambda: stocks.pools(find("assessment.nuclear_illusion")),
            "exemptions": lambda: tables.exemptions(find("human_security.exemptions")),
            "indicators": lambda: tables.indicators(find("human_security.dimensions")),
            "programme": lambda: verification_tables.programme(
                find("capability.missile_programme"), self.notes.numbers
            ),
            "sites": lambda: verification_tables.sites(
                find("verification.site_access"), self.notes.numbers
            ),
            "measures": lambda: verification_tables.measures(
                find("verification.gaps"), self.current
            ),
            "ahead": lambda: tables.ahead(find("outlook.dates_ahead"), self.dossier),
        }[item.table]()
        return [] if table is None else [table]

    def _annex_commitments(self) -> tuple[Section, ...]:
        table = tables.everything(self.commitments, self.dossier, self.notes.cite)
        if table is None:
            return ()
        blocks = (*self._draw("commitments"), table)
        return (Section("", "commitments", "Annex A. Every commitment", blocks),)

    def _annex_methods(self) -> Section:
        rows = tuple(
            (
                Cell(finding.id, finding=finding.id),
                Cell(finding.method),
                Cell(finding.basis),
                Cell(notes=self.notes.cite(finding)),
            )
            for finding in self.survey.findings
            if not finding.id.startswith(COMMITMENTS)
        )
        table = Table(
            "methods",
            "Findings of this brief, the method and basis of each, and all that it rests on",
            (Column("Finding"), Column("Method"), Column("Basis"), Column("Notes", "notes")),
            (Group("", rows),),
            f"“servanda explain {self.survey.process} FINDING --as-of {self.survey.as_of}” prints "
            "the records, the formula, the parameters and the numbers behind each.",
        )
        return Section("", "methods", "Annex B. How each finding is made", (table,))

    def _publishers(self, findings: Iterable[Finding]) -> str:
        """Who published what a drawing rests on, most used first."""
        counted: Counter[str] = Counter()
        for id in {id: None for finding in findings for id in finding.cites}:
            record = self.dossier.get(id)
            if record is not None and record.kind != "party":
                counted.update({source.publisher for source in self.dossier.sources_of(record)})
        ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
        named = [name for name, _ in ranked[:NAMED_PUBLISHERS]]
        others = len(ranked) - len(named)
        if others > 0:
            named.append(figures(others, "other", "others"))
        return join(named)


def checkpoint_words(checkpoint: object) -> str:
    """The log's checkpoint in one line: origin, size and root; empty where it is unsigned.

    Examples
    --------
    >>> checkpoint_words("example.org/korea\\n12\\nq1w2e3\\n\\n— example.org/korea AAAA\\n")
    'example.org/korea, size 12, root q1w2e3'
    """
    lines = str(checkpoint).splitlines() if checkpoint else []
    if len(lines) < 3:
        return ""
    return f"{lines[0]}, size {lines[1]}, root {lines[2]}"


def _without_empty_heads(blocks: list[Block]) -> tuple[Block, ...]:
    """Leave out headings under which nothing stands."""
    return tuple(
        block
        for block, after in zip_longest(blocks, blocks[1:])
        if not (isinstance(block, Heading) and (after is None or isinstance(after, Heading)))
    )
