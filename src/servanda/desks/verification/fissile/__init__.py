"""Fissile material: how much of it there is, pool by pool, as far as was known by a day.

>>> from servanda.desks.verification.fissile import separative_work
>>> round(separative_work(1.0, 0.9), 1)
192.9

The pieces, each usable alone: `separative` (enrichment), `plutonium` (reactors), `reading`
(records into `material`), `doubt` (whether a facility is there, and runs unseen), `inventory`
(histories, needs NumPy), `estimate` (what is kept of them), `what_if`, `facilities`, `findings`.
"""

from __future__ import annotations

from .estimate import Band, Estimate, kept, need
from .plutonium import plutonium_kg
from .reading import Reading, read_material
from .separative import feed_kg, product_kg, separative_work, value_function
from .what_if import inspectors_return, reactor_stopped, without

__all__ = [
    "Band", "Estimate", "Reading", "feed_kg", "inspectors_return", "kept", "need", "plutonium_kg",
    "product_kg", "reactor_stopped", "read_material", "separative_work", "value_function",
    "without",
]  # fmt: skip
