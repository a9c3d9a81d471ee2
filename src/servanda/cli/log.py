"""Commands on a ledger's log: verify, prove, checkpoint, witness."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servanda.errors import DataError, UsageError

from .options import Output, write_out
from .reading import Format, TableFormat

if TYPE_CHECKING:
    from servanda.log import Log, Problem, Proven
    from servanda.log.checkpoints import Checkpoint

LONG_LOG = 50_000

app = typer.Typer(no_args_is_help=True)

LedgerFolder = Annotated[str, typer.Argument(metavar="SOURCE", help="Ledger folder.")]
PublicKey = Annotated[
    str | None,
    typer.Option("--vkey", metavar="KEY", help="The public key you trust, or a file that has it."),
]


@app.command()
def verify(
    source: LedgerFolder = ".",
    proof: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Verify this receipt instead, offline.")
    ] = None,
    vkey: PublicKey = None,
    form: Format = TableFormat.text,
) -> None:
    """Recompute a whole log, or verify one receipt; exit 1 and say what is wrong.

    Without --vkey the key in the ledger's folder is used: that shows that the log is whole, not
    whose it is.
    """
    key = _public_key(vkey)
    if proof is not None:
        _verify_receipt(proof, key or _key_beside(source), form)
    else:
        _verify_log(source, key, form)


@app.command()
def prove(
    source: Annotated[
        str, typer.Argument(metavar="[SOURCE]", help="Ledger folder; this one by default.")
    ],
    id: Annotated[
        str | None, typer.Argument(metavar="ID", help="Id of a record in it.", show_default=False)
    ] = None,
    index: Annotated[
        int | None, typer.Option(metavar="N", help="Entry N of the log; the id's last by default.")
    ] = None,
    output: Output = None,
) -> None:
    """Make a receipt: proof that an entry is in the log, to be verified offline."""
    from servanda.log import prove as make_receipt

    if id is None:
        source, id = _here(source)
    log = _open(source)
    position = _position(log, source, id, index)
    write_out(make_receipt(log, position), output)


@app.command()
def checkpoint(source: LedgerFolder = ".", output: Output = None) -> None:
    """Print the log's signed head: its origin, size and root."""
    write_out(_open(source).checkpoint_text, output)


@app.command()
def witness(
    source: LedgerFolder,
    key: Annotated[
        Path, typer.Option(metavar="FILE", help="The witness's private key.", show_default=False)
    ],
    state: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What it saw before; beside the key by default."),
    ] = None,
    new: Annotated[
        str | None, typer.Option(metavar="NAME", help="Make the key first, under this name.")
    ] = None,
) -> None:
    """Sign, as a third party, that the log has only grown since it was last seen.

    The cosignature is printed, and added to the ledger's checkpoint.
    """
    from servanda.log import new_witness_key, read_key
    from servanda.log import witness as cosign_grown

    log = _open(source)
    if new is not None:
        made = new_witness_key(new, key)
        print(f"made {key}; its public key, to be given out:\n{made}", file=sys.stderr)
    private = read_key(key)
    line = cosign_grown(log, private, state or key.with_suffix(".seen.json"))
    print(line.rstrip("\n"))
    log.add_cosignature(line, private.verifier)
    print(f"cosigned {log.origin} at {log.size:,} entries", file=sys.stderr)


def _verify_log(source: str, vkey: str | None, form: TableFormat) -> None:
    from servanda.log import Log
    from servanda.log import verify as find_problems

    folder = _folder(source)
    with _progress() as progress:
        problems = find_problems(folder, vkey=vkey, progress=progress)
    head = None if problems else Log.open(folder, vkey=vkey).checkpoint
    if form is TableFormat.json:
        _print_json({"sound": not problems, **_head(head), "problems": _dicts(problems)})
    elif head is not None:
        _print_head(f"sound: {head.size:,} entries", head)
    for problem in problems if form is TableFormat.text else ():
        print(problem)
    if problems:
        count = f"{len(problems)} problems" if len(problems) > 1 else "1 problem"
        print(f"servanda: {source}: {count}", file=sys.stderr)
        raise typer.Exit(1)


