"""The inventory of fissile material beside the same model stepped through month by month.

Run `python -m benchmarks.bench_fissile [HISTORIES [YEARS]]` (100,000 and 40 by default). The peer
is a loop in plain Python over a sample of the same histories, with the same draws: month after
month each load of fuel and each hall adds what it made, fuel leaves the core, a campaign takes its
part, tests use theirs. Both come to the same stock; the difference is printed with the ratio.
"""

from __future__ import annotations

import resource
import sys
import time
from datetime import date
from typing import Any

from benchmarks.timing import machine

DAY = date(2025, 6, 1)
SAMPLE = 60


def step_through(draw: Any, history: int, months: range) -> list[dict[str, float]]:
    """One history of a `Draw`, stepped through month by month: the stock at each month's end."""
    batches = [
        {
            "rate": float(b.ramp.rate[history]), "start": float(b.ramp.start[history]),
            "end": float(b.ramp.end[history]), "pauses": b.ramp.pauses,
            "left": float(b.left if isinstance(b.left, float) else b.left[history]),
            "campaign": b.campaign, "made": 0.0,
        }
        for b in draw.batches
    ]  # fmt: skip
    halls = [
        tuple(float(part[history]) for part in (hall.rate, hall.start, hall.end))
        for hall in draw.halls
    ]
    uses = [(when, float(p[history]), float(u[history])) for when, p, u in draw.used]
    loss = float(draw.loss[history])
    heu = used_plutonium = used_heu = 0.0
    told = []
    for month in months:
        now = month + 1.0
        core = fuel = separated = 0.0
        for batch in batches:
            begun, ended = max(batch["start"], month), min(batch["end"], now)
            ran = max(ended - begun, 0.0)
            for first, last in batch["pauses"]:
                ran -= max(min(ended, last) - max(begun, first), 0.0)
            batch["made"] += batch["rate"] * max(ran, 0.0)
            if now < batch["left"]:
                core += batch["made"]
                continue
            share = 0.0
            if batch["campaign"] is not None:
                start, end = draw.campaigns[batch["campaign"]]
                share = min(max((now - start) / (end - start), 0.0), 1.0)
            separated += batch["made"] * share * (1.0 - loss)
            fuel += batch["made"] * (1.0 - share)
        for rate, start, end in halls:
            heu += rate * max(min(end, now) - max(start, month), 0.0)
        for when, plutonium, uranium in uses:
            if month < when <= now:
                used_plutonium += plutonium
                used_heu += uranium
        told.append(
            {"in_reactor": core, "unseparated": fuel, "separated": separated - used_plutonium,
             "heu": heu - used_heu}
        )  # fmt: skip
    return told


def main(histories: int = 100_000, years: int = 40) -> None:
    """Print seconds, memory and the ratio."""
    from servanda.desks.verification.fissile.estimate import POOLS
    from servanda.desks.verification.fissile.inventory import Draw, bands
    from servanda.desks.verification.fissile.reading import read_material
    from servanda.dossier import open_ledger
    from servanda.parameters import Parameters

    judged = Parameters().of("desks.verification.fissile")
    material = read_material(open_ledger("korea").as_of(DAY), judged).material
    assert material is not None
    first = int(material.newest) - 12 * years
    months = range(first, first + 12 * years)
    print(f"Fissile inventory ({machine('numpy')})")
    start, busy = time.perf_counter(), time.process_time()
    draw = Draw(material, judged, histories)
    for _ in bands(draw, [month + 1.0 for month in months], POOLS):
        pass
    ours, busy = time.perf_counter() - start, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    steps = histories * len(months)
    print(f"  {histories:,} histories x {len(months)} months, {len(POOLS)} pools with their bands: "
          f"{ours:.2f} s ({busy:.2f} s of one core), peak memory {peak:.0f} MB")  # fmt: skip
    early = range(int(material.first), first + 12 * years)
    start = time.perf_counter()
    walked = [step_through(draw, history, early) for history in range(min(SAMPLE, histories))]
    theirs = (time.perf_counter() - start) / (len(walked) * len(early))
    stock = draw.stock(early[-1] + 1.0)
    apart = max(
        abs(walked[history][-1][pool] - float(stock[pool][history]))
        for history in range(len(walked)) for pool in walked[history][-1]
    )  # fmt: skip
    print(f"  peer, a Python loop over {len(walked)} of the histories: "
          f"{theirs * steps:,.0f} s for as many, without bands; "
          f"largest difference {apart:.1e} kg; ratio {theirs * steps / ours:,.0f}")  # fmt: skip


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
