"""Folding a long log, a brief from it, and the same number of entries in Beancount.

Run `python -m benchmarks.bench_fold [ENTRIES]`. The ledger is the Korean process and, after it,
machine-logged notices of flights up to the number of entries.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.timing import empty, machine, median, run, runs
from servanda.dossier import Ledger, create_ledger, open_ledger
from servanda.dossier.fold import fold
from servanda.log import encode_entry

BATCH = 10_000
REPEATS = 3
AS_OF = "2019-02-21"


def main(entries: int = 100_000) -> None:
    """Print rates at growing sizes, the brief, and the ratio to Beancount."""
    print(f"Folding {entries:,} entries by headers")
    print(f"  {machine('servanda', 'msgspec', 'beancount')}")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SERVANDA_KEYS"] = f"{folder}/keys"
        ledger = build(Path(folder) / "ledger", entries)
        log = ledger.log
        if log is None:  # pragma: no cover - it was made just now
            raise RuntimeError("the ledger has no log")
        rate = 0.0
        for size in (size for size in (10_000, 100_000, 1_000_000) if size <= entries):
            taken = median(
                lambda size=size: fold(lambda: log.header_batches(size, check=False), AS_OF),
                REPEATS,
            )
            rate = size / taken
            print(f"  {size:>9,} entries {taken:8.3f} s {rate:>12,.0f} entries/s")
        brief(Path(folder))
        compare(Path(folder), entries, rate)


def brief(folder: Path) -> None:
    """A brief from the ledger in a new process: with its index, then with its survey kept too."""
    command = ("servanda", "brief", str(folder / "ledger"), "--as-of", AS_OF, "--format", "json",
               "-o", str(folder / "brief.json"))  # fmt: skip
    kept = {"SERVANDA_CACHE": str(folder / "cache")}
    first = run(command, kept)
    print(f"  brief without charts: {first.seconds:.2f} s when the index is made")
    indexed = sorted(
        run(command, {"SERVANDA_CACHE": str(empty(folder / f"cache-{number}"))})
        for number in range(REPEATS)
    )[REPEATS // 2]
    print(f"    warm index, no survey kept {indexed.seconds:6.2f} s {indexed.memory_mb:6.0f} MB")
    warm = runs(command, kept, REPEATS)
    print(f"    warm index, survey kept    {warm.seconds:6.2f} s {warm.memory_mb:6.0f} MB")


def compare(folder: Path, entries: int, rate: float) -> None:
    """Beancount's `load_file`, uncached, on as many two-posting transactions."""
    os.environ["BEANCOUNT_DISABLE_LOAD_CACHE"] = "1"  # read when the loader is imported
    from beancount import loader

    book = folder / "book.beancount"
    book.write_text("".join(_book(entries)), encoding="utf-8")
    theirs = entries / median(lambda: loader.load_file(str(book)), 1)
    print(f"  Beancount load_file: {theirs:,.0f} transactions/s; ratio {rate / theirs:,.0f}")


def build(folder: Path, entries: int) -> Ledger:
    """A ledger of so many entries."""
    ledger = create_ledger(folder, "korea", "Korea", open_ledger("korea").versions())
    log = ledger.log
    batch: list[bytes] = []
    for number in range(entries - ledger.size):
        batch.append(notice(number))
        if len(batch) == BATCH and log is not None:
            log.append(batch)
            batch = []
    if log is not None:
        log.append(batch)
    return ledger


def notice(number: int) -> bytes:
    """A notice of a flight, each revised some forty times."""
    id = f"notification/flight-{number // 40}"
    day = f"2018-{number % 12 + 1:02}-{number % 28 + 1:02}"
    body = {"id": id, "known": day, "party": "party/rok", "activity": f"flight {number}",
            "given": day, "date": day, "sources": ["source/general-knowledge"]}  # fmt: skip
    return encode_entry(
        "put", "notification", id, known=day, by="monitor", at="2024-05-01T12:00:00Z", body=body
    )


def _book(entries: int) -> Iterator[str]:
    yield "2018-01-01 open Assets:Cash\n2018-01-01 open Expenses:Travel\n"
    for number in range(entries):
        day = f"2018-{number % 12 + 1:02}-{number % 28 + 1:02}"
        yield (
            f'\n{day} * "Talks {number}"\n  Assets:Cash  -{number % 90 + 1}.00 EUR\n'
            f"  Expenses:Travel  {number % 90 + 1}.00 EUR\n"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
