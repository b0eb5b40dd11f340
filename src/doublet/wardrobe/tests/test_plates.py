"""A brand's own backgrounds: what is taken, who sees them, and the way into a brief, a licence and an order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from doublet.engines import face, nudity
from doublet.engines.image import decode, encode_jpeg
from doublet.kernel.refusals import NotAllowed, NotThere, Refused
from doublet.licences import gate
from doublet.offers.actions import accept, send_offer, write_brief
from doublet.provenance.marking import _inputs
from doublet.story import scenery
from doublet.studio.actions import Wish, plate_of, request_shots
from doublet.studio.jobs import _scene
from doublet.studio.models import Frame
from doublet.testing import signed_in
from doublet.wardrobe import queries
from doublet.wardrobe.models import Plate
from doublet.wardrobe.plates import add_plate, retire_plate


@pytest.fixture
def empty_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """The two networks find nobody and nothing; they are tested on their own."""
    monkeypatch.setattr(nudity, "check", lambda pixels: 0.0)
    monkeypatch.setattr(face, "find", lambda pixels: [])


def place(seed: int = 1, width: int = 900, height: int = 1200) -> bytes:
    rows = np.linspace(90, 200, height)[:, None, None]
    return encode_jpeg(
        (np.full((height, width, 3), (seed * 9, 20, 0)) * 0.2 + rows).clip(0, 255).astype(np.uint8)
    )


def test_a_plate_is_sealed_shown_to_its_brand_and_retired(target: Any, empty_place: None) -> None:
    brand = target.people.brand
    plate = add_plate(by=brand, data=place(), name=" Roof  terrace ", setting="daylight")
    assert (plate.name, plate.width, plate.height) == ("Roof terrace", 900, 1200)
    assert decode(queries.plate_picture(plate)).width == 900
    assert max(decode(queries.plate_thumbnail(plate)).pixels.shape) == 480
    with pytest.raises(NotThere):
        queries.plate_for(target.people.other, plate.pk)
    with pytest.raises(Refused, match="plate_there"):
        add_plate(by=brand, data=place(), name="Again", setting="daylight")
    with pytest.raises(NotAllowed):
        retire_plate(by=target.people.other, plate=plate)
    retire_plate(by=brand, plate=plate)
    assert queries.plates_in_use(brand.brand_id) == {}


def test_people_nudity_and_small_pictures_are_refused(
    target: Any, empty_place: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    brand = target.people.brand
    with pytest.raises(Refused, match="plate_too_small"):
        add_plate(by=brand, data=place(width=500), name="Small", setting="studio")
    with pytest.raises(Refused, match="unknown_setting"):
        add_plate(by=brand, data=place(), name="Moon", setting="moon")
    monkeypatch.setattr(face, "find", lambda pixels: [object()])
    with pytest.raises(Refused, match="person_in_plate"):
        add_plate(by=brand, data=place(), name="Crowd", setting="daylight")

    def naked(pixels: np.ndarray) -> float:
        raise Refused("nudity", "It looks like nudity.")

    monkeypatch.setattr(nudity, "check", naked)
    with pytest.raises(Refused, match="nudity"):
        add_plate(by=brand, data=place(), name="Statue", setting="daylight")
    assert not Plate.objects.exists()


def test_what_a_plate_shows_meets_her_boundaries(target: Any, empty_place: None) -> None:
    brand, model = target.people.brand, target.licence.model
    bar = add_plate(by=brand, data=place(2), name="Bar", setting="alcohol")
    others = add_plate(by=target.people.other, data=place(3), name="Theirs", setting="studio")

    def brief(background: str) -> Any:
        terms = scenery.wish(backgrounds=(background,), settings=())
        return write_brief(by=brand, model=model, title="Own place", garments=[target.garment], terms=terms)

    with pytest.raises(Refused, match="bars and alcohol"):
        brief(bar.background)
    with pytest.raises(Refused, match="no_such_plate"):
        brief(others.background)
    studio = add_plate(by=brand, data=place(4), name="Set", setting="studio")
    assert brief(studio.background).terms["settings"] == ["studio"]
    retire_plate(by=brand, plate=studio)
    with pytest.raises(Refused, match="no_such_plate"):
        brief(studio.background)


def test_she_sees_the_plate_before_she_signs_and_the_grant_is_bound_to_it(
    target: Any, empty_place: None
) -> None:
    people = target.people
    plate = add_plate(by=people.brand, data=place(5), name="Set", setting="studio")
    terms = scenery.wish(backgrounds=(plate.background,), settings=())
    brief = write_brief(
        by=people.brand, model=target.licence.model, title="Own place", garments=[target.garment], terms=terms
    )
    offer = send_offer(by=people.brand, brief=brief)
    accept(by=people.agent, offer=offer, number=1)
    picture = f"/offers/{offer.pk}/backgrounds/{plate.pk}.jpg"
    model = signed_in(Client(), target.licence.model.user)
    assert picture in model.get(f"/offers/{offer.pk}/").content.decode()
    assert model.get(picture)["Content-Type"] == "image/jpeg"
    assert signed_in(Client(), people.other).get(picture).status_code == 404
    offer.refresh_from_db()
    licence = scenery.sign_offer(offer)
    retire_plate(by=people.brand, plate=plate)  # a licence keeps what it names
    (shot,) = request_shots(
        by=people.brand, licence=licence, wishes=[Wish(target.garment, plate.background, "key_left")]
    )
    scene = _scene(shot)
    assert scene.plate is not None
    assert (scene.background, scene.plate.sha256) == ("plate", plate.sha256)
    named = [(str(given.role), given.sha256) for given in _inputs(Frame(shot=shot, licence=licence))]
    assert named[1:] == [("garment", target.garment.sha256), ("scene", plate.sha256)]
    assert named[0] == ("twin", licence.twin_version.sha256)
    bound = {
        "person_sha256": "0" * 64,
        "twin": "t",
        "garment_sha256": "1" * 64,
        "background": "plate",
        "light": "soft",
        "crop": "full",
        "engine": "drape",
    }
    assert gate.binding(**bound, plate_sha256=plate.sha256) != gate.binding(**bound, plate_sha256="2" * 64)
    assert plate_of(target.shot) is None
    with pytest.raises(NotAllowed, match="wrong_scene"):
        request_shots(
            by=people.brand, licence=target.licence, wishes=[Wish(target.garment, plate.background)]
        )


def test_the_page_adds_shows_and_explains(target: Any, empty_place: None) -> None:
    team = signed_in(Client(), target.people.brand)
    assert b"None yet" in team.get("/wardrobe/backgrounds/").content
    form = {"name": "Roof", "setting": "daylight", "photo": SimpleUploadedFile("a.jpg", place(6))}
    assert team.post("/wardrobe/backgrounds/", form).status_code == 302
    plate = Plate.objects.get()
    assert b"Roof" in team.get("/wardrobe/backgrounds/").content
    assert team.get(f"/wardrobe/backgrounds/{plate.pk}/thumbnail.jpg")["Content-Type"] == "image/jpeg"
    small = form | {"photo": SimpleUploadedFile("b.jpg", place(7, width=300))}
    answer = team.post("/wardrobe/backgrounds/", small)
    assert answer.status_code == 400
    assert "at least 720 pixels" in answer.content.decode()
    brief = team.get(f"/roster/{target.licence.model.pk}/brief").content.decode()
    assert "Roof (yours)" in brief
    assert f"/wardrobe/backgrounds/{plate.pk}/thumbnail.jpg" in brief
    assert team.post(f"/wardrobe/backgrounds/{plate.pk}/retire").status_code == 302
    assert b"since" in team.get("/wardrobe/backgrounds/").content
