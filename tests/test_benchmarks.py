"""The benchmarks run and print a figure beside its peer; how fast is theirs to say."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.slow
def test_the_fold_is_set_beside_beancount():
    pytest.importorskip("beancount")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.bench_fold", "10000"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "entries/s" in done.stdout
    assert "ratio" in done.stdout


def test_the_log_is_measured():
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.bench_log", "3000"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "append" in done.stdout


def test_the_fissile_inventory_is_set_beside_a_loop():
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.bench_fissile", "2000", "10"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "ratio" in done.stdout
    assert float(done.stdout.partition("largest difference ")[2].partition(" kg")[0]) < 1e-6


def test_the_reach_of_missiles_is_set_beside_solve_ivp():
    pytest.importorskip("numba")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.bench_missiles", "2000"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "ratio" in done.stdout


def test_the_roadmap_is_set_beside_one_side_first():
    pytest.importorskip("ortools")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.bench_roadmap", "1", "2"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "ratio" in done.stdout


def test_the_screening_is_set_beside_rapidfuzz():
    pytest.importorskip("rapidfuzz")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.bench_exempt", "300"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "held-out" in done.stdout
    assert "ratio" in done.stdout


def test_machine_coded_events_are_set_beside_pandas():
    pytest.importorskip("polars")
    pytest.importorskip("pandas")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.bench_events", "20000"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "counts of both agree" in done.stdout


def test_zones_are_set_beside_shapely():
    pytest.importorskip("numba")
    pytest.importorskip("shapely")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.bench_zones", "200000"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "0 disagreements" in done.stdout
    assert "ratio" in done.stdout
