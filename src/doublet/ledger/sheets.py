"""Tables for spreadsheets, and the same as JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from doublet.kernel.money import Money
from doublet.ledger.holders import names
from doublet.ledger.owing import Owing
from doublet.ledger.statements import Earning, Statement


def table(head: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    """Rows as CSV."""
    return "".join([row(head), *map(row, rows)])


def row(cells: Iterable[object]) -> str:
    """One row. Words that a spreadsheet would run as a formula get a quote in front; amounts are plain decimals."""
    out = io.StringIO()
    csv.writer(out).writerow([_cell(cell) for cell in cells])
    return out.getvalue()


def _cell(cell: object) -> str:
    if isinstance(cell, Money):
        return cell.decimal()
    text = "" if cell is None else str(cell)
    return f"'{text}" if isinstance(cell, str) and text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def statement_table(told: Statement) -> str:
    """A statement as one table: what was open, every earning and movement, what is open now."""
    known = names(line.brand for line in told.lines)
    first, last = told.period.first, told.period.last
    head = (
        "day",
        "kind",
        "what",
        "reference",
        "licence",
        "brand",
        "price_currency",
        "brand_pays",
        "held_for_exclusivity",
    )
    more = (
        "currency",
        "shared_out",
        "agent",
        "mother_agent",
        "crew",
        "platform",
        "model",
        "yours",
        "state",
        "state_on",
    )
    rows: list[list[object]] = [_edge(first if told.period.code else "", "opening", told.opening.together)]
    for line in told.lines:
        parts = [_taken(line, party) for party in ("agent", "mother_agent", "crew", "platform")]
        rows.append(
            [
                *(line.day, line.kind, line.what, line.reference, line.licence, known.get(line.brand, "")),
                *(line.price.currency, line.price, line.held, told.currency, line.split.gross, *parts),
                *(line.split.model, line.mine, line.state.code, line.state.on),
            ]
        )
    for each in told.movements:
        rows.append(
            [
                each.day,
                each.kind,
                each.what,
                each.reference,
                *[""] * 5,
                told.currency,
                *[""] * 6,
                each.amount,
                "",
                "",
            ]
        )
    rows.append(_edge(last if told.period.code else "", "closing", told.closing.together))
    return table((*head, *more), rows)


def _edge(day: object, kind: str, amount: Money) -> list[object]:
    return [day, kind, *[""] * 7, amount.currency, *[""] * 6, amount, "", ""]


def _taken(line: Earning, party: str) -> Money:
    found = Money(0, line.split.gross.currency)
    for share in line.split.shares:
        if share.party == party:
            found = found + share.amount
    return found


def statement_data(told: Statement) -> dict[str, Any]:
    """A statement as plain data, amounts in minor units."""
    return {
        "payee": told.payee,
        "holder": told.holder,
        "currency": told.currency,
        "period": told.period.code,
        "opening_minor": told.opening.together.amount,
        "gross_minor": told.gross.amount,
        "net_minor": told.net.amount,
        "paid_out_minor": told.paid_out.amount,
        "tax_withheld_minor": told.withheld.amount,
        "waiting_minor": told.closing.waiting.amount,
        "ready_minor": told.closing.ready.amount,
        "closing_minor": told.closing.together.amount,
        "commissions": [
            {"party": each.party, "amount_minor": each.amount.amount} for each in told.commissions
        ],
        "brands": [
            {"brand": brand, "amount_minor": amount.amount, "pictures": count}
            for brand, amount, count in told.by_brand()
        ],
        "lines": [_line_data(line) for line in told.lines],
        "movements": [
            {
                "day": each.day.isoformat(),
                "kind": each.kind,
                "what": each.what,
                "amount_minor": each.amount.amount,
                "reference": each.reference,
            }
            for each in told.movements
        ],
    }


def _line_data(line: Earning) -> dict[str, Any]:
    return {
        "day": line.day.isoformat(),
        "kind": line.kind,
        "reference": line.reference,
        "what": line.what,
        "licence": line.licence,
        "brand": line.brand,
        "price_currency": line.price.currency,
        "price_minor": line.price.amount,
        "held_minor": line.held.amount,
        "gross_minor": line.split.gross.amount,
        "model_minor": line.split.model.amount,
        "net_minor": line.mine.amount,
        "commissions": [
            {"party": each.party, "amount_minor": each.amount.amount} for each in line.split.shares
        ],
        "state": line.state.code,
        "state_on": line.state.on.isoformat() if line.state.on else None,
        "due": line.due.isoformat() if line.due else None,
    }


def owing_table(told: Owing) -> str:
    """What a brand owes as a table: what is open, and what happened in the period."""
    head = ("section", "day", "what", "reference", "licence", "due", "currency", "amount", "state")
    rows: list[list[object]] = [["opening", "", "", "", "", "", told.currency, told.opening, ""]]
    rows += [
        ["moved", each.day, each.what, each.posting, "", "", told.currency, each.amount, each.kind]
        for each in told.moved
    ]
    rows.append(["closing", "", "", "", "", "", told.currency, told.closing, ""])
    rows += [
        [
            "open",
            each.day,
            each.what,
            each.frame,
            each.licence,
            each.due,
            told.currency,
            each.amount,
            each.state,
        ]
        for each in told.items
    ]
    rows += [
        ["beforehand", "", str(licence.model), "", licence.pk, "", told.currency, amount, ""]
        for licence, amount in told.beforehand
    ]
    rows.append(["credit", "", "", "", "", "", told.currency, told.credit, ""])
    return table(head, rows)


def owing_data(told: Owing) -> dict[str, Any]:
    """What a brand owes as plain data, amounts in minor units."""
    return {
        "currency": told.currency,
        "period": told.period.code,
        "owed_minor": told.owed.amount,
        "late_minor": told.late.amount,
        "credit_minor": told.credit.amount,
        "opening_minor": told.opening.amount,
        "closing_minor": told.closing.amount,
        "beforehand": [
            {"licence": licence.pk, "amount_minor": amount.amount} for licence, amount in told.beforehand
        ],
        "items": [
            {
                "frame": each.frame,
                "what": each.what,
                "licence": each.licence,
                "day": each.day.isoformat(),
                "due": each.due.isoformat(),
                "amount_minor": each.amount.amount,
                "state": each.state,
                "days_late": each.days_late,
            }
            for each in told.items
        ],
    }
