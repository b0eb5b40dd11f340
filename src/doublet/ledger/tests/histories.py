"""What histories of money are drawn from: a small world, and licences that are signed on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from doublet.kernel import clock
from doublet.ledger.fixing import fix_terms
from doublet.ledger.models import MoneyTerms
from doublet.ledger.tests.oracle import Deal, Share
from doublet.licences.models import Licence
from doublet.people.models import Agency, Brand, CrewMember, ModelProfile, User
from doublet.story import cast
from doublet.story.target import build


@dataclass(frozen=True)
class World:
    """Two brands, two models, and licences of many kinds between them. The agent speaks for `represented`."""

    operator: User
    second: User
    agent: User
    represented: ModelProfile
    crew: CrewMember
    deals: tuple[Deal, ...]


def world() -> World:
    """Made with the real actions once, then copied with other terms; needs a database."""
    target = build()
    people, root = target.people, target.licence
    other = cast.model(
        "other-model@demo.invalid",
        public_name="Other",
        legal_name="Other Model",
        birth_date=date(1990, 1, 1),
        residence="IT",
        height_cm=180,
        popularity=10,
    )
    mother = Agency.objects.create(
        name="Mother (fictional)", country="IT", iban="IT60X0542811101000000123456", fictional=True
    )
    hair = CrewMember.objects.create(
        model=other,
        name="Hair Fiktiv",
        email="hair@demo.invalid",
        iban="DE89370400440532013000",
        country="DE",
    )
    agent, platform = people.agency.pk, ""
    lumen, ombre = root.brand, people.other.brand
    assert ombre is not None
    many = (
        ("agent", agent, 700),
        ("mother_agent", mother.pk, 333),
        ("crew", hair.pk, 100),
        ("platform", platform, 499),
    )
    plain = (("agent", agent, 1000), ("platform", platform, 1000))
    rows = [
        (lumen, people.model, 80_00, "EUR", plain, 30, "EUR", 100, 0, 90, 900),
        (lumen, other, 33_33, "EUR", many, 14, "EUR", 100, 3_750, 40, 0),
        (lumen, people.model, 20_01, "USD", plain, 30, "GBP", 79, 3_750, 700, 1_200),
        (ombre, other, 20_03, "EUR", (), 0, "EUR", 100, 1_667, 7, 9_000),
        (ombre, people.model, 3_501, "JPY", many, 30, "EUR", 61, 1_000, 365, 500),
    ]
    deals: list[Deal] = []
    for brand, model, price, currency, shares, days, paid_in, rate, bp, length, yearly in rows:
        licence = signed(root, len(deals), brand, model, (price, currency), shares, days, length)
        terms = MoneyTerms.objects.create(
            licence=licence,
            payout_currency=paid_in,
            rate_from=100,
            rate_to=rate,
            exclusivity_bp=bp,
            interest_bp=yearly,
        )
        deals.append(told(licence, terms, rate))
    return World(people.operator, people.second_operator, people.agent, people.model, hair, tuple(deals))


def signed(
    root: Licence,
    number: int,
    brand: Brand,
    model: ModelProfile,
    price: tuple[int, str],
    shares: tuple[Share, ...],
    days: int,
    length: int,
) -> Licence:
    """A licence like another, between other people and on other terms; nothing about its money is fixed yet."""
    today = clock.now().date()
    licence = Licence.objects.get(pk=root.pk)
    version = licence.version
    version.pk, version.number, version._state.adding = f"ofv_{number:020}", number + 50, True
    version.save(force_insert=True)
    licence.pk, licence.version, licence.brand, licence.model = f"lic_{number:020}", version, brand, model
    licence.terms = {
        **root.terms,
        "rate_minor": price[0],
        "currency": price[1],
        "payment_days": days,
        "starts": today.isoformat(),
        "ends": (today + timedelta(days=length)).isoformat(),
    }
    licence.commissions = [list(share) for share in shares]
    licence.save(force_insert=True)
    return licence


def signed_again(deal: Deal, number: int, paid_in: str, rate: int) -> Deal:
    """The same people sign once more, and what is fixed of its money is fixed as at every signing.

    Args:
        paid_in, rate: what must come of her choice of a currency.
    """
    old = deal.licence
    price = (deal.price, deal.currency)
    licence = signed(old, number, old.brand, old.model, price, deal.commissions, 30, 60)
    terms = fix_terms(licence)
    assert terms.payout_currency == paid_in
    return told(licence, terms, rate)


def told(licence: Licence, terms: MoneyTerms, rate: int) -> Deal:
    """A licence in the words of the oracle."""
    price, currency = int(str(licence.terms["rate_minor"])), str(licence.terms["currency"])
    return Deal(
        licence,
        price,
        currency,
        tuple((party, holder, points) for party, holder, points in licence.commissions),
        int(str(licence.terms["payment_days"])),
        terms.payout_currency,
        rate,
        price * terms.exclusivity_bp // 10_000,
        date.fromisoformat(str(licence.terms["starts"])),
        date.fromisoformat(str(licence.terms["ends"])),
        terms.interest_bp,
    )
