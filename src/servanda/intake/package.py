"""A process as a Frictionless Data Package: datapackage.json and one CSV per kind."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from servanda.errors import DataError, ServandaError, UsageError
from servanda.records import KINDS

from .csvfile import open_csv
from .faults import Fault, shorten
from .publish import DESCRIPTOR, write_package
from .reading import Reading
from .rows import Broken, Row
from .tables import nearest

__all__ = ["Licence", "Package", "read_package", "write_package"]


class Licence(msgspec.Struct, frozen=True, omit_defaults=True):
    """A licence under which a package is published, as Frictionless states it.

    Attributes
    ----------
    name, path, title : str
        Open Definition id, address and title.
    """

    name: str = ""
    path: str = ""
    title: str = ""


class Resource(msgspec.Struct, frozen=True):
    """What is read of a resource: its kind and its file."""

    name: str
    path: str


class Descriptor(msgspec.Struct, frozen=True):
    """What is read of a ``datapackage.json``."""

    name: str
    resources: tuple[Resource, ...]
    title: str = ""
    description: str = ""
    licenses: tuple[Licence, ...] = ()


@dataclass
class Package:
    """A data package as read.

    Attributes
    ----------
    name, title, description : str
        What the descriptor says.
    rows : list of Row
        Rows without fault, by kind in the order of the resources.
    faults : list of Fault
        What is wrong in it.
    licences : tuple of Licence
        Under which it is published.
    broken : list of Broken
        Rows left out for their faults.
    """

    name: str
    title: str
    description: str
    rows: list[Row]
    faults: list[Fault]
    licences: tuple[Licence, ...] = ()
    broken: list[Broken] = field(default_factory=list)


def read_package(folder: str | Path) -> Package:
    """Read a data package.

    Parameters
    ----------
    folder : Path
        The folder that holds ``datapackage.json``.

    Raises
    ------
    ServandaError
        When the folder holds no descriptor that can be read. Faults inside the CSV files are
        returned, not raised.
    """
    folder = Path(folder)
    descriptor = _descriptor(folder / DESCRIPTOR)
    reading = Reading()
    for resource in descriptor.resources:
        path, fault = _path(folder, resource)
        if path is None:
            reading.faults += [fault] if fault else []
            continue
        with open_csv(path, resource.path, kind=resource.name) as (table, faults):
            reading.faults += faults
            if table is not None:
                reading.take(table)
    reading.faults += _unlisted(folder, descriptor)
    reading.faults += [
        Fault(file=p.file, row=p.row, column="id", what="is empty", mend=f"write an id: {p.id}")
        for p in reading.proposed
    ]
    return Package(
        descriptor.name,
        descriptor.title or descriptor.name,
        descriptor.description,
        reading.rows,
        reading.faults,
        descriptor.licenses,
        reading.broken,
    )


def _descriptor(path: Path) -> Descriptor:
    try:
        return msgspec.json.decode(path.read_bytes().removeprefix(BOM_UTF8), type=Descriptor)
    except FileNotFoundError as error:
        raise UsageError(
            f"{path} is missing", "name a folder that holds a data package (datapackage.json)"
        ) from error
    except OSError as error:
        raise ServandaError(f"{path} cannot be read: {error.strerror}", "check it") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DataError(
            f"{path}: {error}",
            "correct it, or write the package anew with servanda export",
        ) from error


def _path(folder: Path, resource: Resource) -> tuple[Path | None, Fault | None]:
    """The file of a resource, when it is a kind's, inside the folder and there."""
    what = mend = ""
    path = folder / resource.path
    if resource.name not in KINDS:
        near = nearest(resource.name, KINDS)
        what = f"resource '{resource.name}' is no kind that this version knows"
        mend = f"did you mean {near}?" if near else "upgrade Servanda, or take it out"
    elif _leads_out(folder, path):
        what = f"resource path '{resource.path}' leads out of the package"
        mend = "put the file into the package's folder"
    elif not _is_file(path):
        what = f"resource file '{shorten(resource.path)}' is missing"
        mend = "restore it, or take the resource out of datapackage.json"
    else:
        return path, None
    return None, Fault(file=DESCRIPTOR, column="resources", what=what, mend=mend)


def _leads_out(folder: Path, path: Path) -> bool:
    """Whether a path, all its links followed, ends outside of the folder."""
    try:
        return not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # a loop of links, too long a name, a NUL
        return False


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # too long a name
        return False


def _unlisted(folder: Path, descriptor: Descriptor) -> Iterable[Fault]:
    listed = {resource.path for resource in descriptor.resources}
    for kind in KINDS:
        if f"{kind}.csv" not in listed and (folder / f"{kind}.csv").is_file():
            yield Fault(
                file=f"{kind}.csv",
                what="is not listed in datapackage.json and is not read",
                mend="list it under resources, or delete it",
            )
