"""Prepare the fitting figure's photos anew: ``python -m doublet.engines.tryon.figure``, after a stage changed."""

from __future__ import annotations

from doublet.engines.image import decode
from doublet.engines.tryon.drape.artefact import pack_person
from doublet.engines.tryon.drape.person import prepare
from doublet.engines.tryon.fitting import FIGURE

if __name__ == "__main__":
    for photo in sorted(FIGURE.glob("*.jpg")):
        photo.with_suffix(".npz").write_bytes(pack_person(prepare(decode(photo.read_bytes()).pixels)))
