"""Reading a bank's statement: its lines are kept, once each, and what is clear is settled at once.

The lines are written in one step and settled one by one, each in a step of its own, so that a reader that is
killed is carried on by reading the same file again.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from doublet.engines import bank
from doublet.engines.bank import Columns, Movement, Statement
from doublet.kernel import audit
from doublet.kernel.acting import action
from doublet.kernel.money import Money
from doublet.kernel.refusals import Refused
from doublet.ledger import book
from doublet.ledger.accounts import Account, account
from doublet.ledger.bank import matching
from doublet.ledger.models import BankLine, BankStatement
from doublet.people import factors, rights
from doublet.people.models import User


def reconcile(*, by: User, data: bytes, columns: Columns | None = None, key: str = "") -> list[BankStatement]:
    """Read a file and settle what is clear. The same file again changes nothing.

    Returns:
        The statements in it; their lines say what became of each.

    Raises:
        BadInput: the file cannot be read; nothing was written.
    """
    statements = [
        _write_down(by=by, told=told, sha256=_sha256(data, at), key=f"{key}:{at}" if key else "")
        for at, told in enumerate(bank.read(data, columns))
    ]
    for statement in statements:
        settle_lines(by=by, statement=statement)
    return statements


def settle_lines(*, by: User, statement: BankStatement) -> None:
    """Settle what is clear of the lines that nobody has looked at: money that went out first, then what came in."""
    rights.must_be_operator(by)
    fresh = statement.lines.filter(status="open", why="")
    for line in sorted(fresh, key=lambda one: (one.amount_minor > 0, one.number)):
        try:
            matching.settle_line(by=by, line=line)
        except Refused as refused:
            matching.left_open(line=line, why=refused.reason)


@dataclass(frozen=True)
class Standing:
    """The balance that a statement ends with, beside the books."""

    bank: Money
    books: Money

    @property
    def difference(self) -> Money:
        """What the bank has more than the books know of."""
        return self.bank - self.books


def standing(statement: BankStatement) -> Standing | None:
    """The bank's closing balance against the books of today; None where the file names no balance."""
    if statement.closing_minor is None:
        return None
    books = book.standing(account(Account.BANK_CLEARING), statement.currency)
    return Standing(Money(statement.closing_minor, statement.currency), books)


@action
def _write_down(*, by: User, told: Statement, sha256: str, key: str) -> BankStatement:
    rights.must_be_operator(by)
    factors.must_hold(by)
    asked = book.once(key, by=by, action="reconcile", sha256=sha256)
    known = BankStatement.objects.filter(sha256=sha256).first()
    if known:
        return known
    prints = _fingerprints(told)
    before = set(
        BankLine.objects.filter(fingerprint__in=prints).values_list("fingerprint", flat=True)
        if prints
        else ()
    )
    row = BankStatement.objects.create(
        sha256=sha256,
        form=told.form,
        number=told.number,
        iban=told.iban[:34],
        currency=told.currency,
        opens_on=told.opens_on,
        closes_on=told.closes_on,
        opening_minor=told.opening.amount if told.opening is not None else None,
        closing_minor=told.closing.amount if told.closing is not None else None,
        known_lines=len(before),
        read_by=by,
    )
    BankLine.objects.bulk_create(
        _line(row, number, mark, one)
        for number, (mark, one) in enumerate(zip(prints, told.movements, strict=True), 1)
        if mark not in before
    )
    audit.record(
        "bank.statement_read", actor=by, subject=row, sha256=sha256, lines=len(prints), known=len(before)
    )
    asked.done(row)
    return row


def _fingerprints(told: Statement) -> list[str]:
    """A line is the same in every statement that shows it: a day's, a month's."""
    seen: dict[tuple[object, ...], int] = {}
    marks = []
    for one in told.movements:
        same = (told.iban, one.booked_on.isoformat(), one.amount.amount, one.amount.currency, one.reference)
        seen[same] = seen.get(same, 0) + 1
        marks.append(sha256(repr((*same, seen[same])).encode()).hexdigest())
    return marks


def _line(statement: BankStatement, number: int, mark: str, one: Movement) -> BankLine:
    return BankLine(
        statement=statement,
        number=number,
        fingerprint=mark,
        booked_on=one.booked_on,
        amount_minor=one.amount.amount,
        currency=one.amount.currency,
        counterparty=one.counterparty,
        text=f"{one.text} {one.batch}".strip()[:500],
        end_to_end=one.end_to_end,
        reference=one.reference,
        returned=one.returned,
    )


def _sha256(data: bytes, at: int) -> str:
    """Of the file, and of which statement in it."""
    return sha256(data + (f"#{at}".encode() if at else b"")).hexdigest()
