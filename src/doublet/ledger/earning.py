"""Earning: an approved picture, the brand's money for it, exclusivity day by day, and the end of a licence."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from doublet.kernel import clock
from doublet.kernel.money import Money, zero
from doublet.ledger import advances, book, entries, interest, openings
from doublet.ledger.accounts import PAYABLE_OF, Account, account, read
from doublet.ledger.arrangement import Arrangement, arrangement
from doublet.ledger.drafts import Draft, Line
from doublet.ledger.former import tell_of_former
from doublet.ledger.models import Entry, Posting
from doublet.licences.models import Licence
from doublet.studio.models import Frame


def post_approval(frame: Frame, *, by: Any) -> Posting:
    """The model approved a picture: the brand owes its price, each party has earned its share.

    Part of the approving action. A frame earns once: the database refuses a second posting for it. What
    the brand paid beforehand settles it at once.
    """
    agreed = arrangement(frame.licence)
    posting = book.post(
        [
            entries.approval(
                agreed, frame=frame.pk, words=f"{frame.shot.garment.name}, approved", on=clock.now().date()
            )
        ],
        by=by,
    )[0]
    settle(agreed.brand, agreed.price.currency, by=by)
    return posting


def settle(brand: str, currency: str, *, by: Any) -> list[Posting]:
    """Use what a brand has paid for what it owes, the earliest due first.

    Money that was paid for one licence goes to that licence's pictures; the rest pays in order, and never
    a part of a picture: a picture is paid, or it is not. What was paid late is charged interest for, where
    the contract says so, and that is paid as well where the money reaches. Then advances are paid back.
    """
    settled, charged = _settle(brand, currency, by=by)
    if charged:
        settled += _settle(brand, currency, by=by)[0]
    recouped = advances.recoup(settled, by=by)
    tell_of_former(settled)
    return [*settled, *charged, *recouped]


def _settle(brand: str, currency: str, *, by: Any) -> tuple[list[Posting], list[Posting]]:
    """Settle what the money reaches, then charge interest on what of it was late: both lists."""
    credit = -book.standing(account(Account.BRAND_CREDIT, brand), currency)
    escrows: dict[str, Money] = {}
    drafts, paid, in_order = [], [], True
    for each in openings.of_brand(brand, currency):
        licence = each.posting.licence_id
        code = account(Account.ESCROW, licence)
        escrow = escrows.setdefault(licence, -book.standing(code, currency))
        from_escrow = min(escrow, each.owed)
        rest = each.owed - from_escrow
        if rest > (credit if in_order else zero(currency)):
            in_order = False
            continue
        escrows[licence], credit = escrow - from_escrow, credit - rest
        funds = [Line(code, from_escrow), Line(account(Account.BRAND_CREDIT, brand), rest)]
        drafts.append(_settled(each, funds))
        paid.append(each)
    charges = interest.charges(paid)
    return book.post(drafts, by=by), book.post(charges, by=by)


def _settled(each: openings.Open, funds: list[Line]) -> Draft:
    before = Posting.objects.filter(kind=Posting.Kind.SETTLEMENT, source=each.posting.pk).count()
    frame = each.posting.subject
    return entries.settlement(
        each.lines,
        funds,
        frame=f"{frame}:{before + 1}" if before else frame,
        about=each.posting.pk,
        words=each.posting.words.replace(", approved", ", paid by the brand"),
        licence=each.posting.licence_id,
    )


def earn_exclusivity(licence: Licence, *, by: Any) -> Posting | None:
    """Pay out of what is held for exclusivity what is used by today, for pictures that the brand has paid."""
    licence = Licence.objects.select_for_update(of=("self",)).get(pk=licence.pk)  # one at a time earns it
    agreed, today = arrangement(licence), clock.now().date()
    currency = agreed.price.currency
    held = -book.standing(account(Account.EXCLUSIVITY_HELD, licence.pk), currency)
    if not held:
        return None
    before, paid = _earned_before(licence, currency)
    more = min(_paid_for(agreed, licence) - before, held)
    if more.amount <= 0:
        return None
    draft = entries.exclusivity(
        agreed,
        before=before,
        until=before + more,
        paid=paid,
        reference=_unused("exclusivity", f"{licence.pk}:{today}"),
        words=f"Exclusivity until {today:%d %b %Y}",
    )
    return book.post([draft], by=by)[0]


def _paid_for(agreed: Arrangement, licence: Licence) -> Money:
    """The exclusivity that is used by today of all pictures that the brand has paid."""
    owing = openings.of_brand(agreed.brand, agreed.price.currency)
    unpaid = {each.posting.pk for each in owing if interest.fee_is_open(each)}
    used = zero(agreed.price.currency)
    for posting in _approvals(licence):
        if returned := _returned(posting):
            used = used + _held_for(posting) + _held_for(returned)  # the rest went with what was returned
        elif posting.pk not in unpaid:
            used = used + _used(agreed, posting, _held_for(posting))
    return used


def _earned_before(licence: Licence, currency: str) -> tuple[Money, dict[str, Money]]:
    """How much exclusivity of a licence was earned so far, and what each payable account got of it."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    rows = Entry.objects.filter(posting__kind=Posting.Kind.EXCLUSIVITY, posting__licence_id=licence.pk)
    for code, amount, unit in rows.values_list("account", "amount_minor", "currency"):
        sums[code, unit] += amount
    own = (account(Account.EXCLUSIVITY_HELD, licence.pk), currency)
    paid = {
        code: Money(-amount, unit)
        for (code, unit), amount in sums.items()
        if read(code).kind in PAYABLE_OF.values()
    }
    return Money(sums[own], currency), paid


