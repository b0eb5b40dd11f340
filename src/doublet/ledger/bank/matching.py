"""What a line of the bank's is about. Our own payouts are known by our own reference, and settled at once; a
brand's payment is proposed with the reason, and a person confirms it."""

from __future__ import annotations

import re

from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.money import Money
from doublet.kernel.moves import move
from doublet.ledger import openings, references
from doublet.ledger.models import BankLine, Payout, PayoutItem, Posting
from doublet.ledger.payouts import settling
from doublet.ledger.payouts.files import batch_of
from doublet.licences.models import Licence
from doublet.people.models import Brand, User

_WRONG_ACCOUNT = ("AC", "BE", "RC", "MD07")
"""ISO return codes that say: this account does not take money. Others are about the moment."""

_WORDS = {
    "AC01": "the account number is wrong",
    "AC04": "the account is closed",
    "AC06": "the account is blocked",
    "AC13": "the account is of another kind",
    "AG01": "this account takes no such payments",
    "BE04": "the address is missing",
    "BE05": "the payer is not known to the bank",
    "FOCR": "it was recalled",
    "MD07": "the account holder has died",
    "MS02": "the payee did not take it",
    "MS03": "the bank gives no reason",
    "RC01": "the bank's code is wrong",
}
"""ISO 20022 return reasons, as a payee can read them."""

BY_LICENCE, BY_BRAND = "The reference of a licence: paid beforehand", "The brand's reference"
SURE = (BY_LICENCE, BY_BRAND)
"""Proposals that rest on a reference with a check digit."""

_OUT = (Posting.Kind.REFUND, Posting.Kind.TAX_PAID, Posting.Kind.CHARGEBACK)


@action
def settle_line(*, by: User, line: BankLine) -> BankLine:
    """Settle one line, propose what it is, or leave it for a person with the reason."""
    audit.lock()
    row = BankLine.objects.select_for_update().get(pk=line.pk)
    if row.status != BankLine.Status.OPEN or row.why:
        return row
    item = _item(row)
    if row.amount_minor < 0:
        _went_out(row, item, by)
    elif item:
        _came_back(row, item, by)
    else:
        _came_in(row)
    row.save()
    return row


@action
def left_open(*, line: BankLine, why: str) -> None:
    """It could not be settled; a person reads why."""
    BankLine.objects.filter(pk=line.pk, status="open").update(why=why[:300])


def in_the_books(row: BankLine, posting: Posting | None, why: str, by: User | None = None) -> None:
    """The line is settled. The caller saves it."""
    move(row, BankLine.Status.SETTLED, "This line cannot be settled")
    row.posting_id, row.why = posting.pk if posting else "", why[:300]
    row.decided_by, row.decided_at = by, clock.now()
    audit.record("bank.line_settled", actor=by or "bank", subject=row, posting=row.posting_id)


def amount_of(row: BankLine) -> Money:
    """What moved, without its direction."""
    return Money(abs(row.amount_minor), row.currency)


def _went_out(row: BankLine, item: PayoutItem | None, by: User) -> None:
    if item:
        if item.net_minor != -row.amount_minor or item.payout.currency != row.currency:
            row.why = f"It names {item.reference}, of {Money(item.net_minor, item.payout.currency)}: another amount."
        elif item.status == "returned":
            row.why = f"{item.reference} was cancelled or came back here, and the bank has paid it."
        else:
            settling.book_item(by="bank", item=item, seen=row.reference)
            in_the_books(row, _posting("payout_booked", item.pk), f"Payout to {item.name}")
        return
    run = _run(row)
    if run:
        for each in run.items.filter(status="sent"):
            settling.book_item(by="bank", item=each, seen=row.reference)
        in_the_books(row, None, f"The whole payout run {run.pk}, in one sum")
        return
    for told in (row.end_to_end, row.reference):
        known = Posting.objects.filter(kind__in=_OUT, subject=told).first() if told else None
        if known and known.entries.filter(amount_minor=row.amount_minor, currency=row.currency).exists():
            in_the_books(row, known, known.words)
            return
    row.why = "Money went out that the books know nothing of."


