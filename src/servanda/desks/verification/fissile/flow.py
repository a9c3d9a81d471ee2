"""Where the fuel goes: out of the core, and into which campaign."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from servanda.records import dates

from .material import Campaign, Reactor, Run
from .moments import day_of

AT_ONCE = 1.0  # months: a campaign that begins so soon before a discharge still takes its fuel


def follow_fuel(
    reactors: Sequence[Reactor], campaigns: Sequence[Campaign]
) -> tuple[list[Reactor], list[str]]:
    """Say of each run when its fuel left the core and which campaign separated it.

    Fuel leaves the core when a record says so, else when the next run begins; a campaign that
    finds nothing else to separate takes the fuel of a run that had ended, whose discharge nobody
    recorded. A campaign takes all fuel that had left the cores by then.

    Returns
    -------
    (reactors, notes)
        Reactors with `Run.discharged` and `Run.campaign` filled in; campaigns that found no fuel
        are told in the notes: they separate nothing.
    """
    runs = {
        (place, number): run
        for place, reactor in enumerate(reactors)
        for number, run in enumerate(_emptied(reactor.runs))
    }
    recorded = {
        (place, number)
        for place, reactor in enumerate(reactors)
        for number, run in enumerate(reactor.runs)
        if run.discharged is not None
    }
    notes = []
    for place, campaign in enumerate(campaigns):
        waiting = [
            key for key, run in runs.items()
            if run.campaign is None and run.discharged is not None
            and run.discharged <= campaign.start + AT_ONCE
        ]  # fmt: skip
        if not waiting:
            waiting = [
                key for key, run in runs.items()
                if run.campaign is None and key not in recorded and run.end is not None
                and run.end.middle <= campaign.start + AT_ONCE
            ]  # fmt: skip
        if not waiting:
            notes.append(
                f"{campaign.id}: no fuel on record had left a reactor by "
                f"{dates.say(day_of(campaign.start).isoformat()[:7])}; in the model this campaign "
                "separates nothing"
            )
        newest = max(waiting, key=lambda key: runs[key].start.middle, default=None)
        for key in waiting:
            run = runs[key]
            left = campaign.start if run.discharged is None else min(run.discharged, campaign.start)
            mass, share = run.mass, run.separated_mass
            if key == newest and campaign.mass is not None:
                mass, share = campaign.mass, True
            runs[key] = msgspec.structs.replace(
                run, discharged=left, campaign=place, mass=mass, separated_mass=share
            )
    return [
        msgspec.structs.replace(
            reactor, runs=tuple(runs[place, number] for number in range(len(reactor.runs)))
        )
        for place, reactor in enumerate(reactors)
    ], notes


def _emptied(runs: Sequence[Run]) -> list[Run]:
    """Runs, each discharged at the latest when the next one begins."""
    after: list[Run | None] = [*runs[1:], None][: len(runs)]
    return [
        run if run.discharged is not None or following is None
        else msgspec.structs.replace(run, discharged=following.start.middle)
        for run, following in zip(runs, after, strict=True)
    ]  # fmt: skip
