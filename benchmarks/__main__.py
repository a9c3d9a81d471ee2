"""Every benchmark, one after another: `python -m benchmarks` (`--full` for a million entries)."""

from __future__ import annotations

import sys

from benchmarks import (
    bench_brief,
    bench_events,
    bench_exempt,
    bench_fissile,
    bench_fold,
    bench_log,
    bench_missiles,
    bench_roadmap,
    bench_zones,
)

if __name__ == "__main__":
    full = "--full" in sys.argv[1:]
    bench_brief.main()
    bench_missiles.main()
    bench_fissile.main()
    bench_roadmap.main()
    bench_zones.main(50_000_000 if full else 5_000_000)
    bench_events.main()
    bench_exempt.main()
    bench_fold.main(1_000_000 if full else 100_000)
    bench_log.main(1_000_000 if full else 100_000)
