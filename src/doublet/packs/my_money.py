"""A model's money, for her file (GDPR 15 and 20): her statements, and every posting on an account of hers."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from doublet.ledger import queries
from doublet.ledger.models import Entry, Payout, Posting
from doublet.ledger.rules import Account, account
from doublet.people.held import Held, not_told, part_of_my_data
from doublet.people.models import ModelProfile, User
from doublet.people.queries import profile_of

not_told("A payout run is one file for the bank with everybody in it. Your line of it is told.", Payout)


def _hers(user: User) -> list[str]:
    """The accounts that money of hers stands on."""
    models = ModelProfile.objects.filter(user=user).values_list("pk", flat=True)
    return [account(Account.MODEL_PAYABLE, pk) for pk in models]


POSTINGS = Held(
    Posting,
    (),
    "id kind subject licence_id words due posted_at",
    find=lambda user: Q(entries__account__in=_hers(user)),
)
ENTRIES = Held(
    Entry,
    (),
    "id posting_id account amount_minor currency",
    find=lambda user: Q(account__in=_hers(user)),
)


@part_of_my_data("money", POSTINGS, ENTRIES)
def money_of(user: User) -> dict[str, Any] | None:
    """Her entries as the books hold them, and a statement in each currency with what was taken from each fee.

    Of a posting that pays many people only her own side is told.
    """
    if not ModelProfile.objects.filter(user=user).exists():
        return None
    model = profile_of(user)
    return {
        "postings": POSTINGS.rows(user),
        "entries": ENTRIES.rows(user),
        "statements": [_statement(model, currency) for currency in queries.currencies(model)],
    }


def _statement(model: ModelProfile, currency: str) -> dict[str, Any]:
    told, dues = queries.statement(model, currency), queries.due_dates(model, currency)
    return {
        "currency": currency,
        "owed_minor": queries.owed_to(model, currency).amount,
        "paid_out_minor": queries.paid_out(model, currency).amount,
        "lines": [
            {
                "day": line.day.isoformat(),
                "reference": line.reference,
                "what": line.what,
                "due": dues[line.reference].isoformat() if line.reference in dues else None,
                "gross_minor": line.split.gross.amount,
                "yours_minor": line.split.model.amount,
                "shares": [
                    {"party": share.party, "amount_minor": share.amount.amount} for share in line.split.shares
                ],
            }
            for line in told.lines
        ],
        "payouts": [
            {"at": at.isoformat(), "payout": number, "amount_minor": amount.amount}
            for at, number, amount in queries.payouts(model, currency)
        ],
    }
