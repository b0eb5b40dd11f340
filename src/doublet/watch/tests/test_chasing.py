"""Tasks are chased: a reminder before, a person's eye when late, open again when it still stands."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from conftest import picture
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from doublet.engines.image import encode_jpeg
from doublet.kernel import clock
from doublet.kernel.models import Notice
from doublet.licences.actions import withdraw_licence
from doublet.testing import signed_in
from doublet.watch.chasing import chase_tasks
from doublet.watch.models import Case, Task
from doublet.watch.rules import remind_at


@pytest.fixture
def task(target: Any) -> Task:
    withdraw_licence(by=target.people.model.user, licence=target.licence)
    Notice.objects.all().delete()
    return Task.objects.get(licence=target.licence)


def test_a_reminder_comes_once_and_before(task: Task) -> None:
    now = clock.now()
    assert remind_at(now, now + timedelta(days=7)) == now + timedelta(days=6)
    assert remind_at(now, now + timedelta(hours=24)) == now + timedelta(hours=12)
    chase_tasks()
    assert not Notice.objects.exists()
    Task.objects.update(opened_at=now - timedelta(hours=30), due_at=now + timedelta(hours=1))
    chase_tasks()
    chase_tasks()
    assert Notice.objects.filter(subject="A task is due soon").count() == task.licence.brand.members.count()


def test_what_is_late_becomes_a_case_that_closes_when_it_is_done(task: Task, target: Any) -> None:
    Task.objects.update(due_at=clock.now() - timedelta(hours=1))
    chase_tasks()
    chase_tasks()
    case = Case.objects.get()
    operator = signed_in(Client(), target.people.operator)
    assert task.what in operator.get("/operator/cases").content.decode()
    assert operator.get(f"/operator/cases/{case.pk}").status_code == 200
    team = signed_in(Client(), target.people.brand)
    assert team.post(f"/tasks/{task.pk}/done", {"proof": "We read it."}).status_code == 302
    case.refresh_from_db()
    assert case.decided_at


def test_a_screenshot_is_made_anew_and_sealed_and_she_opens_it_again(task: Task, target: Any) -> None:
    team, her = signed_in(Client(), target.people.brand), signed_in(Client(), target.people.model.user)
    bad = SimpleUploadedFile("x.jpg", b"<script>")
    sent = {"proof": "It is gone.", "screenshot": bad}
    assert team.post(f"/tasks/{task.pk}/done", sent).status_code == 400
    good = SimpleUploadedFile("x.jpg", encode_jpeg(picture(1)))
    assert (
        team.post(f"/tasks/{task.pk}/done", {"proof": "It is gone.", "screenshot": good}).status_code == 302
    )
    shown = her.get(f"/tasks/{task.pk}/screenshot.jpg")
    assert shown.content[:2] == b"\xff\xd8"
    assert her.post(f"/tasks/{task.pk}/reopen", {"why": "I saw it today."}).status_code == 302
    task.refresh_from_db()
    assert task.done_at is None
    assert b"I saw it today." in team.get("/tasks/").content
    assert her.get("/standing/").status_code == 200
