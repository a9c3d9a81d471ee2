"""Canonical JSON (RFC 8785): one value, one spelling, so that bytes can be hashed and compared."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from servanda.log.errors import LogError

MAX_SAFE_INTEGER = 2**53 - 1  # RFC 8785 numbers are IEEE 754 doubles

_sorted_encoder = msgspec.json.Encoder(order="sorted")


def canonical(value: Any) -> bytes:
    """Encode a JSON value as RFC 8785 (JSON Canonicalization Scheme) bytes.

    Raises
    ------
    LogError
        For what RFC 8785 has no bytes for: NaN, integers beyond 2**53 - 1, lone surrogates,
        keys that are not text, other types.
    """
    try:
        if _is_plain(value):
            return _sorted_encoder.encode(value)
        return _rfc8785(value)
    except (ValueError, RecursionError) as error:
        raise LogError(
            f"cannot be written as canonical JSON: {error}",
            "write large integers as text and leave out what is not a number",
        ) from error


def is_canonical(raw: bytes) -> bool:
    """Say whether bytes are the RFC 8785 form of the JSON value that they hold."""
    try:
        value = msgspec.json.decode(raw)
        if _is_plain(value):
            return _sorted_encoder.encode(value) == raw
        return _rfc8785(json.loads(raw, parse_int=_number)) == raw
    except (ValueError, RecursionError):
        return False


def _is_plain(value: Any) -> bool:
    """Say whether msgspec's sorted JSON is RFC 8785's.

    The two differ in floats (ECMAScript's spelling), in integers that no double holds, and in
    the order of keys outside ASCII (UTF-16 units against UTF-8 bytes); both escape the same
    characters in the same way. Subclasses (enums, say) take the slow path, which knows them.
    """
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return True
    if kind is int:
        return bool(-MAX_SAFE_INTEGER <= value <= MAX_SAFE_INTEGER)
    if kind is dict:
        for key, item in value.items():
            if type(key) is not str or not key.isascii():
                return False
            if type(item) is not str and not _is_plain(item):
                return False
        return True
    return (kind is list or kind is tuple) and all(map(_is_plain, value))


def _rfc8785(value: Any) -> bytes:
    import rfc8785  # most entries never need it

    return rfc8785.dumps(value)


def _number(text: str) -> int | float:
    """Read digits as RFC 8785 does: doubles above 2**53 are written without a point too."""
    number = int(text)
    return number if abs(number) <= MAX_SAFE_INTEGER else float(text)
