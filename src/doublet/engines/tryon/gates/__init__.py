"""The gates: every frame of every engine is judged before a brand sees it.

Likeness, the garment's colour, print, sleeves and hem, and what a composite may leave behind. Each gate has
a number, a limit and a reason; nudity is judged apart (`doublet.engines.nudity`). The gates need only the
frame and the photos that it was made from; masks that an engine gives make them surer.
"""

from __future__ import annotations

from doublet.engines.image.lab import ciede2000
from doublet.engines.tryon.gates.artefacts import unspoiled
from doublet.engines.tryon.gates.colour import same_colour
from doublet.engines.tryon.gates.evidence import Evidence
from doublet.engines.tryon.gates.lengths import same_lengths
from doublet.engines.tryon.gates.likeness import same_face
from doublet.engines.tryon.gates.prints import same_print
from doublet.engines.tryon.gates.verdict import Gate, Mark, Verdict

__all__ = ["Evidence", "Gate", "Mark", "Verdict", "ciede2000", "judge"]


def judge(evidence: Evidence) -> Verdict:
    """All gates on one frame; about a second at 768x1024.

    Raises:
        Unavailable: a model file is missing, so nothing may pass.
    """
    return Verdict(
        (
            same_face(evidence),
            same_colour(evidence),
            *same_print(evidence),
            *same_lengths(evidence),
            *unspoiled(evidence),
        )
    )
