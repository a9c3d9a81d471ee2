"""Servanda keeps a peace or disarmament process honest.

>>> import servanda as sv
>>> dossier = sv.open("korea").as_of("2019-02-21")
>>> findings = sv.survey(dossier)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["open", "survey"]

if TYPE_CHECKING:
    from servanda.dossier import open_ledger as open
    from servanda.surveys import survey


def __getattr__(name: str) -> Any:
    """Import the two doors of the library when they are first used: start-up stays quick."""
    if name == "open":
        from servanda.dossier import open_ledger

        return open_ledger
    if name == "survey":
        from servanda.surveys import survey

        return survey
    raise AttributeError(f"module 'servanda' has no attribute '{name}'")
