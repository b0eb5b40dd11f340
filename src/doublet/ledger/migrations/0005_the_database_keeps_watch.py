"""Triggers that keep the books whole without any code above them. See `doublet.ledger.guards`."""

from django.db import migrations

SUM = "SELECT currency FROM ledger_entry WHERE posting_id = NEW.id GROUP BY currency HAVING SUM(amount_minor) <> 0"
COUNT = "SELECT COUNT(*) FROM ledger_entry WHERE posting_id = NEW.id"
# In two steps: a single upsert would hold each entry by itself against the balance's constraints.
BOOK = """
    INSERT INTO ledger_balance (account, currency, amount_minor)
    SELECT DISTINCT account, currency, 0 FROM ledger_entry WHERE posting_id = NEW.id ORDER BY account, currency
    ON CONFLICT (account, currency) DO NOTHING;
    UPDATE ledger_balance SET amount_minor = ledger_balance.amount_minor + more.amount FROM (
        SELECT account, currency, SUM(amount_minor) AS amount FROM ledger_entry
        WHERE posting_id = NEW.id GROUP BY account, currency
    ) AS more WHERE ledger_balance.account = more.account AND ledger_balance.currency = more.currency;
"""

SQLITE = [
    f"""CREATE TRIGGER ledger_posting_balances BEFORE INSERT ON ledger_posting BEGIN
        SELECT RAISE(ABORT, 'a posting has two entries or more') WHERE ({COUNT}) < 2;
        SELECT RAISE(ABORT, 'a posting balances') WHERE EXISTS ({SUM});
    END""",
    "CREATE TRIGGER ledger_posting_counts AFTER INSERT ON ledger_posting BEGIN " + BOOK + " END",
    """CREATE TRIGGER ledger_entry_comes_first BEFORE INSERT ON ledger_entry
        WHEN EXISTS (SELECT 1 FROM ledger_posting WHERE id = NEW.posting_id)
        BEGIN SELECT RAISE(ABORT, 'entries are written before their posting'); END""",
    *(
        f"""CREATE TRIGGER ledger_{table}_{name} BEFORE {event} ON ledger_{table}
        BEGIN SELECT RAISE(ABORT, 'the books are only ever added to'); END"""
        for table in ("posting", "entry")
        for name, event in (("stays", "UPDATE"), ("is_kept", "DELETE"))
    ),
]

POSTGRESQL = [
    f"""CREATE FUNCTION ledger_posting_balances() RETURNS trigger AS $$ BEGIN
        IF ({COUNT}) < 2 THEN
            RAISE EXCEPTION 'a posting has two entries or more' USING ERRCODE = 'check_violation'; END IF;
        IF EXISTS ({SUM}) THEN
            RAISE EXCEPTION 'a posting balances' USING ERRCODE = 'check_violation'; END IF;
        RETURN NEW; END $$ LANGUAGE plpgsql""",
    f"""CREATE FUNCTION ledger_posting_counts() RETURNS trigger AS $$ BEGIN
        {BOOK} RETURN NULL; END $$ LANGUAGE plpgsql""",
    """CREATE FUNCTION ledger_entry_comes_first() RETURNS trigger AS $$ BEGIN
        IF EXISTS (SELECT 1 FROM ledger_posting WHERE id = NEW.posting_id) THEN
            RAISE EXCEPTION 'entries are written before their posting' USING ERRCODE = 'check_violation'; END IF;
        RETURN NEW; END $$ LANGUAGE plpgsql""",
    """CREATE FUNCTION ledger_stays() RETURNS trigger AS $$ BEGIN
        RAISE EXCEPTION 'the books are only ever added to' USING ERRCODE = 'check_violation';
        END $$ LANGUAGE plpgsql""",
    "CREATE TRIGGER ledger_posting_balances BEFORE INSERT ON ledger_posting "
    "FOR EACH ROW EXECUTE FUNCTION ledger_posting_balances()",
    "CREATE TRIGGER ledger_posting_counts AFTER INSERT ON ledger_posting "
    "FOR EACH ROW EXECUTE FUNCTION ledger_posting_counts()",
    "CREATE TRIGGER ledger_entry_comes_first BEFORE INSERT ON ledger_entry "
    "FOR EACH ROW EXECUTE FUNCTION ledger_entry_comes_first()",
    *(
        f"CREATE TRIGGER ledger_{table}_{name} BEFORE {event} ON ledger_{table} "
        "FOR EACH ROW EXECUTE FUNCTION ledger_stays()"
        for table in ("posting", "entry")
        for name, event in (("stays", "UPDATE"), ("is_kept", "DELETE"))
    ),
]


def stand_guard(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_old_books_carried_over")]
    operations = [migrations.RunPython(stand_guard, elidable=False)]