def close(licence: Licence, *, by: Any) -> None:
    """A licence is over (withdrawn, cancelled or run out): nothing that was earned is taken back.

    Exclusivity is earned up to today; the rest of it is not owed any more, or becomes the brand's credit
    where it was paid. What was paid beforehand and not used becomes the brand's credit as well.
    """
    agreed, today = arrangement(licence), clock.now().date()
    currency = agreed.price.currency
    earn_exclusivity(licence, by=by)
    left = -book.standing(account(Account.EXCLUSIVITY_HELD, licence.pk), currency)
    earned_already = max(_earned_before(licence, currency)[0] - _paid_for(agreed, licence), zero(currency))
    drafts = []
    for each in openings.of_brand(agreed.brand, currency):
        if each.posting.licence_id != licence.pk or not interest.fee_is_open(each) or _returned(each.posting):
            continue
        held = _held_for(each.posting)
        used = _used(agreed, each.posting, held)
        already = min(earned_already, used)  # from a payment that was taken back since
        held, used = min(held - already, left), used - already
        earned_already, left = earned_already - already, left - held
        if held:
            drafts.append(
                entries.exclusivity_returned(
                    agreed,
                    unused=held - min(used, held),
                    used=min(used, held),
                    frame=each.posting.subject,
                    about=each.posting.pk,
                    words=f"Exclusivity ended on {today:%d %b %Y}",
                )
            )
    book.post(drafts, by=by)
    credit = account(Account.BRAND_CREDIT, agreed.brand)
    for kind, what in (
        (Account.EXCLUSIVITY_HELD, "Exclusivity that was paid and not used"),
        (Account.ESCROW, "Paid beforehand and not used"),
    ):
        code = account(kind, licence.pk)
        if left := -book.standing(code, currency):
            reference = _unused("allocated", f"{kind}:{licence.pk}:{today}")
            draft = entries.moved(
                "allocated",
                left,
                reference=reference,
                debit=code,
                credit=credit,
                words=what,
                licence=licence.pk,
            )
            book.post([draft], by=by)
    settle(agreed.brand, currency, by=by)


def _unused(kind: str, reference: str) -> str:
    """A reference for something that can happen more than once on a day."""
    before = Posting.objects.filter(kind=kind, subject__startswith=reference).count()
    return f"{reference}:{before + 1}" if before else reference


def _approvals(licence: Licence) -> list[Posting]:
    rows = Posting.objects.filter(kind=Posting.Kind.APPROVAL, licence_id=licence.pk)
    return list(rows.prefetch_related("entries"))


def _held_for(posting: Posting) -> Money:
    """What one posting put on the account for exclusivity: positive where it was held, negative where used."""
    for entry in posting.entries.all():
        if entry.account.startswith(Account.EXCLUSIVITY_HELD):
            return Money(-entry.amount_minor, entry.currency)
    return zero(posting.entries.all()[0].currency)


def _returned(posting: Posting) -> Posting | None:
    return Posting.objects.filter(kind=Posting.Kind.EXCLUSIVITY_RETURNED, source=posting.pk).first()


def _used(agreed: Arrangement, posting: Posting, held: Money) -> Money:
    starts = min(max(agreed.starts, posting.posted_at.date()), agreed.ends)
    return entries.used_part(held, starts=starts, ends=agreed.ends, today=clock.now().date())
