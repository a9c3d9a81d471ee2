"""The root of Servanda's errors: what is wrong, where, and how to mend it."""

from __future__ import annotations


class ServandaError(Exception):
    """A failure that a person can act on.

    Attributes
    ----------
    message : str
        One line: what is wrong and where.
    mend : str
        One line: what to do about it; empty where nothing can be advised.
    exit_code : int
        What the command line leaves with: 1 when data have faults, 2 for wrong usage, 3 otherwise.
    """

    exit_code = 3

    def __init__(self, message: str, mend: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend

    def diagnostics(self) -> str:
        """Return what a person reads: the fault, then how to mend it.

        Examples
        --------
        >>> print(ServandaError("key.pub is missing", "copy it from the sender").diagnostics())
        key.pub is missing
          copy it from the sender
        """
        return f"{self.message}\n  {self.mend}" if self.mend else self.message


class UsageError(ServandaError):
    """Something was asked for in a way that cannot be answered."""

    exit_code = 2


class DataError(ServandaError):
    """People's data, or a log, have a fault."""

    exit_code = 1
