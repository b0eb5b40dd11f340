"""The dated tasks after a withdrawal: shown to the brand, done with a proof, read by the model."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from doublet.kernel import clock
from doublet.licences.actions import withdraw_licence
from doublet.testing import signed_in
from doublet.watch.models import Task


@pytest.fixture
def task(target: Any) -> Task:
    withdraw_licence(by=target.people.model.user, licence=target.licence)
    return Task.objects.get(licence=target.licence)


def test_without_a_withdrawal_there_is_nothing_to_do(target: Any) -> None:
    assert b"No task" in signed_in(Client(), target.people.brand).get("/tasks/").content


def test_the_brand_sees_each_task_with_its_date(task: Task, target: Any) -> None:
    team = signed_in(Client(), target.people.brand)
    page = team.get("/tasks/").content.decode()
    assert task.what in page
    assert "left)" in page
    assert task.what.encode() in team.get("/home").content


def test_an_overdue_task_says_so(task: Task, target: Any) -> None:
    Task.objects.update(due_at=clock.now() - timedelta(hours=1))
    page = signed_in(Client(), target.people.brand).get("/tasks/").content.decode()
    assert "overdue" in page
    assert "1 task " in page


def test_a_task_is_done_with_a_proof_that_the_model_can_read(task: Task, target: Any) -> None:
    team = signed_in(Client(), target.people.brand)
    empty = team.post(f"/tasks/{task.pk}/done", {"proof": "ok"})
    assert empty.status_code == 400
    assert "Say what you did" in empty.content.decode()
    assert team.post(f"/tasks/{task.pk}/done", {"proof": "We read it today."}).status_code == 302
    assert b"We read it today." in signed_in(Client(), target.people.model.user).get("/tasks/").content
    assert team.post(f"/tasks/{task.pk}/done", {"proof": "And once more."}).status_code == 409


def test_nobody_else_can_do_it(task: Task, target: Any) -> None:
    done = f"/tasks/{task.pk}/done"
    assert signed_in(Client(), target.people.other).post(done, {"proof": "It was us."}).status_code == 404
    assert (
        signed_in(Client(), target.people.model.user).post(done, {"proof": "It was me."}).status_code == 403
    )
    task.refresh_from_db()
    assert task.done_at is None
