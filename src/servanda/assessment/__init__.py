"""What follows from all of it: scores, thinness, claims against facts, the two illusions."""

from __future__ import annotations

from .findings import assessment_findings
from .words import likelihood, mixes_likelihood_and_confidence

__all__ = ["assessment_findings", "likelihood", "mixes_likelihood_and_confidence"]
