"""Whatever she takes back stands under a signed head of the public log as soon as it is in the books."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from doublet.consents.actions import withdraw_consent
from doublet.consents.erasing import erase_twin
from doublet.consents.terms import UseTerms
from doublet.kernel import audit, clock
from doublet.licences.actions import pause_licence, resume_licence, withdraw_licence
from doublet.provenance import limits
from doublet.provenance.log import heads
from doublet.publishing.actions import approve
from doublet.publishing.revoking import revoke_asset, revoke_use
from doublet.story.target import Target
from doublet.studio.models import Frame

Commits = Callable[..., Any]


def covered() -> bool:
    head, end = heads.newest(), audit.head()
    return head is not None and end is not None and head.size == end.seq


def test_every_way_of_taking_back_is_signed_over_at_once(
    target: Target, frame: Frame, django_capture_on_commit_callbacks: Commits
) -> None:
    her, licence = target.people.model.user, target.licence
    approve(by=her, frame=frame)
    ways: list[Callable[[], Any]] = [
        lambda: pause_licence(by=her, licence=licence),
        lambda: resume_licence(by=her, licence=licence),
        lambda: revoke_asset(by=her, frame=frame),
        lambda: revoke_use(by=her, licence=licence, channel=UseTerms.from_dict(licence.terms).channels[0]),
        lambda: withdraw_licence(by=her, licence=licence),
        lambda: withdraw_consent(by=her, consent=target.use),
        lambda: erase_twin(by=her, model=licence.model, understood=True, reauthenticated_at=clock.now()),
    ]
    assert not covered()
    for take_back in ways:
        with django_capture_on_commit_callbacks(execute=True):
            take_back()
        assert covered()


@pytest.mark.django_db
def test_proofs_are_counted(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    audit.record("thing.done", actor="test", subject="thing")
    heads.write_head()
    monkeypatch.setattr(limits, "MOST_PROOFS", 3)
    for where in ("/log/proof/inclusion?event=1", "/log/proof/consistency?old=1", "/log?old=1"):
        assert client.get(where).status_code == 200
    for where in ("/log/proof/inclusion?event=1", "/log/proof/consistency?old=1", "/log?old=1"):
        assert client.get(where).status_code == 429
    assert client.get("/api/v1/log/inclusion/1").status_code == 429
    assert client.get("/api/v1/log/consistency/1").status_code == 429
    for where in ("/log", "/log/head", "/log/heads"):
        assert client.get(where).status_code == 200, "what can be kept by everybody is not counted"
