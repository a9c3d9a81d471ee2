"""Numbering what is cited, in the order in which the brief cites it."""

from __future__ import annotations

from collections.abc import Iterable

from servanda.dossier import Dossier
from servanda.records import Finding, Party, Record, Source, dates
from servanda.words import days

from .document import Bibliography, Note, NoteGroup, Numbers
from .outline import COMMITMENTS, NAMES

CHECKS = {
    "seen_primary": "original read",
    "seen_secondary": "read in another’s account",
    "seen_excerpt": "excerpt read",
    "not_seen": "not read",
}
CHECKS_LEGEND = (
    "“original read”, “read in another’s account”, “excerpt read” and “not read” say how each "
    "source was checked"
)
_WHEN = ("date", "said", "made", "decided", "since", "opened")


class Notes:
    """Numbers records as findings cite them; parties are named, not numbered.

    Parameters
    ----------
    dossier : Dossier
        Where the records are.
    """

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._numbers: dict[str, int] = {}
        self._parties: dict[str, Party] = {}
        self._groups: dict[str, list[Record]] = {}
        self._heads: dict[str, str] = {}
        self._sources: dict[str, int] = {}
        self._known_sources: dict[str, Source] = {}

    def cite(self, finding: Finding) -> Numbers:
        """The numbers of what a finding rests on; new ones for what was not cited before."""
        found = []
        for id in finding.cites:
            number = self._numbers.get(id)
            if number is None:
                record = self._dossier.get(id)
                if record is None:
                    continue
                if isinstance(record, Party):
                    self._parties[id] = record
                    continue
                number = self._numbers[id] = len(self._numbers) + 1
                self._groups.setdefault(finding.id, []).append(record)
                self._heads[finding.id] = name_of(finding)
            found.append(number)
        return tuple(sorted(found))

    def numbers(self, ids: Iterable[str]) -> Numbers:
        """The numbers of records that a finding cited before; those not cited have none."""
        return tuple(sorted(self._numbers[id] for id in ids if id in self._numbers))

    def groups(self) -> tuple[NoteGroup, ...]:
        """All notes, grouped by the finding that first cites them."""
        return tuple(
            NoteGroup(self._heads[id], id, tuple(self._note(record) for record in records))
            for id, records in self._groups.items()
        )

    def parties(self) -> tuple[Note, ...]:
        """The parties that findings name."""
        chosen = sorted(self._parties.values(), key=lambda party: (party.order, party.id))
        return tuple(self._note(party) for party in chosen)

    def sources(self) -> tuple[Bibliography, ...]:
        """The sources of all notes; to be asked after the notes."""
        return tuple(
            Bibliography(
                number=number,
                source=self._known_sources[id],
                published=_published(self._known_sources[id]),
                check=CHECKS[self._known_sources[id].check],
            )
            for id, number in self._sources.items()
        )

    def _note(self, record: Record) -> Note:
        sources = self._dossier.sources_of(record)
        known, lag = known_words(record, sources)
        return Note(
            number=self._numbers.get(record.id, 0),
            record=record,
            label=_label(record),
            when=_when(record),
            known=known,
            lag=lag,
            code=str(getattr(record, "admiralty", None) or ""),
            sources=tuple(self._source(source) for source in sources),
        )

    def _source(self, source: Source) -> int:
        self._known_sources[source.id] = source
        return self._sources.setdefault(source.id, len(self._sources) + 1)


def name_of(finding: Finding) -> str:
    """What a finding is about, in a few words."""
    if finding.id.startswith(COMMITMENTS):
        return f"{finding.parts.get('title', finding.id)} ({finding.parts.get('obligor', '')})"
    return NAMES.get(finding.id, finding.id)


def known_words(record: Record, sources: Iterable[Source]) -> tuple[str, str]:
    """When a record became public and on what basis; and how much later its source is."""
    known = f"public {dates.say(record.known)}"
    if record.known_basis == "retrospective":
        return f"{known}, from later sources only", ""
    if record.known_basis == "logged":
        return f"{known}, logged by machine", ""
    if record.known_basis == "source":
        return known, ""
    later = [
        (dates.known_day(source.published) - dates.known_day(record.known)).days
        for source in sources
        if source.published
    ]
    later = [lag for lag in later if lag > 0]
    if not later:
        return known, "cited from a later compilation without a date"
    return known, f"cited from a compilation {days(min(later))} later"


def citation(source: Source) -> str:
    """A source as one line of text: publisher, title, date, address, how it was checked."""
    parts = [source.publisher, source.title, _published(source), source.url or ""]
    return ", ".join(part for part in parts if part) + f" ({CHECKS[source.check]})"


def _published(source: Source) -> str:
    return dates.say(source.published) if source.published else "undated"


def _label(record: Record) -> str:
    label = record.label
    return label[:1].upper() + label[1:]


def _when(record: Record) -> str:
    for name in _WHEN:
        value = getattr(record, name, None)
        if value:
            return dates.say(str(value), record.zone)
    return ""
