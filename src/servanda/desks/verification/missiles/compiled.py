"""Compiling the physics where Numba is installed; the same functions run on arrays without it.

The functions marked so are elementwise: they take numbers or arrays of one shape, branch with
`select` and loop a fixed number of times. Numba (extra ``physics``) compiles them for numbers,
one draw after another on all cores; NumPy runs the very same source on chunks of draws.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

F = TypeVar("F", bound=Callable[..., Any])

numba: Any
try:
    import numba
except ImportError:  # the extra is not installed
    numba = None

COMPILED = numba is not None
prange: Any = numba.prange if COMPILED else range


def elementwise(function: F) -> F:
    """Compile a function of numbers; division by zero gives infinity, as in NumPy."""
    return _compile(function, error_model="numpy", fastmath={"contract"})


def parallel(function: F) -> F:
    """Compile a loop over draws that runs on all cores."""
    return _compile(function, error_model="numpy", parallel=True)


def _compile(function: F, **options: Any) -> F:
    if not COMPILED:
        return function
    compiled: F = numba.njit(cache=True, **options)(function)
    return compiled


def _choose(condition: Any, yes: Any, no: Any) -> Any:
    return yes if condition else no


# One number or the other: what ``np.where`` is to arrays.
select: Any = elementwise(_choose) if COMPILED else np.where
