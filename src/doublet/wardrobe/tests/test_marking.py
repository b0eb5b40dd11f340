"""Stories of the landmark page: points moved, centimetres typed, the drape redrawn, kept, reset."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from doublet.engines.image import encode_jpeg
from doublet.engines.tryon.fitting import examine
from doublet.engines.tryon.tests.drawn import drawn_asset
from doublet.kernel import blobs
from doublet.kernel.models import AuditEvent
from doublet.kernel.refusals import BadInput, Conflict, NotAllowed
from doublet.testing import signed_in
from doublet.wardrobe.actions import retire_garment, told
from doublet.wardrobe.mark_forms import words_of
from doublet.wardrobe.marking import mark_garment, try_on
from doublet.wardrobe.measures import measures_of
from doublet.wardrobe.models import Garment


@pytest.fixture
def tee(target: Any) -> Garment:
    """A drawn tee in the brand's wardrobe, whose photo the engine has looked at already."""
    drawn = drawn_asset()
    assert drawn.preparation is not None
    garment, brand = target.garment, target.garment.brand
    seal = (bytes(brand.wrapped_key), brand.pk)
    garment.blob = blobs.put(*seal, encode_jpeg(drawn.pixels, quality=95))
    garment.preparation = blobs.put(*seal, drawn.preparation)
    garment.report = told(examine(drawn), 512, 512)
    garment.save()
    return garment


@pytest.fixture
def team(target: Any) -> Client:
    return signed_in(Client(), target.people.brand)


def numbers(garment: Garment, **changed: float | str) -> dict[str, float | str]:
    """What the page's form sends, with some numbers changed."""
    sent: dict[str, float | str] = {}
    for name, (x, y) in garment.report["landmarks"].items():
        sent |= {f"{name}_x": x, f"{name}_y": y}
    return sent | changed


def page(garment: Garment) -> str:
    return f"/wardrobe/{garment.pk}/points"


def test_the_page_has_a_handle_and_two_numbers_for_each_point(team: Client, tee: Garment) -> None:
    shown = team.get(page(tee)).content.decode()
    for name in tee.report["landmarks"]:
        assert f'data-point="{name}"' in shown
        assert f'name="{name}_x"' in shown
    assert shown.count('class="span') == 2, "chest and length are drawn"
    assert 'data-from="armpit_left" data-to="armpit_right"' in shown


def test_a_redraw_shows_the_drape_and_keeps_nothing(team: Client, tee: Garment) -> None:
    x, y = tee.report["landmarks"]["hem_left"]
    sent = numbers(tee, hem_left_x=x - 8)
    part = team.post(page(tee), sent, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<img")
    assert "data:image/jpeg;base64," in part
    whole = team.post(page(tee), {**sent, "redraw": "1"}).content.decode()
    assert "data:image/jpeg;base64," in whole
    assert "<h1>" in whole
    tee.refresh_from_db()
    assert tee.landmarks == {}
    assert tee.report["landmarks"]["hem_left"] == [x, y]


def test_kept_points_are_those_that_moved_and_reset_takes_them_back(team: Client, tee: Garment) -> None:
    found = dict(tee.report["landmarks"])
    x, y = found["hem_left"]
    answer = team.post(page(tee), numbers(tee, hem_left_x=x - 8, chest="45"), follow=True)
    assert "Points and centimetres are kept. The engine can use it." in answer.content.decode()
    tee.refresh_from_db()
    assert tee.landmarks == {"hem_left": [x - 8, y]}
    assert tee.size_cm == {"chest": 45}
    assert tee.report["landmarks"]["hem_left"] == [x - 8, y]
    assert AuditEvent.objects.filter(kind="garment.marked", subject=tee.pk).exists()
    team.post(page(tee), numbers(tee))
    tee.refresh_from_db()
    assert tee.landmarks == {"hem_left": [x - 8, y]}, "a point once moved stays, until it is reset"
    team.post(page(tee), {"reset": "1"})
    tee.refresh_from_db()
    assert tee.landmarks == {}
    assert tee.report["landmarks"] == found


def test_centimetres_that_cannot_be_are_told_and_make_it_unusable(team: Client, tee: Garment) -> None:
    sent = numbers(tee, chest="50", length="30")
    part = team.post(page(tee), sent, headers={"HX-Request": "true"}).content.decode()
    assert "do not fit the garment in the photo" in part
    assert part.count("do not fit the garment") == 1, "told once"
    team.post(page(tee), sent)
    tee.refresh_from_db()
    assert not tee.wearable
    team.post(page(tee), numbers(tee, chest="50"))
    tee.refresh_from_db()
    assert tee.wearable


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"hem_left_x": "9000"}, "outside of the photo"), ({"chest": "900"}, "between 5 and 250 cm")],
)
def test_impossible_numbers_are_refused_with_the_reason(
    team: Client, tee: Garment, wrong: dict[str, str], words: str
) -> None:
    answer = team.post(page(tee), numbers(tee, **wrong))
    assert answer.status_code >= 400
    assert words in answer.content.decode()
    part = team.post(page(tee), numbers(tee, **wrong), headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert words in part.content.decode()
    tee.refresh_from_db()
    assert tee.landmarks == {}


def test_only_its_own_brand_moves_points(target: Any, tee: Garment) -> None:
    people = target.people
    assert signed_in(Client(), people.other).get(page(tee)).status_code == 404
    assert signed_in(Client(), people.other).post(page(tee), numbers(tee)).status_code == 404
    assert signed_in(Client(), people.model.user).get(page(tee)).status_code == 403
    with pytest.raises(NotAllowed):
        mark_garment(by=people.other, garment=tee, points={}, size_cm={})
    with pytest.raises(NotAllowed):
        try_on(by=people.model.user, garment=tee, points={}, size_cm={})


def test_a_retired_garment_keeps_its_points(target: Any, tee: Garment) -> None:
    retire_garment(by=target.people.brand, garment=tee)
    with pytest.raises(Conflict, match="garment_retired"):
        mark_garment(by=target.people.brand, garment=tee, points={}, size_cm={})
    with pytest.raises(BadInput):
        mark_garment(by=target.people.brand, garment=tee, points={"elbow": (1.0, 1.0)}, size_cm={})


def test_a_photo_without_points_says_so(team: Client, target: Any) -> None:
    assert "There is nothing to move" in team.get(page(target.garment)).content.decode()


def test_no_photo_of_a_model_is_opened_for_a_fitting(
    target: Any, tee: Garment, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    get = blobs.get

    def noted(wrapped: bytes, owner: str, name: str) -> bytes:
        opened.append(owner)
        return get(wrapped, owner, name)

    monkeypatch.setattr(blobs, "get", noted)
    fitted = try_on(by=target.people.brand, garment=tee, points={}, size_cm={})
    assert fitted.picture is not None
    assert set(opened) == {tee.brand_id}


def test_points_are_named_in_words_and_measures_know_their_points() -> None:
    assert words_of("cuff_outer_left") == "Outer cuff, left"
    assert words_of("neckline") == "Neckline"
    trousers = dict.fromkeys(("waist_left", "waist_right", "crotch", "hem_inner_left"), (0.0, 0.0))
    used = [measure.name for measure in measures_of(trousers) if measure.used]
    assert used == ["waist", "length", "inseam"]
