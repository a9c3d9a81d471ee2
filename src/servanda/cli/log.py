"""Commands on a ledger's log: verify, prove, checkpoint, witness."""

from __future__ import annotations

import typer

app = typer.Typer(no_args_is_help=True)
