"""The ledger as a table and as JSON: one row, or one object, for each posting and each of its entries."""

from __future__ import annotations

import json
from collections.abc import Iterator

from doublet.kernel.money import Money
from doublet.ledger.accounts import read
from doublet.ledger.export.books import Books, Entered, Posted, meaning
from doublet.ledger.sheets import row

HEAD = (
    *("posting", "day", "time", "kind", "subject", "licence", "source", "due"),
    *("account", "account_kind", "holder", "currency", "amount", "amount_minor"),
)
_NAMED = ("holder_name", "words")


def csv_lines(books: Books) -> Iterator[str]:
    """One row for each entry, in the order of the books; what was before a period stands as kind ``opening``."""
    yield row((*HEAD, *(_NAMED if books.named else ()))).rstrip()
    for (code, currency), amount in books.opening.items():
        entry = Entered(code, amount, currency)
        yield _row(["", books.period.first, "", "opening", "", "", "", ""], entry, books, "")
    for posted in books.postings():
        first = [posted.id, f"{posted.at:%Y-%m-%d}", f"{posted.at:%H:%M:%S}", posted.kind]
        more = [posted.subject, posted.licence, posted.source, posted.due]
        for entry in posted.entries:
            yield _row([*first, *more], entry, books, posted.words)


def _row(first: list[object], entry: Entered, books: Books, words: str) -> str:
    told = read(entry.account)
    cells = [*first, entry.account, str(told.kind), told.holder, entry.currency]
    cells += [Money(entry.amount, entry.currency), entry.amount]
    if books.named:
        cells += [books.name_of(entry.account), words]
    return row(cells).rstrip("\r\n")


def json_lines(books: Books) -> Iterator[str]:
    """One JSON document, a posting a line."""
    head = {
        "format": "doublet-ledger-1",
        "period": books.period.code,
        "sign": "debits are positive, credits negative; amounts in minor units",
        "currencies": books.currencies,
        "accounts": [_account(code, books) for code in books.accounts],
        "opening": _balances(books.opening),
        "balances": _balances(books.balances),
    }
    yield json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ",\n"
    yield ' "postings": ['
    before = ""
    for posted in books.postings():
        yield before + "  " + json.dumps(_posting(posted), ensure_ascii=False)
        before = ","
    yield " ]\n}"


def _account(code: str, books: Books) -> dict[str, str]:
    told = read(code)
    name = books.name_of(code)
    plain = {"code": code, "kind": str(told.kind), "holder": told.holder, "meaning": meaning(code)}
    return plain | ({"name": name} if name else {})


def _balances(places: dict[tuple[str, str], int]) -> list[dict[str, str | int]]:
    return [
        {"account": code, "currency": currency, "amount_minor": amount}
        for (code, currency), amount in places.items()
    ]


def _posting(posted: Posted) -> dict[str, object]:
    return {
        "id": posted.id,
        "at": f"{posted.at:%Y-%m-%dT%H:%M:%SZ}",
        "kind": posted.kind,
        "subject": posted.subject,
        "licence": posted.licence,
        "source": posted.source,
        "due": posted.due.isoformat() if posted.due else None,
        "words": posted.words,
        "entries": [[entry.account, entry.amount, entry.currency] for entry in posted.entries],
    }
