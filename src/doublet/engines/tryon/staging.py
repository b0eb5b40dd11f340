"""For engines that dress but build no scene: her own face back, then the scene that was asked for.

The engine's picture shows her before her capture photo's backdrop. She is cut out of it and placed by
the same stage that the embedded engine uses.
"""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import numpy as np

from doublet.engines.tryon.contract import Output, Result, Scene
from doublet.engines.tryon.drape.layer import Dressed, face_share
from doublet.engines.tryon.drape.person import prepare
from doublet.engines.tryon.drape.stage import stage
from doublet.engines.tryon.faces import Kept, keep_face


def placed(result: Result, photo: np.ndarray, scene: Scene, output: Output) -> Result:
    """The result with its pictures in the scene, of the size that was asked for, with her own face.

    Args:
        result: of an engine without scene control.
        photo: the capture photo that the engine was given, HxWx3 uint8 RGB.

    Raises:
        EngineFailed: the engine lost or changed her face.
        CaptureUnsuitable: nobody can be cut out of the engine's picture.
        Unavailable: a model file is missing.
    """
    start = perf_counter()
    kept = [keep_face(photo, picture) for picture in result.pictures]
    pictures = tuple(
        _placed(each.pixels, scene, output, result.seed + number) for number, each in enumerate(kept)
    )
    return replace(
        result,
        pictures=pictures,
        masks={},
        parameters={
            **result.parameters,
            "background": scene.background,
            "light": scene.light,
            "crop": scene.crop,
        },
        timings_s={**result.timings_s, "placed": round(perf_counter() - start, 3)},
        report={**result.report, "face": "checked", "measures": _measures(result, kept)},
    )


def _placed(made: np.ndarray, scene: Scene, output: Output, seed: int) -> np.ndarray:
    person = prepare(made)
    everything = np.ones(person.alpha.shape, np.float32)
    dressed = Dressed(person.colours, person.alpha, everything, face_share(person), {})
    return stage(person, dressed, scene, output, seed).picture


def _measures(result: Result, kept: list[Kept]) -> dict[str, object]:
    before = result.report.get("measures")
    return {
        **(before if isinstance(before, dict) else {}),
        "likeness_before": min(each.before for each in kept),
        "likeness": min(each.after for each in kept),
    }
