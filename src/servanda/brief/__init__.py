"""The brief: findings told in the order of the essay, in the form that is asked for."""

from __future__ import annotations

from .forms import FORMS, render

__all__ = ["FORMS", "render"]
