"""A brand's money: what it pays, what it gets back, and what its bank takes back."""

from __future__ import annotations

from doublet.consents.terms import UseTerms
from doublet.kernel import clock
from doublet.kernel.acting import action
from doublet.kernel.money import Money, total, zero
from doublet.kernel.refusals import BadInput, Conflict, Refused
from doublet.ledger import book, entries
from doublet.ledger.accounts import PAYABLE_OF, PENDING, Account, account, read, settled
from doublet.ledger.drafts import Draft, Line, without_zeros
from doublet.ledger.earning import settle
from doublet.ledger.models import Entry, Posting
from doublet.licences.models import Licence
from doublet.people import factors, rights
from doublet.people.models import Brand, User


@action
def receive_payment(
    *,
    by: User,
    brand: Brand,
    amount: Money,
    reference: str,
    licence: Licence | None = None,
    fee: Money | None = None,
    key: str = "",
) -> Posting:
    """The operator notes that a brand's payment stands at the bank; it pays what is due at once.

    Args:
        reference: the bank's, unique: a payment is noted once.
        licence: where the brand paid beforehand for one licence.
        fee: what a payment service kept of the amount, which the house bears.

    Raises:
        Conflict: this reference was noted before.
        Refused: the licence is another brand's, is over, or in another currency (rule HOUSE-LEDGER).
    """
    rights.must_be_operator(by)
    return note_payment(
        by=by, brand=brand, amount=amount, reference=reference, licence=licence, fee=fee, key=key
    )


@action
def note_payment(
    *,
    by: User | str,
    brand: Brand,
    amount: Money,
    reference: str,
    licence: Licence | None = None,
    fee: Money | None = None,
    key: str = "",
) -> Posting:
    """As :func:`receive_payment`, for the parts of the house that read banks and payment services."""
    reference = _reference(reference)
    asked = book.once(
        key,
        by=by,
        action="receive_payment",
        brand=brand.pk,
        amount=[amount.amount, amount.currency],
        reference=reference,
        licence=licence.pk if licence else "",
        fee=fee.amount if fee else 0,
    )
    if asked.answer:
        return Posting.objects.get(pk=asked.answer)
    if Posting.objects.filter(kind=Posting.Kind.PAYMENT_RECEIVED, subject=reference).exists():
        raise Conflict("already_noted", "A payment with this reference is in the books already.")
    if licence:
        _refuse_unfit(licence, brand, amount)
    if fee and not zero(amount.currency) <= fee < amount:
        raise BadInput("fee_over_payment", f"A fee of {fee} cannot be kept of a payment of {amount}.")
    draft = entries.payment_received(
        amount,
        reference=reference,
        brand=brand.pk,
        licence=licence.pk if licence else "",
        fee=fee,
        words=f"Payment of {brand.name}, {reference}",
    )
    posting = book.post([draft], by=by)[0]
    settle(brand.pk, amount.currency, by=by)
    asked.done(posting)
    return posting


@action
def refund(*, by: User, brand: Brand, amount: Money, reference: str, reason: str, key: str = "") -> Posting:
    """Pay a brand back what is its own: credit that nothing is owed for. No commission was ever on it.

    Raises:
        Refused: more than the brand's credit (rule HOUSE-LEDGER).
        Conflict: this reference was noted before.
    """
    rights.must_be_operator(by)
    factors.must_hold(by)
    reference, reason = _reference(reference), " ".join(reason.split())
    if len(reason) < 3:
        raise BadInput("reason_missing", "A refund needs a reason.", hint="Say why, in a few words.")
    asked = book.once(
        key,
        by=by,
        action="refund",
        brand=brand.pk,
        amount=[amount.amount, amount.currency],
        reference=reference,
    )
    if asked.answer:
        return Posting.objects.get(pk=asked.answer)
    if Posting.objects.filter(kind=Posting.Kind.REFUND, subject=reference).exists():
        raise Conflict("already_noted", "A refund with this reference is in the books already.")
    code = account(Account.BRAND_CREDIT, brand.pk)
    if amount > (credit := -book.standing(code, amount.currency)):
        raise Refused(
            "refund_over_credit",
            f"{brand.name} has a credit of {credit}; {amount} is more than that.",
            rule="HOUSE-LEDGER",
            hint="Approved pictures stay paid. Credit comes from what was paid too much or beforehand and not used.",
        )
    draft = entries.moved(
        "refund",
        amount,
        reference=reference,
        debit=code,
        credit=account(Account.BANK_CLEARING),
        words=f"Refund to {brand.name}: {reason}",
    )
    posting = book.post([draft], by=by)[0]
    asked.done(posting)
    return posting


@action
def take_back(*, by: User | str, payment: Posting, amount: Money, reference: str, key: str = "") -> Posting:
    """A brand's bank took a payment back (a chargeback): the brand owes for its pictures again.

    Nothing is taken from a model: what she was paid stays paid and the house carries the risk. What was not
    paid out yet goes back to waiting for the brand, the newest picture first.

    Raises:
        Refused: more than that payment was, less what was taken back of it before (rule HOUSE-LEDGER).
        Conflict: this reference was noted before.
    """
    if isinstance(by, User):
        rights.must_be_operator(by)
    reference = _reference(reference)
    asked = book.once(
        key, by=by, action="take_back", payment=payment.pk, amount=amount.amount, reference=reference
    )
    if asked.answer:
        return Posting.objects.get(pk=asked.answer)
    if Posting.objects.filter(kind=Posting.Kind.CHARGEBACK, subject=reference).exists():
        raise Conflict("already_noted", "A chargeback with this reference is in the books already.")
    home, left = left_of(payment)
    if amount.currency != left.currency or amount > left:
        raise Refused(
            "chargeback_over_payment",
            f"{amount} is more than what is left of that payment, {left}.",
            rule="HOUSE-LEDGER",
        )
    told = read(home)
    brand = told.holder if told.kind == Account.BRAND_CREDIT else Licence.objects.get(pk=told.holder).brand_id
    code = account(Account.BRAND_CREDIT, brand)
    drafts = _made_free(home, code, amount, reference)
    free = min(_credit_after(drafts, code, amount.currency), amount)
    lines = (
        Line(code, free),
        Line(account(Account.LOSSES), amount - free),  # it was paid back before: the house is out of pocket
        Line(account(Account.BANK_CLEARING), -amount),
    )
    words = f"Payment {payment.subject} was taken back"
    own = Draft("chargeback", reference, without_zeros(lines), words, source=payment.pk)
    posting = book.post([*drafts, own], by=by)[-1]
    asked.done(posting)
    return posting


