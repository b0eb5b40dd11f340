"""django-hordak on PostgreSQL: transactions of three legs a second. Run by a Python that has it; prints JSON.

It stands alone: the peer has a Django and settings of its own.
"""

from __future__ import annotations

import gc
import json
import sys
from time import perf_counter
from urllib.parse import urlsplit

SINGLE, BATCHES, SIZE = 300, 2, 500
NAME = "doublet_bench_peer"


def main() -> None:
    """Make a database, measure, drop it."""
    import psycopg

    url = sys.argv[1]
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {NAME}")
    try:
        print(json.dumps(_measured(url)))
    finally:
        from django.db import connections

        connections.close_all()
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


def _measured(url: str) -> dict[str, float]:
    import django
    from django.conf import settings

    parts = urlsplit(url)
    settings.configure(
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": NAME,
                "USER": parts.username,
                "PASSWORD": parts.password,
                "HOST": parts.hostname,
                "PORT": str(parts.port or ""),
            }
        },
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "hordak"],
        DEFAULT_CURRENCY="EUR",
        CURRENCIES=["EUR"],
        SECRET_KEY="bench",  # noqa: S106
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    )
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return _rates()


def _settled() -> None:
    """The same as in `writing.settled`."""
    from django.db import connection

    connection.close()
    connection.ensure_connection()
    gc.collect()
    gc.freeze()


def _rates() -> dict[str, float]:
    from django.db import transaction
    from hordak.models import Account, Leg, Transaction
    from moneyed import Money

    kind = getattr(Account, "TYPES", None)
    liability = kind.liability if kind else "LI"
    hers, tax, clearing = (
        Account.objects.create(name=name, code=str(number), type=liability, currencies=["EUR"])
        for number, name in enumerate(("hers", "tax", "clearing"), 1)
    )
    parts = ((hers, -1000), (tax, 150), (clearing, 850))

    def legs(row):  # type: ignore[no-untyped-def]
        for account, minor in parts:
            yield _leg(Leg, Money, row, account, minor)

    _settled()
    for number in range(20):
        with transaction.atomic():
            row = Transaction.objects.create(description=f"warm {number}")
            for leg in legs(row):
                leg.save()
    start = perf_counter()
    for number in range(SINGLE):
        with transaction.atomic():
            row = Transaction.objects.create(description=f"one {number}")
            for leg in legs(row):
                leg.save()
    single = SINGLE / (perf_counter() - start)
    _settled()
    start = perf_counter()
    for _ in range(BATCHES):
        with transaction.atomic():
            rows = Transaction.objects.bulk_create([Transaction(description="many") for _ in range(SIZE)])
            Leg.objects.bulk_create([leg for row in rows for leg in legs(row)])
    batched = BATCHES * SIZE / (perf_counter() - start)
    assert Leg.objects.count() == 3 * (20 + SINGLE + BATCHES * SIZE)
    return {"single": single, "batched": batched}


def _leg(leg, money, row, account, minor):  # type: ignore[no-untyped-def]
    amount = money(abs(minor) / 100, "EUR")
    if hasattr(leg, "debit"):
        side = {"debit": amount} if minor < 0 else {"credit": amount}
        return leg(transaction=row, account=account, **side)
    return leg(transaction=row, account=account, amount=money(minor / 100, "EUR"))


if __name__ == "__main__":
    main()
