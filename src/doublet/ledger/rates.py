"""Exchange rates: an operator notes them, from a file or by hand; nothing is fetched by itself. Only ever added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from math import gcd

from django.db.models import Max, Q, QuerySet

from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.money import EXPONENTS, exponent
from doublet.kernel.refusals import BadInput
from doublet.ledger.eurofxref import Quoted
from doublet.ledger.models import ExchangeRate
from doublet.licences.paid_in import Rate
from doublet.people import rights
from doublet.people.models import User

RATE_LIVES = timedelta(days=7)
_MOST_DIGITS = 12


@action
def note_rate(*, by: User, base: str, quote: str, rate: str | Decimal, on: date, source: str) -> ExchangeRate:
    """The operator notes what one unit of a currency was worth in another. A correction is a further row.

    Raises:
        BadInput: unknown or equal currencies, a rate that is none, a day to come, or no source.
    """
    rights.must_be_operator(by)
    row = _row(by, Quoted(base, quote, _decimal(rate), on), source)
    _save([row])
    audit.record(
        "rate.noted", actor=by, subject=row, base=base, quote=quote, rate=str(rate), on=on.isoformat()
    )
    return row


@action
def import_rates(*, by: User, quoted: Sequence[Quoted], source: str) -> list[ExchangeRate]:
    """Note every rate of a file that is not known yet with the same worth; the same file twice changes nothing.

    Currencies that this house does not trade in are left out.
    """
    rights.must_be_operator(by)
    rows = [_row(by, each, source) for each in quoted if {each.base, each.quote} <= EXPONENTS.keys()]
    fresh = [row for row in rows if not _same(row).exists()]
    _save(fresh)
    if fresh:
        audit.record("rates.imported", actor=by, subject="rates", count=len(fresh), source=source[:120])
    return fresh


def rate_between(base: str, quote: str) -> Rate | None:
    """The newest rate that is at most a week old: as noted, the other way round, or by way of a third currency.

    None for equal currencies, and where nothing fresh enough is known.
    """
    if base == quote:
        return None
    today = clock.now().date()
    fresh = ExchangeRate.objects.filter(on__gte=today - RATE_LIVES, on__lte=today).order_by(
        "-on", "-noted_at"
    )
    told: dict[tuple[str, str], Rate] = {}
    for row in fresh.filter(Q(base__in=(base, quote)) | Q(quote__in=(base, quote))):
        there = Rate(row.rate_from, row.base, row.rate_to, row.quote, row.source, row.on)
        told.setdefault((row.base, row.quote), there)
        told.setdefault((row.quote, row.base), _turned(there))
    if direct := told.get((base, quote)):
        return direct
    middles = sorted({second for first, second in told if first == base})
    crossed = [
        _crossed(told[base, middle], told[middle, quote]) for middle in middles if (middle, quote) in told
    ]
    return max(crossed, key=lambda rate: rate.on, default=None)


def _turned(rate: Rate) -> Rate:
    return Rate(rate.quote, rate.quote_currency, rate.base, rate.base_currency, rate.source, rate.on)


def _crossed(first: Rate, second: Rate) -> Rate:
    """By way of a third currency; as old as the older of the two."""
    base, quote = first.base * second.base, first.quote * second.quote
    both = first.source if first.source == second.source else f"{first.source}; {second.source}"
    base, quote = _lowest(base, quote)
    return Rate(
        base,
        first.base_currency,
        quote,
        second.quote_currency,
        f"{both}, by way of {first.quote_currency}"[:120],
        min(first.on, second.on),
    )


def _row(by: User, told: Quoted, source: str) -> ExchangeRate:
    places = exponent(told.base), exponent(told.quote)
    source = " ".join(source.split())
    if told.base == told.quote:
        raise BadInput(
            "same_currency", f"{told.base} is worth itself.", hint="Give two different currencies."
        )
    if told.on > clock.now().date():
        raise BadInput(
            "rate_to_come", f"{told.on:%d %B %Y} is still to come.", hint="Give the day of the rate."
        )
    if not 3 <= len(source) <= 120:
        raise BadInput("source_missing", "A rate needs its source, such as “European Central Bank”.")
    top, bottom = told.rate.as_integer_ratio()
    rate_from, rate_to = _lowest(bottom * 10 ** places[0], top * 10 ** places[1])
    return ExchangeRate(
        base=told.base,
        quote=told.quote,
        rate_from=rate_from,
        rate_to=rate_to,
        source=source,
        on=told.on,
        noted_by=by,
    )


def _save(rows: Sequence[ExchangeRate]) -> None:
    """Each later than those before it: of two rates of a day the one that was noted last counts."""
    last = ExchangeRate.objects.aggregate(last=Max("noted_at"))["last"]
    for row in rows:
        row.noted_at = last = clock.later_than(last)
        row.save()


def _lowest(base: int, quote: int) -> tuple[int, int]:
    shared = gcd(base, quote)
    return base // shared, quote // shared


def _same(row: ExchangeRate) -> QuerySet[ExchangeRate]:
    return ExchangeRate.objects.filter(
        base=row.base, quote=row.quote, on=row.on, rate_from=row.rate_from, rate_to=row.rate_to
    )


def _decimal(told: str | Decimal) -> Decimal:
    try:
        rate = Decimal(str(told).strip().replace(",", "."))
    except InvalidOperation:
        raise BadInput(
            "rate_unreadable", f"“{str(told)[:20]}” is not a rate.", hint="Such as 1.0842"
        ) from None
    digits = rate.as_tuple()
    if not rate.is_finite() or rate <= 0 or len(digits.digits) > _MOST_DIGITS or abs(rate.adjusted()) > 9:
        raise BadInput(
            "rate_unreadable",
            f"{str(told)[:20]} cannot be a rate.",
            hint="A number over zero, such as 1.0842",
        )
    return rate
