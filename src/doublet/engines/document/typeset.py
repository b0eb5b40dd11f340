"""From a paper's data to the bytes of its PDF: typst, our templates, our fonts, nothing else.

The data goes in as one JSON string and templates print its strings as text, never as markup.
Only the fonts beside this file are used, and the only date is the paper's own, so the same data
gives the same bytes everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from doublet.engines.document.glyphs import FONTS, printable, unprintable
from doublet.engines.document.papers import (
    Certificate,
    Consent,
    Contract,
    DealMemo,
    Owed,
    Paper,
    Receipt,
    Statement,
)
from doublet.kernel.refusals import BadInput, Refused

_TEMPLATES = Path(__file__).parent / "templates"
_lock = Lock()
_compilers: dict[str, typst.Compiler] = {}


def consent(data: Consent) -> bytes:
    """A consent as PDF/A-2b.

    Raises:
        Refused: one of scope, purpose, rate of pay, duration is empty or too vague (rule FWA-02).
    """
    four = {
        "scope": data.scope,
        "purpose": data.purpose,
        "rate of pay": data.rate_of_pay,
        "duration": data.duration,
    }
    empty = [name for name, words in four.items() if not any(each.strip() for each in words)]
    if empty:
        raise Refused(
            "consent_incomplete",
            f"A consent must state its {', '.join(empty)}.",
            rule="FWA-02",
            hint="State scope, purpose, rate of pay and duration, each in plain words.",
        )
    return _pdf("consent", data, title=f"Consent: {data.kind}", author=data.model.name)


def contract(data: Contract) -> bytes:
    """A licence contract as PDF/A-2b: frozen terms, consent hash, price, withdrawal clock, deal memo.

    Raises:
        Refused: a postal address, the services, the price, the pay date, the terms or the withdrawal
            clock is missing (rule NY-FIFA-01; the clock by the house's own rule).
    """
    needed = {
        "the model's postal address": data.model.lines,
        "the brand's postal address": data.brand.lines,
        "the itemised services": data.services,
        "the price": data.price,
        "the pay date": data.payment,
        "who receives her photos": data.receivers,
        "the frozen terms": data.terms,
        "the withdrawal clock": data.clock,
    }
    missing = [name for name, words in needed.items() if not words]
    if missing:
        raise Refused(
            "contract_incomplete",
            f"A contract cannot be made without {', '.join(missing)}.",
            rule="NY-FIFA-01",
            hint="Fill in what is missing; a contract is printed whole or not at all.",
        )
    return _pdf("contract", data, title=f"Licence {data.reference}", author=data.instance)


def deal_memo(data: DealMemo) -> bytes:
    """A deal memo as PDF/A-2b.

    Raises:
        Refused: the payment term is not stated (rule FWA-11).
    """
    if not any(each.strip() for each in data.payment_term):
        raise Refused(
            "memo_without_payment_term",
            "A deal memo must state when the model is paid.",
            rule="FWA-11",
            hint="State the number of days and what they are counted from.",
        )
    return _pdf("deal_memo", data, title=f"Deal memo {data.reference}", author=data.instance)


def statement(data: Statement) -> bytes:
    """A statement of earnings as PDF/A-2b."""
    return _pdf("statement", data, title=f"Statement {data.reference}", author=data.instance)


def owed(data: Owed) -> bytes:
    """What a brand owes as PDF/A-2b."""
    return _pdf("owed", data, title=f"What is owed {data.reference}", author=data.instance)


def receipt(data: Receipt) -> bytes:
    """A receipt for a payment as PDF/A-2b."""
    return _pdf("receipt", data, title=f"Receipt {data.reference}", author=data.instance)


def certificate(data: Certificate) -> bytes:
    """A deletion certificate as PDF/A-2b."""
    return _pdf("certificate", data, title=f"Deletion certificate {data.reference}", author=data.instance)


def _pdf(template: str, data: Paper, *, title: str, author: str) -> bytes:
    if data.issued.tzinfo is None:
        raise BadInput("time_without_zone", "The time of issue has no time zone.")
    plain = asdict(data) | {"title": title, "author": author}
    plain["issued"] = f"{data.issued.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    missing = unprintable("".join(_strings(plain)))
    fields = _for_print(plain) | {"missing": list(missing)}
    with _lock:
        pdf = _compiler(template).compile(
            format="pdf",
            sys_inputs={"data": json.dumps(fields, ensure_ascii=False, sort_keys=True)},
            pdf_standards="a-2b",
            timestamp=int(data.issued.timestamp()),
        )
    if not isinstance(pdf, bytes):
        raise BadInput("paper_empty", "The paper has no page.")
    return pdf


def _compiler(template: str) -> typst.Compiler:
    if template not in _compilers:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
        _compilers[template] = typst.Compiler(
            str(_TEMPLATES / f"{template}.typ"), root=str(_TEMPLATES), font_paths=fonts
        )
    return _compilers[template]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _strings(each)


def _for_print(value: Any) -> Any:
    """The data with every string made printable; keys are our own words and stay."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _for_print(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_for_print(each) for each in value]
    return value
