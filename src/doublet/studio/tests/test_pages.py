"""The studio's pages: asking for pictures, watching them come, and who may see them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from doublet.kernel import leases
from doublet.kernel.refusals import Refused
from doublet.studio.actions import refuse
from doublet.studio.models import Shot
from doublet.testing import signed_in


@pytest.fixture
def team(target: Any) -> Client:
    return signed_in(Client(), target.people.brand)


def ticks(target: Any, **changes: Any) -> dict[str, Any]:
    return {
        "garments": [target.garment.pk],
        "backgrounds": ["studio_white"],
        "lights": ["soft"],
        "crops": ["three_quarter"],
    } | changes


def test_the_count_says_what_the_ticks_amount_to(team: Client, target: Any) -> None:
    path = f"/studio/{target.licence.pk}/count"
    assert b"1 picture<" in team.post(path, ticks(target)).content
    over = team.post(path, ticks(target, lights=["soft", "warm"], crops=["full", "three_quarter"])).content
    assert b"4 pictures" in over
    assert b"More than the licence holds" in over


def test_every_combination_becomes_one_shot(team: Client, target: Any) -> None:
    assert team.post(f"/studio/{target.licence.pk}/ask", ticks(target)).status_code == 302
    assert target.licence.shots.count() == 2


def test_one_too_many_is_refused_and_none_is_queued(team: Client, target: Any) -> None:
    answer = team.post(f"/studio/{target.licence.pk}/ask", ticks(target, lights=["soft", "warm"]))
    assert answer.status_code == 403
    assert "All 2 pictures of the licence" in answer.content.decode()
    assert target.licence.shots.count() == 1


def test_a_garment_outside_the_licence_cannot_be_ticked(team: Client, target: Any) -> None:
    answer = team.post(f"/studio/{target.licence.pk}/ask", ticks(target, garments=[target.unlicensed.pk]))
    assert answer.status_code == 400
    assert target.licence.shots.count() == 1


def test_the_board_asks_for_itself_while_something_waits(team: Client, target: Any) -> None:
    board = team.get(f"/studio/{target.licence.pk}/board").content.decode()
    assert "hx-get" in board
    assert "Waiting" in board
    assert team.post(f"/studio/shots/{target.shot.pk}/cancel").status_code == 302
    assert "hx-get" not in team.get(f"/studio/{target.licence.pk}/board").content.decode()


def test_a_refused_shot_says_why_and_what_to_do(team: Client, target: Any) -> None:
    shot = leases.claim(Shot.objects.all(), at=target.shot.requested_at)
    assert shot is not None
    refuse(shot=shot, refused=Refused("arms_touch", "The arms touch the body.", hint="Arms a little out."))
    page = team.get(f"/studio/{target.licence.pk}/").content.decode()
    assert "The arms touch the body." in page
    assert "Arms a little out." in page
    assert "2 of 2 left" in page


def test_a_made_picture_waits_for_her_review(team: Client, frame: Any) -> None:
    page = team.get(f"/studio/{frame.licence_id}/").content.decode()
    assert "Waits for her review" in page
    assert "Deliver it" not in page
    assert b"Sandbox" in team.get("/studio/").content


def test_strangers_and_other_roles_get_nowhere(target: Any) -> None:
    stranger = signed_in(Client(), target.people.other)
    for what in ("", "board"):
        assert stranger.get(f"/studio/{target.licence.pk}/{what}").status_code == 404
    assert stranger.post(f"/studio/{target.licence.pk}/ask", ticks(target)).status_code == 404
    assert stranger.post(f"/studio/shots/{target.shot.pk}/cancel").status_code == 404
    her = signed_in(Client(), target.people.model.user)
    assert her.post(f"/studio/{target.licence.pk}/ask", ticks(target)).status_code == 403
    assert her.get(f"/studio/{target.licence.pk}/").status_code == 200
