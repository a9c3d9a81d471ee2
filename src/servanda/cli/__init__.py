"""The command line: parse, call, print."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper

DEBUG = "--debug"


def main() -> None:
    """Run Servanda; every failure is one or two lines saying what to do."""
    debug = DEBUG in sys.argv or bool(os.environ.get("SERVANDA_DEBUG"))
    sys.argv = [argument for argument in sys.argv if argument != DEBUG]

    from servanda.cli.app import app
    from servanda.errors import ServandaError

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a narrow encoding is no failure
    try:
        app()
    except ServandaError as error:
        if debug:
            raise
        _tell(error.diagnostics(), error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        _tell("stopped; nothing was left half-written", 130)
    except OSError as error:
        if debug:
            raise
        named = f"{error.filename}: " if error.filename else ""
        _tell(f"{named}{error.strerror or error}\n  check the name, the rights and the space", 3)
    except Exception as error:
        if debug:
            raise
        _tell(
            f"{type(error).__name__}: {error}\n  this should not happen: run the same "
            f"command with {DEBUG} and report what it prints",
            3,
        )


def _tell(message: str, exit_code: int) -> None:
    """Say what stopped us, and leave."""
    from servanda.intake.faults import visible

    lines = "\n".join(map(visible, message.split("\n")))
    print(f"servanda: {lines}", file=sys.stderr)
    sys.exit(exit_code)