def _credit_after(drafts: list[Draft], credit: str, currency: str) -> Money:
    """The brand's credit once the drafts are posted."""
    own = [line.amount for draft in drafts for line in draft.lines if line.account == credit]
    return -(book.standing(credit, currency) + total(own, currency))


def _made_free(home: str, credit: str, amount: Money, reference: str) -> list[Draft]:
    """Bring the brand's credit up to an amount: unused money first, then pictures that were paid, newest first."""
    free = -book.standing(credit, amount.currency)
    drafts: list[Draft] = []
    if home != credit and free < amount and (kept := -book.standing(home, amount.currency)):
        moved = min(kept, amount - free)
        drafts.append(
            entries.moved("allocated", moved, reference=f"{reference}:kept", debit=home, credit=credit)
        )
        free = free + moved
    taken: dict[tuple[str, str], int] = {}
    for settlement in _settlements(credit, amount.currency):
        if free >= amount:
            break
        draft = _unsettled(settlement, credit, taken)
        drafts.append(draft)
        free = free + -entries.sum_of(draft.lines, Account.BRAND_CREDIT, amount.currency)
    return drafts


def _settlements(credit: str, currency: str) -> list[Posting]:
    """Pictures of this brand that are paid today, the newest first."""
    brand = read(credit).holder
    receivable = account(Account.BRAND_RECEIVABLE, brand)
    rows = Posting.objects.filter(
        kind=Posting.Kind.SETTLEMENT, entries__account=receivable, entries__currency=currency
    )
    undone = set(Posting.objects.filter(kind=Posting.Kind.UNSETTLED).values_list("subject", flat=True))
    # One payment settles many at the same instant: which came first is known by the numbers of their entries.
    newest = rows.prefetch_related("entries").order_by("-entries__pk")
    return [row for row in newest if row.subject not in undone]


def _unsettled(settlement: Posting, credit: str, taken: dict[tuple[str, str], int]) -> Draft:
    lines: list[Line] = []
    shares = [entry for entry in settlement.entries.all() if read(entry.account).kind in PENDING]
    for entry in settlement.entries.all():
        if read(entry.account).kind == Account.BRAND_RECEIVABLE:
            owed = Money(-entry.amount_minor, entry.currency)
            lines += [Line(entry.account, owed), Line(credit, -owed)]
    if all(_still_there(entry, taken) for entry in shares):
        for entry in shares:
            amount = Money(entry.amount_minor, entry.currency)
            ready = settled(entry.account)
            taken[ready, entry.currency] = taken.get((ready, entry.currency), 0) + entry.amount_minor
            lines += [Line(ready, amount), Line(entry.account, -amount)]
    return Draft(
        "unsettled",
        settlement.subject,
        without_zeros(lines),
        settlement.words.replace(", paid by the brand", ", payment taken back"),
        settlement.licence_id,
        source=settlement.source,
    )


def _still_there(entry: Entry, taken: dict[tuple[str, str], int]) -> bool:
    """Was this share not paid out yet?"""
    if PAYABLE_OF[read(entry.account).kind] == Account.PLATFORM_REVENUE:
        return True
    ready = settled(entry.account)
    there = -book.standing(ready, entry.currency).amount - taken.get((ready, entry.currency), 0)
    return there >= entry.amount_minor


def left_of(payment: Posting) -> tuple[str, Money]:
    """Where a payment went, and how much of it was not taken back."""
    if payment.kind != Posting.Kind.PAYMENT_RECEIVED:
        raise BadInput("not_a_payment", "Only a payment that was received can be taken back.")
    home = payment.entries.get(amount_minor__lt=0)
    left = Money(-home.amount_minor, home.currency)
    before = Entry.objects.filter(
        posting__kind=Posting.Kind.CHARGEBACK, posting__source=payment.pk, amount_minor__gt=0
    )
    for entry in before:
        left = left - Money(entry.amount_minor, entry.currency)
    return home.account, left


def _refuse_unfit(licence: Licence, brand: Brand, amount: Money) -> None:
    if licence.brand_id != brand.pk:
        raise Refused(
            "licence_of_another", f"{licence.pk} is not a licence of {brand.name}.", rule="HOUSE-LEDGER"
        )
    over = UseTerms.from_dict(licence.terms).ends < clock.now().date()
    if over or Licence.objects.get(pk=licence.pk).status == Licence.Status.WITHDRAWN:
        raise Refused(
            "licence_over", "Nothing can be paid beforehand for a licence that is over.", rule="HOUSE-LEDGER"
        )
    if (own := str(licence.terms["currency"])) != amount.currency:
        raise Refused(
            "other_currency", f"That licence is in {own}; the payment is {amount}.", rule="HOUSE-LEDGER"
        )


def _reference(reference: str) -> str:
    told = " ".join(reference.split())
    if not 1 <= len(told) <= 60:
        raise BadInput("reference_length", "A payment needs the bank's reference, of at most 60 characters.")
    return told
