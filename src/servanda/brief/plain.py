"""Plain lines for a terminal of eighty columns, and JSON for programs."""

from __future__ import annotations

import textwrap
from typing import Any

import msgspec

WIDTH = 80


def wrap(
    text: str, first: str = "", after: str | None = None, *, hyphens: bool = False
) -> list[str]:
    """Lines of a paragraph; long words stay whole.

    Parameters
    ----------
    text : str
        The paragraph.
    first, after : str
        What the first line and the others begin with; the same, when ``after`` is not given.
    hyphens : bool
        Whether a line may end at a hyphen: ids and dates must not be parted so.
    """
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=first if after is None else after,
        break_long_words=False,
        break_on_hyphens=hyphens,
    )


def as_json(told: Any) -> str:
    """A struct or plain value as indented JSON, fields in the order of their definition."""
    return msgspec.json.format(msgspec.json.encode(told), indent=2).decode()
