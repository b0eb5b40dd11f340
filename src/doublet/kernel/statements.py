"""SQL written by hand, where the way through the models takes too long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

Statement = tuple[str, Sequence[Any]]
"""SQL and its parameters."""


def together(*statements: Statement) -> None:
    """Run one after the other. PostgreSQL has them all in one message, and nobody waits in between."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            words = "; ".join(sql for sql, _ in statements)
            cursor.execute(words, [value for _, values in statements for value in values])
        else:
            for sql, values in statements:
                cursor.execute(sql, values)