def _came_back(row: BankLine, item: PayoutItem, by: User) -> None:
    if item.net_minor != row.amount_minor or item.payout.currency != row.currency:
        row.why = (
            f"It names {item.reference}, of {Money(item.net_minor, item.payout.currency)}: another amount."
        )
        return
    if item.status == "returned":
        row.why = f"{item.reference} is back in the books already, and money came back for it once more."
        return
    settling.book_item(by="bank", item=item, seen=row.reference)
    why = _in_words(row.returned)
    settling.give_back(item, by="bank", why=why, bounced=row.returned.startswith(_WRONG_ACCOUNT))
    in_the_books(row, _posting("payout_returned", item.pk), f"Payout to {item.name} came back: {why}")


def _in_words(returned: str) -> str:
    """``AC04`` -> ``AC04, the account is closed``."""
    code, _, more = returned.partition(" ")
    return f"{code}, {_WORDS[code]}" if code in _WORDS and not more else returned or "The bank returned it"


def _came_in(row: BankLine) -> None:
    noted = Posting.objects.filter(kind=Posting.Kind.PAYMENT_RECEIVED, subject=row.reference).first()
    if noted:
        if noted.entries.filter(amount_minor=-row.amount_minor, currency=row.currency).exists():
            in_the_books(row, noted, "Noted before")
        else:
            row.why = "A payment with this reference is in the books, with another amount."
        return
    row.brand, row.licence_id, row.why = _proposal(row)
    if row.brand:
        move(row, BankLine.Status.PROPOSED, "This line cannot be proposed")


def _proposal(row: BankLine) -> tuple[Brand | None, str, str]:
    told = f"{row.text} {row.end_to_end}"
    licence = references.licence_of(told)
    if licence and licence.status != Licence.Status.WITHDRAWN and licence.terms["currency"] == row.currency:
        return licence.brand, licence.pk, BY_LICENCE
    brand = licence.brand if licence else references.brand_of(told)
    if brand:
        return brand, "", BY_BRAND
    payer = _plain(row.counterparty)
    named = [one for one in Brand.objects.all() if payer and _plain(one.name) == payer]
    if len(named) == 1:
        return named[0], "", "The payer's name; no reference was given"
    owing = _owing(amount_of(row))
    if len(owing) == 1:
        return owing[0], "", "Only this brand owes exactly this sum; name and reference say nothing"
    return None, "", "No reference, name or sum that is known here."


def _owing(amount: Money) -> list[Brand]:
    """Brands that owe exactly so much, all together or for one picture."""
    sums: dict[str, int] = {}
    exact = set()
    for each in openings.everything():
        if each.owed.currency == amount.currency:
            brand = next(line.account for line in each.lines if line.account.startswith("brand_receivable"))
            sums[brand] = sums.get(brand, 0) + each.owed.amount
            if each.owed == amount:
                exact.add(brand)
    exact |= {brand for brand, owed in sums.items() if owed == amount.amount}
    return list(Brand.objects.filter(pk__in=[code.partition(":")[2] for code in exact]))


def _item(row: BankLine) -> PayoutItem | None:
    """The payout that a line names, as its reference or in its words."""
    named = [row.end_to_end, *re.findall(r"PIT-[0-9A-Z]{20}", row.text.upper())]
    return PayoutItem.objects.filter(reference__in=named).select_related("payout").first()


def _run(row: BankLine) -> Payout | None:
    """A run whose payments the bank booked as one sum, named by the id of its file."""
    for run in Payout.objects.filter(status=Payout.Status.SENT, way="file", currency=row.currency):
        open_sum = sum(item.net_minor for item in run.items.filter(status="sent"))
        if open_sum == -row.amount_minor and batch_of(run) in f"{row.text} {row.end_to_end}":
            return run
    return None


def _posting(kind: str, subject: str) -> Posting | None:
    return Posting.objects.filter(kind=kind, subject=subject).first()


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())
