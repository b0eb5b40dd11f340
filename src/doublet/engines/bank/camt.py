"""camt.053 (bank to customer statement), versions 2 to 14, read defensively.

No document type, no entities, no network, no huge trees; only entries that are booked count. What the file
says twice (an entry and its details) is held against each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from lxml import etree

from doublet.engines.bank.shapes import (
    Movement,
    Statement,
    broken,
    day,
    decimal,
    made_up_reference,
    refuse_length,
    refuse_size,
    words,
)
from doublet.kernel.money import Money

_NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:(camt\.053\.001\.(0[2-9]|1[0-4]))")
_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)


def read_camt(data: bytes) -> list[Statement]:
    """Every statement of a file.

    Raises:
        BadInput: not a camt.053 file, broken, too large, with a document type, or sums that do not fit.
    """
    refuse_size(data)
    root = _parsed(data)
    found = _NAMESPACE.fullmatch(etree.QName(root).namespace or "")
    if not found or etree.QName(root).localname != "Document":
        raise broken("The file", "it is no camt.053 statement")
    statements = [_statement(element, found[1]) for element in root.findall("{*}BkToCstmrStmt/{*}Stmt")]
    if not statements:
        raise broken("The file", "there is no statement in it")
    refuse_length(sum(len(one.movements) for one in statements))
    return statements


def _parsed(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise broken(f"Line {line}" if line else "The file", "it is no whole XML") from None
    if root.getroottree().docinfo.doctype:
        raise broken("The file", "it has a document type, which no bank's statement has")
    return root


def _statement(element: etree._Element, form: str) -> Statement:
    number = words(element.findtext("{*}Id"), 60)
    where = f"Statement {number or '?'}"
    opening = _balance(element, _OPENING, where)
    closing = _balance(element, _CLOSING, where)
    currency = words(element.findtext("{*}Acct/{*}Ccy"), 3)
    if not currency:
        first = element.find("{*}Bal/{*}Amt")
        first = element.find("{*}Ntry/{*}Amt") if first is None else first
        currency = str(first.get("Ccy") or "") if first is not None else ""
    movements = []
    for at, entry in enumerate(element.findall("{*}Ntry"), 1):
        status = entry.findtext("{*}Sts/{*}Cd") or entry.findtext("{*}Sts") or ""
        if status.strip() == "BOOK":
            movements += list(_movements(entry, currency, f"{where}, entry {at}"))
    return Statement(
        form,
        number,
        re.sub(r"\s", "", words(element.findtext("{*}Acct/{*}Id/{*}IBAN"), 40)),
        currency,
        opening[0] if opening else None,
        closing[0] if closing else None,
        opening[1] if opening else None,
        closing[1] if closing else None,
        tuple(movements),
    )


def _balance(element: etree._Element, kinds: tuple[str, ...], where: str) -> tuple[date, Money] | None:
    for kind in kinds:
        for balance in element.findall("{*}Bal"):
            if balance.findtext("{*}Tp/{*}CdOrPrtry/{*}Cd") == kind:
                at = balance.findtext("{*}Dt/{*}Dt") or balance.findtext("{*}Dt/{*}DtTm")
                return day(at, f"{where}, balance {kind}"), _signed(balance, f"{where}, balance {kind}")
    return None


def _movements(entry: etree._Element, currency: str, where: str) -> Iterator[Movement]:
    """One for each payment of an entry, where the bank says which they are; one for the whole entry otherwise."""
    whole = _signed(entry, where)
    if whole.currency != currency:
        raise broken(where, f"it is in {whole.currency}, the account in {currency}")
    if not whole:
        return
    details = entry.findall("{*}NtryDtls/{*}TxDtls")
    parts = [_part(detail, whole, where) for detail in details]
    sums = (
        all(part is not None for part in parts) and sum(part.amount for part in parts if part) == whole.amount
    )
    if len(details) > 1 and sums:
        for at, (detail, part) in enumerate(zip(details, parts, strict=True), 1):
            assert part is not None
            if part:
                yield _movement(entry, detail, part, where, f"/{at}")
    else:
        yield _movement(entry, details[0] if len(details) == 1 else None, whole, where, "")


def _part(detail: etree._Element, whole: Money, where: str) -> Money | None:
    """What one payment of an entry is, with the entry's sign where it has none of its own."""
    amount = detail.find("{*}Amt")
    amount = detail.find("{*}AmtDtls/{*}TxAmt/{*}Amt") if amount is None else amount
    if amount is None or amount.get("Ccy") != whole.currency:
        return None
    told = decimal(amount.text, whole.currency, where)
    own = detail.findtext("{*}CdtDbtInd")
    return -told if (own == "DBIT" if own else whole.amount < 0) else told


