"""Files of positions screened: one, or a folder of them by several workers.

`screen_file` is the piece of work, the same on one machine and on many: one file in, and out its
rows (written as they come) and a summary of bounded size. A folder is its files in the order of
their names; each is screened for itself, so that a track is not followed from one file into
another, and the sum does not depend on who did which.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from servanda.desks.military.tracks.positions import Tally
from servanda.desks.military.tracks.reading import SUFFIXES, TEXT_SUFFIXES, read_tracks
from servanda.errors import DataError, UsageError

from .cells import MARGIN_DEG, Cells
from .passages import Passage, Passages, in_order
from .screening import Screening
from .tables import Sink, parquet_sink, rows_of
from .zoneset import ZoneSet

Tick = Callable[[int], None]


class Job(NamedTuple):
    """How files are to be screened.

    Attributes
    ----------
    zones : ZoneSet
    moment : datetime or None
        By the zones in force then; None: each position by those of its own time.
    parameters : mapping
        Room ``desks.military.tracks``.
    tz : str or None
        Zone of times that name none.
    craft : str
        Class of craft where a file names none.
    engine : str
        See `screener.Screener`.
    only_hits : bool
        Write no rows "outside".
    """

    zones: ZoneSet
    moment: datetime | None
    parameters: Mapping[str, Any]
    tz: str | None = None
    craft: str = ""
    engine: str = "auto"
    only_hits: bool = False


class Outcome(NamedTuple):
    """What came of files.

    Attributes
    ----------
    zones : ZoneSet
        Those screened by.
    counts : dict
        Rows by (zone, verdict).
    untimed : int
        Positions left out for want of a time.
    tallies : tuple of Tally
        Faults, by file.
    passages : list of Passage
    cells : Cells
        For a map.
    """

    zones: ZoneSet
    counts: dict[tuple[str, str], int]
    untimed: int
    tallies: tuple[Tally, ...]
    passages: list[Passage]
    cells: Cells


def screen_file(
    path: Path, job: Job, sink: Sink | None = None, tick: Tick | None = None, name: str = ""
) -> Outcome:
    """Screen one file.

    Parameters
    ----------
    path : Path
    job : Job
    sink : callable, optional
        Takes the rows, as Arrow batches.
    tick : callable, optional
        Told how many positions were screened so far.
    name : str
        Of the file in faults and passages.
    """
    name = name or path.name
    screening = Screening(job.zones, job.moment, job.engine)  # type: ignore[arg-type]
    tally, passages, cells = Tally(name), Passages(), Cells(frame_of(screening.zones))
    for batch in read_tracks(path, tally, job.parameters, ZoneInfo(job.tz) if job.tz else None):
        if job.craft:
            batch.craft[batch.craft == ""] = job.craft
        screened = screening.screen(batch)
        passages.add(screened)
        cells.add(screened)
        if sink is not None:
            sink(rows_of(screened, only_hits=job.only_hits))
        if tick is not None:
            tick(tally.kept)
    return Outcome(screening.zones, screening.counts, screening.untimed, (tally,),
                   passages.all(name), cells)  # fmt: skip


def merged(outcomes: Iterable[Outcome], zones: ZoneSet) -> Outcome:
    """Outcomes of several files as one."""
    counts: dict[tuple[str, str], int] = {}
    untimed, cells = 0, Cells(frame_of(zones))
    tallies: list[Tally] = []
    passages: list[Passage] = []
    for outcome in outcomes:
        for key, n in outcome.counts.items():
            counts[key] = counts.get(key, 0) + n
        untimed += outcome.untimed
        tallies += outcome.tallies
        passages += outcome.passages
        cells.merge(outcome.cells)
    return Outcome(zones, counts, untimed, tuple(tallies), in_order(passages), cells)


def files_of(place: Path) -> list[Path]:
    """A file, or the files of a folder and the folders in it that are of a kind that is read.

    Raises
    ------
    UsageError
        When there is none.
    """
    if not place.is_dir():
        return [place]
    known = {*SUFFIXES, *TEXT_SUFFIXES}
    found = sorted(path for path in place.rglob("*")
                   if path.is_file() and path.suffix.casefold() in known)  # fmt: skip
    if not found:
        raise UsageError(
            f"{place} holds no file of positions", f"kinds: {', '.join(sorted(known))}"
        )
    return found


def screen_files(
    paths: list[Path], job: Job, sink: Sink | None = None, tick: Tick | None = None,
    root: Path | None = None,
) -> Outcome:  # fmt: skip
    """Screen files one after another, on this machine."""
    single = len(paths) == 1
    outcomes = []
    done = 0
    for path in paths:
        before = done

        def told(n: int, before: int = before) -> None:
            if tick is not None:
                tick(before + n)

        outcome = _survived(path, job, sink, told, _name(path, root), is_single=single)
        done += outcome.tallies[0].kept
        outcomes.append(outcome)
    zones = job.zones if job.moment is None else job.zones.at(job.moment)
    return merged(outcomes, zones)


def screen_on_cluster(
    paths: list[Path], job: Job, client: Any, sink: Sink | None = None,
    tick: Tick | None = None, root: Path | None = None,
) -> Outcome:  # fmt: skip
    """Screen files on the workers of a Dask cluster.

    Workers must see the files, and the folder for temporary files, under the same names. Rows are
    handed to ``sink`` in the order of the files, whoever was ready first. ``client`` is a
    ``distributed.Client``.
    """
    import pyarrow.parquet as pq

    with tempfile.TemporaryDirectory(prefix="servanda-screen-") as folder:
        parts = [Path(folder) / f"{n:06d}.parquet" for n in range(len(paths))]
        shared = client.scatter(job, broadcast=True)
        futures = client.map(
            _part, paths, [shared] * len(paths), parts if sink is not None else [None] * len(paths),
            [_name(path, root) for path in paths], pure=False,
        )  # fmt: skip
        outcomes, done = [], 0
        for part, future in zip(parts, futures, strict=True):
            outcome = future.result()
            outcomes.append(outcome)
            if sink is not None:
                for batch in _batches(pq, part):
                    sink(batch)
                part.unlink(missing_ok=True)
            done += outcome.tallies[0].kept
            if tick is not None:
                tick(done)
            future.release()
    zones = job.zones if job.moment is None else job.zones.at(job.moment)
    return merged(outcomes, zones)


def _part(path: Path, job: Job, part: Path | None, name: str) -> Outcome:
    """One file on one worker: a thread of its own, its rows into a file of its own."""
    if job.engine != "plain":
        try:
            import numba
        except ImportError:
            pass
        else:
            numba.set_num_threads(1)  # the workers are the threads
    if part is None:
        return _survived(path, job, None, None, name, is_single=False)
    with part.open("wb") as out, parquet_sink(out, job.zones) as sink:
        return _survived(path, job, sink, None, name, is_single=False)


def _survived(
    path: Path, job: Job, sink: Sink | None, tick: Tick | None, name: str, *, is_single: bool
) -> Outcome:
    """Screen a file; of several, one that cannot be read at all is a fault and no end."""
    try:
        return screen_file(path, job, sink, tick, name)
    except (DataError, UsageError) as error:
        if is_single:
            raise
        tally = Tally(name)
        tally.add(error.message, error.mend)
        zones = job.zones if job.moment is None else job.zones.at(job.moment)
        return Outcome(zones, {}, 0, (tally,), [], Cells(frame_of(zones)))


def _batches(pq: Any, part: Path) -> Iterator[Any]:
    with pq.ParquetFile(part) as file:
        for batch in file.iter_batches():
            yield batch.replace_schema_metadata(None)


def _name(path: Path, root: Path | None) -> str:
    return path.name if root is None or not root.is_dir() else str(path.relative_to(root))


def frame_of(zones: ZoneSet) -> tuple[float, float, float, float]:
    """West, south, east and north of a map of the zones."""
    boxes = [rule.drawn.area.bounds for rule in zones.rules] or [(0.0, 0.0, 0.0, 0.0)]
    west, south, east, north = zip(*boxes, strict=True)
    return (min(west) - MARGIN_DEG, min(south) - MARGIN_DEG,
            max(east) + MARGIN_DEG, max(north) + MARGIN_DEG)  # fmt: skip
