"""Writing proposed ids back into the files that lack them."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from servanda.errors import ServandaError

from .cells import quoted
from .propose import Proposal

_BOM = b"\xef\xbb\xbf"


def write_ids(proposed: Iterable[Proposal]) -> list[Path]:
    """Write proposed ids into the CSV and XLSX files that they were proposed for.

    Each file is written beside its place and moved into it; nothing else in its cells changes.

    Parameters
    ----------
    proposed : iterable of Proposal
        As a reading gives them, while the files are as they were read.

    Returns
    -------
    files : list of Path
        The files written.

    Raises
    ------
    ServandaError
        When a file cannot be written.
    """
    files: dict[str, list[Proposal]] = defaultdict(list)
    for proposal in proposed:
        files[proposal.file].append(proposal)
    for name, proposals in files.items():
        path = Path(name)
        beside = path.with_name(f".{path.name}.part")
        try:
            write = _write_csv if path.suffix.lower() == ".csv" else _write_xlsx
            write(path, beside, proposals)
            beside.chmod(path.stat().st_mode)
            beside.replace(path)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise ServandaError(
                f"{path} cannot be written: {error.strerror or error}",
                "close it in other programs, and check that you may write it",
            ) from error
    return [Path(name) for name in files]


def _write_csv(path: Path, beside: Path, proposals: Iterable[Proposal]) -> None:
    raw = path.read_bytes()
    bom = raw.startswith(_BOM)
    text = raw.decode("utf-8-sig")
    end = "\r\n" if "\r\n" in text.partition("\n")[0] + "\n" else "\n"
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    headings = [heading.strip() for heading in rows[0]]
    if "id" not in headings:
        rows = [["id", *rows[0]], *(["", *row] if row else row for row in rows[1:])]
        headings = ["id", *headings]
    column = headings.index("id")
    for proposal in proposals:
        rows[proposal.row - 1][column] = proposal.id
    lines = "".join(",".join(map(quoted, row)) + end for row in rows)
    beside.write_bytes((_BOM if bom else b"") + lines.encode())


def _write_xlsx(path: Path, beside: Path, proposals: Iterable[Proposal]) -> None:
    import warnings

    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # decoration that openpyxl leaves out
        book = load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm")
        columns: dict[str, int] = {}
        for proposal in proposals:
            title = proposal.sheet or book.sheetnames[0]
            if title not in columns:
                columns[title] = _id_column(book[title])
            cell = book[title].cell(proposal.row, columns[title], proposal.id)
            cell.number_format = "@"
        book.save(beside)
        book.close()


def _id_column(sheet: Any) -> int:
    """The number of the id column, made at the end when there is none."""
    first: Mapping[str, int] = {
        str(cell.value).strip(): cell.column for cell in sheet[1] if cell.value is not None
    }
    if "id" not in first:
        column: int = max(first.values()) + 1
        sheet.cell(1, column, "id")
        return column
    return first["id"]
