"""Sending what was approved, one payment after the other. Killed at any point it is carried on, nothing twice.

The row is the truth: a payment is *planned* until the way it takes has taken it. Between the two lies only
something that is the same when it is done again: a file of the same bytes, or a call to the payment service
under a reference and a key made of the payment's own id.
"""

from __future__ import annotations

from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.money import Money
from doublet.kernel.moves import move
from doublet.kernel.refusals import BadInput, Conflict, Refused, Unavailable
from doublet.ledger import book
from doublet.ledger.models import Payout, PayoutItem
from doublet.ledger.payouts import service, settling, telling
from doublet.ledger.payouts.approving import held
from doublet.ledger.payouts.files import xml_of
from doublet.people import factors, rights
from doublet.people.models import User


def send(*, payout: Payout) -> Payout:
    """Do what is left to do for an approved run. A run that waits for a person's proof stays as it is.

    Raises:
        Unavailable: the payment service does not answer; the rest is sent by the next call.
    """
    run = Payout.objects.get(pk=payout.pk)
    if run.status != Payout.Status.APPROVED:
        return run
    if run.way == "file":
        return _write_file(payout=run)
    if run.way == "stripe":
        for item in run.items.filter(status="planned", problem=""):
            _hand_over(item)
    return _close(payout=run)


def carry_on() -> int:
    """For the worker: runs that a crash or an outage left half sent. Answers how many were looked at."""
    runs = list(Payout.objects.filter(status=Payout.Status.APPROVED).exclude(way="manual"))
    for run in runs:
        try:
            send(payout=run)
        except Unavailable:
            continue
    return len(runs)


def look_after_payouts() -> None:
    """The worker's part: carry on what was stopped, and ask the payment service after what it was given."""
    carry_on()
    service.poll()


@action
def try_again(*, by: User, item: PayoutItem) -> PayoutItem:
    """The operator has looked at what the payment service refused, and wants it tried once more."""
    rights.must_be_operator(by)
    factors.must_hold(by)
    row = PayoutItem.objects.select_for_update().get(pk=item.pk)
    if row.status != "planned":
        raise Conflict("moved_on", f"{row.reference} was sent already.", rule="HOUSE-STATE")
    row.problem = ""
    row.save()
    audit.record("payout.tried_again", actor=by, subject=row)
    return row


@action
def prove(*, by: User, item: PayoutItem, reference: str, evidence: str, key: str = "") -> PayoutItem:
    """A payment that was made by hand, with what proves it: it counts as sent, and booked in the same step.

    Args:
        reference: number of the transfer, receipt or cheque.
        evidence: what the operator holds in her hands and where it lies, at least ten characters.
    """
    rights.must_be_operator(by)
    factors.must_hold(by)
    reference, evidence = " ".join(reference.split()), " ".join(evidence.split())
    if not 3 <= len(reference) <= 60 or not 10 <= len(evidence) <= 300:
        raise BadInput(
            "proof_too_thin",
            "A payment by hand needs its number (3 to 60 characters) and its proof (10 to 300).",
            hint="Write what you hold in your hands and where it lies, such as: receipt signed today, folder 7.",
        )
    asked = book.once(key, by=by, action="prove", item=item.pk, reference=reference, evidence=evidence)
    run = held(item.payout)
    row = run.items.select_for_update().get(pk=item.pk)
    if asked.answer:
        return row
    if run.way != "manual" or run.status != Payout.Status.APPROVED:
        raise Conflict(
            "not_by_hand", "Only an approved run that is paid by hand takes a proof.", rule="HOUSE-STATE"
        )
    _sent(row, outside=reference)
    audit.record("payout.proved", actor=by, subject=row, reference=reference, evidence=evidence)
    settling.book_item(by=by, item=row, seen=f"proof {reference}")
    _close(payout=run)
    asked.done(row)
    return PayoutItem.objects.get(pk=row.pk)


@action
def _write_file(*, payout: Payout) -> Payout:
    run = held(payout)
    if run.status != Payout.Status.APPROVED:
        return run
    run.file = xml_of(run).decode()
    for item in run.items.select_related("payout", "tax_rule").filter(status="planned"):
        _sent(item, outside="")
    return _close(payout=run)


def _hand_over(item: PayoutItem) -> None:
    """One payment to the service. What it says no to is noted at the item, and the others go on."""
    amount = Money(item.net_minor, item.payout.currency)
    try:
        outside = service.connect().send(item.reference, amount, item.destination)
    except Unavailable:
        raise
    except Refused as refused:
        PayoutItem.objects.filter(pk=item.pk, status="planned").update(problem=refused.reason[:300])
        return
    _note_sent(item=item, outside=outside)


@action
def _note_sent(*, item: PayoutItem, outside: str) -> None:
    audit.lock()
    row = (
        PayoutItem.objects.select_for_update(of=("self",))
        .select_related("payout", "tax_rule")
        .get(pk=item.pk)
    )
    if row.status == "planned":
        _sent(row, outside=outside)


def _sent(row: PayoutItem, *, outside: str) -> None:
    move(row, PayoutItem.Status.SENT, f"{row.reference} cannot be sent")
    row.outside, row.problem = outside[:120], ""
    row.save()
    telling.paid_out(row)
    audit.record("payout.sent", actor="payouts", subject=row, way=row.payout.way)


@action
def _close(*, payout: Payout) -> Payout:
    run = held(payout)
    run.file = payout.file or run.file
    if run.status == Payout.Status.APPROVED and not run.items.filter(status="planned").exists():
        move(run, Payout.Status.SENT, "This run cannot be sent")
        run.sent_at = clock.now()
        run.save()
        settling.end(run)
    return run
