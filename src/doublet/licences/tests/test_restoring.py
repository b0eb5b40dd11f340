"""Ada withdraws. Somebody puts an older copy of the database back. Her withdrawal must not be lost with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from doublet.consents.actions import withdraw_consent
from doublet.consents.models import Consent
from doublet.kernel import audit, witness
from doublet.kernel.models import AuditHead
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed, Refused
from doublet.licences.actions import pause_licence, resume_licence
from doublet.licences.models import Licence
from doublet.licences.restoring import accept_database, catch_up
from doublet.offers.models import Offer
from doublet.story.target import Target, build
from doublet.studio.actions import Wish, request_shots

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "The disk failed, and yesterday's copy was put back."


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Target:
    monkeypatch.setenv("DOUBLET_WITNESS", str(tmp_path / "witness"))
    return build()


def put_back(target: Target) -> None:
    """The rows as they stood before she withdrew, in a database whose log ends earlier than what was seen."""
    Consent.objects.filter(pk=target.use.pk).update(status="active", withdrawn_at=None)
    Licence.objects.filter(pk=target.licence.pk).update(status="active", withdrawn_at=None)
    Offer.objects.filter(pk=target.licence.version.offer_id).update(status="signed")
    head = AuditHead.objects.get(pk=1)
    witness.accept(AuditHead(seq=head.seq + 10, digest="f" * 64))


def ask(target: Target) -> None:
    request_shots(
        by=target.people.brand, licence=target.licence, wishes=[Wish(target.garment, "studio_white")]
    )


def test_an_older_database_makes_nothing_and_its_operator_cannot_lose_a_withdrawal(target: Target) -> None:
    withdraw_consent(by=target.people.model.user, consent=target.use)
    put_back(target)
    with pytest.raises(Refused) as refused:
        ask(target)
    assert refused.value.code == "database_put_back"
    again = accept_database(by=target.people.operator, because=WHY)
    assert set(again) >= {target.use.pk}
    target.licence.refresh_from_db()
    assert target.licence.status == "withdrawn"
    with pytest.raises(Refused) as refused:
        ask(target)
    assert refused.value.code == "withdrawn"
    assert audit.check()[1] == []


def test_only_an_operator_accepts_and_says_why_and_only_when_there_is_need(target: Target) -> None:
    with pytest.raises(Conflict):
        accept_database(by=target.people.operator, because=WHY)
    put_back(target)
    with pytest.raises(NotAllowed):
        accept_database(by=target.people.agent, because=WHY)
    with pytest.raises(BadInput):
        accept_database(by=target.people.operator, because="because")
    assert witness.problem(audit.head())


def test_a_note_that_a_crash_swallowed_is_made_up_for(target: Target) -> None:
    withdraw_consent(by=target.people.model.user, consent=target.use)
    (witness.folder() / "withdrawn").unlink()
    catch_up()
    assert witness.withdrawn() >= {target.use.pk, target.licence.pk}


def test_an_older_database_does_not_teach_the_witness(target: Target) -> None:
    put_back(target)
    Licence.objects.filter(pk=target.licence.pk).update(
        status="withdrawn", withdrawn_at=target.licence.signed_at
    )
    catch_up()
    assert target.licence.pk not in witness.withdrawn()


def test_a_pause_set_after_the_backup_holds_and_an_ended_one_does_not_come_back(target: Target) -> None:
    ada = target.people.model.user
    pause_licence(by=ada, licence=target.licence)
    assert witness.paused() == {target.licence.pk}
    Licence.objects.filter(pk=target.licence.pk).update(status="active", paused_at=None)
    put_back(target)
    assert accept_database(by=target.people.operator, because=WHY) == (target.licence.pk,)
    with pytest.raises(Refused) as refused:
        ask(target)
    assert refused.value.code == "paused"
    assert audit.check()[1] == []
    resume_licence(by=ada, licence=Licence.objects.get(pk=target.licence.pk))
    assert witness.paused() == frozenset()
    put_back(target)
    assert accept_database(by=target.people.operator, because=WHY) == ()
    ask(target)


def test_pauses_whose_note_a_crash_swallowed_are_made_up_for_both_ways(target: Target) -> None:
    pause_licence(by=target.people.model.user, licence=target.licence)
    (witness.folder() / "paused").unlink()
    catch_up()
    assert witness.paused() == {target.licence.pk}
    Licence.objects.filter(pk=target.licence.pk).update(status="active", paused_at=None)
    catch_up()
    assert witness.paused() == frozenset()
