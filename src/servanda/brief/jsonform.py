"""The brief as data: the contract of ``brief --format json``."""

from __future__ import annotations

from typing import Any

from servanda.dossier import Dossier
from servanda.records import Record
from servanda.surveys import Survey

from .notes import citation
from .plain import as_json

FIELDS = (
    "id", "objective", "sentence", "value", "low", "high", "unit", "probability", "basis",
    "cites", "method", "parts",
)  # fmt: skip


def to_json(survey: Survey, dossier: Dossier) -> str:
    """Findings and the records they cite, in the order in which they are cited.

    Parameters
    ----------
    survey : Survey
        The findings.
    dossier : Dossier
        Where the records are.
    """
    cited = dict.fromkeys(id for finding in survey.findings for id in finding.cites)
    records = (dossier.get(id) for id in cited)
    told = {
        "process": survey.process,
        "as_of": survey.as_of,
        "log": {"size": survey.log["size"], "checkpoint": survey.log["checkpoint"]},
        "findings": [
            {name: getattr(finding, name) for name in FIELDS} for finding in survey.findings
        ],
        "records": [_record(record, dossier) for record in records if record is not None],
    }
    return as_json(told) + "\n"


def _record(record: Record, dossier: Dossier) -> dict[str, Any]:
    return {
        "id": record.id,
        "kind": record.kind,
        "known": record.known,
        "known_basis": record.known_basis,
        "label": record.label,
        "source": "; ".join(citation(source) for source in dossier.sources_of(record)),
    }
