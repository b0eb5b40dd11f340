"""Faces: where they are, which way they look, how they are lit, whether two are the same person's."""

from __future__ import annotations

from doublet.engines.face.angles import Angles, angles
from doublet.engines.face.detect import Face, at_edge, find
from doublet.engines.face.identity import embed, similarities, similarity
from doublet.engines.face.light import Light, light
from doublet.engines.face.mesh import Mesh, look, mesh

__all__ = [
    "Angles",
    "Face",
    "Light",
    "Mesh",
    "angles",
    "at_edge",
    "embed",
    "find",
    "light",
    "look",
    "mesh",
    "similarities",
    "similarity",
]
