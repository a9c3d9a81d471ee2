"""Event files counted by pair and month, with the process's own dates beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from servanda.desks.military.tracks.positions import Tally
from servanda.dossier import Dossier
from servanda.errors import DataError, UsageError
from servanda.intake.faults import Fault

from .layouts import Layout, Plan, plan_of
from .marks import marks
from .opening import Broken, Part, blocks, first_lines, parts_of
from .sides import Side, pairs_asked

if TYPE_CHECKING:
    import polars as pl

    from .counting import Counting

Pair = tuple[Side, Side]
Planned = list[tuple[Part, Plan]]
NAMED_ROWS = 20  # of each kind of fault in a file
MEND_FILE = "download the file again, or give another"

# What stands beside every table and picture of such counts.
LIMITS = (
    "These are counts of what newspapers wrote and a program read, not of what happened: they rise "
    "with attention, with the number of papers read and with the program’s mistakes. Read the "
    "turns of one pair’s series, not its level, and compare no pairs by it.",
    "The program takes rumours, anniversaries and plans for events, confuses who did what to whom, "
    "and reads English first. What is kept from the press does not show: a month without reports "
    "may be one of quiet talks.",
    "It is a second opinion. No record, commitment or finding rests on it, and it enters no brief.",
)


class Read:
    """What was read: counts on the way, and faults.

    Attributes
    ----------
    rows, unreadable : int
        Rows read, and those of them left out as unreadable.
    faults : list of Fault
        By file and kind.
    """

    def __init__(self) -> None:
        self.rows = self.unreadable = 0
        self.faults: list[Fault] = []


def count_events(
    given: Sequence[str],
    dossier: Dossier,
    judged: Mapping[str, Any],
    *,
    pair: tuple[str, str] | None = None,
    since: date | None = None,
    until: date | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[dict[str, Any], list[Fault]]:
    """Read event files and count by pair and month.

    Parameters
    ----------
    given : sequence of str
        Files, folders or patterns: GDELT 2, ICEWS, POLECAT or ACLED, one format at a time.
    dossier : Dossier
        Whose parties, and whose dated events are set beside; rows coded after its day are left
        out.
    judged : mapping
        Parameters of ``desks.military.events``.
    pair : (str, str), optional
        Parties or countries; all pairs of the principals when not given.
    since, until : date, optional
        Days of events.
    progress : callable, optional
        Told how many bytes of files are done, and of how many.

    Returns
    -------
    dict
        Plain values (docs/events.md).
    list of Fault
        Rows that could not be read, by file and kind, and files that could not.

    Raises
    ------
    UsageError
        When a name means nothing, or Polars is missing.
    DataError
        When no file can be read, or they are of several formats.
    """
    if find_spec("polars") is None:
        raise UsageError("event files are read with Polars", "pip install 'servanda[events]'")
    from .counting import Counting

    pairs = pairs_asked(dossier, pair)
    read = Read()
    planned = _planned(given, read)
    layout = _one_format(planned)
    sides = list({side.name: side for two in pairs for side in two}.values())
    counting = Counting(layout, pairs, sides, dossier.as_of, since, until)
    done, whole = 0, sum(part.size for part, _ in planned)
    for part, plan in planned:
        taken = 0
        for rows, size in _rows(part, plan, sides, judged, read):
            counting.take(rows)
            taken += size
            if progress is not None:
                progress(done + min(taken, part.size), whole)
        done += part.size
    return _told(counting, planned, dossier, judged, read), read.faults


def _planned(given: Sequence[str], read: Read) -> Planned:
    """The tables that can be read, each with its format; the others become faults."""
    broken: list[tuple[str, str]] = []
    planned: Planned = []
    parts = parts_of(given, broken)
    read.faults += [Fault(file=file, what=what, mend=MEND_FILE) for file, what in broken]
    for part in parts:
        try:
            planned.append((part, plan_of(first_lines(part), part.name)))
        except Broken as error:
            read.faults.append(Fault(file=part.name, what=str(error), mend=MEND_FILE))
        except DataError as error:
            what = error.message.removeprefix(f"{part.name} ")
            read.faults.append(Fault(file=part.name, what=what, mend=error.mend))
    if not planned:
        lines = [fault.line() for fault in read.faults[:NAMED_ROWS]]
        raise DataError("\n  ".join(["no event file can be read", *lines]))
    return planned


def _one_format(planned: Planned) -> Layout:
    """The format of all files.

    Raises
    ------
    DataError
        When there are several: counts of different programs do not add up.
    """
    found: dict[str, list[str]] = {}
    for part, plan in planned:
        found.setdefault(plan.layout.title, []).append(part.name)
    if len(found) > 1:
        told = "; ".join(
            f"{title}: {names[0]}" + (f" and {len(names) - 1} more" if names[1:] else "")
            for title, names in found.items()
        )
        raise DataError(
            f"the files are of several formats ({told})",
            "count each format by itself: what different programs coded does not add up",
        )
    return planned[0][1].layout


def _rows(
    part: Part, plan: Plan, sides: Sequence[Side], judged: Mapping[str, Any], read: Read
) -> Iterator[tuple[pl.DataFrame, int]]:
    """The rows of a table block by block, with the bytes of each block."""
    from .rows import read_rows

    tally = Tally(part.name, NAMED_ROWS)
    unread = 0
    before = 1
    headed = plan.headed
    try:
        for block in blocks(part, plan.layout.quote):
            body = block
            if headed:
                lead = len(body) - len(body.lstrip(b"\r\n"))
                end = body.find(b"\n", lead) + 1
                before += body.count(b"\n", 0, end)
                body, headed = body[end:], False
            rows = read_rows(body, plan, sides, judged)
            tally.read += rows.height
            unread += _tally_wrong(rows, plan, before, tally)
            before += body.count(b"\n")
            yield rows, len(block)
    except Broken as error:
        tally.add(f"{error}: what came before was read", MEND_FILE)
    read.rows += tally.read
    read.unreadable += unread
    read.faults += tally.faults()


def _tally_wrong(rows: pl.DataFrame, plan: Plan, before: int, tally: Tally) -> int:
    """Count the rows of a block that cannot be read, and name the first of each kind."""
    from .rows import Wrong, words

    bad = rows.filter(rows["wrong"] > 0).select("wrong", "row")
    for (kind,), group in bad.group_by("wrong", maintain_order=True):
        what, mend = words(Wrong(kind), plan)
        numbers = group["row"].head(NAMED_ROWS).to_list()
        tally.add_rows(what, mend, (before + number for number in numbers))
        if group.height > len(numbers):
            tally.add(what, mend, times=group.height - len(numbers))
    return bad.height


def _told(
    counting: Counting, planned: Planned, dossier: Dossier, judged: Mapping[str, Any], read: Read
) -> dict[str, Any]:
    from .counting import by_month

    events, counts = counting.events(judged["least_sources"])
    days = counting.days
    first, last = (min(days), max(days)) if days else (None, None)
    told: list[dict[str, Any]] = []
    outside = 0
    for number, pair in enumerate(counting.pairs):
        months, beyond = by_month(events, number, days, judged)
        outside += beyond
        told.append({
            "pair": [side.name for side in pair],
            "parties": [side.party for side in pair],
            "codes": [list(side.codes) for side in pair],
            "months": months,
            "marks": marks(dossier, pair, first.replace(day=1), last) if first and last else [],
        })  # fmt: skip
    layout = counting.layout
    return {
        "dataset": layout.name,
        "title": layout.title,
        "scale": layout.scale,
        "process": dossier.name,
        "as_of": dossier.as_of.isoformat(),
        "covered": {"from": first and first.isoformat(), "to": last and last.isoformat(),
                    "days": len(days)},
        "files": len(planned),
        "rows": {"read": read.rows, "unreadable": read.unreadable,
                 "coded_later": counting.later, **counts, "of_months_not_covered": outside},
        "least_sources": judged["least_sources"],
        "pairs": told,
        "limits": list(LIMITS),
    }  # fmt: skip
