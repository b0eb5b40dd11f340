"""The network itself: twelve layers of attention over a text's pieces, averaged into one direction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf

from doublet.engines import weights
from doublet.engines.language.embedding import file
from doublet.engines.language.embedding.pieces import cut

MODEL = "e5-small-q4.bin"
SIZE = 384
_ASKED = "query: "  # the network was trained with this word before a text that others are compared with

Numbers = NDArray[np.float32]


@dataclass(frozen=True)
class _Layer:
    ask: tuple[Numbers, Numbers]
    key: tuple[Numbers, Numbers]
    value: tuple[Numbers, Numbers]
    joined: tuple[Numbers, Numbers]
    after_attention: tuple[Numbers, Numbers]
    wide: tuple[Numbers, Numbers]
    narrow: tuple[Numbers, Numbers]
    after_all: tuple[Numbers, Numbers]


class _Encoder:
    def __init__(self) -> None:
        self.model = model = file.read(weights.path(MODEL))
        self.longest_piece = max(map(len, model.vocabulary.pieces))
        self.words = model.packed("emb.word").reshape(-1, model.width // file.BLOCK)
        kind = model.plain("emb.type")[: model.width]  # every text is of the first kind
        self.places = model.plain("emb.pos").reshape(-1, model.width) + kind
        self.first = (model.plain("emb.ln.w"), model.plain("emb.ln.b"))
        self.layers = [self._layer(f"l{number}") for number in range(model.layers)]

    def _layer(self, name: str) -> _Layer:
        width, wide = self.model.width, self.model.plain(f"{name}.fi.b").size

        def straight(part: str, inputs: int) -> tuple[Numbers, Numbers]:
            return self.model.matrix(f"{name}.{part}.w", inputs=inputs), self.model.plain(f"{name}.{part}.b")

        def norm(part: str) -> tuple[Numbers, Numbers]:
            return self.model.plain(f"{name}.{part}.w"), self.model.plain(f"{name}.{part}.b")

        return _Layer(
            ask=straight("q", width),
            key=straight("k", width),
            value=straight("v", width),
            joined=straight("ao", width),
            after_attention=norm("aln"),
            wide=straight("fi", width),
            narrow=straight("fo", wide),
            after_all=norm("oln"),
        )

    def one(self, text: str) -> Numbers:
        vocabulary = self.model.vocabulary
        pieces = cut(_ASKED + text, vocabulary, longest=self.longest_piece)[: self.model.longest - 2]
        numbered = np.array([vocabulary.begin, *pieces, vocabulary.end])
        state = _norm(
            file.unpack(self.words[numbered]) + self.places[: len(numbered)], self.first, self.model
        )
        for layer in self.layers:
            state = _norm(state + self._attention(state, layer), layer.after_attention, self.model)
            spread = state @ layer.wide[0] + layer.wide[1]
            spread = 0.5 * spread * (1 + erf(spread / np.sqrt(2.0, dtype=np.float32)))
            state = _norm(state + spread @ layer.narrow[0] + layer.narrow[1], layer.after_all, self.model)
        mean = state.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)

    def _attention(self, state: Numbers, layer: _Layer) -> Numbers:
        heads = self.model.heads
        ask, key, value = (
            (state @ matrix + offset).reshape(len(state), heads, -1).transpose(1, 0, 2)
            for matrix, offset in (layer.ask, layer.key, layer.value)
        )
        likeness = ask @ key.transpose(0, 2, 1) / np.float32(np.sqrt(ask.shape[-1]))
        likeness = np.exp(likeness - likeness.max(axis=-1, keepdims=True))
        seen = (likeness / likeness.sum(axis=-1, keepdims=True)) @ value
        joined: Numbers = seen.transpose(1, 0, 2).reshape(len(state), -1) @ layer.joined[0] + layer.joined[1]
        return joined


def embed(texts: Iterable[str]) -> Numbers:
    """One unit vector of 384 numbers a text, as rows; the dot product of two says how alike they are.

    Raises:
        Unavailable: the model file is missing or another.
    """
    rows = [_encoder().one(text) for text in texts]
    return np.stack(rows) if rows else np.zeros((0, SIZE), np.float32)


@cache
def _encoder() -> _Encoder:
    return _Encoder()


def _norm(state: Numbers, scale: tuple[Numbers, Numbers], model: file.ModelFile) -> Numbers:
    centred = state - state.mean(axis=-1, keepdims=True)
    spread = np.sqrt(np.square(centred).mean(axis=-1, keepdims=True) + np.float32(model.epsilon))
    return np.asarray(centred / spread * scale[0] + scale[1], dtype=np.float32)
