"""What generative engines are told, in words. Nothing here describes the person: her photo does."""

from __future__ import annotations

from doublet.engines.tryon.contract import Category, Crop, Scene
from doublet.engines.tryon.scenes import BACKGROUNDS, LIGHTS

_WORN: dict[Category, str] = {
    "tops": "the top",
    "bottoms": "the trousers",
    "skirts": "the skirt",
    "dresses": "the dress",
}
_SHOWN: dict[Crop, str] = {
    "full": "from head to feet",
    "three_quarter": "from the head to the knees",
    "half": "from the head to the waist",
}


def dressed_prompt(category: Category) -> str:
    """For dressing: reference 1 is the person, reference 2 the garment."""
    return (
        f"The person of image 1 wears {_WORN[category]} of image 2. Keep the person's face, hair, skin, body, "
        "pose and everything else of image 1 exactly as they are. Keep the garment's colour, print, logo and "
        "length exactly as in image 2. A photograph."
    )


def scene_prompt(scene: Scene) -> str:
    """For placing: reference 1 is the dressed person, reference 2 the brand's own background, if it has one."""
    behind = "that of image 2" if scene.plate is not None else BACKGROUNDS[scene.background].title.lower()
    return (
        "The same person of image 1 with the same clothes, face, hair, skin, body and pose, photographed "
        f"{_SHOWN[scene.crop]}. Background: {behind}. Light: {LIGHTS[scene.light].title.lower()}. A photograph."
    )
