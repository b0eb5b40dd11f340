"""A bank that does not exist, and the statement that it would send: camt.053.001.08, valid against its schema."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lxml import etree

from doublet.kernel.money import Money

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


@dataclass(frozen=True)
class Booked:
    """One line of the statement. `returned` is an ISO code where a payment of ours came back."""

    amount: Money
    counterparty: str
    reference: str
    text: str = ""
    end_to_end: str = ""
    returned: str = ""


def statement(
    lines: Sequence[Booked], *, number: str, iban: str, opening: Money, on: date, created: datetime
) -> bytes:
    """A statement of one day. The closing balance is the opening one and everything that moved."""
    closing = opening
    for line in lines:
        closing = closing + line.amount
    document = etree.Element(f"{{{NAMESPACE}}}Document", nsmap={None: NAMESPACE})
    message = _add(document, "BkToCstmrStmt")
    header = _add(message, "GrpHdr")
    _add(header, "MsgId", number)
    _add(header, "CreDtTm", created.isoformat(timespec="seconds"))
    told = _add(message, "Stmt")
    _add(told, "Id", number)
    _add(told, "CreDtTm", created.isoformat(timespec="seconds"))
    account = _add(told, "Acct")
    _add(_add(account, "Id"), "IBAN", iban)
    _add(account, "Ccy", opening.currency)
    for kind, balance in (("OPBD", opening), ("CLBD", closing)):
        row = _add(told, "Bal")
        _add(_add(_add(row, "Tp"), "CdOrPrtry"), "Cd", kind)
        _amount(row, balance)
        _add(_add(row, "Dt"), "Dt", on.isoformat())
    for line in lines:
        _entry(told, line, on)
    return etree.tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _entry(told: etree._Element, line: Booked, on: date) -> None:
    entry = _add(told, "Ntry")
    _amount(entry, line.amount)
    _add(_add(entry, "Sts"), "Cd", "BOOK")
    _add(_add(entry, "BookgDt"), "Dt", on.isoformat())
    _add(entry, "AcctSvcrRef", line.reference)
    _add(_add(_add(entry, "BkTxCd"), "Prtry"), "Cd", "TRANSFER")
    detail = _add(_add(entry, "NtryDtls"), "TxDtls")
    if line.end_to_end:
        _add(_add(detail, "Refs"), "EndToEndId", line.end_to_end)
    side = "Cdtr" if line.amount.amount < 0 or line.returned else "Dbtr"
    _add(_add(_add(_add(detail, "RltdPties"), side), "Pty"), "Nm", line.counterparty)
    if line.text:
        _add(_add(detail, "RmtInf"), "Ustrd", line.text)
    if line.returned:
        _add(_add(_add(detail, "RtrInf"), "Rsn"), "Cd", line.returned)


def _amount(parent: etree._Element, amount: Money) -> None:
    """Amounts have no sign; the indicator beside them says which way the money went."""
    plain = amount if amount.amount >= 0 else -amount
    _add(parent, "Amt", plain.decimal()).set("Ccy", amount.currency)
    _add(parent, "CdtDbtInd", "CRDT" if amount.amount >= 0 else "DBIT")


def _add(parent: etree._Element, tag: str, text: str | None = None) -> etree._Element:
    child = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    child.text = text
    return child
