"""Checking a factual sentence against what was known: supported, contradicted, not knowable."""

from __future__ import annotations

from .check import Checked, check_sentence
from .verdict import Verdict, overall

__all__ = ["Checked", "Verdict", "check_sentence", "overall"]
