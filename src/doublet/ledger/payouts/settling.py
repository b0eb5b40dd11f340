"""What becomes of a payment that was sent: the bank booked it, or it came back."""

from __future__ import annotations

from typing import Any

from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.money import Money
from doublet.kernel.moves import move
from doublet.kernel.refusals import BadInput, Conflict
from doublet.ledger import book, entries
from doublet.ledger.accounts import Account, account
from doublet.ledger.drafts import Draft, Line, without_zeros
from doublet.ledger.models import Payout, PayoutItem, Posting
from doublet.ledger.payouts import telling
from doublet.people import factors, rights
from doublet.people.models import User


@action
def book_item(*, by: Any, item: PayoutItem, seen: str) -> PayoutItem:
    """The money left the bank account. Seen twice is booked once.

    Args:
        by: the operator, or the part of the house that read a statement or asked the payment service.
        seen: where it was seen, for the audit log.

    Raises:
        Conflict: it was not sent, or it came back already.
    """
    row = _held(item)
    if row.status == "booked":
        return row
    _posted(row)
    move(row, PayoutItem.Status.BOOKED, f"{row.reference} cannot be booked")
    net = Money(row.net_minor, row.payout.currency)
    draft = entries.moved(
        "payout_booked",
        net,
        reference=row.pk,
        debit=account(Account.PAYOUT_CLEARING),
        credit=account(Account.BANK_CLEARING),
        words=f"Payout to {row.name}, booked",
        source=row.payout_id,
    )
    book.post([draft], by=by)
    row.settled_at, row.problem = clock.now(), ""
    row.save()
    audit.record("payout.booked", actor=by, subject=row, seen=seen[:80])
    end(row.payout)
    return row


@action
def return_item(*, by: User, item: PayoutItem, reason: str, bounced: bool, key: str = "") -> PayoutItem:
    """The operator knows that a payment did not arrive: all of it is hers again, tax too.

    Args:
        bounced: the account does not take money; it is not paid to again before it is changed.
    """
    rights.must_be_operator(by)
    factors.must_hold(by)
    reason = " ".join(reason.split())[:200]
    if len(reason) < 3:
        raise BadInput("reason_missing", "Say why the payment came back, in a few words.")
    asked = book.once(key, by=by, action="return_item", item=item.pk, reason=reason, bounced=bounced)
    if asked.answer:
        return PayoutItem.objects.get(pk=asked.answer)
    if in_flight(_held(item)):
        raise Conflict(
            "at_the_service",
            "The payment service has this payment; it comes back when the service says so.",
            rule="HOUSE-STATE",
            hint="Take the transfer back at the service; it is then seen here by itself.",
        )
    row = give_back(item, by=by, why=reason, bounced=bounced)
    asked.done(row)
    return row


@action
def give_back(item: PayoutItem, *, by: Any, why: str, bounced: bool) -> PayoutItem:
    """Undo a payment that did not arrive. Seen twice is undone once.

    Tax that was passed on to its authority already is borne by the house until the authority returns it:
    nobody but the house waits for it.
    """
    row = _held(item)
    if row.status == "returned":
        return row
    _posted(row)
    was_booked = row.status == "booked"
    move(row, PayoutItem.Status.RETURNED, f"{row.reference} cannot come back")
    book.post([_undone(row, was_booked, why)], by=by)
    row.settled_at, row.problem, row.bounced = clock.now(), why[:300], bounced
    row.save()
    telling.came_back(row)
    audit.record("payout.returned", actor=by, subject=row, bounced=bounced)
    end(row.payout)
    return row


def in_flight(item: PayoutItem) -> bool:
    """Is it with a payment service, or may be at this very moment? Only the service can say what became of it."""
    return item.payout.way == "stripe" and not (item.status == PayoutItem.Status.PLANNED and item.problem)


def _undone(row: PayoutItem, was_booked: bool, why: str) -> Draft:
    currency = row.payout.currency
    gross, tax = Money(row.gross_minor, currency), Money(row.tax_minor, currency)
    home = account(Account.BANK_CLEARING if was_booked else Account.PAYOUT_CLEARING)
    lines = [Line(row.account, -gross), Line(home, gross - tax)]
    if tax:
        assert row.tax_rule is not None, "tax is withheld by a rule"
        code = account(Account.TAX_PAYABLE, row.tax_rule.authority)
        kept = min(tax, -book.standing(code, currency))
        lines += [Line(code, kept), Line(account(Account.LOSSES), tax - kept)]
    words = f"Payout to {row.name} came back: {why}"
    return Draft("payout_returned", row.pk, without_zeros(lines), words, source=row.payout_id)


def _held(item: PayoutItem) -> PayoutItem:
    audit.lock()  # always before a row of ours, so that no two actions wait for each other
    return (
        PayoutItem.objects.select_for_update(of=("self",))
        .select_related("payout", "tax_rule")
        .get(pk=item.pk)
    )


def _posted(row: PayoutItem) -> None:
    """Only what was approved can move on: a plan has nothing in the books."""
    if not Posting.objects.filter(kind=Posting.Kind.PAYOUT, subject=row.pk).exists():
        raise Conflict(
            "not_approved", f"{row.reference} belongs to a run that nobody approved.", rule="HOUSE-STATE"
        )


def end(run: Payout) -> None:
    """A run is done when every payment of it is."""
    if run.status == Payout.Status.SENT and not run.items.filter(status__in=("planned", "sent")).exists():
        move(run, Payout.Status.DONE, "This run cannot end")
        run.save()
        audit.record("payout.done", actor="payouts", subject=run)
