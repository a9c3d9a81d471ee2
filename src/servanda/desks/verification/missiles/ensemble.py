"""Running the physics for many draws at once: compiled loops, or NumPy on chunks of draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from . import powered
from .compiled import COMPILED

Floats = npt.NDArray[np.float64]
CHUNK = 4096  # draws whose arrays stay in a core's cache


def fit(*arrays: Floats) -> Floats:
    """`powered.fit` for arrays of shape (draws,), stages first where they count: (5, draws)."""
    return _run(powered.fit_each, powered.fit, arrays, ())


def farthest(*arrays: Floats) -> Floats:
    """`powered.farthest`: (2, draws)."""
    return _run(powered.farthest_each, powered.farthest, arrays, ())


def burnout(*arrays: Floats, steps: int = powered.STEPS) -> Floats:
    """`powered.burnout`: (5, draws)."""
    return _run(powered.burnout_each, powered.burnout, arrays, (steps,))


def coast(*arrays: Floats) -> Floats:
    """`powered.coast`: (3, states)."""
    return _run(powered.coast_each, powered.coast, arrays, ())


def _run(
    compiled: Callable[..., Floats],
    elementwise: Callable[..., Any],
    arrays: tuple[Floats, ...],
    constants: tuple[int, ...],
) -> Floats:
    if COMPILED:
        return compiled(*arrays, *constants)
    size = arrays[0].size
    with np.errstate(all="ignore"):
        chunks = [
            np.array(elementwise(*(a[..., n : n + CHUNK] for a in arrays), *constants))
            for n in range(0, size, CHUNK)
        ]
    return np.concatenate(chunks, axis=-1)
