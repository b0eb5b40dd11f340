"""The jackpot meter: what models earn here and how unevenly, from the ledger, without anybody's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db.models import Count, Max, Sum
from django.db.models.functions import TruncMonth

from doublet.kernel import clock
from doublet.kernel.money import Money
from doublet.ledger import jackpot, periods
from doublet.ledger.models import Entry, ExchangeRate
from doublet.ledger.periods import Period
from doublet.ledger.telling import EARNINGS
from doublet.people.models import IdentityCheck, ModelProfile

MONTHS = 12
_KEEP = 3600

Incomes = dict[str, dict[tuple[int, int], int]]


@dataclass(frozen=True, slots=True)
class Rate:
    """How money of another currency was counted."""

    currency: str
    source: str
    on: date


@dataclass(frozen=True, slots=True)
class Month:
    """One month: its numbers, or none where too few people were here."""

    period: Period
    spread: jackpot.Spread | None
    people: int
    median: Money | None

    @property
    def top_percent(self) -> int | None:
        """The share of the top tenth, of a hundred."""
        share = self.spread.top_share if self.spread else None
        return None if share is None else round(share * 100)


@dataclass(frozen=True, slots=True)
class Meter:
    """The last twelve whole months, all together and one by one.

    Attributes:
        people: active, adult models whose identity was confirmed.
        median_month: what the middle one of them earned in an average month.
        rates: how other currencies were counted; ``left_out`` are those without any rate.
    """

    currency: str
    first: date
    last: date
    people: int
    whole: jackpot.Spread | None
    median_month: Money | None
    months: tuple[Month, ...]
    rates: tuple[Rate, ...]
    left_out: tuple[str, ...]


def meter() -> Meter:
    """The numbers as of the last whole month; reckoned anew when the books or the people have changed."""
    today = clock.now().date()
    newest = Entry.objects.aggregate(newest=Max("pk"))["newest"]
    people = _people()
    key = f"jackpot-{today:%Y-%m}-{newest}-{len(people)}-{max(people, default='')}"
    found: Meter | None = cache.get(key)
    if found is None:
        found = measured(people, today)
        cache.set(key, found, _KEEP)
    return found


def measured(people: dict[str, date], today: date) -> Meter:
    """The numbers over these people: the day since which each is here, by id."""
    this = periods.month_of(today)
    months = periods.months_back(this, MONTHS + 1)[:-1]
    first, last = months[0].first, months[-1].last
    currency, incomes, rates, left_out = _incomes(people, first, last)
    whole = [sum(incomes.get(person, {}).values()) for person in people]
    spread = jackpot.spread(whole)
    return Meter(
        currency=currency,
        first=first,
        last=last,
        people=len(people),
        whole=spread,
        median_month=Money(jackpot.blurred(spread.median // MONTHS), currency) if spread else None,
        months=tuple(_month(each, people, incomes, currency) for each in months),
        rates=rates,
        left_out=left_out,
    )


def _month(period: Period, people: dict[str, date], incomes: Incomes, currency: str) -> Month:
    here = [person for person, since in people.items() if since <= period.last]
    key = (period.first.year, period.first.month)
    spread = jackpot.spread([incomes.get(person, {}).get(key, 0) for person in here])
    return Month(period, spread, len(here), Money(spread.median, currency) if spread else None)


def _people() -> dict[str, date]:
    """Active, adult models whose identity was confirmed, with the day since when they are here."""
    confirmed = IdentityCheck.objects.filter(outcome=IdentityCheck.Outcome.CONFIRMED).values("model_id")
    rows = ModelProfile.objects.filter(
        user__is_active=True, age_checked_at__isnull=False, pk__in=confirmed
    ).values_list("pk", "joined_at")
    return {pk: joined.date() for pk, joined in rows.order_by("pk")}


def _incomes(
    people: dict[str, date], first: date, last: date
) -> tuple[str, Incomes, tuple[Rate, ...], tuple[str, ...]]:
    """What each of them earned in each month, in the currency in which most is earned."""
    earned = Entry.objects.filter(
        account__startswith="model_p",
        posting__kind__in=EARNINGS,
        posting__posted_at__date__gte=first,
        posting__posted_at__date__lte=last,
    )
    counts = earned.values("currency").annotate(count=Count("pk")).order_by("-count", "currency")
    currencies = [row["currency"] for row in counts]
    main = currencies[0] if currencies else "EUR"
    rates = {code: _rate(code, main) for code in currencies if code != main}
    sums = earned.annotate(month=TruncMonth("posting__posted_at")).values("account", "month", "currency")
    incomes: Incomes = {}
    for row in sums.annotate(sum=Sum("amount_minor")).order_by():
        person, amount = row["account"].partition(":")[2], -row["sum"]
        rate = rates.get(row["currency"])
        if person not in people or (row["currency"] != main and rate is None):
            continue
        if rate:
            amount = amount * rate.rate_to // rate.rate_from
        months = incomes.setdefault(person, {})
        key = (row["month"].year, row["month"].month)
        months[key] = months.get(key, 0) + amount
    told = tuple(Rate(code, rate.source, rate.on) for code, rate in rates.items() if rate)
    return main, incomes, told, tuple(code for code, rate in rates.items() if rate is None)


def _rate(base: str, quote: str) -> ExchangeRate | None:
    """The newest rate that the operator noted from one currency to another, turned round where need be."""
    rate = ExchangeRate.objects.filter(base=base, quote=quote).first()
    if rate:
        return rate
    back = ExchangeRate.objects.filter(base=quote, quote=base).first()
    if back is None:
        return None
    return ExchangeRate(
        base=base, quote=quote, rate_from=back.rate_to, rate_to=back.rate_from, source=back.source, on=back.on
    )


def sentences(spread: jackpot.Spread, median: Money) -> Sequence[tuple[str, str, str]]:
    """Each number in a sentence: what it is, its value, what it says."""
    told = [
        ("Without income", f"{spread.without} of {spread.people}", _without(spread)),
        ("Median", f"about {median}", "Half of them earned less than this, half earned more."),
    ]
    if spread.gini is None or spread.top_share is None:
        return told
    told.append(
        (
            "Share of the top tenth",
            f"{spread.top_share:.0%}",
            f"Of every 100 that are earned, {spread.top_share * 100:.0f} go to the tenth who earn most. "
            "If all earned the same it would be 10.",
        )
    )
    around = (
        f", between {spread.gini_low:.2f} and {spread.gini_high:.2f} by chance alone"
        if spread.gini_low
        else ""
    )
    told.append(
        (
            "Gini",
            f"{spread.gini:.2f}",
            f"0 is the same for everybody, 1 is everything for one{around}.",
        )
    )
    return told


def _without(spread: jackpot.Spread) -> str:
    if not spread.without:
        return "Everybody earned something."
    return f"{spread.without / spread.people:.0%} of the models here earned nothing in this time."
