"""The ledger as plain text for Beancount: `bean-check` reads it and proves every balance by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from doublet.kernel.money import EXPONENTS
from doublet.ledger.accounts import Account, read
from doublet.ledger.export.books import Books, Posted, meaning

ROOTS: dict[Account, str] = {
    Account.BANK_CLEARING: "Assets:Bank",
    Account.PAYOUT_CLEARING: "Liabilities:Payouts-On-Their-Way",
    Account.EXCHANGE: "Equity:Exchange",
    Account.FEES: "Expenses:Bank-Fees",
    Account.LOSSES: "Expenses:Losses",
    Account.PLATFORM_PENDING: "Income:Fee-Pending",
    Account.PLATFORM_REVENUE: "Income:Fee",
    Account.TAX_PAYABLE: "Liabilities:Tax",
    Account.BRAND_RECEIVABLE: "Assets:Receivable",
    Account.BRAND_CREDIT: "Liabilities:Brand-Credit",
    Account.ESCROW: "Liabilities:Escrow",
    Account.EXCLUSIVITY_HELD: "Liabilities:Exclusivity",
    Account.MODEL_PENDING: "Liabilities:Models-Pending",
    Account.MODEL_PAYABLE: "Liabilities:Models",
    Account.AGENT_PENDING: "Liabilities:Agencies-Pending",
    Account.AGENT_PAYABLE: "Liabilities:Agencies",
    Account.MOTHER_AGENT_PENDING: "Liabilities:Mother-Agencies-Pending",
    Account.MOTHER_AGENT_PAYABLE: "Liabilities:Mother-Agencies",
    Account.CREW_PENDING: "Liabilities:Crew-Pending",
    Account.CREW_PAYABLE: "Liabilities:Crew",
}
"""Where each kind of account stands among Beancount's five. Debits are positive there as here."""


def lines(books: Books) -> Iterator[str]:
    """The file, line by line: options, commodities, accounts, postings in order, balances at the end."""
    start = books.period.first if books.period.code else books.first
    yield 'option "title" "Ledger of the platform"'
    for currency in books.currencies:
        yield f'option "operating_currency" "{currency}"'
    yield ""
    for currency in books.currencies:
        yield f"{start} commodity {currency}"
    known = _names(books.accounts)
    for code in books.accounts:
        yield ""
        yield f"{start} open {known[code]}"
        yield f"  code: {_text(code)}"
        yield f"  meaning: {_text(meaning(code))}"
        if name := books.name_of(code):
            yield f"  name: {_text(name)}"
    if books.opening:
        yield ""
        yield f'{start} * "Balances brought forward"'
        yield '  kind: "opening"'
        for (code, currency), amount in books.opening.items():
            yield f"  {known[code]}  {_amount(amount, currency)}"
    for posted in books.postings():
        yield from _posting(posted, known)
    yield ""
    after = min(books.last, books.period.last) + timedelta(days=1)
    for (code, currency), amount in books.balances.items():
        yield f"{max(after, start)} balance {known[code]}  {_amount(amount, currency)}"


def _posting(posted: Posted, known: dict[str, str]) -> Iterator[str]:
    yield ""
    yield f"{posted.at:%Y-%m-%d} * {_text(posted.words or posted.title)}"
    yield f'  posting: "{posted.id}"'
    yield f'  kind: "{posted.kind}"'
    yield f'  time: "{posted.at:%H:%M:%S}"'
    for name, value in (("subject", posted.subject), ("licence", posted.licence), ("source", posted.source)):
        if value:
            yield f"  {name}: {_text(value)}"
    if posted.due:
        yield f"  due: {posted.due}"
    for entry in posted.entries:
        yield f"  {known[entry.account]}  {_amount(entry.amount, entry.currency)}"


def _names(codes: list[str]) -> dict[str, str]:
    """A name for each account that Beancount takes: letters, digits and dashes, a capital or a digit first.

    Two codes that would read alike are told apart by a number.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for code in codes:
        told = read(code)
        plain = "".join(c if c.isascii() and c.isalnum() else "-" for c in told.holder)
        wanted = ROOTS[told.kind] + (f":{plain[:1].upper()}{plain[1:]}" if plain.strip("-") else "")
        wanted = wanted.replace(":-", ":X-")
        name, number = wanted, 2
        while name in taken:
            name, number = f"{wanted}-{number}", number + 1
        taken.add(name)
        names[code] = name
    return names


def _amount(amount: int, currency: str) -> str:
    places = EXPONENTS[currency]
    whole, part = divmod(abs(amount), 10**places)
    sign = "-" if amount < 0 else ""
    return f"{sign}{whole}{f'.{part:0{places}d}' if places else ''} {currency}"


def _text(words: str) -> str:
    flat = " ".join(words.split())
    return '"' + flat.replace("\\", "\\\\").replace('"', '\\"') + '"'
