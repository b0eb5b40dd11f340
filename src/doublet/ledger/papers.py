"""Statements on paper: the same numbers as the page, sealed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from doublet.consents.papers import FICTIONAL, STAND_IN, identity, person
from doublet.engines import document
from doublet.kernel.money import Money
from doublet.ledger import references, wording
from doublet.ledger.holders import PARTY_WORDS, names
from doublet.ledger.models import MoneyTerms
from doublet.ledger.owing import Owing
from doublet.ledger.statements import Earning, Statement
from doublet.people.models import Agency, Brand, ModelProfile

NOT_ADVICE = "Made from the books of this platform to help with a tax return; it is not tax advice."


def statement_pdf(told: Statement, *, at: datetime) -> bytes:
    """A statement as a sealed PDF; of a whole year with the totals that a tax office asks for."""
    known = names([line.brand for line in told.lines])
    who = _payee(told)
    yearly = told.period.is_year
    pdf = document.statement(
        document.Statement(
            reference="-".join(
                filter(None, (told.holder or "platform", told.currency, told.period.code, f"{at:%Y%m%d}"))
            ),
            issued=at,
            instance=settings.PLATFORM_NAME,
            notices=_notices(who.fictional),
            payee=who,
            period=told.period.words,
            yearly=yearly,
            yours="Yours" if told.payee == "model" else "Your part",
            rows=tuple(_row(told, line, known) for line in told.lines),
            gross=str(told.gross),
            commissions=tuple(_others(told)),
            net=str(told.net),
            moved=tuple(
                document.Moved(wording.day(each.day), each.what, str(each.amount)) for each in told.movements
            ),
            sums=tuple(
                document.MoneyRow(label, how, str(amount))
                for label, how, amount in wording.sums(told, today=at.date())
            ),
            brands=tuple(
                document.MoneyRow(known[brand], wording.pictures(count), str(amount))
                for brand, amount, count in told.by_brand()
            )
            if yearly or len(told.by_brand()) > 1
            else (),
            payment=_payment(told),
        )
    )
    return document.seal(pdf, identity(), reason="Statement of earnings", name=settings.PLATFORM_NAME)


def owing_pdf(told: Owing, *, at: datetime) -> bytes:
    """What a brand owes, by when, where and under which reference, as a sealed PDF."""
    brand = told.brand
    beforehand = [
        document.MoneyRow("Paid beforehand", f"For the licence with {licence.model}", str(amount))
        for licence, amount in told.beforehand
    ]
    credit = (
        [document.MoneyRow("Credit", "Not used for anything yet", str(told.credit))] if told.credit else []
    )
    pdf = document.owed(
        document.Owed(
            reference="-".join(filter(None, (brand.pk, told.currency, told.period.code, f"{at:%Y%m%d}"))),
            issued=at,
            instance=settings.PLATFORM_NAME,
            notices=_notices(brand.fictional),
            brand=document.Person("Brand", brand.name, _lines(brand.address), fictional=brand.fictional),
            period=told.period.words,
            pay_to=tuple(document.Term(label, text) for label, text in pay_to(brand)),
            rows=tuple(
                document.OwedRow(
                    wording.day(each.day),
                    each.what,
                    wording.day(each.due),
                    str(each.amount),
                    wording.due(each),
                )
                for each in told.items
            ),
            total=str(told.owed),
            month=tuple(
                document.Moved(wording.day(each.day), each.what, str(each.amount)) for each in told.moved
            )
            if told.period.code
            else (),
            credit=(*credit, *beforehand),
        )
    )
    return document.seal(pdf, identity(), reason="What is owed", name=settings.PLATFORM_NAME)


def pay_to(brand: Brand) -> list[tuple[str, str]]:
    """Where a brand pays, and what it writes on the payment."""
    account = settings.PLATFORM_IBAN or "The operator tells you its account"
    demo = " (a demonstration: no money moves)" if settings.PAYOUT_IS_DEMO else ""
    return [
        ("Pay to", settings.PLATFORM_NAME + demo),
        ("Account", account),
        ("Reference", references.of_brand(brand)),
    ]


def _row(told: Statement, line: Earning, known: dict[str, str]) -> document.StatementRow:
    what = f"{line.what}, for {known[line.brand]}" if line.brand else line.what
    return document.StatementRow(
        wording.day(line.day),
        what,
        wording.chain(told, line),
        str(line.price),
        str(line.mine),
        wording.state(line.state, paid_out=told.payee != "platform"),
    )


def _others(told: Statement) -> Iterable[document.MoneyRow]:
    if told.payee == "model":
        for share in told.commissions:
            yield document.MoneyRow(PARTY_WORDS[share.party], "As agreed", str(-share.amount))
    elif told.gross != told.net:
        yield document.MoneyRow("The model and the others", "As agreed", str(told.net - told.gross))


def _payment(told: Statement) -> tuple[str, ...]:
    waiting, ready = told.closing.waiting, told.closing.ready
    what = "paid by brands" if told.payee == "platform" else "paid by brands and ready for the next payout"
    words = [f"Waiting for brands to pay: {waiting}. {what.capitalize()}: {ready}."]
    words += _rates(told)
    if told.period.is_year:
        words.append(NOT_ADVICE)
    return tuple(words)


def _rates(told: Statement) -> list[str]:
    """At which rate each licence in another currency is paid, and who says so."""
    licences = {line.licence for line in told.lines if line.price.currency != told.currency}
    rows = MoneyTerms.objects.filter(pk__in=licences).select_related("licence").order_by("pk")
    return [
        f"Licence {row.pk}: {Money(row.rate_from, row.licence.terms['currency'])} are "
        f"{Money(row.rate_to, row.payout_currency)}, fixed when it was signed "
        f"({', '.join(filter(None, (row.rate_source, wording.day(row.rate_on))))})."
        for row in rows
    ]


def _payee(told: Statement) -> document.Person:
    if told.payee == "platform":
        return document.Person("Operator", settings.PLATFORM_NAME)
    if told.payee == "model":
        return person(ModelProfile.objects.get(pk=told.holder))
    agency = Agency.objects.filter(pk=told.holder).first()
    if agency:
        return document.Person(
            PARTY_WORDS[told.payee], agency.name, (agency.country,), fictional=agency.fictional
        )
    return document.Person(PARTY_WORDS[told.payee], names([told.holder])[told.holder])


def _notices(fictional: bool) -> tuple[str, ...]:
    return (STAND_IN, FICTIONAL.replace("The model", "A party")) if fictional else (STAND_IN,)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())
