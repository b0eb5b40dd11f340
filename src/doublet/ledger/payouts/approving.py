"""The second person's yes or no to a run."""

from __future__ import annotations

from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.money import Money
from doublet.kernel.moves import move
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed
from doublet.ledger import book
from doublet.ledger.accounts import Account, account
from doublet.ledger.drafts import Draft, Line, without_zeros
from doublet.ledger.models import Payout, PayoutItem
from doublet.ledger.payouts import settling
from doublet.ledger.payouts.payees import payee
from doublet.ledger.payouts.planning import part_of
from doublet.people import factors, rights
from doublet.people.models import User

_AGAIN = "Cancel this run and plan it anew."


@action
def approve(*, by: User, payout: Payout, key: str = "") -> Payout:
    """A second operator says yes: every item is posted, all of them or none. Sending comes after.

    What was planned is looked at again, against the balances, accounts and tax rules of this moment.

    Raises:
        NotAllowed: ``second_person_needed``: whoever planned a run does not approve it.
        Conflict: ``moved_on``, ``balance_changed``, ``account_changed`` or ``tax_changed``: plan anew.
    """
    rights.must_be_operator(by)
    factors.must_hold(by)
    asked = book.once(key, by=by, action="approve", payout=payout.pk)
    run = held(payout)
    if asked.answer:
        return run
    if run.made_by_id == by.pk:
        raise NotAllowed(
            "second_person_needed",
            "You planned this run; somebody else has to approve it.",
            rule="HOUSE-SECOND-PERSON",
            hint="Ask another operator of this instance. Two pairs of eyes see more than one.",
        )
    move(run, Payout.Status.APPROVED, "This run cannot be approved")
    items = list(run.items.select_related("tax_rule"))
    for item in items:
        _look_again(item, run.currency)
    book.post([_posting(item, run) for item in items], by=by)
    run.approved_by, run.approved_at = by, clock.now()
    run.save()
    audit.record("payout.approved", actor=by, subject=run, payments=len(items), total_minor=run.total_minor)
    asked.done(run)
    return run


@action
def cancel(*, by: User, payout: Payout, reason: str, key: str = "") -> Payout:
    """Stop a run: what was posted is given back, tax too. Only while nothing of it is known to have arrived.

    A file that the bank has carried out must not be cancelled: its statement will show the payments.

    Raises:
        Conflict: ``already_paid``: something was booked, or sent by a payment service.
    """
    rights.must_be_operator(by)
    factors.must_hold(by)
    reason = " ".join(reason.split())[:200]
    if len(reason) < 3:
        raise BadInput("reason_missing", "A run is cancelled for a reason.", hint="Say why, in a few words.")
    asked = book.once(key, by=by, action="cancel", payout=payout.pk, reason=reason)
    run = held(payout)
    if asked.answer:
        return run
    items = list(run.items.select_related("payout"))
    gone = [
        item for item in items if item.status == "booked" or (run.approved_at and settling.in_flight(item))
    ]
    if gone:
        raise Conflict(
            "already_paid",
            f"{len(gone)} of {len(items)} payments of this run were paid; it cannot be cancelled.",
            hint="Note a payment that came back at the payment itself.",
        )
    move(run, Payout.Status.CANCELLED, "This run cannot be cancelled")
    run.save()
    if run.approved_at:
        for item in items:
            if item.status != "returned":
                settling.give_back(item, by=by, why=f"The run was cancelled: {reason}", bounced=False)
    audit.record("payout.cancelled", actor=by, subject=run, reason=reason)
    asked.done(run)
    return run


def held(payout: Payout) -> Payout:
    """The run's row, locked until the action is over."""
    audit.lock()  # always before a row of ours, so that no two actions wait for each other
    return Payout.objects.select_for_update().get(pk=payout.pk)


def _look_again(item: PayoutItem, currency: str) -> None:
    who = payee(item.account, currency=currency)
    gross = Money(item.gross_minor, currency)
    if who.owed < gross:
        raise Conflict(
            "balance_changed",
            f"{item.name} is owed {who.owed} by now, not {gross}: it was paid in another run, or taken back.",
            rule="HOUSE-LEDGER",
            hint=_AGAIN,
        )
    now_at = (who.iban if item.iban else "", who.destination if item.destination else "")
    if now_at != (item.iban, item.destination):
        raise Conflict(
            "account_changed",
            f"{item.name} has changed the account since this was planned.",
            rule="HOUSE-LEDGER",
            hint=f"Make sure that it was really {item.name}. {_AGAIN}",
        )
    today = part_of(who)
    if (today.rule and today.rule.pk) != item.tax_rule_id:
        raise Conflict(
            "tax_changed",
            f"Another tax rule counts for {item.name} since this was planned.",
            rule="HOUSE-LEDGER",
            hint=_AGAIN,
        )


def _posting(item: PayoutItem, run: Payout) -> Draft:
    gross, tax = Money(item.gross_minor, run.currency), Money(item.tax_minor, run.currency)
    authority = item.tax_rule.authority if item.tax_rule else ""
    lines = [Line(item.account, gross), Line(account(Account.PAYOUT_CLEARING), tax - gross)]
    if tax:
        lines.append(Line(account(Account.TAX_PAYABLE, authority), -tax))
    return Draft("payout", item.pk, without_zeros(lines), f"Paid out to {item.name}", source=run.pk)
