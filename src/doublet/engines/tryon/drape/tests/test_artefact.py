"""Prepared photos as bytes: what comes out again is what went in, and broken bytes are nothing."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doublet.engines.tryon.contract import Category, Output, Scene
from doublet.engines.tryon.drape import artefact
from doublet.engines.tryon.drape.artefact import pack_garment, pack_person, unpack_garment, unpack_person
from doublet.engines.tryon.drape.garment import Garment, marked_garment
from doublet.engines.tryon.drape.garment_photo import cut_by
from doublet.engines.tryon.drape.person import Person, framed_by
from doublet.engines.tryon.drape.pipeline import dress, picture
from doublet.engines.tryon.drape.tests.figures import drawn_garment, drawn_person
from doublet.kernel.refusals import BadInput

SMALL = Output(384, 512)


def photographed() -> tuple[np.ndarray, Person]:
    """A person as a photo gives her: at working size, with the pixels of the photo."""
    drawn = drawn_person()
    photo = drawn.pixels.repeat(2, 0).repeat(2, 1)
    framed, fine = framed_by(photo, (0, 0, 768, 1024))
    alpha = drawn.alpha.repeat(2, 0).repeat(2, 1)
    first = Person(
        pixels=framed,
        alpha=alpha,
        colours=framed.astype(np.float32),
        pose=drawn.pose,
        body=drawn.body,
        oval=drawn.oval,
        parse=drawn.parse.__class__(drawn.labels.repeat(2, 0).repeat(2, 1), False, 0.0),
        window=(0, 0, 768, 1024),
        fine=fine,
    )
    return photo, first


def cut(category: Category) -> tuple[np.ndarray, Garment]:
    """A garment whose pixels come from its photo, as the stage makes it."""
    drawn = drawn_garment(category).photo
    photo = cut_by(drawn.pixels, drawn.origin, drawn.far, 1.0, drawn.mask, 0.3)
    return drawn.pixels, marked_garment(photo, drawn.pixels, category)


def test_a_person_comes_back_as_she_was_packed() -> None:
    photo, person = photographed()
    again = unpack_person(pack_person(person), photo)
    assert again is not None
    for name in ("pixels", "alpha", "oval", "labels"):
        assert np.array_equal(getattr(person, name), getattr(again, name)), name
    assert again.body.width == person.body.width
    assert again.parse.bare_legs == person.parse.bare_legs


@pytest.mark.parametrize("category", ["tops", "dresses", "bottoms", "skirts"])
def test_dressing_from_an_unpacked_garment_gives_the_same_picture(category: Category) -> None:
    photo, garment = cut(category)
    again = unpack_garment(pack_garment(garment), photo, category)
    assert again is not None
    shorts = category in ("dresses", "skirts")
    one, two = (
        picture(dress(drawn_person(shorts=shorts), worn), Scene(), SMALL, 1) for worn in (garment, again)
    )
    assert np.array_equal(one, two)
    assert again.shown_points() == garment.shown_points()


def test_a_moved_point_uses_the_cut_out_and_finds_the_rest_anew() -> None:
    photo, garment = cut("tops")
    packed = pack_garment(garment)
    x, y = garment.shown_points()["hem_left"]
    moved = unpack_garment(packed, photo, "tops", {"hem_left": (x + 12, y)})
    assert moved is not None
    assert moved.shown_points()["hem_left"] == pytest.approx((x + 12, y))
    assert np.array_equal(moved.photo.mask, garment.photo.mask)
    with pytest.raises(BadInput, match="landmark_outside"):
        unpack_garment(packed, photo, "tops", {"hem_left": (9000, y)})


def test_an_artefact_holds_no_pixel_of_the_photo() -> None:
    photo, person = photographed()
    with np.load(io.BytesIO(pack_person(person))) as packed:
        assert all(packed[name].ndim < 3 for name in packed.files)
    other = unpack_person(pack_person(person), 255 - photo)
    assert other is not None
    assert np.array_equal(other.pixels, 255 - person.pixels), "the pixels are those of the photo given"


def test_a_photo_of_another_size_is_not_taken_for_hers() -> None:
    photo, person = photographed()
    assert unpack_person(pack_person(person), photo[:300, :300]) is None


def test_an_older_form_is_prepared_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    photo, person = photographed()
    garment_photo, garment = cut("tops")
    packed = pack_person(person), pack_garment(garment)
    monkeypatch.setattr(artefact, "FORM", artefact.FORM + 1)
    assert unpack_person(packed[0], photo) is None
    assert unpack_garment(packed[1], garment_photo, "tops") is None


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 2000))
def test_broken_bytes_are_nothing(noise: bytes, cut_at: int) -> None:
    photo, garment = GARMENT
    whole = pack_garment(garment)
    for broken in (noise, whole[:cut_at], whole[:cut_at] + noise + whole[cut_at + len(noise) + 1 :]):
        found = unpack_garment(broken, photo, "tops")
        assert found is None or found.category == "tops"
        assert unpack_person(broken, photo) is None


GARMENT = cut("tops")
