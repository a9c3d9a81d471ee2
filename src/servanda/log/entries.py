"""One entry of the log: canonical JSON bytes (RFC 8785), their header and their body.

An entry says who put which version of an id into the ledger, and when. Its body is opaque here:
the dossier folds on headers and decodes bodies when it needs them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any, Literal

import msgspec

from servanda.log.canonical import canonical, is_canonical
from servanda.log.errors import LogError

MAX_ENTRY_BYTES = 65_535  # a bundle of c2sp.org/tlog-tiles prefixes each entry with a uint16

Operation = Literal["put", "mend", "retract"]

_ID = re.compile(r"[a-z0-9/._-]+")
_UTC_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


class EntryHeader(msgspec.Struct, frozen=True, gc=False):
    """All of an entry but its body.

    Attributes
    ----------
    at : str
        When it was said to this ledger: RFC 3339, UTC.
    by : str
        Who said it.
    id, kind : str
        The record's stable id and its kind; unknown kinds stay opaque.
    known : str or None
        First public availability of the version (an EDTF date, read by the dossier).
    op : {"put", "mend", "retract"}
        `put`: the world's new version. `mend`: our own error, replaces the same (id, known).
        `retract`: with `known`, withdrawn by its source then; without, see `target`.
    reason : str or None
        Why; always there in a retract.
    target : str or None
        In a retract without `known`: the `known` of the version removed at every date.
    """

    # In the order of RFC 8785's sorted keys: msgspec finds the next field at once.
    at: str
    by: str
    id: str
    kind: str
    known: str | None
    op: Operation
    reason: str | None = None
    target: str | None = None
    v: Literal[1] = 1


class _WholeEntry(EntryHeader, frozen=True, gc=False, forbid_unknown_fields=True, kw_only=True):
    """An entry as it must be to be appended."""

    body: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
    v: Literal[1]


class _Body(msgspec.Struct, frozen=True, gc=False):
    body: msgspec.Raw = msgspec.Raw()


_header_decoder = msgspec.json.Decoder(EntryHeader)
_whole_decoder = msgspec.json.Decoder(_WholeEntry)
_body_decoder = msgspec.json.Decoder(_Body)
_first, _last = itemgetter(0), itemgetter(-1)


def encode_entry(
    op: Operation,
    kind: str,
    id: str,
    *,
    known: str | None,
    by: str,
    at: str,
    body: Mapping[str, Any] | None = None,
    reason: str | None = None,
    target: str | None = None,
) -> bytes:
    """Make the canonical bytes of an entry.

    Parameters are the fields of `EntryHeader`; `body` is the record as a JSON object (none in a
    retract).

    Raises
    ------
    LogError
        When a field is missing or badly written, or the entry is over 65,535 bytes.
    """
    entry: dict[str, Any] = {"at": at, "by": by, "id": id, "kind": kind, "known": known}
    entry |= {"op": op, "v": 1}
    optional = {"body": dict(body) if body is not None else None, "reason": reason}
    optional["target"] = target
    entry |= {name: value for name, value in optional.items() if value is not None}
    raw = canonical(entry)
    _check_size(raw, id)
    _check_whole(raw)
    return raw


def check_entry(raw: bytes) -> None:
    """Check that bytes are an entry that may be appended: whole, valid and canonical.

    Raises
    ------
    LogError
        Saying which field is wrong.
    """
    _check_size(raw, "")
    _check_whole(raw)
    if not is_canonical(raw):
        raise LogError(
            "the entry is not canonical JSON (RFC 8785)", "make entries with encode_entry()"
        )


def _check_size(raw: bytes, id: str) -> None:
    if len(raw) > MAX_ENTRY_BYTES:
        raise LogError(
            f"entry {id or raw[:60]!r} has {len(raw):,} bytes; the log takes {MAX_ENTRY_BYTES:,}",
            "split the record, or keep the long text in a file and refer to it by SHA-256",
        )


def _check_whole(raw: bytes) -> None:
    try:
        entry = _whole_decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise LogError(f"not an entry: {error}", "make entries with encode_entry()") from error
    fault = _fault(entry)
    if fault:
        raise LogError(f"entry {entry.id!r}: {fault}", "mend the record and add it again")


def _fault(entry: _WholeEntry) -> str | None:
    """Name the first rule of DESIGN.md's *Entry* that a decoded entry breaks."""
    if not _ID.fullmatch(entry.id):
        return "an id is made of a-z 0-9 / . _ - only"
    if not _UTC_TIME.fullmatch(entry.at):
        return f"at = {entry.at!r} is not a UTC time like 2024-05-01T12:00:00Z"
    if not entry.kind or not entry.by:
        return "kind and by must not be empty"
    if entry.op == "retract":
        return _retract_fault(entry)
    return _version_fault(entry)


def _version_fault(entry: _WholeEntry) -> str | None:
    if not entry.known:
        return f"a {entry.op} needs known, the day it became public"
    if entry.body is msgspec.UNSET:
        return f"a {entry.op} needs a body"
    return "target belongs to a retract without known" if entry.target is not None else None


def _retract_fault(entry: _WholeEntry) -> str | None:
    if entry.body is not msgspec.UNSET:
        return "a retract has no body"
    if not entry.reason:
        return "a retract needs a reason"
    if entry.known == "" or entry.target == "":
        return "known and target must not be empty"
    if (entry.known is None) == (entry.target is None):
        return "a retract names either known (withdrawn then) or target (never valid)"
    return None


def decode_header(raw: bytes) -> EntryHeader:
    """Decode one entry's header; the body is skipped, not decoded.

    Raises
    ------
    LogError
        When the bytes are not an entry.
    """
    try:
        return _header_decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise LogError(
            f"not an entry of version 1: {error}",
            "the log is damaged or newer than this Servanda; run servanda log verify",
        ) from error


def decode_headers(entries: Sequence[bytes]) -> list[EntryHeader]:
    """Decode the headers of many entries at once, about twice as fast as one by one.

    Raises
    ------
    LogError
        When one of them is not an entry.
    """
    lines = b"\n".join(entries)
    if _are_objects(entries) and lines.count(b"\n") == len(entries) - 1:
        try:
            headers = _header_decoder.decode_lines(lines)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            headers = []
        # No document reaches over `}`, newline, `{`: N of them in N entries is one in each.
        if len(headers) == len(entries):
            return headers
    return [decode_header(raw) for raw in entries]


def _are_objects(entries: Sequence[bytes]) -> bool:
    """Say whether every entry begins with `{` and ends with `}`."""
    return all(entries) and {*map(_first, entries)} == {0x7B} and {*map(_last, entries)} == {0x7D}


def decode_body(raw: bytes) -> bytes | None:
    """Cut the body's JSON bytes out of an entry; None in a retract.

    Raises
    ------
    LogError
        When the bytes are not an entry.
    """
    try:
        body = _body_decoder.decode(raw).body
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise LogError(
            f"not an entry: {error}", "the log is damaged; run servanda log verify"
        ) from error
    return bytes(body) or None