def _movement(
    entry: etree._Element, detail: etree._Element | None, amount: Money, where: str, part: str
) -> Movement:
    at = entry.findtext("{*}BookgDt/{*}Dt") or entry.findtext("{*}BookgDt/{*}DtTm")
    at = at or entry.findtext("{*}ValDt/{*}Dt") or entry.findtext("{*}ValDt/{*}DtTm")
    booked_on = day(at, where)
    inner = entry if detail is None else detail
    other = "Dbtr" if amount.amount > 0 else "Cdtr"
    returned = _returned(inner)
    if returned:  # the money is ours coming back: the other side is whom we had paid
        other = "Cdtr"
    names = (f"{{*}}RltdPties/{{*}}{other}/{{*}}Pty/{{*}}Nm", f"{{*}}RltdPties/{{*}}{other}/{{*}}Nm")
    counterparty = words(next((name for path in names if (name := inner.findtext(path))), ""), 140)
    text = _text(entry, inner)
    end_to_end = words(inner.findtext("{*}Refs/{*}EndToEndId"), 35)
    own = words(entry.findtext("{*}AcctSvcrRef") or inner.findtext("{*}Refs/{*}AcctSvcrRef"), 52)
    mark = (
        f"{own}{part}" if own else made_up_reference(booked_on, amount, counterparty, text, end_to_end, part)
    )
    batch = entry.findtext("{*}NtryDtls/{*}Btch/{*}PmtInfId") or entry.findtext(
        "{*}NtryDtls/{*}Btch/{*}MsgId"
    )
    return Movement(
        booked_on,
        amount,
        mark,
        counterparty,
        text,
        "" if end_to_end == "NOTPROVIDED" else end_to_end,
        returned,
        words(batch, 35) if detail is None else "",
    )


def _returned(inner: etree._Element) -> str:
    code = inner.findtext("{*}RtrInf/{*}Rsn/{*}Cd") or inner.findtext("{*}RtrInf/{*}Rsn/{*}Prtry")
    more = inner.findtext("{*}RtrInf/{*}AddtlInf")
    if inner.find("{*}RtrInf") is None:
        return ""
    return words(f"{code or ''} {more or ''}", 140) or "returned"


def _text(entry: etree._Element, inner: etree._Element) -> str:
    lines = [line.text for line in inner.findall("{*}RmtInf/{*}Ustrd")]
    lines += [line.text for line in inner.findall("{*}RmtInf/{*}Strd/{*}CdtrRefInf/{*}Ref")]
    lines += [inner.findtext("{*}AddtlTxInf") or entry.findtext("{*}AddtlNtryInf")]
    return words(" ".join(line for line in lines if line), 500)


def _signed(element: etree._Element, where: str) -> Money:
    """An amount with the sign of its indicator. An entry that undoes another has its own direction too."""
    amount = element.find("{*}Amt")
    direction = element.findtext("{*}CdtDbtInd")
    if amount is None or direction not in ("CRDT", "DBIT"):
        raise broken(where, "it has no amount or no direction")
    told = decimal(amount.text, str(amount.get("Ccy") or ""), where)
    return told if direction == "CRDT" else -told
