"""The watch that the database keeps over the books by itself, on SQLite and PostgreSQL.

Entries are written before their posting (the reference to it is checked when the transaction ends), so
that the posting's arrival is the moment at which everything can be looked at:

- before a posting is written: it has two entries or more and they sum to zero in each currency;
- after it: its entries are added to the balances, whose own constraints keep accounts from crossing zero;
- an entry for a posting that stands already is refused;
- nothing is changed or deleted.
"""

from __future__ import annotations

from django.db import connection

NAMES = (
    "ledger_posting_balances",
    "ledger_posting_counts",
    "ledger_posting_stays",
    "ledger_posting_is_kept",
    "ledger_entry_comes_first",
    "ledger_entry_stays",
    "ledger_entry_is_kept",
)

_STANDING = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


def missing() -> list[str]:
    """Guards that do not stand in this database, by name. An empty list is as it must be."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING[connection.vendor])
        standing = {row[0] for row in cursor.fetchall()}
    return [name for name in NAMES if name not in standing]
