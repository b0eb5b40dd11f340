"""Reading the books: balances, statements, what is owed, and whether everything adds up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db.models import Sum

from doublet.kernel.money import Money
from doublet.ledger import rules
from doublet.ledger.models import Entry, Posting
from doublet.offers.shares import Party, Share, Split
from doublet.people.models import Agency, Brand, ModelProfile


def balance(account: str, currency: str) -> Money:
    """What stands on an account; a negative balance is owed to its holder."""
    total = Entry.objects.filter(account=account, currency=currency).aggregate(sum=Sum("amount_minor"))["sum"]
    return Money(total or 0, currency)


def owed_by(brand: Brand, currency: str) -> Money:
    """What a brand has not paid yet."""
    return balance(rules.account(rules.Account.BRAND_RECEIVABLE, brand.pk), currency)


@dataclass(frozen=True)
class Payee:
    """Somebody to whom money is owed."""

    account: rules.Account
    holder: str
    name: str
    iban: str
    owed: Money

    def as_dict(self) -> dict[str, str | int]:
        """JSON-able, for the payout's row."""
        return {
            "account": str(self.account),
            "holder": self.holder,
            "name": self.name,
            "iban": self.iban,
            "amount_minor": self.owed.amount,
        }


def payees(currency: str) -> list[Payee]:
    """Everybody to whom the house owes money in one currency."""
    sums = Entry.objects.filter(currency=currency).values("account").annotate(sum=Sum("amount_minor"))
    found = []
    for row in sums.order_by("account"):
        kind, _, holder = row["account"].partition(":")
        if kind not in rules.PAYABLES or row["sum"] >= 0:
            continue
        name, iban = _holder(holder)
        found.append(Payee(rules.Account(kind), holder, name, iban, Money(-row["sum"], currency)))
    return found


def _holder(pk: str) -> tuple[str, str]:
    model = ModelProfile.objects.filter(pk=pk).first()
    if model:
        return model.legal_name, model.iban
    agency = Agency.objects.get(pk=pk)
    return agency.name, agency.iban


def statement(model: ModelProfile, currency: str) -> rules.Statement:
    """Every approved picture of hers in one currency, with what was taken from it."""
    mine = rules.account(rules.Account.MODEL_PAYABLE, model.pk)
    postings = Posting.objects.filter(
        kind=Posting.Kind.APPROVAL, entries__account=mine, entries__currency=currency
    ).prefetch_related("entries")
    return rules.statement((_line(posting, currency) for posting in postings), currency=currency)


def _line(posting: Posting, currency: str) -> rules.StatementLine:
    gross = model = Money(0, currency)
    shares = []
    for entry in posting.entries.all():
        kind = entry.account.partition(":")[0]
        amount = Money(abs(entry.amount_minor), currency)
        if kind == rules.Account.BRAND_RECEIVABLE:
            gross = amount
        elif kind == rules.Account.MODEL_PAYABLE:
            model = amount
        else:
            shares.append(Share(cast(Party, _PARTY_OF[kind]), amount))
    return rules.StatementLine(
        day=posting.posted_at.date(),
        reference=posting.subject,
        what=posting.words,
        split=Split(gross, model, tuple(shares)),
    )


_PARTY_OF = {
    str(rules.Account.AGENT_PAYABLE): "agent",
    str(rules.Account.MOTHER_AGENT_PAYABLE): "mother_agent",
    str(rules.Account.PLATFORM_REVENUE): "platform",
}


def paid_out(model: ModelProfile, currency: str) -> Money:
    """What she was paid so far."""
    mine = rules.account(rules.Account.MODEL_PAYABLE, model.pk)
    rows = Entry.objects.filter(account=mine, currency=currency, posting__kind=Posting.Kind.PAYOUT)
    return Money(rows.aggregate(sum=Sum("amount_minor"))["sum"] or 0, currency)


def currencies(model: ModelProfile) -> list[str]:
    """The currencies in which she ever earned."""
    mine = rules.account(rules.Account.MODEL_PAYABLE, model.pk)
    return sorted(set(Entry.objects.filter(account=mine).values_list("currency", flat=True)))


def check() -> tuple[int, list[rules.Problem]]:
    """Prove the books: how many postings there are, and everything wrong with them."""
    postings = list(_all())
    return len(postings), rules.check(postings)


def _all() -> Iterator[rules.Posting]:
    entries: dict[str, list[rules.Entry]] = defaultdict(list)
    for entry in Entry.objects.order_by("pk"):
        money = Money(entry.amount_minor, entry.currency)
        entries[entry.posting_id].append(rules.Entry(entry.account, money))
    for posting in Posting.objects.order_by("posted_at", "pk"):
        yield rules.Posting(posting.kind, posting.subject, tuple(entries[posting.pk]))


def trial_balance() -> dict[str, int]:
    """The sum of all entries by currency: zero, or something is broken."""
    sums = Entry.objects.values("currency").annotate(sum=Sum("amount_minor"))
    return {row["currency"]: row["sum"] for row in sums}


def owed_to(model: ModelProfile, currency: str) -> Money:
    """What she has earned and not been paid yet."""
    return -balance(rules.account(rules.Account.MODEL_PAYABLE, model.pk), currency)


def due_dates(model: ModelProfile, currency: str) -> dict[str, date]:
    """When each approved picture is due to be paid, by the picture's id."""
    mine = rules.account(rules.Account.MODEL_PAYABLE, model.pk)
    postings = Posting.objects.filter(
        kind=Posting.Kind.APPROVAL, entries__account=mine, entries__currency=currency
    )
    return {posting.subject: posting.due for posting in postings if posting.due}


def payouts(model: ModelProfile, currency: str) -> list[tuple[datetime, str, Money]]:
    """What was paid out to her: when, under which number, how much."""
    mine = rules.account(rules.Account.MODEL_PAYABLE, model.pk)
    entries = Entry.objects.filter(account=mine, currency=currency, posting__kind=Posting.Kind.PAYOUT)
    return [
        (
            entry.posting.posted_at,
            entry.posting.subject.partition(":")[0],
            Money(entry.amount_minor, currency),
        )
        for entry in entries.select_related("posting").order_by("-posting__posted_at")
    ]


def next_due(model: ModelProfile, currency: str) -> date | None:
    """The earliest due date of what is not paid yet; payouts settle the oldest pictures first."""
    left = paid_out(model, currency).amount
    dues = due_dates(model, currency)
    for line in statement(model, currency).lines:
        left -= line.split.model.amount
        if left < 0:
            return dues.get(line.reference)
    return None
