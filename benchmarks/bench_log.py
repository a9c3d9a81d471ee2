"""How fast the log appends, folds and verifies.

Run `python -m benchmarks.bench_log [ENTRIES]` (a million by default, which takes a minute or
two). Nothing is asserted: the machine is printed, so that numbers are compared like with like.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from servanda.log import Log, encode_entry, verify

BATCH = 1000
REPEATS = 3


def evidence(number: int) -> bytes:
    """Make an entry of the usual length, some 400 bytes."""
    return encode_entry(
        "put",
        "evidence",
        f"evidence/report-{number}",
        known=f"2018-09-{number % 28 + 1:02d}",
        by="analyst",
        at="2024-05-01T12:00:00Z",
        body={
            "commitment": f"commitment/cma-{number % 97}",
            "obligor": "party/dprk" if number % 2 else "party/rok",
            "known_basis": "source",
            "source": f"source/{number % 211}",
            "breach": number % 5 == 0,
            "text": "Observers reported no activity at the guard posts along the line. " * 2,
        },
    )


def best_of(repeats: int, task: Callable[[], object]) -> float:
    """Return the shortest of a few runs, in seconds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    return min(times)


def fold(log: Log, size: int, check: bool) -> int:
    """Decode the headers of the first entries, as the dossier's fold does."""
    return sum(len(batch) for _, batch in log.header_batches(size, check=check))


def show(what: str, count: int, seconds: float) -> None:
    """Print one line."""
    print(f"{what:<52}{count:>10,} {seconds:9.3f} s {count / seconds:>12,.0f} /s")


def main(entries: int) -> None:
    """Print all figures."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("msgspec", "cryptography"))
    print(f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}", end=", ")
    print(f"Python {platform.python_version()}, {packages}")
    with tempfile.TemporaryDirectory() as name:
        os.environ["SERVANDA_KEYS"] = f"{name}/keys"
        log = Log.init(Path(name) / "ledger", process="bench")

        start = time.perf_counter()
        batch = [evidence(number) for number in range(entries)]
        show("encode entries", entries, time.perf_counter() - start)
        print(f"  {sum(map(len, batch)) / entries:.0f} bytes an entry")

        start = time.perf_counter()
        for first in range(0, entries, BATCH):
            log.append(batch[first : first + BATCH])
        show(f"append, batches of {BATCH:,}, all synced", entries, time.perf_counter() - start)

        hashing = best_of(REPEATS, lambda: [sha256(raw).digest() for raw in batch])
        show("  peer: SHA-256 of each entry, nothing else", entries, hashing)
        batch.clear()

        reader = Log.open(log.folder)
        for size in (10_000, 100_000, 1_000_000):
            if size <= entries:
                for check in (True, False):
                    label = "hashes checked" if check else "hashes not checked"
                    seconds = best_of(REPEATS, lambda s=size, c=check: fold(reader, s, c))
                    show(f"decode headers, {label}", size, seconds)

        show("find an id", entries, best_of(1, lambda: reader.find("evidence/report-7")))
        seconds = best_of(1, lambda: verify(log.folder))
        show("verify entries, tiles, root and signature", entries, seconds)
        print(f"  {seconds / hashing:.1f} times the peer")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
