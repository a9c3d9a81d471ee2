"""The descriptor of a data package: Frictionless schemas made from the structs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from servanda.records import KINDS
from servanda.records.describe import FieldDoc, by_name, summary

from .cells import is_free_text
from .references import references
from .tables import RETRACT

_TYPES = {"number": "number", "integer": "integer", "boolean": "boolean"}

_LIST = " Several are separated by a semicolon."
_TEXT = (
    " An apostrophe before = + - @ keeps a spreadsheet from taking the text for a formula;"
    " reading takes it off."
)


def descriptor(
    name: str,
    title: str,
    description: str,
    tables: Mapping[str, Sequence[str]],
    *,
    withdrawing: Collection[str] = (),
    licences: Iterable[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """Make the content of ``datapackage.json``.

    Parameters
    ----------
    name, title, description : str
        Of the process.
    tables : mapping of str to sequence of str
        Kind to the columns of its CSV.
    withdrawing : collection of str
        Kinds of which some rows withdraw: those rows leave required columns empty.
    licences : iterable of mapping
        Under which the package is published.
    """
    package: dict[str, Any] = {"profile": "tabular-data-package", "name": name, "title": title}
    if description:
        package["description"] = description
    if licences := [dict(licence) for licence in licences]:
        package["licenses"] = licences
    package["resources"] = [
        {
            "profile": "tabular-data-resource",
            "name": kind,
            "title": summary(KINDS[kind]),
            "path": f"{kind}.csv",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": schema(kind, columns, tables, whole=kind not in withdrawing),
        }
        for kind, columns in tables.items()
    ]
    return package


def schema(
    kind: str, columns: Sequence[str], kinds: Collection[str], *, whole: bool = True
) -> dict[str, Any]:
    """Make the Table Schema of one kind.

    Parameters
    ----------
    kind : str
        The kind.
    columns : sequence of str
        Its columns.
    kinds : collection of str
        Kinds that the package holds: only those can be referred to by a foreign key.
    whole : bool
        Whether every row holds a record, so that required columns are filled.
    """
    described = by_name(KINDS[kind])
    table: dict[str, Any] = {
        "fields": [
            _retract_field(name) if name in RETRACT else _field(described[name], whole)
            for name in columns
        ],
        "primaryKey": ["id", "known"],
        "missingValues": [""],
    }
    keys = [
        {"fields": [name], "reference": {"resource": _resource(kind, of[0]), "fields": ["id"]}}
        for name, of in references(kind).items()
        if name in columns and not described[name].is_list and len(of) == 1 and of[0] in kinds
    ]
    if keys:
        table["foreignKeys"] = keys
    return table


def _resource(kind: str, of: str) -> str:
    """The resource that a key refers to; Frictionless writes a table's own as an empty text."""
    return "" if of == kind else of


def _field(field: FieldDoc, whole: bool) -> dict[str, Any]:
    plain = not field.is_list
    text = field.description
    text += _LIST if field.is_list else ""
    text += _TEXT if is_free_text(field) else ""
    entry: dict[str, Any] = {
        "name": field.name,
        "title": field.type_text,
        "type": _TYPES.get(field.value, "string") if plain else "string",
        "description": text,
    }
    if plain and field.value == "boolean":
        entry |= {"trueValues": ["true"], "falseValues": ["false"]}
    constraints: dict[str, Any] = {}
    if field.required and (whole or field.name in {"id", "known"}):
        constraints["required"] = True
    if plain and field.enum:
        constraints["enum"] = list(field.enum)
    if plain and field.pattern:
        constraints["pattern"] = field.pattern
    if plain and field.minimum is not None:
        constraints["minimum"] = field.minimum
    if plain and field.maximum is not None:
        constraints["maximum"] = field.maximum
    return entry | ({"constraints": constraints} if constraints else {})


def _retract_field(name: str) -> dict[str, Any]:
    if name == "never_valid":
        return {
            "name": name,
            "title": "yes or no",
            "type": "boolean",
            "description": "With a retract_reason: this version was our own error and counts at "
            "no date; without: its source withdrew it at known.",
            "trueValues": ["true"],
            "falseValues": ["false"],
        }
    return {
        "name": name,
        "title": "text",
        "type": "string",
        "description": "Why the record is withdrawn; the other columns of the row are empty."
        + _TEXT,
    }
