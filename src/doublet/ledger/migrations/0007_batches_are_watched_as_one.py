"""On PostgreSQL the guards look at each statement's rows together, so that a batch of thousands is quick.

What they refuse is the same: a posting that does not balance or has too few entries, an entry for a posting
that stands, an account that crosses zero, any change.
"""

from django.db import migrations

LOOK = """
    IF EXISTS (
        SELECT 1 FROM added LEFT JOIN ledger_entry ON ledger_entry.posting_id = added.id
        GROUP BY added.id HAVING COUNT(ledger_entry.id) < 2
    ) THEN RAISE EXCEPTION 'a posting has two entries or more' USING ERRCODE = 'check_violation'; END IF;
    IF EXISTS (
        SELECT 1 FROM added JOIN ledger_entry ON ledger_entry.posting_id = added.id
        GROUP BY added.id, ledger_entry.currency HAVING SUM(ledger_entry.amount_minor) <> 0
    ) THEN RAISE EXCEPTION 'a posting balances' USING ERRCODE = 'check_violation'; END IF;
"""
# In two steps: a single upsert would hold each entry by itself against the balance's constraints.
BOOK = """
    INSERT INTO ledger_balance (account, currency, amount_minor)
    SELECT DISTINCT account, currency, 0 FROM ledger_entry JOIN added ON added.id = posting_id
    ORDER BY account, currency ON CONFLICT (account, currency) DO NOTHING;
    UPDATE ledger_balance SET amount_minor = ledger_balance.amount_minor + more.amount FROM (
        SELECT account, currency, SUM(amount_minor) AS amount FROM ledger_entry JOIN added ON added.id = posting_id
        GROUP BY account, currency
    ) AS more WHERE ledger_balance.account = more.account AND ledger_balance.currency = more.currency;
"""
FIRST = """
    IF EXISTS (SELECT 1 FROM added JOIN ledger_posting ON ledger_posting.id = added.posting_id) THEN
        RAISE EXCEPTION 'entries are written before their posting' USING ERRCODE = 'check_violation'; END IF;
"""

STATEMENTS = [
    statement
    for name, table, body in (
        ("ledger_posting_balances", "ledger_posting", LOOK),
        ("ledger_posting_counts", "ledger_posting", BOOK),
        ("ledger_entry_comes_first", "ledger_entry", FIRST),
    )
    for statement in (
        f"DROP TRIGGER {name} ON {table}",
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$ BEGIN {body} RETURN NULL; END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER {name} AFTER INSERT ON {table} REFERENCING NEW TABLE AS added "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
    )
]


def watch_batches(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in STATEMENTS:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_bank_statements")]
    operations = [migrations.RunPython(watch_batches, elidable=False)]
