"""Payout runs as an operator sees them: what is owed to whom, and a run's rows as a table."""

from __future__ import annotations

from django.conf import settings

from doublet.engines import payout
from doublet.kernel.money import Money
from doublet.ledger.models import Entry, Payout
from doublet.ledger.queries import Payee, payees


def owed() -> dict[str, list[Payee]]:
    """To whom the house owes money, by currency; a currency in which nothing is owed is left out."""
    known = sorted(set(Entry.objects.values_list("currency", flat=True)))
    return {currency: due for currency in known if (due := payees(currency))}


def csv_of(run: Payout) -> bytes:
    """The rows of a run as CSV, with the same references as in its bank file."""
    rows = [
        payout.PayoutRow(
            row["iban"], row["name"], Money(row["amount_minor"], run.currency), f"{run.pk[-16:]}-{number}"
        )
        for number, row in enumerate(run.rows, 1)
    ]
    debtor = payout.Debtor(
        settings.PLATFORM_NAME, settings.PLATFORM_IBAN, demonstration=settings.PAYOUT_IS_DEMO
    )
    return payout.csv_file(rows, debtor=debtor, currency=run.currency, execution_date=run.made_at.date())
