"""What is known about each promise, by each of those who made it, and how credible it is."""

from __future__ import annotations

from .belief import Belief, belief
from .findings import commitment_finding, commitment_findings
from .weights import Weights, weigh

__all__ = ["Belief", "Weights", "belief", "commitment_finding", "commitment_findings", "weigh"]
