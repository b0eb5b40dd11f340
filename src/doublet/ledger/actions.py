"""Posting money: what approving a picture owes, what a brand pays, what is paid out."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.conf import settings

from doublet.consents.terms import UseTerms
from doublet.engines import payout
from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.ids import NewId
from doublet.kernel.money import Money
from doublet.kernel.refusals import BadInput, Conflict, Refused
from doublet.ledger import rules
from doublet.ledger.models import Entry, Payout, Posting
from doublet.ledger.queries import payees
from doublet.offers.shares import Commission, Party, split
from doublet.people import factors, rights
from doublet.people.models import Brand, User
from doublet.studio.models import Frame


def post_approval(frame: Frame, *, by: User) -> Posting:
    """The model approved a picture: the brand owes its price, each party is owed its share.

    Part of the approving action. A frame earns once: the database refuses a second posting for it.
    """
    licence = frame.licence
    terms = UseTerms.from_dict(licence.terms)
    rows = [(cast(Party, party), str(holder), int(points)) for party, holder, points in licence.commissions]
    parts = split(
        Money(terms.rate_minor, terms.currency),
        commissions=tuple(Commission(party, points) for party, _, points in rows),
    )
    holders = {party: holder for party, holder, _ in rows if holder}
    posting = rules.posting_for_approval(
        parts, reference=frame.pk, brand=licence.brand_id, model=licence.model_id, holders=holders
    )
    return _write(
        posting,
        by=by,
        licence_id=licence.pk,
        words=f"{frame.shot.garment.name}, approved",
        due=rules.due_date(clock.now().date(), days=terms.payment_days),
    )


@action
def receive_payment(*, by: User, brand: Brand, amount: Money, reference: str) -> Posting:
    """The operator notes that a brand's payment stands at the bank."""
    rights.must_be_operator(by)
    reference = " ".join(reference.split())
    if not 1 <= len(reference) <= 60:
        raise BadInput("reference_length", "A payment needs the bank's reference, of at most 60 characters.")
    if Posting.objects.filter(kind=Posting.Kind.PAYMENT_RECEIVED, subject=reference).exists():
        raise Conflict("already_noted", "A payment with this reference is in the books already.")
    return _write(
        rules.posting_for_payment_received(amount, reference=reference, brand=brand.pk),
        by=by,
        words=f"Payment of {brand.name}, {reference}",
    )


@action
def run_payout(*, by: User, currency: str) -> Payout:
    """Pay out everything that is owed in one currency: postings, and a file for the bank."""
    rights.must_be_operator(by)
    factors.must_hold(by)
    due = payees(currency)
    if not due:
        raise Refused("nothing_owed", f"Nothing is owed in {currency}.", rule="HOUSE-LEDGER")
    if missing := [payee.name for payee in due if not payee.iban]:
        raise Refused(
            "no_bank_account",
            f"There is no bank account on file for {', '.join(missing)}.",
            rule="HOUSE-LEDGER",
            hint="They add it on their settings page; nothing was paid out.",
        )
    pk = NewId("pay")()
    rows: list[payout.PayoutRow] = []
    for payee in due:
        _write(
            rules.posting_for_payout(
                payee.owed,
                reference=f"{pk}:{payee.holder}",
                payable=payee.account,
                holder=payee.holder,
                owed=payee.owed,
            ),
            by=by,
            words=f"Paid out to {payee.name}",
        )
        rows.append(payout.PayoutRow(payee.iban, payee.name, payee.owed, f"{pk[-16:]}-{len(rows) + 1}"))
    file = payout.payout_file(
        rows,
        debtor=payout.Debtor(
            settings.PLATFORM_NAME, settings.PLATFORM_IBAN, demonstration=settings.PAYOUT_IS_DEMO
        ),
        currency=currency,
        execution_date=clock.now().date(),
        created=clock.now(),
    )
    run = Payout.objects.create(
        id=pk,
        currency=currency,
        total_minor=sum(payee.owed.amount for payee in due),
        rows=[payee.as_dict() for payee in due],
        file=file.decode(),
        made_by=by,
    )
    audit.record("payout.made", actor=by, subject=run, currency=currency, total_minor=run.total_minor)
    return run


def _write(
    posting: rules.Posting, *, by: User, words: str, licence_id: str = "", due: date | None = None
) -> Posting:
    if problems := rules.check([posting]):
        serious = [problem for problem in problems if problem.code != "paid_more_than_earned"]
        if serious:
            raise Refused(serious[0].code, serious[0].words, rule="HOUSE-LEDGER")
    row = Posting.objects.create(
        kind=posting.kind, subject=posting.reference, licence_id=licence_id, words=words[:200], due=due
    )
    for entry in posting.entries:
        Entry.objects.create(
            posting=row,
            account=entry.account,
            amount_minor=entry.amount.amount,
            currency=entry.amount.currency,
        )
    audit.record(
        "ledger.posted",
        actor=by,
        subject=row,
        about=posting.reference,
        entries=[[entry.account, entry.amount.amount, entry.amount.currency] for entry in posting.entries],
    )
    return row
