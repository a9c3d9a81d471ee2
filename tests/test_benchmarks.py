"""The benchmarks run and print a figure beside its peer; how fast is theirs to say."""

from __future__ import annotations

import subprocess
import sys

import pytest

# module and its arguments, what it needs, what it has to print
RUNS = {
    "fold": (("10000",), ("beancount",), ("entries/s", "ratio")),
    "log": (("3000",), (), ("append",)),
    "fissile": (("2000", "10"), (), ("ratio",)),
    "missiles": (("2000",), ("numba", "scipy"), ("ratio",)),
    "roadmap": (("1", "2"), ("ortools",), ("ratio",)),
    "exempt": (("300",), ("rapidfuzz",), ("held-out", "ratio")),
    "events": (("20000",), ("polars", "pandas"), ("counts of both agree", "ratio")),
    "zones": (("200000",), ("numba", "shapely"), ("0 disagreements", "ratio")),
}


def printed(name: str) -> str:
    """What a benchmark prints on a small size."""
    arguments, needed, _ = RUNS[name]
    for package in needed:
        pytest.importorskip(package)
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.bench_{name}", *arguments],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if name == "fold" else ()) for name in RUNS]
)
def test_a_benchmark_prints_its_figures_and_its_peer(name):
    told = printed(name)
    assert [word for word in RUNS[name][2] if word not in told] == []


def test_the_fissile_inventory_agrees_with_a_loop():
    told = printed("fissile")
    assert float(told.partition("largest difference ")[2].partition(" kg")[0]) < 1e-6
