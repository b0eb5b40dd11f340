"""Rate cards: published once, never changed, and a thread keeps the one that it began with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from doublet.kernel import clock
from doublet.kernel.models import AuditEvent
from doublet.kernel.money import Money
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed
from doublet.offers import rates
from doublet.offers.actions import counter, send_offer, write_brief
from doublet.offers.following import enter_followers
from doublet.offers.models import RateCardVersion
from doublet.offers.pricing import BUILT_IN, QuoteInput, RateCard, quote
from doublet.offers.pricing.card_data import as_data, from_data, from_toml, sha256_of, to_toml
from doublet.offers.pricing.receipt import again
from doublet.offers.rate_publishing import preview, publish_card
from doublet.offers.tests.test_pricing import figure, orders
from doublet.story import scenery
from doublet.story.target import Target

OLD = BUILT_IN["2026-11"]


def dearer(version: str = "2027-01", ahead: int = 0, **changes: Any) -> RateCard:
    day = clock.now().date() + timedelta(days=ahead)
    base = {code: amount * 2 for code, amount in OLD.base.items()}
    return replace(OLD, version=version, valid_from=day, **({"base": base} | changes))


def brief(target: Target, title: str = "Another brief") -> Any:
    wish = scenery.wish(pictures=3)
    return write_brief(
        by=target.people.brand, model=target.people.model, title=title, garments=[target.garment], terms=wish
    )


def test_a_card_reads_back_as_it_was_written() -> None:
    assert from_toml(to_toml(OLD)) == OLD
    assert from_data(as_data(OLD)) == OLD
    assert sha256_of(from_toml(to_toml(OLD).replace("\n", "\r\n"))) == sha256_of(OLD)


@pytest.mark.parametrize(
    ("line", "instead", "code", "words"),
    [
        ("EUR = 6000", "EUR = 60.5", "unreadable_card", "base.EUR"),
        ("EUR = 6000\n", "", "unfair_card", "no price in EUR"),
        ("days_max = 1096\n", "", "unreadable_card", "days_max"),
        ("ecommerce = 10000", "ecommerce = 9000", "unfair_card", "ecommerce"),
        ("print = 15000\n", "", "unfair_card", "print"),
        ("full_exclusivity = 25000", "full_exclusivity = 12000", "unfair_card", "exclusive"),
        ("channel_cap = 20000", "channel_cap = 1", "unfair_card", "channel_cap"),
        ("tiers = [[10, 10000]", "tiers = [[100, 10000]", "unfair_card", "tiers"),
        ("JPY = 9800", "JPY = 98", "unfair_card", "JPY"),
        ("SEK = 69000", "SEK = 999999999", "unfair_card", "SEK"),
        ("offers = [[1, 2], [3, 4]", "offers = [[1, 5], [3, 4]", "unfair_card", "do not rise"),
        ("offers = [[1, 2]", "declines = [[1, 2]], [[1, 2]", "unreadable_card", ""),
        ("offers = ", "declines = ", "unfair_card", "exactly these"),
        ("floor_max = 100000000", "floor_max = 0", "unfair_card", "at least 1"),
        ("EU = 11", "EU = 0", "unfair_card", "EU"),
        ("start = 20", 'start = "20"', "unreadable_card", "start"),
        ('version = "2026-11"', 'version = "../x"', "unreadable_card", "version"),
        ('version = "2026-11"', 'version = "2026-11"\nsurprise = 1', "unreadable_card", "surprise"),
    ],
)
def test_a_card_that_breaks_a_promise_is_not_read(line: str, instead: str, code: str, words: str) -> None:
    text = to_toml(OLD)
    assert line in text
    with pytest.raises(BadInput) as refused:
        from_toml(text.replace(line, instead, 1))
    assert refused.value.code == code
    assert words in refused.value.reason


@given(
    orders,
    st.lists(st.tuples(st.integers(1, 400), st.integers(2_000, 10_000)), min_size=1, max_size=3),
    st.integers(0, 2_000),
    st.integers(1, 50),
)
def test_the_promises_hold_for_any_card_that_can_be_published(
    order: QuoteInput, tiers: list[tuple[int, int]], step: int, more: int
) -> None:
    ends = sorted({end for end, _ in tiers})
    data = as_data(OLD) | {
        "tiers": [[end, share] for end, (_, share) in zip(ends, tiers, strict=False)],
        "model_popularity_step": step,
        "days_step": step,
        "territory_step": step,
    }
    card = from_data(data)
    small = replace(order, pictures=min(order.pictures, ends[-1]))
    now = quote(card, small)
    assert now.per_picture >= small.floor_per_picture
    for wider in (
        replace(small, pictures=min(ends[-1], small.pictures + more)),
        replace(small, days=min(1_096, small.days + more)),
        replace(small, model_popularity=figure(min(100, small.model_popularity.score + more))),
        replace(small, exclusivity="all"),
        replace(small, channels=(*small.channels, "feeds")),
        replace(small, territories=(*small.territories, "BR")),
        replace(small, floor_per_picture=small.floor_per_picture + Money(1, "EUR"))
        if small.floor_per_picture.amount < card.floor_max
        else small,
    ):
        assert quote(card, wider).gross >= now.gross


@pytest.mark.django_db
def test_before_anything_is_published_the_card_of_the_product_counts() -> None:
    assert rates.current() is OLD
    assert rates.current(date(2020, 1, 1)) is OLD
    assert rates.cards() == [OLD]
    with pytest.raises(BadInput):
        rates.card("2019-01")


def test_an_operator_sees_what_would_change_and_publishes(target: Target) -> None:
    text = to_toml(dearer(ahead=10))
    seen = preview(text)
    assert [change[0] for change in seen.changes[:2]] == ["version", "valid_from"]
    assert len(seen.moved) == 9
    assert all(each.more > Money(0, each.more.currency) for each in seen.moved)
    assert not RateCardVersion.objects.exists()
    row = publish_card(by=target.people.operator, text=text, why="Prices doubled for a test")
    assert rates.current() is OLD, "it begins in ten days"
    assert rates.current(row.valid_from).version == "2027-01"
    assert rates.card("2027-01") == dearer(ahead=10)
    assert AuditEvent.objects.get(kind="rate_card.published").data["sha256"] == row.sha256


def test_a_published_card_never_changes(target: Target) -> None:
    row = publish_card(by=target.people.operator, text=to_toml(dearer(ahead=1)), why="For a test")
    row.why = "another"
    for change in (row.save, row.delete, RateCardVersion.objects.all().delete):
        with pytest.raises(TypeError):
            change()
    for statement in ("UPDATE offers_ratecardversion SET body = '{}'", "DELETE FROM offers_ratecardversion"):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            connection.cursor().execute(statement)
    assert rates.card("2027-01").base["EUR"] == 120_00


def test_neither_the_past_nor_a_version_nor_a_day_is_published_twice(target: Target) -> None:
    operator = target.people.operator
    publish_card(by=operator, text=to_toml(dearer(ahead=3)), why="For a test")
    for card, code in (
        (dearer("2027-02", ahead=-1), "card_in_the_past"),
        (dearer("2027-01", ahead=4), "card_published"),
        (dearer("2026-11", ahead=4), "card_published"),
        (dearer("2027-02", ahead=3), "card_day_taken"),
    ):
        with pytest.raises(Conflict) as refused:
            publish_card(by=operator, text=to_toml(card), why="For a test")
        assert refused.value.code == code
    with pytest.raises(BadInput):
        publish_card(by=operator, text=to_toml(dearer("2027-02", ahead=5)), why="because")
    for other in (target.people.brand, target.people.agent, target.people.model.user):
        with pytest.raises(NotAllowed):
            publish_card(by=other, text=to_toml(dearer("2027-02", ahead=5)), why="For a test")


def test_a_thread_keeps_card_and_popularity_that_it_began_with(target: Target) -> None:
    people = target.people
    offer = send_offer(by=people.brand, brief=brief(target))
    first = offer.versions.get(number=1).quote
    publish_card(by=people.operator, text=to_toml(dearer()), why="Prices doubled for a test")
    enter_followers(
        by=people.model.user,
        model=people.model,
        source="a.example/her",
        number=5_000_000,
        counted_on=clock.now().date(),
    )
    counter(by=people.model.user, offer=offer, changes={"pictures": 4})
    second = offer.versions.get(number=2).quote
    assert second["card"] == first["card"] == "2026-11"
    assert second["inputs"]["model_popularity"] == first["inputs"]["model_popularity"]
    assert second["inputs"]["brand_popularity"] == first["inputs"]["brand_popularity"]
    later = brief(target, "A later brief").quote
    assert later["card"] == "2027-01"
    assert later["gross_minor"] > 2 * first["gross_minor"]


def test_every_receipt_on_file_comes_out_the_same_again(target: Target) -> None:
    offer = send_offer(by=target.people.brand, brief=brief(target))
    counter(by=target.people.agent, offer=offer, changes={"rate_minor": 123_45})
    for version in offer.versions.all():
        kept = version.quote
        assert again(rates.card(kept["card"]), kept) == kept
    assert [line["label"] for line in kept["lines"]][-1] == "Negotiated"
    assert kept["per_picture_minor"] == 123_45
