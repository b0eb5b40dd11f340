"""The wardrobe's pages: the brand's team sees its own garments, and nobody else does."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from doublet.engines.image import encode_jpeg
from doublet.testing import signed_in
from doublet.wardrobe.drawing import points_svg
from doublet.wardrobe.models import Garment


@pytest.fixture
def team(target: Any) -> Client:
    return signed_in(Client(), target.people.brand)


def photo(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("tee.jpg", data, content_type="image/jpeg")


def plain_square() -> bytes:
    return encode_jpeg(np.full((640, 640, 3), 245, dtype=np.uint8))


def test_the_grid_shows_every_garment_with_what_the_engine_says(team: Client, target: Any) -> None:
    page = team.get("/wardrobe/").content.decode()
    assert target.garment.name in page
    assert "The engine can use it" in page


def test_an_empty_wardrobe_says_what_to_do_next(target: Any) -> None:
    page = signed_in(Client(), target.people.other).get("/wardrobe/").content.decode()
    assert "Your wardrobe is empty" in page
    assert "/wardrobe/add" in page


def test_a_stranger_is_told_that_there_is_no_such_garment(target: Any) -> None:
    stranger = signed_in(Client(), target.people.other)
    for what in ("", "photo.jpg", "thumbnail.jpg", "points.svg"):
        assert stranger.get(f"/wardrobe/{target.garment.pk}/{what}").status_code == 404
    assert stranger.post(f"/wardrobe/{target.garment.pk}/retire").status_code == 404
    assert signed_in(Client(), target.people.model.user).get("/wardrobe/").status_code == 403
    assert Client().get("/wardrobe/").status_code == 302


def test_a_photo_that_the_engine_cannot_use_is_kept_with_its_reasons(team: Client) -> None:
    form = {"photo": photo(plain_square()), "name": "Nothing at all", "category": "tops", "kind": "everyday"}
    answer = team.post("/wardrobe/add", form, follow=True)
    garment = Garment.objects.get(name="Nothing at all")
    assert not garment.wearable
    assert "The engine cannot use this photo" in answer.content.decode()


def test_a_broken_file_is_refused_at_its_field_and_nothing_is_kept(team: Client) -> None:
    form = {"photo": photo(b"not a picture"), "name": "Broken", "category": "tops", "kind": "everyday"}
    answer = team.post("/wardrobe/add", form)
    assert answer.status_code == 400
    assert answer.context["form"].errors["photo"]
    assert not Garment.objects.filter(name="Broken").exists()


def test_sizes_out_of_range_are_refused(team: Client) -> None:
    form = {
        "photo": photo(plain_square()),
        "name": "Tent",
        "category": "tops",
        "kind": "everyday",
        "chest": "900",
    }
    answer = team.post("/wardrobe/add", form)
    assert answer.status_code == 400
    assert "between 5 and 250 cm" in answer.content.decode()


def test_retiring_takes_it_out_of_the_grid(team: Client, target: Any) -> None:
    assert team.post(f"/wardrobe/{target.garment.pk}/retire").status_code == 302
    page = team.get("/wardrobe/")
    assert target.garment not in page.context["garments"]
    assert target.garment in page.context["retired"]


def test_the_table_defuses_formulas(team: Client, target: Any) -> None:
    Garment.objects.filter(pk=target.garment.pk).update(name="=1+1")
    lines = io.StringIO(team.get("/wardrobe/wardrobe.csv").content.decode()).readlines()
    assert len(lines) == 3
    assert any("'=1+1" in line for line in lines)


def test_points_are_drawn_where_they_are() -> None:
    drawn = points_svg({"neck_left": (10, 20), "hem_left": (30.5, 90)}, 100, 120).decode()
    assert drawn.count("<circle") == 2
    assert 'viewBox="0 0 100 120"' in drawn
    assert 'cx="30.5" cy="90.0"' in drawn
