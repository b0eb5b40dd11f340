"""Rates from a file or by hand, her choice of currency, and what is fixed at signing."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from doublet.consents.terms import UseTerms
from doublet.kernel import clock
from doublet.kernel.canonical import digest
from doublet.kernel.money import Money
from doublet.kernel.refusals import BadInput, NotAllowed, Refused
from doublet.ledger import eurofxref
from doublet.ledger.fixing import choose_currency
from doublet.ledger.models import ExchangeRate
from doublet.ledger.rates import import_rates, note_rate, rate_between
from doublet.licences.actions import sign_licence
from doublet.licences.models import Licence
from doublet.licences.paid_in import paid_in
from doublet.licences.shown import memo_kept
from doublet.offers.actions import accept, send_offer, write_brief
from doublet.offers.models import Offer
from doublet.story import scenery
from doublet.story.target import Target
from doublet.testing import signed_in

DAILY = b"Date, USD, JPY, GBP, BGN, \n20 November 2026, 1.0842, 163.05, 0.8412, 1.9558, \n"
HISTORY = b"Date,USD,JPY,CYP,\n2026-11-20,1.0842,163.05,N/A,\n2026-11-19,1.0801,162.90,N/A,\n2020-01-02,1.1193,121.75,N/A,\n"


def test_the_banks_file_is_read_daily_and_with_its_history() -> None:
    daily = eurofxref.read(DAILY, since=date(2026, 1, 1))
    assert daily[0] == eurofxref.Quoted("EUR", "USD", Decimal("1.0842"), date(2026, 11, 20))
    assert [each.quote for each in daily] == ["USD", "JPY", "GBP", "BGN"]
    history = eurofxref.read(HISTORY, since=date(2026, 1, 1))
    assert [(each.quote, each.on.day) for each in history] == [
        ("USD", 20),
        ("JPY", 20),
        ("USD", 19),
        ("JPY", 19),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"Day,USD\n",
        b"Date,USD\nyesterday,1.1\n",
        b"Date,USD\n2026-11-20,much\n",
        b"Date,USD\n2026-11-20,-1\n",
        b"Date,USD\n2026-11-20,Infinity\n",
        b"x" * (eurofxref.MOST_BYTES + 1),
    ],
)
def test_a_file_that_is_none_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(BadInput):
        eurofxref.read(data, since=date(2026, 1, 1))


@given(st.binary(max_size=200))
def test_no_file_is_too_strange_to_be_refused(data: bytes) -> None:
    try:
        eurofxref.read(b"Date,USD,JPY\n" + data, since=date(2026, 1, 1))
    except BadInput as refused:
        assert refused.reason


@pytest.mark.django_db
@pytest.mark.parametrize("minutes", [0, -5])
def test_of_a_day_s_rates_the_one_noted_last_counts_whatever_the_clock_says(
    target: Target, minutes: int
) -> None:
    operator = target.people.operator
    with time_machine.travel("2026-12-01T09:00:00Z", tick=False) as traveller:
        today = clock.now().date()
        for times in (1, 3, 2):
            note_rate(by=operator, base="EUR", quote="GBP", rate=str(times), on=today, source="a test")
            counts = rate_between("EUR", "GBP")
            assert counts
            assert counts.quote == times * counts.base
            traveller.shift(timedelta(minutes=minutes))
        twice = [eurofxref.Quoted("EUR", "USD", Decimal(times), today) for times in (4, 5)]
        import_rates(by=operator, quoted=twice, source="a test")
        last = rate_between("EUR", "USD")
        assert last
        assert last.quote == 5 * last.base


@pytest.mark.django_db
def test_a_rate_counts_for_a_week_both_ways_and_across(target: Target) -> None:
    operator, today = target.people.operator, clock.now().date()

    def note(base: str, quote: str, rate: str, ago: int = 0) -> None:
        note_rate(
            by=operator, base=base, quote=quote, rate=rate, on=today - timedelta(days=ago), source="A bank"
        )

    assert rate_between("EUR", "USD") is None
    note("EUR", "USD", "1.05", ago=8)
    assert rate_between("EUR", "USD") is None
    note("EUR", "USD", "1.10", ago=7)
    note("EUR", "USD", "1.0842")
    note("EUR", "JPY", "163.05", ago=1)
    there, back, across = rate_between("EUR", "USD"), rate_between("USD", "EUR"), rate_between("USD", "JPY")
    assert there
    assert back
    assert across
    assert there.of(Money(100_00, "EUR")) == Money(108_42, "USD")
    assert back.of(Money(108_42, "USD")) == Money(100_00, "EUR")
    assert across.of(Money(108_42, "USD")) == Money(16_305, "JPY")
    assert (there.shown, across.on) == ("1 EUR = 1.0842 USD", today - timedelta(days=1))
    assert "by way of EUR" in across.source
    assert rate_between("EUR", "EUR") is None


@pytest.mark.django_db
def test_rates_are_only_added_and_only_by_the_operator(target: Target) -> None:
    quoted = eurofxref.read(
        DAILY.replace(b"20 November 2026", f"{clock.now():%Y-%m-%d}".encode()), since=date(2026, 1, 1)
    )
    assert (
        len(import_rates(by=target.people.operator, quoted=quoted, source="A bank")) == 3
    )  # BGN is not traded here
    assert import_rates(by=target.people.operator, quoted=quoted, source="A bank") == []
    with pytest.raises(TypeError):
        ExchangeRate.objects.all()[0].save()
    with pytest.raises(NotAllowed):
        import_rates(by=target.people.brand, quoted=quoted, source="A bank")
    tomorrow = clock.now().date() + timedelta(days=1)
    for rate, on in (("0", None), ("1e99", None), ("nan", None), ("1.1", tomorrow)):
        with pytest.raises(BadInput):
            note_rate(
                by=target.people.operator,
                base="EUR",
                quote="USD",
                rate=rate,
                on=on or clock.now().date(),
                source="A bank",
            )


def second_licence(target: Target) -> Licence:
    return scenery.sign_offer(agreed_offer(target))


def agreed_offer(target: Target) -> Offer:
    brief = write_brief(
        by=target.people.brand,
        model=target.people.model,
        title="In dollars",
        garments=[target.garment],
        terms=scenery.wish(pictures=1),
    )
    offer = send_offer(by=target.people.brand, brief=brief)
    accept(by=target.people.agent, offer=offer, number=1)
    offer.refresh_from_db()
    return offer


@pytest.mark.django_db
def test_her_currency_is_fixed_at_signing_and_stands_in_the_memo(target: Target) -> None:
    model, today = target.people.model, clock.now().date()
    choose_currency(by=model.user, model=model, currency="USD")
    note_rate(by=target.people.operator, base="EUR", quote="USD", rate="1.0842", on=today, source="A bank")
    licence = second_licence(target)
    assert licence.money_terms.payout_currency == "USD"
    assert licence.money_terms.rate_source == "A bank"
    words = " ".join(words for _, words in licence.memo["points"])
    assert "1 EUR = 1.0842 USD (A bank" in words
    note_rate(by=target.people.operator, base="EUR", quote="USD", rate="2", on=today, source="A bank")
    licence.money_terms.refresh_from_db()
    assert licence.money_terms.rate_to * 10_000 == licence.money_terms.rate_from * 10_842
    assert target.licence.money_terms.payout_currency == "EUR"


@pytest.mark.django_db
def test_a_memo_that_changed_since_she_read_it_is_not_signed(target: Target) -> None:
    model, operator, today = target.people.model, target.people.operator, clock.now().date()
    choose_currency(by=model.user, model=model, currency="USD")
    note_rate(by=operator, base="EUR", quote="USD", rate="1.0842", on=today, source="A bank")
    offer = agreed_offer(target)
    version = offer.versions.get()
    read = digest(memo_kept(offer, UseTerms.from_dict(version.terms)))
    note_rate(by=operator, base="EUR", quote="USD", rate="1.07", on=today, source="A bank")
    with pytest.raises(Refused) as refused:
        sign_licence(
            by=model.user,
            offer=offer,
            shown_sha256=version.terms_sha256,
            shown_memo_sha256=read,
            typed_name=model.legal_name,
            memo_accepted=True,
            reauthenticated_at=clock.now(),
        )
    assert (refused.value.code, refused.value.rule) == ("text_changed", "HOUSE-TEXT")
    assert "exchange rate" in refused.value.reason


@pytest.mark.django_db
def test_without_a_fresh_rate_she_is_paid_as_the_licence_says_and_is_told(target: Target) -> None:
    model = target.people.model
    choose_currency(by=model.user, model=model, currency="JPY")
    told = paid_in(model, "EUR")
    assert told
    assert told.rate is None
    licence = second_licence(target)
    assert licence.money_terms.payout_currency == "EUR"
    assert any("no rate of the last seven days" in words for _, words in licence.memo["points"])
    with pytest.raises(NotAllowed):
        choose_currency(by=target.people.agent, model=model, currency="USD")


@pytest.mark.django_db
def test_interest_of_the_house_stands_in_memo_and_money_terms(target: Target, settings: object) -> None:
    settings.LATE_INTEREST_BP = 900  # type: ignore[attr-defined]
    licence = second_licence(target)
    assert licence.money_terms.interest_bp == 900
    assert any("9 percent a year" in words for _, words in licence.memo["points"])
    assert target.licence.money_terms.interest_bp == 0


@pytest.mark.django_db
def test_the_pages(target: Target, client: Client) -> None:
    signed_in(client, target.people.operator)
    page = reverse("ledger:exchange")
    assert "No rates yet" in client.get(page).content.decode()
    data = DAILY.replace(b"20 November 2026", f"{clock.now():%Y-%m-%d}".encode())
    assert (
        client.post(reverse("ledger:exchange_file"), {"file": SimpleUploadedFile("e.csv", data)}).status_code
        == 302
    )
    assert "1 EUR = 163.05 JPY" in client.get(page).content.decode()
    assert (
        client.post(reverse("ledger:exchange_file"), {"file": SimpleUploadedFile("e.csv", b"x")}).status_code
        == 400
    )
    signed_in(client, target.people.model.user)
    own = reverse("ledger:currency")
    assert client.post(own, {"currency": "GBP"}).status_code == 302
    assert "1 EUR = 0.8412 GBP" in client.get(own).content.decode()
    assert client.get(page).status_code == 403
