"""What a finished frame shows beyond its licence, as far as a machine sees it: other faces, a bare belly, bare thighs.

Nobody but the model sees a frame before she has said yes; what is found here stands beside it when she looks.
Alcohol or a sign of faith in a background is seen by nothing here: a background's setting is declared.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from doublet.consents.terms import EXPOSURE, UseTerms
from doublet.engines import skin
from doublet.engines.face.detect import find

BARE = 0.35
SURE_FACE = 0.88
SMALLEST_FACE = 0.25  # of the first face's size; smaller ones are prints or far away


def held(picture: NDArray[np.uint8], terms: UseTerms) -> list[str]:
    """Why she should look twice at a frame, in words; empty when nothing was seen.

    Raises:
        Unavailable: a model file is missing, so nothing may pass.
    """
    faces = [face for face in find(picture) if face.score >= SURE_FACE]
    if not faces:
        return []
    found = []
    others = [face for face in faces[1:] if face.size >= SMALLEST_FACE * faces[0].size]
    if others and "adults" not in terms.company:
        found.append("There is another face in the picture, and the licence says that you are alone.")
    for region, share in skin.bare(picture, faces[0]).items():
        if share >= BARE and region not in terms.exposure:
            found.append(
                f"It seems to show {EXPOSURE[region]} ({100 * share:.0f} % skin there), which the licence does not name."
            )
    return found
