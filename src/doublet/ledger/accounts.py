"""The chart of accounts. Pure.

Sign convention: a debit is positive, a credit negative. What the house owes to somebody is a negative
balance of her account; what a brand owes is a positive one.

An earning has two homes: *pending* until the brand's money for it is here, *payable* from then on. Only
what is payable is ever paid out, so nobody is paid with money that belongs to somebody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from doublet.kernel.refusals import BadInput
from doublet.offers.shares import Party


class Account(StrEnum):
    """The kinds of account. :func:`account` adds whose it is."""

    BANK_CLEARING = "bank_clearing"
    PAYOUT_CLEARING = "payout_clearing"
    EXCHANGE = "exchange"
    FEES = "fees"
    LOSSES = "losses"
    PLATFORM_PENDING = "platform_pending"
    PLATFORM_REVENUE = "platform_revenue"
    TAX_PAYABLE = "tax_payable"
    BRAND_RECEIVABLE = "brand_receivable"
    BRAND_CREDIT = "brand_credit"
    ESCROW = "escrow"
    EXCLUSIVITY_HELD = "exclusivity_held"
    MODEL_PENDING = "model_pending"
    MODEL_PAYABLE = "model_payable"
    AGENT_PENDING = "agent_pending"
    AGENT_PAYABLE = "agent_payable"
    MOTHER_AGENT_PENDING = "mother_agent_pending"
    MOTHER_AGENT_PAYABLE = "mother_agent_payable"
    CREW_PENDING = "crew_pending"
    CREW_PAYABLE = "crew_payable"


MEANING: Mapping[Account, str] = {
    Account.BANK_CLEARING: "Money of the house's own that stands at the bank, and what it holds for others",
    Account.PAYOUT_CLEARING: "Sent to the bank or the payment service, not yet seen to be booked",
    Account.EXCHANGE: "Both sides of a change of currency at the rate that the licence fixed",
    Account.FEES: "What banks and payment services charged the house",
    Account.LOSSES: "What the house bears: payments that a brand took back, fees that were never paid",
    Account.PLATFORM_PENDING: "The operator's fee on pictures that are not paid yet",
    Account.PLATFORM_REVENUE: "The operator's fee on pictures that are paid",
    Account.TAX_PAYABLE: "Tax withheld for an authority",
    Account.BRAND_RECEIVABLE: "What a brand owes for approved pictures",
    Account.BRAND_CREDIT: "Money of a brand that is not used for anything yet",
    Account.ESCROW: "Money that a brand paid beforehand for one licence",
    Account.EXCLUSIVITY_HELD: "The part of a fee that is paid for exclusivity and earned day by day",
    Account.MODEL_PENDING: "What a model earned, until the brand pays",
    Account.MODEL_PAYABLE: "What a model earned and the brand paid",
    Account.AGENT_PENDING: "What an agency earned, until the brand pays",
    Account.AGENT_PAYABLE: "What an agency earned and the brand paid",
    Account.MOTHER_AGENT_PENDING: "What a mother agency earned, until the brand pays",
    Account.MOTHER_AGENT_PAYABLE: "What a mother agency earned and the brand paid",
    Account.CREW_PENDING: "What somebody of the crew earned, until the brand pays",
    Account.CREW_PAYABLE: "What somebody of the crew earned and the brand paid",
}

HOUSE_ACCOUNTS = frozenset(
    {
        Account.BANK_CLEARING,
        Account.PAYOUT_CLEARING,
        Account.EXCHANGE,
        Account.FEES,
        Account.LOSSES,
        Account.PLATFORM_PENDING,
        Account.PLATFORM_REVENUE,
    }
)
"""Accounts of the house itself: they have no holder."""

PAYABLE_OF: Mapping[Account, Account] = {
    Account.MODEL_PENDING: Account.MODEL_PAYABLE,
    Account.AGENT_PENDING: Account.AGENT_PAYABLE,
    Account.MOTHER_AGENT_PENDING: Account.MOTHER_AGENT_PAYABLE,
    Account.CREW_PENDING: Account.CREW_PAYABLE,
    Account.PLATFORM_PENDING: Account.PLATFORM_REVENUE,
}
"""Where an earning goes when the brand has paid."""

PENDING = frozenset(PAYABLE_OF)
PAYABLES = frozenset(PAYABLE_OF.values()) - {Account.PLATFORM_REVENUE}
"""What is paid out to people and houses."""

DEBIT_ONLY = frozenset({Account.BRAND_RECEIVABLE})
CREDIT_ONLY = (
    PENDING
    | PAYABLES
    | {
        Account.PAYOUT_CLEARING,
        Account.TAX_PAYABLE,
        Account.BRAND_CREDIT,
        Account.ESCROW,
        Account.EXCLUSIVITY_HELD,
    }
)
"""Accounts that the database keeps from ever crossing zero: nothing is paid twice or refunded above payment."""

PENDING_OF_PARTY: Mapping[Party, Account] = {
    "agent": Account.AGENT_PENDING,
    "mother_agent": Account.MOTHER_AGENT_PENDING,
    "crew": Account.CREW_PENDING,
    "platform": Account.PLATFORM_PENDING,
}
PARTY_OF: Mapping[Account, Party] = {
    each: party for party, pending in PENDING_OF_PARTY.items() for each in (pending, PAYABLE_OF[pending])
}


@dataclass(frozen=True, slots=True)
class Code:
    """An account's code, taken apart."""

    kind: Account
    holder: str


def account(kind: Account, holder: str = "") -> str:
    """The code of an account: ``model_payable:<whose>``; the house's own accounts have no holder.

    Raises:
        BadInput: a holder is missing, or given for an account of the house.
    """
    if (kind in HOUSE_ACCOUNTS) == bool(holder):
        raise BadInput(
            "account_holder",
            f"The account {kind} {'belongs to the house' if holder else 'needs a holder'}.",
        )
    return f"{kind}:{holder}" if holder else str(kind)


def read(code: str) -> Code:
    """Take a code apart.

    Raises:
        BadInput: no such kind of account, or the holder is missing.
    """
    kind, _, holder = code.partition(":")
    if kind not in Account.__members__.values():
        raise BadInput("unknown_account", f"{code!r} is not an account of this ledger.")
    found = Code(Account(kind), holder)
    account(found.kind, found.holder)
    return found


def settled(code: str) -> str:
    """The account that an earning moves to when the brand has paid: ``model_pending:x`` -> ``model_payable:x``."""
    told = read(code)
    return account(PAYABLE_OF[told.kind], told.holder)
