"""The person at the detail of her own photo, for pictures bigger than the size that she was prepared at."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from doublet.engines.matte import foreground
from doublet.engines.tryon.drape.parse import enlarged
from doublet.engines.tryon.drape.person import Person


def finer(person: Person) -> tuple[Person, float]:
    """The person with her fine pixels, everything else brought to their size, and how much bigger that is.

    What was found out about her at working size stays as it is; only its borders follow the finer edges.
    """
    assert person.fine is not None
    height, width = person.fine.shape[:2]
    scale = height / person.pixels.shape[0]
    alpha = cv2.resize(person.alpha, (width, height), interpolation=cv2.INTER_CUBIC)
    alpha = np.clip(cv2.GaussianBlur(alpha, (0, 0), 0.5 * scale) * 1.04 - 0.02, 0, 1)
    labels = cv2.resize(person.labels, (width, height), interpolation=cv2.INTER_NEAREST)
    pose = replace(
        person.pose,
        points=person.pose.points * scale,
        mask=cv2.resize(person.pose.mask, (width, height), interpolation=cv2.INTER_LINEAR),
    )
    return Person(
        pixels=person.fine,
        alpha=alpha,
        colours=foreground(person.fine, alpha),
        pose=pose,
        body=person.body.times(scale),
        oval=person.oval * scale,
        parse=replace(person.parse, labels=enlarged(labels, person.fine)),
        window=person.window,
    ), scale
