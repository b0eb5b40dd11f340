"""Retouching a frame: who may, when, what becomes of the file that was marked, and what she sees of it."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from conftest import marked
from django.test import Client

from doublet.engines import nudity, retouch
from doublet.engines.image import decode
from doublet.engines.retouch import PRESETS, Recipe, Retouched
from doublet.engines.retouch.steps import Background, Crop, Exposure, Liquify, WhiteBalance
from doublet.engines.signer import Edit
from doublet.kernel import clock
from doublet.kernel.leases import claim
from doublet.kernel.models import AuditEvent
from doublet.kernel.refusals import Conflict, NotAllowed, NotThere, Refused
from doublet.provenance.actions import register_master
from doublet.provenance.marking import _claims
from doublet.provenance.models import Credential
from doublet.publishing.actions import approve
from doublet.studio.models import Frame
from doublet.studio.queries import raw, retouch_of, unretouched
from doublet.studio.retouching import retouch_frame, undo_retouch
from doublet.testing import signed_in

BRIGHT = Recipe((Exposure(0.2), WhiteBalance(0.3)))
NUMBERS = {
    "skin_depth": 0.0,
    "skin_hue": 0.1,
    "skin_total": 1.0,
    "skin_texture": 1.0,
    "face_shape": 0.0,
    "outline": 0.0,
}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No network looks at these painted pictures; the guard has tests of its own."""
    monkeypatch.setattr(nudity, "check", lambda pixels: 0.0)

    def guarded(recipe: Recipe, picture: np.ndarray, context: Any, *, opened: tuple[str, ...]) -> Retouched:
        if "body_shape" in recipe.kinds and "body_shape" not in opened:
            raise NotAllowed("body_shape_closed", "Closed.")
        return Retouched(retouch.apply(recipe, picture, context), NUMBERS)

    monkeypatch.setattr(retouch, "guarded", guarded)


def mark(frame: Frame) -> Credential:
    waiting = claim(Credential.objects.filter(frame=frame, status="pending"), at=clock.now())
    assert waiting is not None
    register_master(credential=waiting, made=marked(waiting.pk))
    return Credential.objects.get(pk=waiting.pk)


def test_a_version_replaces_the_picture_and_its_file_and_can_be_undone(target: Any, frame: Frame) -> None:
    brand, own = target.people.brand, raw(frame)
    first_file = Credential.objects.get(frame=frame)
    version = retouch_frame(by=brand, frame=frame, recipe=BRIGHT)
    assert (version.number, version.kinds, version.recipe_sha256) == (1, ["routine"], BRIGHT.sha256)
    replayed = retouch.apply(
        Recipe.from_dict(version.recipe), decode(unretouched(frame)).pixels, retouch.Context()
    )
    assert (decode(raw(frame)).pixels == replayed).all(), "the recipe replays to the byte"
    assert unretouched(frame) == own, "the engine's picture is kept"
    first_file.refresh_from_db()
    assert (first_file.kind, first_file.status) == ("superseded", "ready")
    assert Credential.objects.get(frame=frame, kind="master").status == "pending"
    mark(frame)
    undo_retouch(by=brand, frame=frame)
    assert raw(frame) == own
    assert retouch_of(frame) is None
    assert Credential.objects.filter(frame=frame, kind="superseded").count() == 2
    with pytest.raises(NotThere, match="no_retouch"):
        undo_retouch(by=brand, frame=frame)


def test_a_second_version_starts_from_the_engines_picture_and_undo_goes_back_one(
    target: Any, frame: Frame
) -> None:
    brand = target.people.brand
    first = retouch_frame(by=brand, frame=frame, recipe=BRIGHT)
    second = retouch_frame(by=brand, frame=frame, recipe=Recipe((Crop(top=0.1),)))
    frame.refresh_from_db()
    assert (second.number, frame.height) == (2, 461)
    undo_retouch(by=brand, frame=frame)
    frame.refresh_from_db()
    assert frame.height == 512
    assert retouch_of(frame) == first


def test_a_worker_that_marks_the_old_picture_cannot_finish(target: Any, frame: Frame) -> None:
    brand = target.people.brand
    retouch_frame(by=brand, frame=frame, recipe=BRIGHT)
    held = claim(Credential.objects.filter(frame=frame, status="pending"), at=clock.now())
    assert held is not None
    retouch_frame(by=brand, frame=frame, recipe=PRESETS["cool_lookbook"].recipe)
    assert register_master(credential=held, made=marked(held.pk)) is None
    assert Credential.objects.get(frame=frame, kind="master").status == "pending"


def test_after_her_decision_nothing_changes_and_her_yes_is_to_what_she_saw(target: Any, frame: Frame) -> None:
    brand, model = target.people.brand, target.people.model.user
    seen = Credential.objects.get(frame=frame).pk
    retouch_frame(by=brand, frame=frame, recipe=BRIGHT)
    with pytest.raises(Conflict, match="not_marked_yet"):
        approve(by=model, frame=frame, seen=seen)
    mark(frame)
    with pytest.raises(Conflict, match="changed_meanwhile"):
        approve(by=model, frame=frame, seen=seen)
    approve(by=model, frame=frame, seen=Credential.objects.get(frame=frame, kind="master").pk)
    with pytest.raises(Conflict, match="already_reviewed"):
        retouch_frame(by=brand, frame=Frame.objects.get(pk=frame.pk), recipe=BRIGHT)
    with pytest.raises(Conflict, match="already_reviewed"):
        undo_retouch(by=brand, frame=Frame.objects.get(pk=frame.pk))