def _here(only: str) -> tuple[str, str]:
    """What one argument to `prove` means: an id, in the ledger folder where one stands."""
    if (Path(only) / "log").is_dir():
        raise UsageError("say which record is to be proven", f"servanda log prove {only} ID")
    if not Path("log").is_dir():
        raise UsageError(
            f"'{only}' is one argument, and two are needed: the ledger, then the record's id",
            f"servanda log prove SOURCE {only}",
        )
    return ".", only


def _position(log: Log, source: str, id: str, index: int | None) -> int:
    """The entry to prove: the one chosen, or else the last about the id."""
    positions = log.find(id)
    if not positions:
        raise UsageError(
            f"no entry of {source} is about '{id}'",
            "check the id, as 'servanda brief --format json' prints it",
        )
    position = positions[-1] if index is None else index
    listed = ", ".join(map(str, positions))
    if position not in positions:
        raise UsageError(f"entry {index} is not about {id}", f"its entries: {listed}")
    if len(positions) > 1:
        print(f"entry {position} of those about {id}: {listed} (--index N)", file=sys.stderr)
    return position


def _verify_receipt(path: Path, vkey: str, form: TableFormat) -> None:
    from servanda.log import LogError, decode_header, verify_proof

    try:
        proven = verify_proof(_read_text(path), vkey)
        header = decode_header(proven.entry)
    except LogError as error:
        raise LogError(f"{path}: {error.message}", error.mend) from error
    head = proven.checkpoint
    if form is TableFormat.json:
        said: dict[str, Any] = {
            "id": header.id,
            "kind": header.kind,
            "known": header.known,
            "op": header.op,
        }
        said |= {"by": header.by, "at": header.at, "index": proven.index, **_head(head)}
        _print_json({"proven": True, **said, "entry": json.loads(proven.entry)})
        return
    _print_head(f"proven: {header.id}, {_version(proven)}", head)


def _version(proven: Proven) -> str:
    return f"entry {proven.index} of a log of {proven.checkpoint.size:,}"


def _print_head(first: str, head: Checkpoint) -> None:
    print(first)
    for name, value in _head(head).items():
        print(f"  {name:<7}{value}")


def _head(head: Checkpoint | None) -> dict[str, Any]:
    if head is None:
        return {}
    root = base64.b64encode(head.root).decode()
    return {"origin": head.origin, "size": head.size, "root": root}


def _dicts(problems: list[Problem]) -> list[dict[str, str]]:
    return [{"file": p.file, "fault": p.fault, "mend": p.mend} for p in problems]


def _print_json(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _open(source: str) -> Log:
    from servanda.log import Log

    return Log.open(_folder(source))


def _folder(source: str) -> Path:
    """The ledger folder meant by a SOURCE; what has no log is explained."""
    from servanda.dossier import shipped

    folder = Path(source)
    if (folder / "log").is_dir():
        return folder
    process = source in shipped()
    if not process and not (folder / "datapackage.json").exists():
        raise UsageError(
            f"{source} has no log: it is no ledger folder",
            "name the folder that 'servanda init' made",
        )
    what = "a process that comes with Servanda" if process else "a data package"
    raise UsageError(
        f"{source} is {what} and has no log",
        f"make a ledger of it first: servanda init DIR --process {source}",
    )


def _public_key(vkey: str | None) -> str | None:
    """The key as given, or as the file holds it that was given."""
    if vkey is None or "+" in vkey:
        return vkey
    return _read_text(Path(vkey)).strip()


def _key_beside(source: str) -> str:
    path = Path(source) / "log" / "key.pub"
    if not path.exists():
        raise UsageError(
            "a receipt is verified with the log's public key, from a source that you trust",
            "add --vkey KEY; the log's owner has it in DIR/log/key.pub",
        )
    print(f"verified with {path}: whose key that is, its owner must tell", file=sys.stderr)
    return _read_text(path).strip()


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror}", "check the file's name"
        ) from error
    except UnicodeDecodeError as error:
        raise DataError(
            f"{path} is damaged: not text", "ask for the file again from whom you have it"
        ) from error


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """A bar on stderr, drawn for long logs and for people only."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("verifying", visible=False)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=total >= LONG_LOG)

        yield show
