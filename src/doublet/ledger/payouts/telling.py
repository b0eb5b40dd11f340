"""E-mails to those who are paid. Amounts and dates, never a whole account number."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from doublet.kernel import clock
from doublet.kernel.models import Notice
from doublet.kernel.money import Money
from doublet.kernel.notices import tell
from doublet.ledger.models import PayoutItem
from doublet.ledger.payouts.payees import Payee, addresses

_AGAIN = timedelta(days=7)
_OF_CREW = "crew_"
_MISSING = {
    "no_bank_account": "we have no bank account of yours. Please add it",
    "bank_account_unfit": "the bank account that we have cannot be right. Please look at it",
    "no_service_account": "you have no account at the payment service yet. You can open it",
    "service_not_ready": "the payment service still needs something from you. You can go on",
    "came_back": "the last payout came back from your bank account. Please change it",
}


def missing_account(who: Payee, code: str) -> None:
    """Money waits, and only she can help. Told at most once a week."""
    if code not in _MISSING:
        return
    subject = f"{who.owed} wait for you"
    for address in addresses(who.account):
        lately = Notice.objects.filter(to=address, written_at__gt=clock.now() - _AGAIN)
        if not lately.filter(subject__endswith="wait for you").exists():
            tell(
                address,
                subject,
                f"{who.name},\n\n{who.owed} that you earned is paid by the brand and ready, but {_MISSING[code]}"
                f"{_page(who.account, '/payouts/')}\n\nIt stays yours and is paid with the next payout after that.\n",
            )


def paid_out(item: PayoutItem) -> None:
    """It is on its way."""
    net, tax = _money(item, item.net_minor), _money(item, item.tax_minor)
    rule = item.tax_rule
    held = (
        f"{tax} of {_money(item, item.gross_minor)} was withheld as tax: {rule.words}.\n"
        if rule and tax
        else ""
    )
    _tell_all(
        item,
        f"{net} is on its way to you",
        f"{net} was paid out to {_where(item)}.\nReference: {item.reference}\n{held}\n"
        "A transfer takes one to two working days. Your statement shows what it is for"
        f"{_page(item.account, '/statement/')}\n",
    )


def came_back(item: PayoutItem) -> None:
    """It did not arrive; nothing is lost."""
    net = _money(item, item.net_minor)
    here = _page(item.account, "/me")
    advice = f"Please look at your account{here}" if item.bounced else "You need to do nothing."
    _tell_all(
        item,
        f"{net} came back",
        f"{net} that was on its way to {_where(item)} came back: {item.problem}.\n\n"
        f"It is yours as before, and is paid with the next payout. {advice}\n",
    )


def _tell_all(item: PayoutItem, subject: str, words: str) -> None:
    for address in addresses(item.account):
        tell(address, subject, f"{item.name},\n\n{words}")


def _page(account: str, path: str) -> str:
    """Where to look; somebody of the crew has no account here, but a link of her own."""
    return (
        ", on the page whose link you have"
        if account.startswith(_OF_CREW)
        else f": {settings.SITE_URL}{path} "
    )


def _where(item: PayoutItem) -> str:
    if item.iban:
        return f"your bank account that ends in {item.iban[-4:]}"
    return "your account at Stripe" if item.destination else "you by hand"


def _money(item: PayoutItem, minor: int) -> Money:
    return Money(minor, item.payout.currency)
