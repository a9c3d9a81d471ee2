"""How a finding came about: its records, formula, parameters and numbers."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any

import msgspec

from servanda.dossier import Dossier
from servanda.parameters import Parameters
from servanda.records import Finding, Record, dates

from .plain import as_json, wrap


@lru_cache(maxsize=1)
def methods() -> dict[str, dict[str, str]]:
    """The documented methods, by the name a finding gives."""
    file = resources.files("servanda") / "methods.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def render_explanation(
    finding: Finding, dossier: Dossier, parameters: Parameters, form: str
) -> str:
    """Explain one finding as text, or as JSON.

    Parameters
    ----------
    finding : Finding
        What to explain.
    dossier : Dossier
        Where its records are.
    parameters : Parameters
        With which it was made.
    form : str
        ``text`` or ``json``.
    """
    told = _explanation(finding, dossier, parameters)
    if form == "json":
        return as_json(told)
    return _text(told)


def _explanation(finding: Finding, dossier: Dossier, parameters: Parameters) -> dict[str, Any]:
    method = methods().get(finding.method, {})
    room = method.get("room")
    return {
        "finding": finding,
        "as_of": dossier.as_of.isoformat(),
        "method": {"name": finding.method, **method},
        "parameters": parameters.of(room) if room else {},
        "records": [
            _record(dossier, record) for id in finding.cites if (record := dossier.get(id))
        ],
    }


def _record(dossier: Dossier, record: Record) -> dict[str, Any]:
    fields = msgspec.to_builtins(record)
    sources = [
        {
            "id": source.id,
            "publisher": source.publisher,
            "title": source.title,
            "published": source.published,
            "url": source.url,
            "check": source.check,
        }
        for source in dossier.sources_of(record)
    ]
    return {
        "kind": record.kind,
        "label": record.label,
        **fields,
        "known_basis": record.known_basis,
        "sources": sources,
    }


def _text(told: dict[str, Any]) -> str:
    finding: Finding = told["finding"]
    method = told["method"]
    lines = [finding.id, "=" * len(finding.id), *wrap(finding.sentence), ""]
    lines += _block("Numbers", _numbers(finding))
    lines += _block(f"Method: {method.get('title', method['name'])}", _method(method))
    lines += _block("Parameters", list(_flat(told["parameters"])))
    lines += [f"Records ({len(told['records'])})", "-------"]
    for record in told["records"]:
        lines += _told_record(record)
    return "\n".join(lines) + "\n"


def _numbers(finding: Finding) -> list[str]:
    lines = [f"value {finding.value} {finding.unit or ''}".rstrip()]
    if finding.low is not None:
        lines.append(f"from {finding.low} to {finding.high}")
    if finding.probability is not None:
        lines.append(f"probability {finding.probability}")
    lines.append(f"basis {finding.basis}")
    return lines + list(_flat(finding.parts))


def _method(method: dict[str, str]) -> list[str]:
    return [part for key in ("formula", "text") if (part := method.get(key))]


def _flat(table: dict[str, Any], prefix: str = "") -> list[str]:
    lines: list[str] = []
    for name, value in table.items():
        if isinstance(value, dict):
            lines += _flat(value, f"{prefix}{name}.")
        elif isinstance(value, list | tuple) and any(isinstance(item, dict) for item in value):
            lines.append(f"{prefix}{name}:")
            lines += [f"- {_said(item)}" for item in value]
        else:
            lines.append(f"{prefix}{name} = {_said(value)}")
    return lines


def _said(value: object) -> str:
    """A value as a person writes it.

    Examples
    --------
    >>> _said({"low": 578, "from": "1984-09", "seen": None}), _said([]), _said(["a", "b"])
    ('low 578, from 1984-09, seen –', 'none', 'a, b')
    """
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{name} {_said(item)}" for name, item in value.items()) or "none"
    if isinstance(value, list | tuple):
        return ", ".join(map(_said, value)) or "none"
    return str(value)


def _block(title: str, lines: list[str]) -> list[str]:
    if not lines:
        return []
    body = [
        wrapped
        for line in lines
        for wrapped in wrap(line, "  ", "    " if line.startswith("- ") else None)
    ]
    return [title, "-" * len(title), *body, ""]


def _told_record(record: dict[str, Any]) -> list[str]:
    known = f"known {dates.say(record['known'])} ({record['known_basis']})"
    lines = [*wrap(f"{record['id']}: {record['label']}"), f"  {known}"]
    code = record.get("admiralty")
    if code:
        lines[-1] += f", Admiralty {code}"
    if record.get("note"):
        lines += wrap(f"note: {record['note']}", "  ")
    for source in record["sources"]:
        published = f", {dates.say(source['published'])}" if source["published"] else ""
        told = f"{source['publisher']}, {source['title']}{published} [{source['check']}]"
        lines += wrap(told, "  ")
        if source["url"]:
            lines.append(f"    {source['url']}")
    return lines
