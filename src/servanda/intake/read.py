"""Reading what people hand in: CSV, XLSX, JSON, or a whole data package."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from servanda.errors import UsageError

from .csvfile import open_csv
from .faults import Fault
from .jsonfile import read_json
from .package import read_package
from .publish import DESCRIPTOR
from .reading import Reading
from .tables import MAX_BYTES

_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xltx"})
_OTHERS = {
    ".xls": "an old Excel workbook",
    ".xlsb": "a binary Excel workbook",
    ".ods": "an OpenDocument sheet",
    ".numbers": "a Numbers sheet",
}


def read_files(
    paths: Iterable[str | Path],
    progress: Callable[[str], None] | None = None,
    limit: int = MAX_BYTES,
) -> Reading:
    """Read files into one reading, all faults of all of them included.

    Parameters
    ----------
    paths : iterable of Path
        CSV, XLSX or JSON files, or folders that hold a data package.
    progress : callable, optional
        Called with the name of each file before it is read.
    limit : int
        Most bytes of one file.

    Raises
    ------
    ServandaError
        When a path is not there (`UsageError`) or may not be read.
    """
    reading = Reading()
    for path in map(Path, paths):
        if progress:
            progress(str(path))
        _read(path, reading, limit)
    return reading


def _read(path: Path, reading: Reading, limit: int) -> None:
    suffix = path.suffix.lower()
    if not path.exists():
        raise UsageError(f"{path} does not exist", "check the file's name")
    if not path.is_dir() and not path.is_file():
        raise UsageError(f"{path} is no regular file", "save what it gives into a file")
    if path.is_dir() or path.name == DESCRIPTOR:
        package = read_package(path if path.is_dir() else path.parent)
        reading.rows += package.rows
        reading.faults += package.faults
        reading.broken += package.broken
    elif suffix == ".csv":
        with open_csv(path, limit=limit) as (table, faults):
            reading.faults += faults
            if table is not None:
                reading.take(table)
    elif suffix in _WORKBOOKS:
        from .xlsx import read_xlsx

        for table, faults in read_xlsx(path, limit=limit):
            reading.faults += faults
            if table is not None:
                reading.take(table)
    elif suffix == ".json":
        read_json(path, reading, limit=limit)
    else:
        what = f"is {_OTHERS[suffix]}" if suffix in _OTHERS else "is no .csv, .xlsx or .json file"
        reading.faults.append(
            Fault(file=str(path), what=what, mend="save it as .xlsx or as CSV UTF-8")
        )
