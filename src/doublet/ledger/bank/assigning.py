"""What a person decides about a line that was not clear."""

from __future__ import annotations

from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.money import Money
from doublet.kernel.moves import move
from doublet.kernel.refusals import BadInput, Conflict
from doublet.ledger import book, entries
from doublet.ledger.accounts import Account, account
from doublet.ledger.bank.matching import SURE, amount_of, in_the_books
from doublet.ledger.brand_money import note_payment
from doublet.ledger.drafts import Draft, Line, without_zeros
from doublet.ledger.models import BankLine, BankStatement, PayoutItem
from doublet.licences.models import Licence
from doublet.people import factors, rights
from doublet.people.models import Brand, User


@action
def confirm(*, by: User, line: BankLine, key: str = "") -> BankLine:
    """Yes, the proposal is right: the payment is noted."""
    row, asked = _taken(by, line, key, "confirm")
    if asked.answer:
        return row
    if row.status != BankLine.Status.PROPOSED or row.brand is None:
        raise Conflict("nothing_proposed", "Nothing is proposed for this line.", rule="HOUSE-STATE")
    licence = Licence.objects.filter(pk=row.licence_id).first() if row.licence_id else None
    return _noted(row, by, row.brand, licence, row.why, asked)


@action
def confirm_all(*, by: User, statement: BankStatement) -> int:
    """Every proposal of a statement that rests on a reference. Answers how many; the others need a look each."""
    rows = list(statement.lines.filter(status="proposed", why__in=SURE))
    for line in rows:
        confirm(by=by, line=line)
    return len(rows)


@action
def assign(
    *, by: User, line: BankLine, brand: Brand, licence: Licence | None = None, key: str = ""
) -> BankLine:
    """Money that came in is this brand's, for one licence where it was paid beforehand."""
    row, asked = _taken(by, line, key, "assign", brand=brand.pk, licence=licence.pk if licence else "")
    if asked.answer:
        return row
    if row.amount_minor < 0:
        raise BadInput("money_went_out", "This money went out; it is no payment of a brand.")
    return _noted(row, by, brand, licence, f"Assigned by {by}", asked)


@action
def note_fee(*, by: User, line: BankLine, key: str = "") -> BankLine:
    """Money that went out is the bank's own charge; the house bears it."""
    row, asked = _taken(by, line, key, "note_fee")
    if asked.answer:
        return row
    _must_have_gone_out(row)
    draft = entries.moved(
        "reclassified",
        amount_of(row),
        reference=f"fee:{row.pk}",
        debit=account(Account.FEES),
        credit=account(Account.BANK_CLEARING),
        words=f"Charged by the bank: {row.text or row.counterparty}"[:200],
    )
    in_the_books(row, book.post([draft], by=by)[0], "A charge of the bank", by)
    row.save()
    asked.done(row)
    return row


@action
def paid_after_all(*, by: User, line: BankLine, key: str = "") -> BankLine:
    """A payout that was cancelled or came back here was paid by the bank: it counts as paid out.

    What is owed to her is less by it; where she was paid again meanwhile, the house bears it and asks her.
    """
    row, asked = _taken(by, line, key, "paid_after_all")
    if asked.answer:
        return row
    _must_have_gone_out(row)
    item = PayoutItem.objects.filter(reference=row.end_to_end, status="returned").first()
    if item is None or item.net_minor != -row.amount_minor:
        raise BadInput("no_such_payout", "This line names no payout of this amount that came back.")
    amount = amount_of(row)
    owed = -book.standing(item.account, row.currency)
    hers = min(owed, amount)
    lines = (
        Line(item.account, hers),
        Line(account(Account.LOSSES), amount - hers),
        Line(account(Account.BANK_CLEARING), -amount),
    )
    words = f"Paid out to {item.name} after all"
    draft = Draft("payout", f"{item.pk}:after", without_zeros(lines), words, source=item.payout_id)
    in_the_books(row, book.post([draft], by=by)[0], words, by)
    row.save()
    asked.done(row)
    return row


@action
def set_aside(*, by: User, line: BankLine, why: str, key: str = "") -> BankLine:
    """Not the house's matter: the operator's own money on the same account."""
    why = " ".join(why.split())[:200]
    row, asked = _taken(by, line, key, "set_aside", why=why)
    if asked.answer:
        return row
    if len(why) < 3:
        raise BadInput("reason_missing", "Say what it is, in a few words.")
    move(row, BankLine.Status.SET_ASIDE, "This line cannot be set aside")
    return _decided(row, by, why, asked)


@action
def reopen(*, by: User, line: BankLine, key: str = "") -> BankLine:
    """Look at it again: a proposal that is wrong, or something that was set aside."""
    row, asked = _taken(by, line, key, "reopen")
    if asked.answer:
        return row
    move(row, BankLine.Status.OPEN, "This line cannot be looked at again")
    row.brand, row.licence_id = None, ""
    return _decided(row, by, "To be looked at again", asked)


def _taken(by: User, line: BankLine, key: str, what: str, **content: object) -> tuple[BankLine, book.Asked]:
    rights.must_be_operator(by)
    factors.must_hold(by)
    asked = book.once(key, by=by, action=f"bank.{what}", line=line.pk, **content)
    audit.lock()
    return BankLine.objects.select_for_update(of=("self",)).select_related("brand").get(pk=line.pk), asked


def _noted(
    row: BankLine, by: User, brand: Brand, licence: Licence | None, why: str, asked: book.Asked
) -> BankLine:
    amount = Money(row.amount_minor, row.currency)
    posting = note_payment(by=by, brand=brand, amount=amount, reference=row.reference, licence=licence)
    row.brand, row.licence_id = brand, licence.pk if licence else ""
    in_the_books(row, posting, why, by)
    row.save()
    asked.done(row)
    return row


def _decided(row: BankLine, by: User, why: str, asked: book.Asked) -> BankLine:
    row.why, row.decided_by, row.decided_at = why, by, clock.now()
    row.save()
    audit.record(f"bank.line_{row.status}", actor=by, subject=row, why=why)
    asked.done(row)
    return row


def _must_have_gone_out(row: BankLine) -> None:
    if row.amount_minor > 0:
        raise BadInput("money_came_in", "This money came in; it is nothing that was paid.")
