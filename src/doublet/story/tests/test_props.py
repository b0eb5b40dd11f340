"""What the story is played with: who has which photos, and what the garments are."""

from __future__ import annotations

import json
from pathlib import Path

from doublet.engines.tryon.contract import CATEGORIES
from doublet.story.props import BARE_LEGS, MAIN, SECOND, Props
from doublet.story.stage import folder
from doublet.wardrobe.actions import SIZES


def test_the_first_model_can_wear_dresses_and_the_second_took_no_photo_for_them() -> None:
    props = Props(None, None)
    assert any(BARE_LEGS in file.name for file in props.photos(MAIN))
    assert not any(BARE_LEGS in file.name for file in props.photos(SECOND))


def test_every_listed_photo_is_there_and_every_photo_is_listed() -> None:
    listed = json.loads((folder() / "people" / "people.json").read_text())["people"]
    named = {photo["file"] for person in listed for photo in person["photos"]}
    named |= {person["portrait"] for person in listed}
    there = {path.relative_to(folder() / "people").as_posix() for path in folder().glob("people/*/*.jpg")}
    assert named == there


def test_the_wardrobe_has_every_kind_with_measures_that_the_house_knows() -> None:
    files = Props(None, None).garment_files()
    assert {item.category for item in files} == set(CATEGORIES)
    for item in files:
        assert item.file.is_file()
        assert item.size_cm.keys() <= set(SIZES)
        assert 20 <= item.size_cm.get("chest", item.size_cm.get("waist", 0)) <= 60


def test_own_garments_are_sorted_by_their_names(tmp_path: Path) -> None:
    for name in ("plaid_skirt.jpg", "red-dress.png", "jeans.jpg", "sweater.jpg"):
        (tmp_path / name).write_bytes((folder() / "garments" / "tee-brick.jpg").read_bytes())
    kinds = {item.name: item.category for item in Props(None, tmp_path).garment_files()}
    assert kinds == {"plaid skirt": "skirts", "red dress": "dresses", "jeans": "bottoms", "sweater": "tops"}
