"""Commands on a ledger's log: verify, prove, checkpoint, witness."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servanda.errors import DataError, UsageError

from .options import Output, write_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from servanda.log import Log, Problem

app = typer.Typer(no_args_is_help=True)

Ledger = Annotated[Path, typer.Argument(metavar="SOURCE", help="A ledger folder.")]
Vkey = Annotated[
    str | None,
    typer.Option("--vkey", metavar="KEY", help="Public key to trust, as in DIR/log/key.pub."),
]
LONG_LOG = 20_000  # entries from which progress is shown


class Form(StrEnum):
    """Forms of the result."""

    text = "text"
    json = "json"


@app.command()
def verify(
    source: Ledger = Path(),
    proof: Annotated[
        Path | None, typer.Option("--proof", metavar="FILE", help="Check this receipt, offline.")
    ] = None,
    vkey: Vkey = None,
    form: Annotated[Form, typer.Option("--format", help="text or json.")] = Form.text,
) -> None:
    """Recompute the whole tree, or check a receipt without the ledger."""
    if proof is not None:
        write_out(_verified_receipt(proof, vkey or _key_beside(source)), None)
        return
    from servanda.log import verify as verify_log

    _need_log(source)
    problems = verify_log(source, vkey=vkey, progress=_progress())
    print(_told(source, problems, form))
    if problems:
        raise typer.Exit(1)


@app.command()
def prove(
    source: Annotated[str, typer.Argument(metavar="[SOURCE]", help="A ledger folder; here.")],
    id: Annotated[str | None, typer.Argument(metavar="ID", help="Id of a record.")] = None,
    output: Output = None,
) -> None:
    """Write a receipt that a record is in the log (c2sp.org/tlog-proof)."""
    from servanda.log import prove as prove_entry

    folder, wanted = (Path(), source) if id is None else (Path(source), id)
    log = _open(folder)
    positions = log.find(wanted)
    if not positions:
        raise UsageError(
            f"{folder} has no entry about '{wanted}'", "ids are listed by servanda export"
        )
    write_out(prove_entry(log, positions[-1]), output)


@app.command()
def checkpoint(source: Ledger = Path()) -> None:
    """Print the signed checkpoint: what to publish, or to keep against later change."""
    write_out(_open(source).checkpoint_text, None)


@app.command()
def witness(
    source: Ledger,
    key: Annotated[Path, typer.Option("--key", metavar="FILE", help="The witness's private key.")],
    state: Annotated[
        Path | None,
        typer.Option("--state", metavar="FILE", help="The witness's memory; beside its key."),
    ] = None,
    new: Annotated[
        str | None, typer.Option("--new", metavar="NAME", help="Make the key first, so named.")
    ] = None,
) -> None:
    """Cosign the checkpoint, having checked that the log only grew since it was last seen."""
    from servanda.log import new_witness_key, read_key
    from servanda.log import witness as cosign_log

    log = _open(source)
    if new is not None:
        print(f"the witness's public key: {new_witness_key(new, key)}", file=sys.stderr)
    private = read_key(key)
    line = cosign_log(log, private, state or key.with_suffix(".seen"))
    log.add_cosignature(line, private.verifier)
    write_out(line, None)


def _need_log(folder: Path) -> None:
    if not (folder / "log" / "checkpoint").exists() and not (folder / "log" / "key.pub").exists():
        raise UsageError(
            f"{folder} has no log",
            "name a ledger folder; shipped processes and data packages are unsigned: "
            "servanda init DIR --process NAME makes a ledger of one",
        )


def _open(folder: Path) -> Log:
    from servanda.log import Log

    _need_log(folder)
    return Log.open(folder)


def _key_beside(folder: Path) -> str:
    path = folder / "log" / "key.pub"
    if not path.exists():
        raise UsageError(
            "no public key to check the receipt with",
            "give the log's key with --vkey (it stands in DIR/log/key.pub), got from its keeper",
        )
    return path.read_text(encoding="utf-8").strip()


def _verified_receipt(path: Path, vkey: str) -> str:
    from servanda.log import decode_header, verify_proof

    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", "name the receipt's file") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is no receipt: not text", "ask for it again") from error
    proven = verify_proof(text, vkey)
    header = decode_header(proven.entry) if proven.entry else None
    what = f"{header.op} {header.id}, known {header.known}, " if header else ""
    return (
        f"proven: {what}entry {proven.index} of {proven.checkpoint.size} in the log "
        f"{proven.checkpoint.origin}"
    )


def _told(folder: Path, problems: list[Problem], form: Form) -> str:
    import msgspec

    log = None if problems else _open(folder)
    if form is Form.json:
        told = {
            "source": str(folder),
            "problems": [str(problem) for problem in problems],
            "origin": log.origin if log else None,
            "size": log.size if log else None,
            "root": log.checkpoint.root.hex() if log else None,
        }
        return msgspec.json.format(msgspec.json.encode(told), indent=2).decode()
    if log is None:
        return "\n".join(str(problem) for problem in problems)
    return f"sound: {log.size:,} entries, root {log.checkpoint.root.hex()}, {log.origin}"


def _progress() -> Callable[[int, int], None] | None:
    """A line on the terminal while a long log is verified."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        if total >= LONG_LOG:
            end = "\n" if done >= total else ""
            print(f"\rverified {done:,} of {total:,} entries", end=end, file=sys.stderr)

    return show
