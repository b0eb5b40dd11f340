"""A signer that cannot be reached makes pictures wait, says so, and releases them by itself when it is back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from conftest import marked
from django.test import Client
from django.urls import reverse

from doublet.kernel import clock
from doublet.kernel.models import AuditEvent, Notice
from doublet.kernel.refusals import BadInput, NotThere, Refused, Unavailable
from doublet.provenance import actions, patience
from doublet.provenance.models import Credential
from doublet.provenance.queries import review_copy
from doublet.studio.models import Frame
from doublet.testing import signed_in
from doublet.watch.models import Case

AWAY = Unavailable(
    "signing_key_unreachable", "Nothing can be signed: the token did not sign (gone).", hint="Look."
)


class Signer:
    """A stand-in for everything that marks: away until it is told to come back."""

    trouble: Refused | None = AWAY
    asked = 0

    def demand(self, *, answering: bool = False) -> None:
        if answering:
            self.asked += 1
            if self.trouble:
                raise self.trouble

    def mark(self, credential: Credential) -> Any:
        self.asked += 1
        if self.trouble:
            raise self.trouble
        return marked(credential.pk)


@pytest.fixture
def signer(monkeypatch: pytest.MonkeyPatch) -> Signer:
    made = Signer()
    monkeypatch.setattr(actions, "demand_signer", made.demand)
    monkeypatch.setattr(actions, "mark_master", made.mark)
    return made


@pytest.fixture
def pending(frame: Frame) -> Credential:
    """Its master, as if it had not been marked yet."""
    Credential.objects.update(status="pending", attempts=0, sha256="", blob="")
    return Credential.objects.get(frame=frame)


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    then = clock.now() + by
    monkeypatch.setattr(clock, "now", lambda: then)


def test_an_unreachable_signer_makes_a_picture_wait_and_never_holds_it_back(
    target: Any, pending: Credential, signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert actions.work()
    for _ in range(3 * actions.MAX_ATTEMPTS):
        pending.refresh_from_db()
        assert (pending.status, pending.waits_for) == ("pending", "signing_key_unreachable")
        assert not actions.work(), "it has to wait for its next try"
        later(monkeypatch, patience.LATEST)
        assert actions.work()
    with pytest.raises(NotThere):
        review_copy(pending.frame)
    assert AuditEvent.objects.filter(kind="credential.waits").count() == 1, "told once, not at every try"
    case = Case.objects.get(kind="marking")
    assert "the token did not sign" in case.words
    assert Notice.objects.filter(
        to=target.people.operator.email, body__contains="the token did not sign"
    ).exists()
    page = signed_in(Client(), target.people.operator).get(f"/operator/cases/{case.pk}").content.decode()
    assert "cannot be marked and signed" in page
    board, review = reverse("studio:licence", args=[target.licence.pk]), reverse("publishing:review")
    model = target.people.model.user
    for somebody, path in ((target.people.brand, board), (model, board), (model, review)):
        told = signed_in(Client(), somebody).get(path).content.decode()
        assert "The service that signs pictures cannot be reached." in told
        assert "the token" not in told, "what exactly is wrong is the operator's to know"

    signer.trouble = None
    later(monkeypatch, patience.LATEST)
    assert actions.work()
    pending.refresh_from_db()
    assert (pending.status, pending.waits_for, pending.waits_since) == ("ready", "", None)
    case.refresh_from_db()
    assert case.decided_at is not None
    assert "cannot be reached" not in signed_in(Client(), model).get(review).content.decode()


def test_the_whole_line_waits_and_is_released_with_the_first(
    target: Any, pending: Credential, signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        Credential.objects.create(kind="delivery", frame=pending.frame, licence=pending.licence)
    assert actions.work()
    assert not actions.work(), "the others do not ask a signer that is away"
    assert signer.asked == 1
    later(monkeypatch, timedelta(minutes=1))
    assert actions.work()
    assert not actions.work()
    assert signer.asked == 2
    signer.trouble = None
    patience.resume()
    assert [actions.work() for _ in range(6)] == [True] * 5 + [False]
    assert set(Credential.objects.values_list("status", flat=True)) == {"ready"}


def test_each_wait_is_as_long_as_all_before_up_to_ten_minutes() -> None:
    since = clock.now()
    waits = []
    at = since
    for _ in range(10):
        at, before = patience.next_try(since, at), at
        waits.append((at - before).total_seconds())
    assert waits[:6] == [15, 15, 30, 60, 120, 240]
    assert waits[-1] == 600


@pytest.mark.parametrize(
    "trouble",
    [
        BadInput("cannot_be_signed", "The picture could not be signed."),
        Unavailable("key_destroyed", "This was erased: its key no longer exists.", rule="GDPR-17"),
    ],
)
def test_a_fault_of_the_picture_holds_it_back_for_good(
    pending: Credential, signer: Signer, trouble: Refused
) -> None:
    signer.trouble = trouble
    assert actions.work()
    pending.refresh_from_db()
    assert (pending.status, pending.failure) == ("failed", trouble.reason)


def test_a_picture_made_while_the_signer_is_away_joins_the_line(pending: Credential, signer: Signer) -> None:
    from doublet.provenance.reactions import mark_again

    assert actions.work()
    mark_again(frame=pending.frame)
    fresh = Credential.objects.get(frame=pending.frame)
    assert fresh.pk != pending.pk
    assert fresh.waiting_words
    assert not actions.work()
    assert signer.asked == 1
