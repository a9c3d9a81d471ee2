"""What was known as of a date: fold, query, and the difference of two dates."""

from __future__ import annotations

from .difference import Change, difference
from .dossier import Dossier
from .ledger import Ledger, create_ledger, open_ledger, package_ledger, parse_day, shipped
from .trail import Trail

__all__ = [
    "Change", "Dossier", "Ledger", "Trail", "create_ledger", "difference", "open_ledger",
    "package_ledger", "parse_day", "shipped",
]  # fmt: skip
