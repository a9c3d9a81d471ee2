"""The main job to finished HTML, in a new process: with warm caches, and with none.

Run `python -m benchmarks.bench_brief`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.timing import Run, empty, machine, run, runs

REPEATS = 9
JOB = ("servanda", "brief", "korea", "--as-of", "2019-02-21", "--format", "html", "-o")


def main(repeats: int = REPEATS) -> None:
    """Print wall time and peak memory of both."""
    print("The main job: servanda brief korea --as-of 2019-02-21, to finished HTML")
    print(f"  {machine('servanda', 'msgspec', 'jinja2', 'vl-convert-python')}")
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "brief.html")
        kept = {"SERVANDA_CACHE": str(empty(Path(folder) / "cache"))}
        run((*JOB, out), kept)
        show("warm caches", runs((*JOB, out), kept, repeats), repeats)
        cold = []
        for number in range(max(repeats // 3, 1)):
            fresh = {"SERVANDA_CACHE": str(empty(Path(folder) / f"cache-{number}"))}
            cold.append(run((*JOB, out), fresh))
        cold.sort()
        show("no caches", cold[len(cold) // 2], len(cold))


def show(what: str, taken: Run, repeats: int) -> None:
    """Print one line."""
    print(f"  {what:12} {taken.seconds:6.2f} s {taken.memory_mb:7.0f} MB  (median of {repeats})")


if __name__ == "__main__":
    main()
