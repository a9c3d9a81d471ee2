"""Opening a SOURCE: a shipped process, a data package, or a ledger folder."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path

import msgspec

from servanda.errors import DataError, ServandaError, UsageError
from servanda.intake.faults import Fault
from servanda.intake.package import Licence, Package, read_package, write_package
from servanda.intake.plan import Operation, operations, plan, standing
from servanda.intake.rows import Row
from servanda.log import Log, encode_entry

from .dossier import Dossier
from .fold import Fold, fold
from .founding import ABOUT, claimed, need_plain
from .history import History, LogHistory, RowHistory, is_known_kind

FIRST_YEAR, LAST_YEAR = 1000, 8999  # of a day to look from


class About(msgspec.Struct, frozen=True):
    """What a ledger folder says of itself, beside its log.

    Attributes
    ----------
    name, title : str
        Of the process.
    description : str
        One sentence on what it covers.
    licences : tuple of Licence
        Under which it is published.
    """

    name: str
    title: str
    description: str = ""
    licences: tuple[Licence, ...] = ()


class Ledger:
    """A process's history, from which dossiers are folded.

    Parameters
    ----------
    about : About
        Name and title.
    history : History
        The entries.
    place : Path
        Where it was opened from.
    log : Log, optional
        The log on disk, for a ledger folder.
    rows : sequence of Row
        The rows, for a package.
    faults : sequence of Fault
        What was wrong with a package's rows; those rows are not in the history.
    """

    def __init__(
        self,
        about: About,
        history: History,
        place: Path,
        *,
        log: Log | None = None,
        rows: Sequence[Row] = (),
        faults: Sequence[Fault] = (),
    ) -> None:
        self.about = about
        self.history = history
        self.place = place
        self.log = log
        self.faults = tuple(faults)
        self._rows = rows

    @property
    def name(self) -> str:
        """Short name of the process."""
        return self.about.name

    @property
    def title(self) -> str:
        """Title of the process."""
        return self.about.title

    @property
    def size(self) -> int:
        """Number of entries."""
        return self.history.size

    def as_of(self, day: str | datetime.date, at_size: int | None = None) -> Dossier:
        """Fold what was known at the end of a day (UTC), among the first ``at_size`` entries.

        Raises
        ------
        ServandaError
            When the day is no date or the size is above the ledger's.
        """
        when = parse_day(day)
        size = self.size if at_size is None else at_size
        if not 0 <= size <= self.size:
            raise UsageError(
                f"the ledger has {self.size} entries, not {size}",
                f"choose --at-size between 0 and {self.size}",
            )
        return Dossier(
            name=self.name,
            title=self.title,
            as_of=when,
            fold=self._fold(when.isoformat(), size),
            load=self.history.record,
            size=size,
            checkpoint=self.log.checkpoint_text if self.log and size == self.size else None,
            fingerprint=self._fingerprint(size),
        )

    def versions(self, at_size: int | None = None) -> list[Row]:
        """The world's history: the rows that a package of this ledger holds."""
        if self._rows and at_size is None:
            return list(self._rows)
        return list(_world(self.history, at_size).values())

    def existing(self) -> Mapping[tuple[str, str], bytes]:
        """Canonical bytes of what stands under each key (id, known), retractions included."""
        return {key: standing(row) for key, row in _world(self.history, None).items()}

    def append(self, operations: Iterable[Operation], by: str) -> int:
        """Log operations in one step and return the new size.

        Raises
        ------
        ServandaError
            When this is no ledger folder, the log has grown since it was read (LogMovedError),
            or the log refuses.
        """
        if self.log is None:
            raise ServandaError(
                f"{self.place} is a data package and has no log to add to",
                f"make a ledger first: servanda init DIR --process {self.name}",
            )
        need_plain("by", by)
        at = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        entries = [
            encode_entry(
                operation.op,
                operation.kind,
                operation.id,
                known=operation.known,
                by=by,
                at=at,
                body=operation.body,
                reason=operation.reason,
                target=operation.target,
            )
            for operation in operations
        ]
        return self.log.append(entries, at_size=self.log.size)

    def export(self, folder: Path) -> None:
        """Write the world's history as a data package, under its description and licences."""
        about = self.about
        licences = [msgspec.to_builtins(licence) for licence in about.licences]
        write_package(folder, about.name, about.title, self.versions(), about.description, licences)

    def _fingerprint(self, size: int) -> str:
        """A digest that changes when the first ``size`` entries do."""
        if self.log is not None:
            whole = size == self.log.size
            return (self.log.checkpoint.root if whole else self.log.root(size)).hex()
        digest = hashlib.sha256()
        for file in sorted(self.place.glob("*.csv")):
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
        return digest.hexdigest()

    def _fold(self, as_of: str, size: int) -> Fold:
        if self.log is not None:
            from .index import IndexedFold  # SQLite: only where there is a log

            return IndexedFold(self.log, as_of, size)
        return fold(lambda: self.history.header_batches(size), as_of)


