"""A house of its own for a bench: a home that is thrown away, a database, one licence."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit, urlunsplit

NAME = "doublet_bench"


@contextmanager
def house(database: str = "", *, name: str = NAME) -> Iterator[str]:
    """Set Django up on an empty database, migrated; afterwards all of it is gone.

    Args:
        database: a PostgreSQL server's URL, whose user may create databases; empty for SQLite.
        name: of the database on that server; one that stands there under this name is dropped.
    """
    with tempfile.TemporaryDirectory(prefix="doublet-bench-") as home:
        os.environ |= {
            "DOUBLET_HOME": home,
            "DOUBLET_DATABASE_URL": _created(database, name) if database else "",
            "DOUBLET_REQUIRE_MFA": "false",
            "DOUBLET_PAYOUT_MINIMUM": "0",
            "DJANGO_SETTINGS_MODULE": "doublet.config.settings.live",
        }
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        try:
            call_command("migrate", verbosity=0)
            yield home
        finally:
            connections.close_all()
            if database:
                _dropped(database, name)


def _created(database: str, name: str) -> str:
    _dropped(database, name)
    with _server(database) as server:
        server.execute(f"CREATE DATABASE {name}")
    return urlunsplit(urlsplit(database)._replace(path=f"/{name}"))


def _dropped(database: str, name: str) -> None:
    with suppress(Exception), _server(database) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _server(database: str):  # type: ignore[no-untyped-def]
    import psycopg

    return psycopg.connect(database, autocommit=True)
