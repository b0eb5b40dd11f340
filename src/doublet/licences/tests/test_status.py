"""Status lists and the pause: what a stranger reads of a licence that was paused, resumed, taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from doublet.consents.actions import withdraw_consent
from doublet.kernel import clock
from doublet.kernel.models import AuditEvent
from doublet.kernel.refusals import Conflict, NotAllowed, NotThere
from doublet.licences.actions import pause_licence, resume_licence, withdraw_licence
from doublet.licences.gate import permit
from doublet.licences.machine import issuer, status
from doublet.licences.models import Licence, StatusEntry
from doublet.licences.rules import Ask
from doublet.licences.tests.reading import bits, opened
from doublet.studio import jobs
from doublet.studio.actions import Wish, finish, request_shots, start
from doublet.studio.models import Shot
from doublet.testing import signed_in


def shown(licence: Licence) -> tuple[str, str]:
    """What the two public lists say of a licence: revoked?, suspended? Fetched as a stranger would."""
    answers = []
    for purpose in ("revocation", "suspension"):
        answer = Client().get(f"/status/{purpose}/{licence.status_entry.list_number}")
        assert answer["Content-Type"] == "application/vc+jwt"
        assert answer["Cache-Control"] == "public, max-age=15"
        _, told = opened(answer.content.decode(), Client().get("/.well-known/jwks.json").json())
        assert told["credentialSubject"]["statusPurpose"] == purpose
        assert told["credentialSubject"]["ttl"] == 30_000
        answers.append(bits(told["credentialSubject"]["encodedList"])[licence.status_entry.index])
    return answers[0], answers[1]


def test_each_list_is_long_enough_to_hide_in_and_says_nothing_of_others(target: Any) -> None:
    licence = target.licence
    pause_licence(by=target.people.model.user, licence=licence)
    _, told = opened(status.status_list("suspension", 1), issuer.jwks())
    line = bits(told["credentialSubject"]["encodedList"])
    assert len(line) == 131_072
    assert line.count("1") == 1
    assert line.index("1") == licence.status_entry.index
    assert told["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]


def test_a_pause_and_a_withdrawal_show_at_once(target: Any) -> None:
    licence, her = target.licence, target.people.model.user
    assert shown(licence) == ("0", "0")
    pause_licence(by=her, licence=licence)
    assert shown(licence) == ("0", "1")
    resume_licence(by=her, licence=licence)
    assert shown(licence) == ("0", "0")
    pause_licence(by=her, licence=licence)
    withdraw_licence(by=her, licence=licence)
    assert shown(licence) == ("1", "0")
    with pytest.raises(Conflict):
        resume_licence(by=her, licence=licence)


def test_withdrawing_the_consent_ends_a_paused_licence_too(target: Any) -> None:
    her = target.people.model.user
    pause_licence(by=her, licence=target.licence)
    withdraw_consent(by=her, consent=target.use)
    assert shown(target.licence) == ("1", "0")


def test_nobody_else_pauses_or_resumes(target: Any) -> None:
    people, licence = target.people, target.licence
    for other in (people.agent, people.brand, people.operator, people.other):
        with pytest.raises(NotAllowed):
            pause_licence(by=other, licence=licence)
    pause_licence(by=people.model.user, licence=licence)
    for other in (people.agent, people.brand, people.operator, people.other):
        with pytest.raises(NotAllowed):
            resume_licence(by=other, licence=licence)
    assert Licence.objects.get(pk=licence.pk).status == Licence.Status.PAUSED


def test_while_paused_nothing_is_asked_made_or_handed_out(target: Any) -> None:
    licence, brand = target.licence, target.people.brand
    pause_licence(by=target.people.model.user, licence=licence)
    for moment in ("enqueue", "start", "delivery", "download", "verify"):
        decision = permit(licence, Ask(moment, brand_id=brand.brand_id))
        assert decision.reasons[0].code == "paused"
        assert decision.reasons[0].rule == "POL"
    with pytest.raises(NotAllowed) as refused:
        request_shots(by=brand, licence=licence, wishes=[Wish(target.garment, "studio_white")])
    assert refused.value.code == "paused"
    assert not jobs.work()
    assert Shot.objects.get(pk=target.shot.pk).status == Shot.Status.QUEUED


def test_a_picture_in_the_making_waits_and_is_made_after_she_resumes(target: Any) -> None:
    from conftest import picture

    from doublet.engines.tryon.contract import Result
    from doublet.kernel.leases import claim

    her, result = target.people.model.user, Result((picture(3),), 1, "drape", "0.1", {}, {}, {"all": 1.0}, {})
    shot = claim(Shot.objects.filter(pk=target.shot.pk), at=clock.now())
    assert shot is not None
    start(shot=shot, person_sha256=target.photo.sha256)
    pause_licence(by=her, licence=target.licence)
    assert finish(shot=shot, result=result) is None
    assert Shot.objects.get(pk=shot.pk).status == Shot.Status.QUEUED
    assert not target.licence.grants.filter(void_at=None).exists()
    resume_licence(by=her, licence=target.licence)
    shot = claim(Shot.objects.filter(pk=target.shot.pk), at=clock.now())
    assert shot is not None
    assert shot.attempts == 1
    start(shot=shot, person_sha256=target.photo.sha256)
    assert finish(shot=shot, result=result) is not None


def test_a_full_list_is_followed_by_the_next(target: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status, "FULL_AT", 1)
    entry = target.licence.status_entry
    StatusEntry.objects.filter(pk=entry.pk).delete()
    StatusEntry.objects.create(licence=target.licence, list_number=1, index=5)
    another = Licence(pk="lic_another")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(StatusEntry.objects, "create", lambda **row: StatusEntry(**row))
        assert status.draw(another).list_number == 2
    assert Client().get("/status/suspension/2").status_code == 404
    with pytest.raises(NotThere):
        status.status_list("anything", 1)


def test_her_pages_say_the_effects_first_and_take_one_click(target: Any) -> None:
    page = f"/licences/{target.licence.pk}"
    her = signed_in(Client(), target.people.model.user)
    assert b"Nothing new is made" in her.get(f"{page}/pause").content
    assert her.post(f"{page}/pause").status_code == 302
    told = her.get(f"{page}/").content
    assert b"You paused this" in told
    assert b"Resume it" in told
    assert b"Take it back" in told
    assert b"Resume it" not in signed_in(Client(), target.people.brand).get(f"{page}/").content
    assert signed_in(Client(), target.people.agent).post(f"{page}/resume").status_code == 403
    assert her.post(f"{page}/resume").status_code == 302
    kinds = AuditEvent.objects.filter(subject=target.licence.pk).values_list("kind", flat=True)
    assert list(kinds)[-2:] == ["licence.paused", "licence.resumed"]
