"""Listing the faults of people's data."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from servanda.intake.faults import Fault

SHOWN = 200


def refuse_faults(faults: Sequence[Fault], source: str) -> None:
    """List faults and leave with exit code 1, when there are any."""
    if not faults:
        return
    for fault in faults[:SHOWN]:
        print(fault, file=sys.stderr)
    more = f", {len(faults) - SHOWN} not shown" if len(faults) > SHOWN else ""
    print(f"servanda: {source} has {len(faults)} faults{more}: mend them, then", file=sys.stderr)
    print(f"  servanda check {source}", file=sys.stderr)
    raise typer.Exit(1)
