"""A person's money, for the file that its owner takes home (GDPR 15 and 20).

A model is told her statements and every entry on an account of hers; of a posting that pays many people
only her own side. Somebody of a crew has no account and reads the same by her own link.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from doublet.ledger.accounts import Account, account
from doublet.ledger.models import (
    Advance,
    Balance,
    BankLine,
    BankStatement,
    Entry,
    ExchangeRate,
    MoneyKey,
    MoneyTerms,
    PayeeChoice,
    Payout,
    PayoutItem,
    Posting,
    Reminder,
    WithholdingRule,
)
from doublet.ledger.sheets import statement_data
from doublet.ledger.telling import currencies_of, statement_of
from doublet.people.held import Held, not_told, part_of_my_data
from doublet.people.models import ModelProfile, User

RULES = "A rule or a rate for everybody. What it meant for you stands in your statements and licences."

not_told("A payout run is one file for the bank with everybody in it. Your line of it is told.", Payout)
not_told("Sums of the entries, kept by the database. Your entries are told.", Balance)
not_told("How a repeated request is recognised: hashes, and nothing of what was asked.", MoneyKey)
not_told("What a brand was reminded of. The day by which it must pay stands at your picture.", Reminder)
not_told(RULES, ExchangeRate, WithholdingRule)
not_told("The bank account of the house. What came to you or for you stands in your entries.", BankStatement)
not_told("A movement on the bank account of the house; what it paid stands in your entries.", BankLine)


def _models(user: User) -> list[str]:
    return list(ModelProfile.objects.filter(user=user).values_list("pk", flat=True))


def _hers(user: User) -> list[str]:
    """The accounts that money of hers stands on."""
    kinds = (Account.MODEL_PENDING, Account.MODEL_PAYABLE)
    return [account(kind, pk) for pk in _models(user) for kind in kinds]


POSTINGS = Held(
    Posting,
    (),
    "id kind subject licence_id source words due posted_at",
    find=lambda user: Q(entries__account__in=_hers(user)),
)
ENTRIES = Held(
    Entry,
    (),
    "id posting_id account amount_minor currency",
    find=lambda user: Q(account__in=_hers(user)),
)
PAYOUTS = Held(
    PayoutItem,
    (),
    "id payout_id number account name iban destination gross_minor tax_minor tax_rule_id reference outside status"
    " settled_at problem bounced",
    find=lambda user: Q(account__in=_hers(user)),
)
CHOICE = Held(
    PayeeChoice,
    (),
    "holder currency stripe_account stripe_ready changed_at",
    find=lambda user: Q(holder__in=_models(user)),
)
TERMS = Held(
    MoneyTerms,
    ("licence__model__user",),
    "licence_id payout_currency rate_from rate_to rate_source rate_on exclusivity_bp interest_bp",
)
ADVANCES = Held(
    Advance,
    ("model__user", "told_by"),
    "id model_id agency_id amount_minor currency items share_bp told_by_id told_at agreed_at refused_at",
)


@part_of_my_data("money", POSTINGS, ENTRIES, PAYOUTS, CHOICE, TERMS, ADVANCES)
def money_of(user: User) -> dict[str, Any]:
    """Entries as the books hold them, payouts, advances, and a statement in each currency."""
    statements = [
        statement_data(statement_of("model", model, currency))
        for model in _models(user)
        for currency in currencies_of("model", model)
    ]
    return {
        "statements": statements,
        "postings": POSTINGS.rows(user),
        "entries": ENTRIES.rows(user),
        "payouts": PAYOUTS.rows(user),
        "wishes": CHOICE.rows(user),
        "terms": TERMS.rows(user),
        "advances": ADVANCES.rows(user),
    }
