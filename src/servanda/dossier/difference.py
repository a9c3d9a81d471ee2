"""What changed between two dossiers: the records that came, went or were revised."""

from __future__ import annotations

import msgspec

from servanda.records import KINDS, Record

from .dossier import Dossier


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One record that differs between two dossiers.

    Attributes
    ----------
    kind, id : str
        Which record.
    change : str
        ``new``, ``revised`` or ``withdrawn``.
    known : str
        When the later version became known (the earlier one's, when withdrawn).
    label : str
        The record's name.
    fields : tuple of str
        For revised: the fields that differ.
    """

    kind: str
    id: str
    change: str
    known: str
    label: str
    fields: tuple[str, ...] = ()


def difference(before: Dossier, after: Dossier) -> list[Change]:
    """List what changed from one dossier to another, by kind, then day known, then id.

    Sources are left out: they are bibliography, the same at every date.
    """
    changes: list[Change] = []
    for kind, cls in KINDS.items():
        if kind == "source":
            continue
        old = {record.id: record for record in before.of(cls)}
        new = {record.id: record for record in after.of(cls)}
        found = [_change("new", new[id]) for id in new.keys() - old.keys()]
        found += [_change("withdrawn", old[id]) for id in old.keys() - new.keys()]
        found += [
            _change("revised", new[id], _differing(old[id], new[id]))
            for id in new.keys() & old.keys()
            if old[id] != new[id]
        ]
        changes += sorted(found, key=lambda change: (change.known, change.id))
    return changes


def _change(change: str, record: Record, fields: tuple[str, ...] = ()) -> Change:
    return Change(
        kind=record.kind,
        id=record.id,
        change=change,
        known=record.known,
        label=record.label,
        fields=fields,
    )


def _differing(old: Record, new: Record) -> tuple[str, ...]:
    return tuple(name for name in old.__struct_fields__ if getattr(old, name) != getattr(new, name))