def open_ledger(source: str | Path) -> Ledger:
    """Open a shipped process by name, a data package folder or a ledger folder.

    Raises
    ------
    ServandaError
        When there is nothing of the kind, or its rows cannot be read.
    """
    place = _place(source)
    if (place / "log" / "checkpoint").exists():
        return _open_folder(place)
    if (place / "datapackage.json").exists():
        return package_ledger(read_package(place), place)
    raise UsageError(
        f"{source} is no shipped process, data package or ledger",
        f"shipped processes: {', '.join(shipped())}; a package holds datapackage.json, "
        "a ledger a folder 'log'",
    )


def package_ledger(package: Package, place: Path) -> Ledger:
    """The ledger of a package that was read; rows with faults are left out of it."""
    about = About(package.name, package.title, package.description, package.licences)
    return Ledger(about, RowHistory(package.rows), place, rows=package.rows, faults=package.faults)


def create_ledger(
    folder: Path,
    name: str,
    title: str,
    rows: Iterable[Row] = (),
    by: str = "servanda",
    *,
    description: str = "",
    licences: tuple[Licence, ...] = (),
) -> Ledger:
    """Make a ledger folder with its log and key, and log rows into it: all of it, or nothing.

    Raises
    ------
    ServandaError
        When the folder already holds a log or cannot be written.
    """
    for what, text in (("name", name), ("title", title), ("by", by)):
        need_plain(what, text)
    about = About(name, title, description, licences)
    with claimed(folder):
        log = Log.init(folder, process=name)
        told = msgspec.json.format(msgspec.json.encode(about), indent=2)
        (folder / ABOUT).write_bytes(told + b"\n")
        ledger = Ledger(about, LogHistory(log), folder, log=log)
        if first := operations(plan(list(rows), {})):
            ledger.append(first, by)
    return ledger


def shipped() -> list[str]:
    """Names of the processes that come with Servanda."""
    return sorted(path.parent.name for path in _processes().glob("*/datapackage.json"))


def parse_day(day: str | datetime.date) -> datetime.date:
    """Read an ``--as-of`` day.

    Raises
    ------
    ServandaError
        When the text is no ISO day, or no day that windows of years can be laid around.
    """
    try:
        read = datetime.date.fromisoformat(day) if isinstance(day, str) else day
    except ValueError:
        read = None
    if read is None or read.isoformat() != str(day):
        raise UsageError(f"'{day}' is no day", "write it as YYYY-MM-DD, for example 2019-02-21")
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        raise UsageError(
            f"{day} is out of range", f"choose a day of the years {FIRST_YEAR} to {LAST_YEAR}"
        )
    return read


def _place(source: str | Path) -> Path:
    """The folder meant by a SOURCE: what lies there, or else the shipped process of that name."""
    place = Path(source)
    there = (place / "log" / "checkpoint").exists() or (place / "datapackage.json").exists()
    bundled = _processes() / str(source)
    if not there and str(source) in shipped():
        return bundled
    return place


def _processes() -> Path:
    return Path(str(resources.files("servanda") / "processes"))


def _open_folder(place: Path) -> Ledger:
    log = Log.open(place)
    try:
        about = msgspec.json.decode((place / ABOUT).read_bytes(), type=About)
    except FileNotFoundError:
        about = About(place.name, place.name)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise DataError(
            f"{place / ABOUT}: {error}", "restore the file, or delete it to use the folder's name"
        ) from error
    return Ledger(about, LogHistory(log), place, log=log)


def _world(history: History, at_size: int | None) -> dict[tuple[str, str], Row]:
    """The row in force under each key (id, known), in order of logging."""
    rows: dict[tuple[str, str], Row] = {}
    for first, headers in history.header_batches(at_size):
        for position, header in enumerate(headers, first):
            if not is_known_kind(header.kind):
                continue
            known = header.known or header.target or ""
            record = history.record(position) if header.op != "retract" else None
            rows[(header.id, known)] = Row(
                kind=header.kind,
                id=header.id,
                known=known,
                record=record,
                retract_reason=header.reason if record is None else None,
                never_valid=header.known is None,
            )
    return rows
