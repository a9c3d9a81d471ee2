"""The command line: parse, call, print."""

from __future__ import annotations

import os
import sys

DEBUG = "--debug"


def main() -> None:
    """Run Servanda; every failure is one or two lines saying what to do."""
    debug = DEBUG in sys.argv or bool(os.environ.get("SERVANDA_DEBUG"))
    sys.argv = [argument for argument in sys.argv if argument != DEBUG]

    from servanda.cli.app import app
    from servanda.errors import ServandaError

    try:
        app()
    except ServandaError as error:
        if debug:
            raise
        print(f"servanda: {error.diagnostics()}", file=sys.stderr)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        print("servanda: stopped; nothing was left half-written", file=sys.stderr)
        sys.exit(130)
    except Exception as error:
        if debug:
            raise
        print(
            f"servanda: {type(error).__name__}: {error}\n  this should not happen: run the same "
            f"command with {DEBUG} and report what it prints",
            file=sys.stderr,
        )
        sys.exit(3)
