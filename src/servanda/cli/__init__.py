"""The command line: parse, call, print."""

from __future__ import annotations

import os
import sys
from io import BufferedWriter, RawIOBase, TextIOWrapper
from typing import NoReturn

DEBUG = "--debug"


def main() -> None:
    """Run Servanda; every failure is one or two lines saying what to do."""
    debug = DEBUG in sys.argv or bool(os.environ.get("SERVANDA_DEBUG"))
    sys.argv = [argument for argument in sys.argv if argument != DEBUG]
    _ready_streams()

    from servanda.errors import ServandaError

    try:
        _run()
    except BrokenPipeError:  # whoever read our output has seen enough
        _drop_output()
        sys.exit(0)
    except KeyboardInterrupt:
        _leave("stopped; nothing was left half-written", 130)
    except Exception as error:
        if debug:
            raise
        if isinstance(error, ServandaError):
            _leave(error.diagnostics(), error.exit_code)
        if isinstance(error, OSError):
            name = f"{error.filename}: " if error.filename else ""
            _leave(f"{name}{error.strerror or error}\n  check the name, the rights, the space", 3)
        _leave(
            f"{type(error).__name__}: {error}\n  this should not happen: run the same "
            f"command with {DEBUG} and report what it prints",
            3,
        )


def _run() -> None:
    from servanda.cli.app import app

    out = sys.stdout
    try:
        app()
    except SystemExit as leaving:
        if leaving.code == 130:
            raise KeyboardInterrupt from None
        if sys.stdout is not out:  # Typer's way to say that the pipe broke
            raise BrokenPipeError from None
        out.flush()
        raise


def _ready_streams() -> None:
    """Let nothing printed fail for a narrow encoding or for want of a listener, or get lost."""
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    if isinstance(sys.stdout, TextIOWrapper) and isinstance(sys.stdout.buffer, RawIOBase):
        # PYTHONUNBUFFERED: what a full disk takes only in part would go missing without a word.
        whole = BufferedWriter(sys.stdout.buffer)
        sys.stdout = TextIOWrapper(whole, encoding=sys.stdout.encoding, line_buffering=True)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _leave(message: str, exit_code: int) -> NoReturn:
    """Say what stopped us, and leave."""
    from servanda.intake.faults import visible

    try:
        sys.stdout.flush()
    except OSError:
        _drop_output()
    lines = "\n".join(map(visible, message.split("\n")))
    print(f"servanda: {lines}", file=sys.stderr)
    sys.exit(exit_code)


def _drop_output() -> None:
    """Send what is still to be printed nowhere, so that leaving does not fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
