"""What every field of a record means and takes, read off the structs: their types and docstrings.

One description serves the sheets' hints, the data package's schema, the messages about faulty
cells and the reference pages. No I/O.
"""

from __future__ import annotations

import inspect
import re
import typing
from functools import cache
from typing import Any, Literal

import msgspec
from msgspec import inspect as types

from .base import EDTF_PATTERN, ID_PATTERN, Record

Value = Literal["text", "id", "date", "choice", "code", "number", "integer", "boolean"]

_ENTRY = re.compile(r"^(?P<names>\w+(?:, \w+)*) : (?P<type>.+)$")


class FieldDoc(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a kind, described.

    Attributes
    ----------
    name : str
        Name of the field, and of its column.
    type_text : str
        Its type in words, as the docstring gives it ("list of party ids").
    description : str
        What it means.
    required : bool
        Whether a record cannot be without it.
    enum : tuple of str
        The allowed values; empty when any will do.
    is_list : bool
        Whether it holds several values, separated by ``;`` in a cell.
    value : str
        What one value is: text, id, date, choice, code (text of a fixed pattern), number,
        integer or boolean.
    minimum, maximum : number or None
        Bounds of a number, both allowed.
    pattern : str or None
        Regular expression that a text must match.
    max_length : int or None
        Longest text, in characters.
    annotation : type
        The type as the struct states it.
    """

    name: str
    type_text: str
    description: str
    required: bool
    enum: tuple[str, ...] = ()
    is_list: bool = False
    value: Value = "text"
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    max_length: int | None = None
    annotation: Any = None


@cache
def fields(cls: type[Record]) -> tuple[FieldDoc, ...]:
    """Describe the fields of a kind, in order.

    Parameters
    ----------
    cls : type of Record
        The struct of the kind.

    Examples
    --------
    >>> from servanda.records import KINDS
    >>> [f.enum for f in fields(KINDS["commitment"]) if f.name == "form"]
    [('deliver', 'refrain', 'sustain', 'quantified')]
    """
    entries = _entries(Record) | _entries(cls)
    info = types.type_info(cls)
    assert isinstance(info, types.StructType)  # noqa: S101 - every kind is a struct
    stated = {f.name: f.type for f in msgspec.structs.fields(cls)}
    return tuple(
        FieldDoc(
            name=field.name,
            type_text=entries.get(field.name, ("", ""))[0],
            description=entries.get(field.name, ("", ""))[1],
            required=field.required,
            annotation=stated[field.name],
            enum=_choices(stated[field.name]),
            **_shape(field.type),
        )
        for field in info.fields
    )


@cache
def by_name(cls: type[Record]) -> dict[str, FieldDoc]:
    """The same fields by their names."""
    return {field.name: field for field in fields(cls)}


def summary(cls: type[Record]) -> str:
    """What a kind is: the first paragraph of its docstring."""
    return _unwrap(inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0])


def _entries(cls: type[Record]) -> dict[str, tuple[str, str]]:
    """The numpydoc entries of a class: name -> (type, description)."""
    found: dict[str, tuple[str, str]] = {}
    names: list[str] = []
    body: list[str] = []
    type_text = ""
    section = inspect.cleandoc(cls.__doc__ or "").partition("Attributes\n----------\n")[2]
    for line in [*section.splitlines(), "end : end"]:
        match = _ENTRY.match(line)
        if not match:
            body.append(line)
            continue
        found |= dict.fromkeys(names, (type_text, _unwrap("\n".join(body))))
        names, type_text, body = match["names"].split(", "), match["type"], []
    return found


def _unwrap(text: str) -> str:
    return " ".join(text.split()).replace("``", "")


def _choices(stated: Any) -> tuple[str, ...]:
    """The allowed values in the order in which they are declared."""
    if typing.get_origin(stated) is Literal:
        return typing.get_args(stated)
    return next(filter(None, map(_choices, typing.get_args(stated))), ())


def _shape(type_: types.Type) -> dict[str, Any]:
    """What a type takes: the keyword arguments of a FieldDoc."""
    if isinstance(type_, types.UnionType):
        type_ = next(t for t in type_.types if not isinstance(t, types.NoneType))
    if isinstance(type_, types.Metadata):
        described = (type_.extra_json_schema or {}).get("description") == "EDTF date"
        return _shape(type_.type) | ({"value": "date"} if described else {})
    if isinstance(type_, types.VarTupleType):
        return _shape(type_.item_type) | {"is_list": True}
    if isinstance(type_, types.LiteralType):
        return {"value": "choice"}
    if isinstance(type_, types.BoolType):
        return {"value": "boolean"}
    if isinstance(type_, types.IntType | types.FloatType):
        value = "integer" if isinstance(type_, types.IntType) else "number"
        return {"value": value, "minimum": type_.ge, "maximum": type_.le}
    if isinstance(type_, types.StrType):
        return _text(type_)
    raise TypeError(f"no sheet can hold a {type_}")


def _text(type_: types.StrType) -> dict[str, Any]:
    limits = {"pattern": type_.pattern, "max_length": type_.max_length}
    if type_.pattern == ID_PATTERN:
        return limits | {"value": "id"}
    if type_.pattern == EDTF_PATTERN:
        return limits | {"value": "date"}
    return limits | {"value": "code" if type_.pattern else "text"}
