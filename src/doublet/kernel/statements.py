"""SQL written by hand, where the way through the models takes too long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import DatabaseError, connection

Statement = tuple[str, Sequence[Any]]
"""SQL and its parameters."""


def together(*statements: Statement) -> None:
    """Run one after the other: all of them, or none and the transaction can go on.

    PostgreSQL has them all in one message, so that nobody waits in between. (It takes several in one where
    values are bound on this side, as Django does unless it is told otherwise.)
    """
    try:
        _run(("SAVEPOINT together", ()), *statements, ("RELEASE SAVEPOINT together", ()))
    except DatabaseError:
        _run(("ROLLBACK TO SAVEPOINT together", ()), ("RELEASE SAVEPOINT together", ()))
        raise


def _run(*statements: Statement) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            words = "; ".join(sql for sql, _ in statements)
            cursor.execute(words, [value for _, values in statements for value in values])
        else:
            for sql, values in statements:
                cursor.execute(sql, values)
