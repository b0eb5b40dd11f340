"""A run's two files: for the bank, and as a table."""

from __future__ import annotations

import re

from django.conf import settings

from doublet.engines import payout as files
from doublet.kernel import clock
from doublet.kernel.money import Money
from doublet.ledger.models import Payout


def xml_of(run: Payout) -> bytes:
    """The pain.001 file. The same run has the same message id, so that a bank refuses a second upload."""
    at = run.approved_at or clock.now()
    return files.payout_file(
        rows_of(run), debtor=_debtor(), currency=run.currency, execution_date=at.date(), created=at
    )


def csv_of(run: Payout) -> bytes:
    """The same payments as CSV, with the same references."""
    at = run.approved_at or run.made_at
    return files.csv_file(rows_of(run), debtor=_debtor(), currency=run.currency, execution_date=at.date())


def batch_of(run: Payout) -> str:
    """The id of a run's file, by which a bank names all of its payments in one sum."""
    found = re.search(r"<MsgId>([^<]+)</MsgId>", run.file)
    return found[1] if found else run.pk


def rows_of(run: Payout) -> list[files.PayoutRow]:
    """A run's payments to bank accounts."""
    items = list(run.items.all())
    if items:
        return [
            files.PayoutRow(item.iban, item.name, Money(item.net_minor, run.currency), item.reference)
            for item in items
        ]
    return [  # a run of the time before each payment had a row
        files.PayoutRow(
            row["iban"], row["name"], Money(row["amount_minor"], run.currency), f"{run.pk[-16:]}-{at}"
        )
        for at, row in enumerate(run.rows, 1)
    ]


def _debtor() -> files.Debtor:
    return files.Debtor(settings.PLATFORM_NAME, settings.PLATFORM_IBAN, demonstration=settings.PAYOUT_IS_DEMO)
