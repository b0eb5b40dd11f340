"""Proving a hundred thousand postings, here and by bean-check on their export. Prints JSON."""

from __future__ import annotations

import argparse
import json
import subprocess
from pathlib import Path
from time import perf_counter

from bench.ledger.world import house

BATCH, ROUNDS = 5_000, 3


def main() -> None:
    """Fill a house's books, prove them twice."""
    words = argparse.ArgumentParser(prog="python -m bench.ledger.proving", description=__doc__)
    words.add_argument("--postings", type=int, default=100_000)
    words.add_argument("--bean-check", required=True)
    given = words.parse_args()
    with house() as home:
        _fill(given.postings)
        from doublet.ledger import checking, export

        file = Path(home) / "books.beancount"
        with file.open("w") as out:
            out.writelines(export.write("beancount"))
        ours, theirs = [], []
        for _ in range(ROUNDS):
            start = perf_counter()
            count, problems = checking.check()
            ours.append(perf_counter() - start)
            assert (count, problems) == (given.postings, []), problems[:3]
            start = perf_counter()
            subprocess.run([given.bean_check, "--no-cache", str(file)], check=True)  # noqa: S603
            theirs.append(perf_counter() - start)
    print(json.dumps({"postings": given.postings, "ours": min(ours), "bean_check": min(theirs)}))


def _fill(postings: int) -> None:
    """Payments and payouts of three entries in turn, a few of other kinds among them."""
    from django.db import transaction

    from doublet.kernel.money import Money
    from doublet.ledger import book
    from doublet.ledger.drafts import Draft, Line

    def euro(minor: int) -> Money:
        return Money(minor, "EUR")

    def draft(number: int) -> Draft:
        model = f"model_payable:mdl_{number // 2 % 500}"
        if number % 2:
            lines = (
                Line(model, euro(8_00)),
                Line("tax_payable:DGFiP", euro(-1_20)),
                Line("payout_clearing", euro(-6_80)),
            )
            return Draft("payout", f"pit_{number}", lines, "Paid out to her")
        paid = (
            Line("bank_clearing", euro(10_00)),
            Line(model, euro(-8_00)),
            Line("platform_revenue", euro(-2_00)),
        )
        return Draft("reclassified", f"row_{number}", paid, "Paid by the brand")

    for start in range(0, postings, BATCH):
        with transaction.atomic():
            book.post([draft(number) for number in range(start, min(start + BATCH, postings))], by="bench")


if __name__ == "__main__":
    main()
