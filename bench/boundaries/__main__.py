"""`python -m bench.boundaries` measures and writes the tables; `… train` fits the layer of meaning anew."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from bench.boundaries.briefs import SETS, briefs
from bench.boundaries.measuring import Reader, by_both, by_lists, by_meaning, once, score
from bench.boundaries.minilm import MiniLM
from bench.boundaries.telling import page
from bench.boundaries.training import train

import doublet.engines.language as language_part
from doublet.engines.language import meaning
from doublet.engines.language.embedding import embed

_LAYER = Path(language_part.__file__).parent / "meaning.npz"
_PAGE = Path(__file__).parents[2] / "docs" / "boundaries.md"


def main() -> None:
    """Measure, or train."""
    asked = argparse.ArgumentParser(prog="bench.boundaries", description=__doc__)
    asked.add_argument("what", nargs="?", choices=["measure", "train"], default="measure")
    asked.add_argument("--minilm", type=Path, help="a folder with MiniLM's model.onnx and tokenizer.json")
    wanted = asked.parse_args()
    if wanted.what == "train":
        layer = train(embed)
        np.savez_compressed(
            _LAYER,
            subjects=np.array(layer.subjects),
            centre=layer.centre.astype(np.float16),
            matrix=layer.matrix.astype(np.float16),
        )
        return
    ways: dict[str, Reader] = {"lists": by_lists, "e5": by_meaning(meaning.shipped(), embed), "both": by_both}
    if wanted.minilm:
        mini = MiniLM(wanted.minilm)
        ways["minilm"] = by_meaning(train(mini), mini)
    ways = {name: once(read) for name, read in ways.items()}
    scores = {
        name: {way: _scores(read, name) for way, read in ways.items()} for name in SETS if name != "tuning"
    }
    subjects = {
        subject: {way: score(read, briefs("held out"), subject=subject) for way, read in ways.items()}
        for subject in language_part.SUBJECTS
    }
    told = page(scores, subjects)
    sys.stdout.write(told)
    head = _PAGE.read_text("utf-8").split("<!-- measured -->")[0] if _PAGE.exists() else ""
    _PAGE.write_text(f"{head}<!-- measured -->\n{told}", "utf-8")


def _scores(read: Reader, name: str) -> dict[str, object]:
    labelled = briefs(name)
    found: dict[str, object] = {
        language: score(read, [brief for brief in labelled if brief.language == language])
        for language in language_part.LANGUAGES
    }
    found["all"] = score(read, labelled)
    return found


if __name__ == "__main__":
    main()
