"""She takes it back: at once, without a reason, for everything that hangs on it, and the money stands."""

from __future__ import annotations

import pytest

from doublet.consents.actions import withdraw_consent
from doublet.kernel.models import Notice
from doublet.kernel.refusals import NotAllowed
from doublet.licences.actions import withdraw_licence
from doublet.licences.gate import permit
from doublet.licences.models import Licence
from doublet.licences.rules import Ask
from doublet.offers.models import Offer
from doublet.offers.queries import bookings
from doublet.story.target import Target
from doublet.studio.models import Shot
from doublet.watch.models import Task


def test_withdrawing_a_consent_ends_licence_shots_offer_and_grants_in_one_step(target: Target) -> None:
    withdraw_consent(by=target.people.model.user, consent=target.use)
    licence = Licence.objects.get(pk=target.licence.pk)
    assert licence.status == Licence.Status.WITHDRAWN
    assert Shot.objects.get(pk=target.shot.pk).status == Shot.Status.CANCELLED
    assert Offer.objects.get(pk=licence.version.offer_id).status == Offer.Status.ENDED
    assert not licence.grants.filter(spent_at=None, void_at=None).exists()


def test_withdrawing_one_licence_leaves_the_consent_in_force(target: Target) -> None:
    withdraw_licence(by=target.people.model.user, licence=target.licence)
    target.use.refresh_from_db()
    assert target.use.status == "active"
    assert not permit(target.licence, Ask(moment="verify")).allowed


def test_the_brand_gets_dated_tasks_and_everybody_a_message(target: Target) -> None:
    withdraw_licence(by=target.people.model.user, licence=target.licence)
    task = Task.objects.get(licence=target.licence)
    assert 47 <= (task.due_at - task.opened_at).total_seconds() / 3600 <= 49
    told = set(Notice.objects.filter(subject="Permission was withdrawn").values_list("to", flat=True))
    assert told == {target.people.brand.email, target.people.agent.email}


def test_an_exclusivity_ends_with_its_licence(target: Target) -> None:
    assert len(bookings(target.people.model)) == 1
    withdraw_licence(by=target.people.model.user, licence=target.licence)
    assert bookings(target.people.model) == ()


@pytest.mark.parametrize("who", ["agent", "brand", "other", "operator"])
def test_nobody_else_can_withdraw_for_her(who: str, target: Target) -> None:
    with pytest.raises(NotAllowed):
        withdraw_licence(by=getattr(target.people, who), licence=target.licence)
    assert permit(target.licence, Ask(moment="verify")).allowed
