"""One picture or one channel taken back: the gate knows at once, the brand gets tasks for exactly that."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import ready

from doublet.kernel import clock, witness
from doublet.kernel.refusals import Conflict, NotAllowed, Refused
from doublet.licences import gate
from doublet.licences.decided import replay
from doublet.licences.models import Licence
from doublet.licences.rules import Ask
from doublet.provenance.standing import today
from doublet.publishing import actions as publishing
from doublet.publishing.models import Delivery
from doublet.publishing.revoking import effects_of_asset, effects_of_use, revoke_asset, revoke_use
from doublet.rulebook.models import DecisionRecord
from doublet.studio.models import Frame


@pytest.fixture
def delivery(target: Any, frame: Frame, monkeypatch: pytest.MonkeyPatch) -> Delivery:
    monkeypatch.setattr(publishing, "make", ready)
    publishing.approve(by=target.people.model.user, frame=frame)
    made = publishing.deliver(by=target.people.brand, frame=frame, profile="eu-web")
    publishing.note_placement(
        by=target.people.brand,
        delivery=made,
        url="https://shop.example/p/1",
        channel="own_web",
        since=clock.now().date(),
    )
    return made


def test_one_picture_is_taken_back_and_the_rest_stands(target: Any, frame: Frame, delivery: Delivery) -> None:
    publishing.download(by=target.people.brand, delivery=delivery)
    assert any("1 place to clear and 1 file to delete" in words for words in effects_of_asset(frame))
    revoke_asset(by=target.people.model.user, frame=frame)
    with pytest.raises(NotAllowed) as refused:
        publishing.download(by=target.people.brand, delivery=delivery)
    assert refused.value.code == "picture_taken_back"
    assert today(delivery.credential).state == "picture_taken_back"
    licence = Licence.objects.get(pk=target.licence.pk)
    assert licence.status == "active"
    assert gate.permit(licence, Ask("verify")).allowed
    assert {task.subject for task in licence.tasks.all()} == {
        delivery.placements.get().pk,
        delivery.pk,
        frame.pk,
    }
    with pytest.raises(Conflict):
        revoke_asset(by=target.people.model.user, frame=frame)


def test_one_use_is_taken_back(target: Any, frame: Frame, delivery: Delivery) -> None:
    licence = target.licence
    assert any("own web" in words.lower() or "web" in words for words in effects_of_use(licence, "own_web"))
    revoke_use(by=target.people.model.user, licence=licence, channel="own_web")
    with pytest.raises(NotAllowed) as refused:
        publishing.download(by=target.people.brand, delivery=delivery)
    assert refused.value.code == "use_taken_back"
    assert today(delivery.credential).state == "use_taken_back"
    assert delivery.credential.parent is not None
    assert today(delivery.credential.parent).state == "permitted"
    assert gate.permit(Licence.objects.get(pk=licence.pk), Ask("verify", frame=frame.pk)).allowed
    assert {task.subject for task in licence.tasks.all()} == {delivery.placements.get().pk, "own_web"}


def test_only_she_can_and_only_what_is_there(target: Any, frame: Frame, delivery: Delivery) -> None:
    people = target.people
    for user in (people.brand, people.agent, people.operator):
        with pytest.raises(NotAllowed):
            revoke_asset(by=user, frame=frame)
        with pytest.raises(NotAllowed):
            revoke_use(by=user, licence=target.licence, channel="own_web")
    with pytest.raises(Refused) as refused:
        revoke_use(by=people.model.user, licence=target.licence, channel="ooh")
    assert refused.value.code == "not_in_licence"


def test_a_kept_decision_comes_out_the_same(target: Any, frame: Frame, delivery: Delivery) -> None:
    revoke_asset(by=target.people.model.user, frame=frame)
    with pytest.raises(NotAllowed):
        publishing.download(by=target.people.brand, delivery=delivery)
    for record in DecisionRecord.objects.all():
        assert replay(record).differs == ()


@pytest.mark.django_db(transaction=True)
def test_it_is_remembered_beside_the_database(target: Any) -> None:
    revoke_use(by=target.people.model.user, licence=target.licence, channel="own_web")
    assert f"{target.licence.pk}/own_web" in witness.withdrawn()
