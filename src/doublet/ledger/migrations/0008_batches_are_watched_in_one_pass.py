"""On PostgreSQL each guard reads a statement's rows once, by index, and entries have no index that nobody asks.

What they refuse is the same. A plan that a session made while the books were small is kept while they grow, so
that the guards say by themselves how to read: from each new row to those that belong to it.
"""

from django.db import migrations

LOOK = """
    IF EXISTS (
        SELECT 1 FROM added LEFT JOIN ledger_entry AS entry ON entry.posting_id = added.id
        GROUP BY added.id, entry.currency HAVING COUNT(entry.id) < 2 OR SUM(entry.amount_minor) <> 0
    ) THEN RAISE EXCEPTION 'a posting balances, with two entries or more in each currency'
        USING ERRCODE = 'check_violation'; END IF;
"""
# What is new is written as a sum: an upsert would hold the change by itself against the balance's constraints.
BOOK = """
    WITH more AS MATERIALIZED (
        SELECT account, currency, SUM(amount_minor) AS amount
        FROM added JOIN ledger_entry ON posting_id = added.id GROUP BY account, currency
    ), moved AS (
        UPDATE ledger_balance AS balance SET amount_minor = balance.amount_minor + more.amount FROM more
        WHERE balance.account = more.account AND balance.currency = more.currency
        RETURNING balance.account, balance.currency
    ) INSERT INTO ledger_balance (account, currency, amount_minor)
    SELECT account, currency, amount FROM more WHERE (account, currency) NOT IN (SELECT * FROM moved);
"""
FIRST = """
    IF EXISTS (
        SELECT 1 FROM (SELECT DISTINCT posting_id FROM added) AS named
        JOIN ledger_posting ON ledger_posting.id = named.posting_id
    ) THEN RAISE EXCEPTION 'entries are written before their posting' USING ERRCODE = 'check_violation'; END IF;
"""
BY_INDEX = "SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off"
STATEMENTS = [
    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger {BY_INDEX} "
    f"AS $$ BEGIN {body} RETURN NULL; END $$ LANGUAGE plpgsql"
    for name, body in (
        ("ledger_posting_balances", LOOK),
        ("ledger_posting_counts", BOOK),
        ("ledger_entry_comes_first", FIRST),
    )
]
# Made beside every index on words, for searches by their beginning.
BY_BEGINNING = (
    "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() "
    "AND tablename IN ('ledger_entry', 'ledger_posting') AND indexname LIKE '%_like'"
)


def watch_in_one_pass(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for statement in STATEMENTS:
        schema_editor.execute(statement)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(BY_BEGINNING)
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP INDEX "{name}"')


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_batches_are_watched_as_one")]
    operations = [migrations.RunPython(watch_in_one_pass, elidable=False)]
