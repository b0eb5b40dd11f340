"""A photographer's no closes her photos for new twins; a credit stands only where she ticked it."""

from __future__ import annotations

import pytest

from doublet.kernel.refusals import Refused
from doublet.offers.actions import accept, send_offer, write_brief
from doublet.people.crew import answering, naming, wording
from doublet.people.crew.models import CrewMember
from doublet.provenance.models import Credential
from doublet.provenance.records import record_of
from doublet.story import scenery
from doublet.story.target import Target
from doublet.studio.models import Frame
from doublet.twins import crew, identity
from doublet.twins.actions import make_version
from doublet.twins.models import TwinVersion

pytestmark = pytest.mark.django_db


def named(
    target: Target, *, permits: bool, credited: bool = False, capture: str = "", share_bp: int = 0
) -> CrewMember:
    model = target.people.model
    member, link = naming.name_crew(
        by=model.user,
        model=model,
        role="photographer",
        name="Pau Fiktiv",
        email="pau@demo.invalid",
        capture=capture,
        share_bp=share_bp,
    )
    return answering.answer(
        secret=link.rpartition("/")[2],
        permits=permits,
        typed_name="Pau Fiktiv",
        shown_sha256=wording.permission(member).sha256,
        language="en",
        credited=credited,
    )


def test_her_no_closes_that_set_for_new_twins_until_it_is_resolved(
    target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "must_stand", lambda capture: None)
    capture, user = target.photo.capture_set, target.people.model.user
    member = named(target, permits=False, capture=capture.pk)
    with pytest.raises(Refused) as refused:
        make_version(by=user, capture=capture)
    assert (refused.value.code, refused.value.rule) == ("photographer_said_no", "HOUSE-CAPTURE")
    words = "The contract of 3 May gives her these rights; both saw it today."
    naming.resolve(by=target.people.operator, member=member, words=words)
    assert make_version(by=user, capture=capture).number == 2


def test_her_share_is_frozen_into_the_licence_and_reaches_her_account(target: Target) -> None:

    member = named(target, permits=True, share_bp=200)
    people = target.people
    brief = write_brief(
        by=people.brand,
        model=people.model,
        title="With a crew",
        garments=[target.garment],
        terms=scenery.wish(pictures=1),
    )
    offer = send_offer(by=people.brand, brief=brief)
    accept(by=people.agent, offer=offer, number=1)
    offer.refresh_from_db()
    licence = scenery.sign_offer(offer)
    assert ["crew", member.pk, 200] in licence.commissions
    assert ["crew", member.pk, 200] not in target.licence.commissions
    assert any("crew: EUR" in words for _, words in licence.memo["points"])


@pytest.mark.parametrize("ticked", [True, False])
def test_she_is_named_on_the_record_only_if_she_ticked_it(target: Target, frame: Frame, ticked: bool) -> None:
    named(target, permits=True, credited=ticked)
    credential = Credential.objects.get(frame=frame)
    expected = [{"name": "Pau Fiktiv", "role": "photographer"}] if ticked else []
    assert record_of(credential)["photos_by"] == expected
    assert len(crew.credited(TwinVersion.objects.get())) == len(expected)
