"""Payouts of three entries a second, one by one and in batches, on one database. Prints JSON."""

from __future__ import annotations

import argparse
import gc
import json
from time import perf_counter

from bench.ledger.world import house

SINGLE, BATCHES, SIZE = 300, 4, 2_000


def main() -> None:
    """Set a house up and measure."""
    words = argparse.ArgumentParser(prog="python -m bench.ledger.writing", description=__doc__)
    words.add_argument("--database", default="")
    given = words.parse_args()
    with house(given.database):
        print(json.dumps(measured()))


def settled() -> None:
    """As in a server that has run for a while: no litter of the start, a connection made for books that are not empty.

    PostgreSQL keeps a session's plans, those it made for an empty table too.
    """
    from django.db import connection

    connection.close()
    connection.ensure_connection()
    gc.collect()
    gc.freeze()


def measured() -> dict[str, float]:
    """Rates a second."""
    from django.db import transaction

    from doublet.kernel.money import Money
    from doublet.ledger import book, checking
    from doublet.ledger.drafts import Draft, Line

    def euro(minor: int) -> Money:
        return Money(minor, "EUR")

    def payout(name: str) -> Draft:
        lines = (
            Line("model_payable:mdl_one", euro(10_00)),
            Line("tax_payable:DGFiP", euro(-1_50)),
            Line("payout_clearing", euro(-8_50)),
        )
        return Draft("payout", name, lines, "Paid out to her", source="pay_one")

    def write(key: str, drafts: list[Draft]) -> None:
        with transaction.atomic():
            asked = book.once(key, by="bench", action="payout", run=key)
            if not asked.answer:
                asked.done(book.post(drafts, by="bench")[0])

    total = euro(10_00 * (SINGLE + BATCHES * SIZE + 100))
    with transaction.atomic():
        opening = (Line("bank_clearing", total), Line("model_payable:mdl_one", -total))
        book.post([Draft("reclassified", "opening", opening)], by="bench")
    settled()
    for number in range(20):
        write(f"warm-{number}", [payout(f"warm-{number}")])
    start = perf_counter()
    for number in range(SINGLE):
        write(f"one-{number}", [payout(f"one-{number}")])
    single = SINGLE / (perf_counter() - start)
    settled()
    start = perf_counter()
    for batch in range(BATCHES):
        write(f"batch-{batch}", [payout(f"many-{batch}-{number}") for number in range(SIZE)])
    batched = BATCHES * SIZE / (perf_counter() - start)
    count, problems = checking.check()
    assert (count, problems) == (1 + 20 + SINGLE + BATCHES * SIZE, []), problems
    return {"single": single, "batched": batched}


if __name__ == "__main__":
    main()
