"""What came of a screening, as plain data for tables, pages and maps."""

from __future__ import annotations

from typing import Any

from .cells import BESIDE, DOUBTFUL, WITHIN
from .files import Job, Outcome
from .screening import summary

STATES = {"beside": BESIDE, "doubtful": DOUBTFUL, "within": WITHIN}


def report(outcome: Outcome, job: Job, file: str) -> dict[str, Any]:
    """Zones with their counts, passages, and cells of a map.

    Parameters
    ----------
    outcome : Outcome
    job : Job
        What was asked.
    file : str
        Name of the file or folder.

    Returns
    -------
    dict
        ``file``, ``title`` and ``party`` of the zones, ``when``; ``zones``: counts of rows by
        verdict; ``positions``: counts by gravest verdict; ``passages``; ``cells``: longitude and
        latitude of their centres by state, ``step_deg`` their side; ``beyond``: positions beyond
        the map; ``untimed``; ``attribution``.
    """
    cells = outcome.cells
    by_state: dict[str, list[tuple[float, float]]] = {name: [] for name in STATES}
    for cell, (state, _) in sorted(cells.cells.items()):
        by_state[next(name for name, code in STATES.items() if code == state)].append(
            cells.centre(cell)
        )
    moment = job.moment
    return {
        "file": file,
        "title": job.zones.title,
        "party": job.zones.party,
        "when": "in force at each position's own time" if moment is None
        else f"in force at {moment:%Y-%m-%d %H:%M} UTC",
        "zones": summary(outcome.zones, outcome.counts),
        "positions": {name: cells.states[code] for name, code in STATES.items()},
        "passages": [passage._asdict() for passage in outcome.passages],
        "cells": by_state,
        "step_deg": cells.step,
        "beyond": cells.beyond,
        "untimed": outcome.untimed,
        "attribution": job.zones.attribution,
    }  # fmt: skip
