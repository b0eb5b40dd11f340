"""Brief, offer, counter, signature: what each party can do, and that only she makes a licence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from doublet.consents.actions import open_consent, set_boundaries, sign_consent
from doublet.consents.boundaries import BoundaryTerms
from doublet.consents.models import Consent
from doublet.kernel import clock
from doublet.kernel.money import Money
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed, Refused
from doublet.licences.actions import sign_licence
from doublet.licences.models import Licence
from doublet.offers.actions import accept, counter, decline, send_offer, withdraw_offer, write_brief
from doublet.offers.models import Brief, Offer
from doublet.people.mandates import end_mandate
from doublet.people.models import Mandate
from doublet.story.chapters import FLOOR, OPENED
from doublet.story.scenery import sign_offer, wish
from doublet.story.target import Target


def brief(target: Target, **changes: Any) -> Brief:
    return write_brief(
        by=target.people.brand,
        model=target.people.model,
        title="Spring",
        garments=[target.garment],
        terms=wish(**changes),
    )


@pytest.fixture
def offer(target: Target) -> Offer:
    return send_offer(by=target.people.brand, brief=brief(target))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"settings": ("alcohol",)}, "Settings: bars and alcohol"),
        ({"purpose": "ooh"}, "Purposes: posters and screens outside"),
        ({"channels": ("print",)}, "Shown on: print"),
        ({"territories": ("CN",)}, "Territories: China"),
        ({"territories": ("WORLD",)}, "Territories: the whole world"),
        ({"alterations": ("body_shape",)}, "May be altered: body shape"),
    ],
)
def test_a_brief_that_crosses_a_boundary_is_refused_as_it_is_written(
    changes: dict[str, Any], named: str, target: Target
) -> None:
    with pytest.raises(Refused) as refused:
        brief(target, **changes)
    assert refused.value.code == "boundary"
    assert named in refused.value.reason


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"pictures": 0}, "pictures_out_of_range"),
        ({"pictures": -3}, "pictures_out_of_range"),
        ({"pictures": 10**9}, "pictures_out_of_range"),
        ({"description": "Nice pictures."}, "too_vague"),
        ({"purpose": "anything"}, "unknown_purpose"),
        ({"channels": ()}, "no_channel"),
        ({"payment_days": 45}, "payment_too_late"),
        ({"ends": clock.now().date() - timedelta(days=1)}, "ends_before_it_starts"),
        (
            {"starts": clock.now().date() - timedelta(9), "ends": clock.now().date() - timedelta(8)},
            "already_over",
        ),
        ({"ends": clock.now().date() + timedelta(days=3000)}, "too_long"),
    ],
)
def test_nonsense_gets_a_clear_answer(changes: dict[str, Any], code: str, target: Target) -> None:
    with pytest.raises(BadInput) as refused:
        brief(target, **changes)
    assert refused.value.code == code


def test_names_in_any_script_pass(target: Target) -> None:
    assert brief(target).brand
    named = write_brief(
        by=target.people.brand,
        model=target.people.model,
        title="春の服 · مجموعة الربيع · весна",
        garments=[target.garment],
        terms=wish(),
    )
    assert named.title.startswith("春")


def test_a_counter_shows_what_changed_and_needs_the_other_side(target: Target, offer: Offer) -> None:
    rate = offer.versions.get().terms["rate_minor"]
    version = counter(by=target.people.agent, offer=offer, changes={"rate_minor": rate + 500}, note="Please.")
    assert version.changes == [["rate_minor", rate, rate + 500]]
    with pytest.raises(Conflict):
        sign_offer(offer)
    accept(by=target.people.brand, offer=offer, number=2)
    offer.refresh_from_db()
    assert offer.status == Offer.Status.AGREED
    assert sign_offer(offer).terms["rate_minor"] == rate + 500


def test_her_floor_always_wins(target: Target, offer: Offer) -> None:
    with pytest.raises(Refused) as refused:
        counter(by=target.people.brand, offer=offer, changes={"rate_minor": FLOOR.amount - 1})
    assert refused.value.code == "under_floor"


def test_a_counter_cannot_cross_a_boundary_or_change_what_is_not_up_for_it(
    target: Target, offer: Offer
) -> None:
    with pytest.raises(Refused) as refused:
        counter(by=target.people.brand, offer=offer, changes={"territories": ["CN"]})
    assert refused.value.code == "boundary"
    with pytest.raises(BadInput):
        counter(by=target.people.brand, offer=offer, changes={"garments": []})
    with pytest.raises(BadInput):
        counter(by=target.people.agent, offer=offer, changes={})


def test_accepting_an_older_version_is_refused(target: Target, offer: Offer) -> None:
    counter(by=target.people.agent, offer=offer, changes={"pictures": 4})
    with pytest.raises(Conflict) as refused:
        accept(by=target.people.brand, offer=offer, number=1)
    assert refused.value.code == "newer_version"


def test_strangers_cannot_touch_an_offer(target: Target, offer: Offer) -> None:
    for act in (
        lambda: counter(by=target.people.other, offer=offer, changes={"pictures": 3}),
        lambda: accept(by=target.people.other, offer=offer, number=1),
        lambda: decline(by=target.people.brand, offer=offer),
        lambda: withdraw_offer(by=target.people.agent, offer=offer),
        lambda: accept(by=target.people.operator, offer=offer, number=1),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_an_agent_whose_mandate_ended_speaks_for_nobody(target: Target, offer: Offer) -> None:
    end_mandate(by=target.people.model.user, mandate=Mandate.objects.get())
    with pytest.raises(NotAllowed):
        counter(by=target.people.agent, offer=offer, changes={"pictures": 3})


def test_an_offer_runs_out(target: Target, offer: Offer) -> None:
    Offer.objects.filter(pk=offer.pk).update(expires_at=clock.now() - timedelta(seconds=1))
    with pytest.raises(Conflict) as refused:
        accept(by=target.people.agent, offer=offer, number=1)
    assert refused.value.code == "offer_expired"


def test_declining_has_no_price(target: Target, offer: Offer) -> None:
    """No figure about her changes when she says no (rule FWA-18)."""
    before = target.people.model.popularity
    decline(by=target.people.model.user, offer=offer)
    target.people.model.refresh_from_db()
    assert target.people.model.popularity == before


def test_signing_needs_the_shown_terms_the_memo_her_name_and_her_password(
    target: Target, offer: Offer
) -> None:
    accept(by=target.people.agent, offer=offer, number=1)
    model = target.people.model
    good = {
        "by": model.user,
        "offer": offer,
        "shown_sha256": offer.versions.get().terms_sha256,
        "typed_name": "  sandbox   MODEL ",
        "memo_accepted": True,
        "reauthenticated_at": clock.now(),
    }
    for bad, code in (
        ({"shown_sha256": "0" * 64}, "text_changed"),
        ({"memo_accepted": False}, "memo_not_accepted"),
        ({"typed_name": "Somebody Else"}, "name_differs"),
        ({"reauthenticated_at": None}, "sign_in_again"),
        ({"reauthenticated_at": clock.now() - timedelta(minutes=6)}, "sign_in_again"),
        ({"reauthenticated_at": clock.now() + timedelta(minutes=6)}, "sign_in_again"),
        ({"by_token": True}, "token_cannot_sign"),
        ({"by": target.people.agent}, "only_the_model_signs"),
        ({"by": target.people.brand}, "only_the_model_signs"),
    ):
        with pytest.raises(Refused) as refused:
            sign_licence(**{**good, **bad})
        assert refused.value.code == code
    assert Licence.objects.count() == 1
    sign_licence(**good)
    assert Licence.objects.count() == 2


def test_without_a_use_consent_no_offer_reaches_her(target: Target) -> None:
    written = brief(target)
    Consent.objects.filter(pk=target.use.pk).update(status="withdrawn")
    with pytest.raises(Refused) as refused:
        send_offer(by=target.people.brand, brief=written)
    assert refused.value.code == "no_consent"


def test_narrowing_her_boundaries_stops_an_agreed_offer_before_her_signature(
    target: Target, offer: Offer
) -> None:
    accept(by=target.people.agent, offer=offer, number=1)
    model = target.people.model
    set_boundaries(by=model.user, model=model, bounds=BoundaryTerms(), floor=FLOOR)
    offer.refresh_from_db()
    with pytest.raises(Refused) as refused:
        sign_offer(offer)
    assert refused.value.code == "boundary"


def test_an_exclusive_booking_keeps_others_out_and_names_what_is_free(target: Target) -> None:
    first = send_offer(by=target.people.brand, brief=brief(target, exclusivity="category"))
    accept(by=target.people.agent, offer=first, number=1)
    first.refresh_from_db()
    sign_offer(first)
    other = target.people.other
    target.unlicensed.brand = other.brand
    target.unlicensed.save()
    with pytest.raises(Refused) as refused:
        write_brief(
            by=other,
            model=target.people.model,
            title="Also spring",
            garments=[target.unlicensed],
            terms=wish(territories=("FR", "US")),
        )
    assert refused.value.code == "exclusivity_conflict"
    assert "United States" in refused.value.hint


def consent_of(target: Target) -> Consent:
    model, today = target.people.model, clock.now().date()
    return open_consent(
        by=model.user, model=model, kind="biometric_matching", starts=today, ends=today + timedelta(days=90)
    )


def test_a_consent_waits_48_hours_unless_she_waives(target: Target) -> None:
    consent = consent_of(target)
    sign = {
        "by": target.people.model.user,
        "consent": consent,
        "typed_name": "Sandbox Model",
        "shown_sha256": consent.text_sha256,
        "reauthenticated_at": clock.now(),
    }
    with pytest.raises(Refused) as refused:
        sign_consent(**sign, waive_waiting=False)
    assert refused.value.code == "time_to_read"
    Consent.objects.filter(pk=consent.pk).update(shown_at=clock.now() - timedelta(hours=49))
    signed = sign_consent(**sign, waive_waiting=False)
    assert signed.status == "active"
    assert signed.receipt["text_sha256"] == signed.text_sha256


def test_the_use_consent_states_scope_purpose_rate_with_an_example_and_duration(target: Target) -> None:
    text = target.use.text
    assert "everyday clothing" in text
    assert "Web shop" in text
    assert str(FLOOR) in text
    assert str(FLOOR * 10) in text  # the worked example
    assert "It does not renew itself." in text
    assert "with one button" in text


def test_a_use_consent_without_boundaries_or_floor_is_refused(target: Target) -> None:
    model = target.people.model
    with pytest.raises(BadInput):
        set_boundaries(by=model.user, model=model, bounds=OPENED, floor=Money(0, "EUR"))
    set_boundaries(by=model.user, model=model, bounds=BoundaryTerms(), floor=FLOOR)
    today = clock.now().date()
    with pytest.raises(BadInput) as refused:
        open_consent(
            by=model.user, model=model, kind="twin_use", starts=today, ends=today + timedelta(days=90)
        )
    assert refused.value.code == "consent_too_open"
