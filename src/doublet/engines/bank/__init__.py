"""Reading what a bank says: camt.053 statements (ISO 20022) and a bank's own CSV. Nothing here is trusted to be right."""

from __future__ import annotations

from doublet.engines.bank.camt import read_camt
from doublet.engines.bank.shapes import MOST_BYTES, MOST_LINES, Movement, Statement
from doublet.engines.bank.table import Columns, read_table

__all__ = ["MOST_BYTES", "MOST_LINES", "Columns", "Movement", "Statement", "read", "read_camt", "read_table"]


def read(data: bytes, columns: Columns | None = None) -> list[Statement]:
    """A file of either kind; XML is known by how it begins.

    Raises:
        BadInput: it cannot be read; the reason names the place.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return read_camt(data)
    return [read_table(data, columns or Columns())]
