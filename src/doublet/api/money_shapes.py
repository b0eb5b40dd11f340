"""Types of what is told about money: statements, what is owed, the books, and how income is spread."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import StringConstraints

from doublet.api.shapes import Currency

PeriodCode = Annotated[str, StringConstraints(pattern=r"^(20\d\d(-(0[1-9]|1[0-2]))?)?$")]


class ShareOut(Schema):
    """What one party takes."""

    party: str
    amount_minor: int


class EarningOut(Schema):
    """One earning with everybody's part. `net_minor` is the asker's; the price is what the brand owes for it."""

    day: date
    kind: str
    reference: str
    what: str
    licence: str
    brand: str
    price_currency: str
    price_minor: int
    held_minor: int
    gross_minor: int
    model_minor: int
    net_minor: int
    commissions: list[ShareOut]
    state: Literal["waiting", "ready", "partly", "paid"]
    state_on: date | None
    due: date | None


class MoneyMovedOut(Schema):
    """Money that came or went beside earning: negative left."""

    day: date
    kind: str
    what: str
    amount_minor: int
    reference: str


class ByBrandOut(Schema):
    """What one brand's work earned."""

    brand: str
    amount_minor: int
    pictures: int


class StatementOut(Schema):
    """Earnings in one currency and period, in minor units. Opening, net and movements together are the closing."""

    payee: str
    holder: str
    currency: str
    period: str
    opening_minor: int
    gross_minor: int
    net_minor: int
    paid_out_minor: int
    tax_withheld_minor: int
    waiting_minor: int
    ready_minor: int
    closing_minor: int
    commissions: list[ShareOut]
    brands: list[ByBrandOut]
    lines: list[EarningOut]
    movements: list[MoneyMovedOut]


class StatementsOut(Schema):
    """One statement for each currency in which the asker ever earned."""

    items: list[StatementOut]


class WhichStatement(Schema):
    """Only this currency, where it is given; a month (2026-11), a year (2026), or all of time."""

    currency: Currency | None = None
    period: PeriodCode = ""


class AsWhom(WhichStatement):
    """For an agency: as which kind of party it is paid."""

    side: Literal["agent", "mother_agent"] = "agent"


class OpenOut(Schema):
    """One approved picture that the brand has not paid."""

    frame: str
    what: str
    licence: str
    day: date
    due: date
    amount_minor: int
    state: Literal["open", "due_soon", "overdue"]
    days_late: int


class BeforehandOut(Schema):
    """What a brand paid beforehand for one licence and has not used."""

    licence: str
    amount_minor: int


class OwingOut(Schema):
    """How a brand stands in one currency, in minor units."""

    currency: str
    period: str
    owed_minor: int
    late_minor: int
    credit_minor: int
    opening_minor: int
    closing_minor: int
    beforehand: list[BeforehandOut]
    items: list[OpenOut]


class OwingsOut(Schema):
    """One for each currency in which the brand ever owed or paid."""

    items: list[OwingOut]


class BooksOut(Schema):
    """The proof of the books: the trial balance is zero in every currency."""

    postings: int
    balanced: bool
    trial_balance: dict[str, int]
    problems: list[str]


class TrialRowOut(Schema):
    """One kind of account: debits positive, credits negative."""

    kind: str
    meaning: str
    accounts: int
    amount_minor: int


class TrialSheetOut(Schema):
    """The trial balance of one currency: both sides are the same."""

    currency: str
    debits_minor: int
    credits_minor: int
    rows: list[TrialRowOut]


class TrialOut(Schema):
    """The trial balance, a sheet for each currency."""

    items: list[TrialSheetOut]


class AgedOut(Schema):
    """What one brand owes, by how late it is."""

    brand: str
    currency: str
    pictures: int
    oldest_due: date
    not_due_minor: int
    to_30_minor: int
    to_60_minor: int
    over_60_minor: int


class AgeingOut(Schema):
    """Every brand that owes something; who is late longest first."""

    items: list[AgedOut]


class WhichExport(Schema):
    """In which format, of which period, with names or only with ids."""

    format: Literal["beancount", "csv", "json"] = "beancount"
    period: PeriodCode = ""
    names: bool = False


class SpreadOut(Schema):
    """How unevenly income is spread over a group; null where nobody earned."""

    people: int
    without: int
    gini: float | None
    top_tenth_share: float | None
    median_minor: int


class SpreadMonthOut(Schema):
    """One month; the numbers are null where there were fewer than ten people."""

    month: str
    spread: SpreadOut | None


class JackpotOut(Schema):
    """The last twelve whole months together and one by one; medians are rounded to two digits."""

    currency: str
    first: date
    last: date
    fewest: int
    whole: SpreadOut | None
    gini_low: float | None
    gini_high: float | None
    median_month_minor: int | None
    months: list[SpreadMonthOut]
