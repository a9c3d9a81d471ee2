"""What changed between two days: findings that read otherwise, records that came or went."""

from __future__ import annotations

import msgspec

from servanda.dossier import Change, Dossier, difference
from servanda.parameters import Parameters
from servanda.records import Finding
from servanda.surveys import survey


class FindingChange(msgspec.Struct, frozen=True, kw_only=True):
    """A finding that differs between two surveys; None where there was none.

    Attributes
    ----------
    id : str
        Which finding.
    before, after : Finding or None
        As it read on each day.
    """

    id: str
    before: Finding | None
    after: Finding | None

    @property
    def only_counts(self) -> bool:
        """Whether nothing but the passing of days differs: same value kind, same citations."""
        if self.before is None or self.after is None:
            return False
        return self.before.cites == self.after.cites and not self.is_new_status

    @property
    def is_new_status(self) -> bool:
        """Whether a value in words or a level differs."""
        if self.before is None or self.after is None:
            return True
        words = isinstance(self.before.value, str) or isinstance(self.after.value, str)
        levels = self.before.unit == "level" or self.after.unit == "level"
        return (words or levels) and self.before.value != self.after.value


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Two days of a process side by side.

    Attributes
    ----------
    process, title : str
        Which process.
    before, after : str
        The two days, ISO.
    findings : tuple of FindingChange
        Findings whose sentence or citations differ, in the order of the brief.
    records : tuple of Change
        Records that became known, were revised or were withdrawn.
    """

    process: str
    title: str
    before: str
    after: str
    findings: tuple[FindingChange, ...]
    records: tuple[Change, ...]


def compare(before: Dossier, after: Dossier, parameters: Parameters | None = None) -> Comparison:
    """Compare what two dossiers of one process say.

    Parameters
    ----------
    before, after : Dossier
        Folded from one history at two dates.
    parameters : Parameters, optional
        Judgements, the same for both.
    """
    old = {finding.id: finding for finding in survey(before, parameters)}
    new = {finding.id: finding for finding in survey(after, parameters)}
    order = [*new, *(id for id in old if id not in new)]
    changed = [
        FindingChange(id=id, before=old.get(id), after=new.get(id))
        for id in order
        if _differs(old.get(id), new.get(id))
    ]
    return Comparison(
        process=after.name,
        title=after.title,
        before=before.as_of.isoformat(),
        after=after.as_of.isoformat(),
        findings=tuple(changed),
        records=tuple(difference(before, after)),
    )


def _differs(old: Finding | None, new: Finding | None) -> bool:
    if old is None or new is None:
        return True
    return old.sentence != new.sentence or old.cites != new.cites
