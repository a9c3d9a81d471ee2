"""The errors of the log, faults listed as data, and how the system's errors become them."""

from __future__ import annotations

import errno
from dataclasses import dataclass

from servanda.errors import ServandaError


class LogError(ServandaError):
    """The log, or what was to go into it, has a fault; `mend` says what to do."""

    exit_code = 1


class LogUnavailableError(LogError):
    """The log is whole, but the system, another writer or a missing key stands in the way."""

    exit_code = 3


class LogMovedError(LogUnavailableError):
    """Another writer appended since the log was read; nothing was added."""


@dataclass(frozen=True)
class Problem:
    """One fault of a log: which file, what is wrong, what to do."""

    file: str
    fault: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}: {self.fault}; {self.mend}"


def from_os_error(error: OSError, doing: str, mend: str = "") -> LogUnavailableError:
    """Turn an error of the operating system into one line.

    Parameters
    ----------
    error : OSError
        What the system said.
    doing : str
        What was under way ("writing the log in ...").
    mend : str
        What to do; chosen from the error number when empty.
    """
    name = f" ({error.filename})" if error.filename else ""
    what = f"{doing}: {error.strerror or error}{name}"
    return LogUnavailableError(what, mend or _advice(error.errno))


def _advice(number: int | None) -> str:
    if number in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return "free some space and run the command again; what was logged before is safe"
    if number in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return "run as a user who may write there, or copy the folder to a place that you own"
    if number == errno.ENOENT:
        return "check the folder's name; restore the missing file from a copy of the log"
    return "check the disk, then run the command again; what was logged before is safe"
