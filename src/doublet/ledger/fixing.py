"""What is fixed about money when a licence is signed."""

from __future__ import annotations

from django.conf import settings

from doublet.kernel import audit, clock
from doublet.kernel.acting import action
from doublet.kernel.money import exponent
from doublet.ledger.models import MoneyTerms, PayeeChoice
from doublet.ledger.rates import rate_between
from doublet.licences.models import Licence
from doublet.licences.paid_in import PaidIn, paid_in, tells_currency
from doublet.offers import pricing, rates
from doublet.people import rights
from doublet.people.models import ModelProfile, User


def fix_terms(licence: Licence) -> MoneyTerms:
    """Write down currency and rate, the part of the price that pays exclusivity, and the interest rate.

    Her own currency counts where a rate is known that is at most a week old; otherwise she earns in the
    currency of the licence.
    """
    own = str(licence.terms["currency"])
    told = paid_in(licence.model, own)
    rate = told.rate if told else None
    return MoneyTerms.objects.create(
        licence=licence,
        payout_currency=rate.quote_currency if rate else own,
        rate_from=rate.base if rate else 1,
        rate_to=rate.quote if rate else 1,
        rate_source=rate.source if rate else "",
        rate_on=rate.on if rate else None,
        exclusivity_bp=exclusivity_part(
            str(licence.version.quote["card"]), str(licence.terms.get("exclusivity", "none"))
        ),
        interest_bp=settings.LATE_INTEREST_BP,
    )


def exclusivity_part(version: str, exclusivity: str) -> int:
    """Which part of a price pays exclusivity, in basis points: a multiplier of 1.60 is 0.60 of 1.60, 37.5 %."""
    card = rates.card(version)
    times = {"category": card.category_exclusivity, "all": card.full_exclusivity}.get(
        exclusivity, pricing.ONE
    )
    return (times - pricing.ONE) * 10_000 // times


@tells_currency
def chosen(model: ModelProfile, currency: str) -> PaidIn | None:
    """The currency that she asked to be paid in, with the rate of today; None where it is the licence's own."""
    wanted = PayeeChoice.objects.filter(pk=model.pk).values_list("currency", flat=True).first()
    if not wanted or wanted == currency:
        return None
    return PaidIn(wanted, rate_between(currency, wanted))


@action
def choose_currency(*, by: User, model: ModelProfile, currency: str) -> PayeeChoice:
    """The model says in which currency she wants to be paid, for licences that she signs from now on.

    Args:
        currency: its code; empty for the currency of each licence.
    """
    rights.must_be_model(by, model)
    if currency:
        exponent(currency)
    choice, _ = PayeeChoice.objects.update_or_create(
        pk=model.pk, defaults={"currency": currency, "changed_at": clock.now()}
    )
    audit.record("payout_currency.chosen", actor=by, subject=model, currency=currency)
    return choice