def test_strangers_other_backdrops_bodies_and_ended_licences_are_refused(target: Any, frame: Frame) -> None:
    brand = target.people.brand
    with pytest.raises(NotAllowed):
        retouch_frame(by=target.people.other, frame=frame, recipe=BRIGHT)
    with pytest.raises(NotAllowed, match="wrong_scene"):
        retouch_frame(by=brand, frame=frame, recipe=Recipe((Background("evening_street"),)))
    slim = Recipe((Liquify(0.4, 0.5, 0.1, 0.01, 0.0),))
    with pytest.raises(NotAllowed, match="body_shape_closed"):
        retouch_frame(by=brand, frame=frame, recipe=slim)
    refusals = AuditEvent.objects.filter(kind="refused").values_list("data", flat=True)
    assert "body_shape_closed" in {data["code"] for data in refusals}
    target.licence.status, target.licence.withdrawn_at = "withdrawn", clock.now()
    target.licence.save()
    with pytest.raises(Refused, match="withdrawn"):
        retouch_frame(by=brand, frame=frame, recipe=BRIGHT)
    assert retouch_of(frame) is None


def test_the_credential_names_the_recipe_and_what_it_did(target: Any, frame: Frame) -> None:
    recipe = Recipe((Crop(top=0.1), Exposure(0.1), WhiteBalance(0.2)))
    version = retouch_frame(by=target.people.brand, frame=frame, recipe=recipe)
    claims = _claims(frame, "crd_1", retouched=version)
    assert claims.edits == (Edit.CROPPED, Edit.RECOLOURED, Edit.WATERMARKED)
    assert claims.retouching is not None
    assert claims.retouching.recipe_sha256 == recipe.sha256
    assert _claims(frame, "crd_1", retouched=None).edits == (Edit.WATERMARKED,)


def test_the_brand_works_by_recipe_and_she_sees_before_and_after(target: Any, frame: Frame) -> None:
    team = signed_in(Client(), target.people.brand)
    path = f"/studio/frames/{frame.pk}/retouch"
    page = team.get(path).content.decode()
    assert "/studio/recipes/warm_editorial.jpg" in page
    assert team.get("/studio/recipes/warm_editorial.jpg")["Content-Type"] == "image/jpeg"
    assert path in team.get(f"/studio/{target.licence.pk}/").content.decode()
    assert team.post(path, {}).status_code == 400
    assert team.post(path, {"exposure": "3"}).status_code == 400
    assert team.post(path, {"preset": "warm_editorial", "grain": "1"}).status_code == 302
    assert "Grain: amount 1" in team.get(path).content.decode()
    assert ", retouched</p>" in team.get(f"/studio/{target.licence.pk}/").content.decode()
    assert signed_in(Client(), target.people.other).get(path).status_code == 404
    mark(frame)
    model = signed_in(Client(), target.people.model.user)
    look = model.get(f"/review/{frame.pk}").content.decode()
    assert "Retouched by the brand" in look
    assert "routine retouching" in look
    before = f"/review/{frame.pk}/unretouched.jpg"
    assert before in look
    assert model.get(before)["Content-Type"] == "image/jpeg"
    assert team.get(before).status_code == 403
    assert team.post(f"{path}/undo").status_code == 302
    mark(frame)
    assert "Retouched by the brand" not in model.get(f"/review/{frame.pk}").content.decode()
    assert model.get(before).status_code == 404


def test_the_api_retouches_lists_and_undoes(target: Any, frame: Frame) -> None:
    from doublet.people.actions import make_token

    _, secret = make_token(by=target.people.brand, label="t", scopes=["read", "studio"], days=3)
    client, path = (
        Client(headers={"Authorization": f"Bearer {secret}"}),
        f"/api/v1/frames/{frame.pk}/retouches",
    )

    def send(body: dict[str, Any]) -> Any:
        return client.post(path, json.dumps(body), content_type="application/json")

    made = send({"steps": [{"step": "exposure", "ev": 0.1}]})
    assert made.status_code == 201
    assert made.json()["kinds"] == ["routine"]
    assert send({"preset": "clean_shop"}).json()["number"] == 2
    assert send({"preset": "glow"}).json()["code"] == "unknown_preset"
    assert send({"steps": [{"step": "smooth_skin"}]}).json()["code"] == "never_altered"
    assert send({"preset": "clean_shop", "steps": [{"step": "exposure", "ev": 0.1}]}).status_code == 400
    undone = client.post(f"{path}/undo", "{}", content_type="application/json").json()["items"]
    assert [bool(item["undone_at"]) for item in undone] == [False, True]
    assert len(client.get(path).json()["items"]) == 2
