"""The two payout files: pain.001.001.09 (credit transfer initiation) and CSV."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lxml import etree

from doublet.engines.payout.iban import iban
from doublet.kernel.money import Money, total
from doublet.kernel.refusals import BadInput

DEMONSTRATION = "DEMONSTRATION"
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"

_NAME_MAX = 70
_REFERENCE_MAX = 35
_ROWS_MAX = 10_000


@dataclass(frozen=True, slots=True)
class PayoutRow:
    """One transfer: to whom, how much, and the reference that the ledger knows it by."""

    iban: str
    name: str
    amount: Money
    reference: str


@dataclass(frozen=True, slots=True)
class Debtor:
    """Who pays. ``demonstration`` marks a stand-in: the file then says so in every field a person reads."""

    name: str
    iban: str
    demonstration: bool


def payout_file(
    rows: Sequence[PayoutRow], *, debtor: Debtor, currency: str, execution_date: date, created: datetime
) -> bytes:
    """A pain.001.001.09 file in UTF-8. The same input gives the same bytes, ids included.

    Args:
        rows: one transfer each; a reference stands once.
        debtor: who pays; its IBAN is checked too.
        currency: of every row. EUR goes as a SEPA transfer, others as an ordinary one.
        execution_date: when the bank is to carry it out.
        created: when the file was made, with its zone.

    Raises:
        BadInput: no rows or too many, a wrong IBAN, an amount that is not positive or in another
            currency, a name or reference that is empty or a reference that stands twice or cannot be written.
    """
    checked = [_checked(row, currency) for row in rows]
    _refuse_set(checked)
    if created.tzinfo is None:
        raise BadInput("time_without_zone", "The time of creation has no time zone.")
    sum_of_all = total([row.amount for row in checked], currency).decimal()
    number = _message_id(checked, debtor, currency, execution_date)

    document = etree.Element(f"{{{NAMESPACE}}}Document", nsmap={None: NAMESPACE})
    if debtor.demonstration:
        document.append(etree.Comment(f" {DEMONSTRATION}: made by a stand-in. Do not send this to a bank. "))
    message = _add(document, "CstmrCdtTrfInitn")
    header = _add(message, "GrpHdr")
    _add(header, "MsgId", number)
    _add(header, "CreDtTm", created.isoformat(timespec="seconds"))
    _add(header, "NbOfTxs", str(len(checked)))
    _add(header, "CtrlSum", sum_of_all)
    _add(_add(header, "InitgPty"), "Nm", _payer_name(debtor))

    payment = _add(message, "PmtInf")
    _add(payment, "PmtInfId", f"{number}-1")
    _add(payment, "PmtMtd", "TRF")
    _add(payment, "BtchBookg", "false")  # one line a payment in the statement, so that each is found again
    _add(payment, "NbOfTxs", str(len(checked)))
    _add(payment, "CtrlSum", sum_of_all)
    if currency == "EUR":
        _add(_add(_add(payment, "PmtTpInf"), "SvcLvl"), "Cd", "SEPA")
    _add(_add(payment, "ReqdExctnDt"), "Dt", execution_date.isoformat())
    _add(_add(payment, "Dbtr"), "Nm", _payer_name(debtor))
    _account(payment, "DbtrAcct", iban(debtor.iban))
    _add(_add(_add(_add(payment, "DbtrAgt"), "FinInstnId"), "Othr"), "Id", "NOTPROVIDED")
    _add(payment, "ChrgBr", "SLEV" if currency == "EUR" else "SHAR")
    for row in checked:
        _transfer(payment, row, demonstration=debtor.demonstration)
    return etree.tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def csv_file(rows: Sequence[PayoutRow], *, debtor: Debtor, currency: str, execution_date: date) -> bytes:
    """The same transfers as CSV (UTF-8, comma, CRLF), one a line, for a bank's upload form or a spreadsheet.

    A cell that a spreadsheet would run as a formula is written with an apostrophe before it.

    Raises:
        BadInput: as :func:`payout_file`.
    """
    checked = [_checked(row, currency) for row in rows]
    _refuse_set(checked)
    iban(debtor.iban)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["name", "iban", "amount", "currency", "reference", "execution_date", "note"])
    note = DEMONSTRATION if debtor.demonstration else ""
    for row in checked:
        cells = [
            row.name,
            row.iban,
            row.amount.decimal(),
            currency,
            row.reference,
            execution_date.isoformat(),
            note,
        ]
        writer.writerow([_inert(cell) for cell in cells])
    return out.getvalue().encode()


def _checked(row: PayoutRow, currency: str) -> PayoutRow:
    if row.amount.currency != currency:
        raise BadInput(
            "mixed_currencies",
            f"{row.reference} is {row.amount}; this file is in {currency}.",
            hint="Make one file for each currency.",
        )
    if row.amount.amount <= 0:
        raise BadInput("amount_not_positive", f"{row.reference} is {row.amount}, which cannot be paid out.")
    name = _printable(row.name)
    if not name:
        raise BadInput(
            "name_missing", f"{row.reference} has no name.", hint="Give the account holder's name."
        )
    if not re.fullmatch(rf"(?!/)(?!.*//)[A-Za-z0-9/?:().,'+ -]{{1,{_REFERENCE_MAX}}}(?<!/)", row.reference):
        raise BadInput(
            "reference_unreadable",
            f"The reference {row.reference[:40]!r} cannot stand in a bank file.",
            hint=f"Use at most {_REFERENCE_MAX} plain letters, digits, spaces and - . , ( ) ' + ? :",
        )
    return PayoutRow(iban(row.iban), name, row.amount, row.reference)


def _refuse_set(rows: Sequence[PayoutRow]) -> None:
    if not rows:
        raise BadInput("no_payouts", "There is nothing to pay out.")
    if len(rows) > _ROWS_MAX:
        raise BadInput("too_many_payouts", f"{len(rows)} transfers are too many for one file of {_ROWS_MAX}.")
    seen: set[str] = set()
    for row in rows:
        if row.reference in seen:
            raise BadInput(
                "reference_twice", f"The reference {row.reference} stands twice; it would be paid twice."
            )
        seen.add(row.reference)


def _printable(name: str) -> str:
    kept = (c if unicodedata.category(c)[0] != "C" else " " for c in unicodedata.normalize("NFC", name))
    return " ".join("".join(kept).split())[:_NAME_MAX].rstrip()


def _payer_name(debtor: Debtor) -> str:
    name = _printable(debtor.name)
    if not name:
        raise BadInput("name_missing", "The payer has no name.")
    return f"{DEMONSTRATION} {name}"[:_NAME_MAX] if debtor.demonstration else name


def _message_id(rows: Sequence[PayoutRow], debtor: Debtor, currency: str, execution_date: date) -> str:
    """An id that is the same for the same transfers, so that a bank refuses the second upload."""
    content = repr([(row.iban, row.amount.amount, row.reference) for row in rows])
    told = f"{content}{debtor.iban}{currency}{execution_date}".encode()
    prefix = "DEMO" if debtor.demonstration else "PAY"
    return f"{prefix}-{execution_date:%Y%m%d}-{hashlib.sha256(told).hexdigest()[:16].upper()}"


def _transfer(payment: etree._Element, row: PayoutRow, *, demonstration: bool) -> None:
    transfer = _add(payment, "CdtTrfTxInf")
    _add(_add(transfer, "PmtId"), "EndToEndId", row.reference)
    amount = _add(_add(transfer, "Amt"), "InstdAmt", row.amount.decimal())
    amount.set("Ccy", row.amount.currency)
    _add(_add(transfer, "Cdtr"), "Nm", row.name)
    _account(transfer, "CdtrAcct", row.iban)
    text = f"{DEMONSTRATION} {row.reference}" if demonstration else row.reference
    _add(_add(transfer, "RmtInf"), "Ustrd", text)


def _account(parent: etree._Element, tag: str, number: str) -> None:
    _add(_add(_add(parent, tag), "Id"), "IBAN", number)


def _add(parent: etree._Element, tag: str, text: str | None = None) -> etree._Element:
    child = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    child.text = text
    return child


def _inert(cell: str) -> str:
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@"} else cell
