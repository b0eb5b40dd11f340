"""Write the two lists the demo reads: `python manifest.py DEMO` makes people/people.json and garments/garments.json."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import anatomy
import base_layer
import numpy as np
from people import CARDS, PEOPLE, Look
from scipy.spatial import ConvexHull
from shots import INCOMPLETE, SETS
from wardrobe import WARDROBE

LIGHT_WORDS = {
    "soft": "soft",
    "key_left": "key_left",
    "key_right": "key_right",
    "warm": "warm",
    "body": "soft",
}


def girths(look: Look) -> dict[str, int]:
    """Chest, waist and hips of the body model, in centimetres, as a tape would lie (convex)."""
    body = anatomy.grow(look.build)
    arms = base_layer.arm_share(anatomy.bone_weights()) > 0.35
    used = np.unique(anatomy.base_mesh().faces["body"])
    points = body.vertices[used[~arms[used]]]
    hip, shoulder = body.joints["upperleg01.L"][1], body.joints["upperarm01.L"][1]

    def around(level: float) -> float:
        band = points[np.abs(points[:, 1] - level) < 0.14][:, [0, 2]]
        ring = band[ConvexHull(band).vertices]
        return float(np.linalg.norm(ring - np.roll(ring, 1, 0), axis=1).sum()) * 10

    def levels(low: float, high: float) -> np.ndarray:
        return hip + np.linspace(low, high, 9) * (shoulder - hip)

    return {
        "chest_cm": round(max(map(around, levels(0.60, 0.84)))),
        "waist_cm": round(min(map(around, levels(0.28, 0.58)))),
        "hips_cm": round(max(map(around, levels(-0.22, 0.16)))),
    }


def people() -> list[dict]:
    rows = []
    for slug, look in PEOPLE.items():
        photos = [
            {
                "file": f"{slug}/{shot.name}.jpg",
                "angle": shot.angle,
                "light": LIGHT_WORDS[shot.light],
                "framing": shot.framing,
            }
            for shot in SETS[slug]
        ]
        card = {"slug": slug, **CARDS[slug], "fictional": True, "portrait": f"{slug}/portrait.jpg"}
        card["height_cm"] = round(look.build.height_cm)
        rows.append({**card, **girths(look), "photos": photos})
    return rows


def garments() -> list[dict]:
    rows = []
    for garment in WARDROBE:
        rows.append(
            {
                "slug": garment.slug,
                "file": f"{garment.slug}.jpg",
                "name": garment.name,
                "brand": "Atelier Fiktiv",
                "fictional": True,
                "category": garment.category,
                "sleeve": garment.sleeve,
                "colour": garment.colour_name,
                "photo_type": "flat-lay",
                "sizes_cm": garment.sizes_cm,
            }
        )
    return rows


def write(path: Path, content: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    demo = Path(sys.argv[1])
    note = "Nobody here exists. Rendered by the Doublet project from CC0 data."
    write(demo / "people/people.json", {"note": note, "people": people(), "incomplete_set": INCOMPLETE})
    write(demo / "garments/garments.json", {"note": note, "garments": garments()})
