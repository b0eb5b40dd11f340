"""What a money page shows of somebody who is paid: the same for models, agencies, crew and the operator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator

from doublet.kernel import clock
from doublet.kernel.money import Money, zero
from doublet.ledger import chart, periods, wording
from doublet.ledger.accounts import Account, account
from doublet.ledger.arrangement import Arrangement, arrangement
from doublet.ledger.holders import names
from doublet.ledger.models import Balance, MoneyTerms
from doublet.ledger.periods import Period
from doublet.ledger.statements import Earning, Payee, Statement
from doublet.ledger.telling import statement_of
from doublet.ledger.why import Why, why
from doublet.licences.models import Licence

PAGE = 20
MONTHS = 12


@dataclass(frozen=True)
class Line:
    """One earning as the page shows it."""

    earning: Earning
    brand: str
    state: str
    late: bool
    why: Why | None


@dataclass(frozen=True)
class Waiting:
    """What waits for one brand's money, and the day by which it must come."""

    brand: str
    amount: Money
    due: date | None
    pictures: int
    late: bool


@dataclass(frozen=True)
class Coming:
    """Exclusivity that is paid for and not earned yet, of one licence."""

    licence: Licence
    held: Money
    mine: Money
    until: date


def page_of(payee: Payee, holder: str, currency: str, *, number: str | None = None) -> dict[str, Any]:
    """Everything up to today: what is ready, what waits and for whom, months, earnings with their reasons."""
    told = statement_of(payee, holder, currency)
    today = clock.now().date()
    known = names(line.brand for line in told.lines)
    newest = list(reversed(told.lines))
    page = Paginator(newest, PAGE).get_page(number)
    reasons = Reasons(payee)
    months = periods.months_back(periods.month_of(today), MONTHS)
    return {
        "told": told,
        "ready": told.closing.ready,
        "waiting": told.closing.waiting,
        "waits": _waits(told, known, today),
        "coming": list(_coming(told)) if payee == "model" else [],
        "chart": chart.chart(chart.by_month(told.lines, months, currency)) if told.lines else None,
        "page": page,
        "lines": [_line(told, each, known, reasons, today) for each in page],
        "movements": list(reversed(told.movements)),
        "years": _grouped(told),
        "today": today,
    }


def of_period(told: Statement) -> dict[str, Any]:
    """One statement: from what was open before to what is open after, with every line."""
    known, reasons, today = names(line.brand for line in told.lines), Reasons(told.payee), clock.now().date()
    return {
        "told": told,
        "sums": wording.sums(told, today=today),
        "brands": [
            (known[brand], amount, wording.pictures(count)) for brand, amount, count in told.by_brand()
        ],
        "lines": [_line(told, each, known, reasons, today) for each in told.lines],
        "movements": told.movements,
    }


class Reasons:
    """Why each sum is what it is; each licence is read once."""

    def __init__(self, payee: Payee) -> None:
        self.payee = payee
        self._kept: dict[str, tuple[Arrangement, dict[str, Any], MoneyTerms | None] | None] = {}

    def of(self, earning: Earning) -> Why | None:
        """None where the books name no licence, as in those that were kept before."""
        if earning.licence not in self._kept:
            licence = Licence.objects.select_related("version").filter(pk=earning.licence).first()
            self._kept[earning.licence] = (
                (
                    arrangement(licence),
                    licence.version.quote,
                    MoneyTerms.objects.filter(pk=licence.pk).first(),
                )
                if licence
                else None
            )
        kept = self._kept[earning.licence]
        return why(earning, *kept, self.payee) if kept else None


def _line(told: Statement, each: Earning, known: dict[str, str], reasons: Reasons, today: date) -> Line:
    waiting = each.state.code == "waiting" and each.state.on is not None and each.state.on < today
    words = wording.state(each.state, paid_out=told.payee != "platform")
    return Line(each, known.get(each.brand, ""), words, waiting, reasons.of(each))


def _waits(told: Statement, known: dict[str, str], today: date) -> list[Waiting]:
    rows: dict[str, list[Earning]] = {}
    for line in told.lines:
        if line.state.code == "waiting":
            rows.setdefault(line.brand, []).append(line)
    found = [_waiting(known.get(brand, ""), lines, today) for brand, lines in rows.items()]
    return sorted(found, key=lambda each: (each.due or date.max, each.brand))


def _waiting(brand: str, lines: list[Earning], today: date) -> Waiting:
    amount = zero(lines[0].mine.currency)
    for line in lines:
        amount = amount + line.mine
    due = min((line.state.on for line in lines if line.state.on), default=None)
    count = sum(line.kind == "approval" for line in lines)
    return Waiting(brand, amount, due, count, due is not None and due < today)


def _coming(told: Statement) -> Iterable[Coming]:
    codes = {account(Account.EXCLUSIVITY_HELD, line.licence) for line in told.lines if line.licence}
    for row in Balance.objects.filter(account__in=codes, amount_minor__lt=0).order_by("account"):
        licence = Licence.objects.select_related("brand").get(pk=row.account.partition(":")[2])
        agreed, held = arrangement(licence), Money(-row.amount_minor, row.currency)
        if agreed.exchanged(held).amount > 0:
            yield Coming(licence, held, agreed.shared(held).model, agreed.ends)


def _grouped(told: Statement) -> list[tuple[Period, list[Period]]]:
    """The years in which anything happened, each with its months, the newest first."""
    days = {line.day for line in told.lines} | {each.day for each in told.movements}
    months = sorted({(each.year, each.month) for each in days}, reverse=True)
    years = sorted({year for year, _ in months}, reverse=True)
    return [
        (periods.year(year), [periods.month(year, month) for each, month in months if each == year])
        for year in years
    ]
