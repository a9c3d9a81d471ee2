"""GDELT files of millions of rows: rows a second and memory, beside pandas reading in chunks.

The rows are made up and true to the format: 61 columns, a tenth of them about the pair asked for.
Both programs count the same thing, in a process of their own each, and must agree.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.timing import machine, run

MONTH = 60_000_000  # rows of a month of GDELT 2, the size asked for
BLOCK = 50_000  # rows drawn at once
PAIR = ("ROK", "DPRK")
CODES = {"ROK": "KOR", "DPRK": "PRK"}
USED = {1: "day", 7: "actor", 17: "target", 26: "code", 29: "quad", 30: "scale", 32: "sources",
        59: "seen", 60: "address"}  # fmt: skip
AS_OF = "2019-02-21"


def main(rows: int = 2_000_000) -> None:
    """Write rows, count them by `servanda events` and by pandas, and compare."""
    print(f"Machine-coded events, {rows:,} rows of GDELT 2")
    print(f"  {machine('servanda', 'polars', 'pandas')}")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "made.export.CSV"
        _write(file, rows)
        size = file.stat().st_size / 1e6
        out = Path(folder) / "ours.json"
        ours = run(
            ["servanda", "events", str(file), "--pair", *PAIR, "--as-of", AS_OF, "-o", str(out)], {}
        )
        told = json.loads(out.read_text(encoding="utf-8"))
        mine = {row["month"]: row["events"] for pair in told["pairs"] for row in pair["months"]}
        start = time.perf_counter()
        peer = subprocess.run(
            [sys.executable, "-m", "benchmarks.bench_events", "--pandas", str(file)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        took = time.perf_counter() - start
        theirs = json.loads(peer.stdout)
    same = mine == theirs["months"]
    print(f"  file of {size:,.0f} MB; counts of both {'agree' if same else 'DIFFER'}")
    print(f"  servanda events   {rows / ours.seconds / 1e6:6.2f} million rows/s, "
          f"peak memory {ours.memory_mb:,.0f} MB")  # fmt: skip
    print(f"  pandas in chunks  {rows / took / 1e6:6.2f} million rows/s, "
          f"peak memory {theirs['memory_mb']:,.0f} MB")  # fmt: skip
    print(f"  ratio             {took / ours.seconds:6.1f}")
    print("  ours checks every field of every row it counts or refuses; the peer checks none")
    print(f"  {MONTH:,} rows would take {MONTH / rows * ours.seconds / 60:.1f} min, were the pace "
          "the same")  # fmt: skip
    if not same:
        raise SystemExit(1)


def _write(file: Path, rows: int) -> None:
    rng = np.random.default_rng(1)
    others = ["USA", "CHN", "JPN", "RUS", "FRA", "GBR", "DEU", "IND", "", "SYR"]
    weight = [0.16, 0.16, *[0.68 / len(others)] * len(others)]
    codes = np.array(["010", "036", "042", "051", "057", "061", "111", "120", "138", "190"])
    quads = np.array(["1", "1", "1", "1", "1", "2", "3", "3", "3", "4"])
    scales = np.array(["0.0", "4.0", "1.9", "3.4", "8.0", "6.4", "-2.0", "-4.0", "-7.0", "-10.0"])
    place = "\t".join(["4", "Panmunjom", "KS", "KS00", "1", "37.95", "126.67", "-1"] * 3)
    names = ["KOR", "PRK", *others]
    with file.open("w", encoding="utf-8") as out:
        for begun in range(0, rows, BLOCK):
            count = min(BLOCK, rows - begun)
            days = rng.integers(0, 365, count)
            a, b = rng.choice(len(names), (2, count), p=weight)
            kind = rng.integers(0, len(codes), count)
            sources, url = rng.integers(1, 6, count), rng.integers(0, rows // 2, count)
            lines = []
            for n in range(count):
                day = _day(int(days[n]))
                code = codes[kind[n]]
                actor, target = names[a[n]], names[b[n]]
                lines.append(
                    f"{begun + n}\t{day}\t{day[:6]}\t{day[:4]}\t2018.3205\t{actor}GOV"
                    f"\tACTOR\t{actor}\t\t\t\t\tGOV\t\t\t{target}GOV\tACTOR\t{target}\t\t\t\t\tGOV\t\t\t1\t{code}"
                    f"\t{code}\t{code[:2]}\t{quads[kind[n]]}\t{scales[kind[n]]}\t4\t{sources[n]}\t4"
                    f"\t-1.25\t{place}\t{day}120000\thttps://paper.example/{url[n]}\n"
                )
            out.writelines(lines)


def _day(number: int) -> str:
    return (np.datetime64("2018-01-01") + number).item().strftime("%Y%m%d")


def _pandas(file: str) -> None:
    """The peer: the same counts with pandas, in chunks so that memory stays bounded."""
    import resource

    import pandas as pd

    first, second = (CODES[side] for side in PAIR)
    held = []
    for chunk in pd.read_csv(
        file, sep="\t", header=None, usecols=list(USED), dtype=str, chunksize=200_000,
        keep_default_na=False, quoting=3,
    ):  # fmt: skip
        rows = chunk.rename(columns=USED)
        both = ((rows.actor == first) & (rows.target == second)) | (
            (rows.actor == second) & (rows.target == first)
        )
        own = rows[both].assign(sources=rows.sources[both].astype(int))
        held.append(own.drop(columns=["seen"]))
    told = pd.concat(held)
    told["scale"] = told["scale"].astype(float)
    events = told.groupby(["actor", "target", "day", "code", "address"], as_index=False).agg(
        {"quad": "min", "scale": "mean", "sources": "max"}
    )
    events = events[events.sources >= 2]
    months = (events.day.str[:4] + "-" + events.day.str[4:6]).value_counts()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"months": months.sort_index().to_dict(), "memory_mb": memory}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--pandas"]:
        _pandas(sys.argv[2])
    else:
        main(*(int(argument) for argument in sys.argv[1:]))
