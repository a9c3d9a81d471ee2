"""Records as a table, for whoever works in data frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from servanda.errors import UsageError
from servanda.records import Record

if TYPE_CHECKING:
    import pyarrow as pa


def arrow_table(records: Sequence[Record], cls: type[Record]) -> pa.Table:
    """Records of one kind as an Arrow table, which Polars, pandas and DuckDB take as it is.

    Parameters
    ----------
    records : sequence of Record
        Records of one kind.
    cls : type of Record
        That kind; its fields are the columns, absent values null, lists as lists.

    Raises
    ------
    UsageError
        When the extra that brings pyarrow is not installed.
    """
    try:
        import pyarrow
    except ImportError as error:
        raise UsageError(
            "tables need pyarrow", "install it: pip install 'servanda[frames]'"
        ) from error
    names = [field.name for field in msgspec.structs.fields(cls)]
    columns = {name: [_plain(getattr(record, name)) for record in records] for name in names}
    return pyarrow.table(columns)


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
