"""Cutting text into the pieces that the network knows: the cut whose pieces together are likeliest.

The unigram model of SentencePiece (Kudo 2018), as XLM-RoBERTa uses it.
"""

from __future__ import annotations

import re

from doublet.engines.language.embedding.file import Vocabulary

_SPACE = "▁"
_UNKNOWN_COSTS = 10.0


def cut(text: str, known: Vocabulary, *, longest: int) -> list[int]:
    """The numbers of the pieces of a text, without the marks of begin and end.

    Args:
        longest: how many bytes the longest known piece has.
    """
    plain = re.sub(" {2,}", " ", "".join(known.letters.get(char, char) for char in text))
    spaced = _SPACE + plain.removeprefix(" ").replace(" ", _SPACE)
    sizes = [len(char.encode()) for char in spaced]
    raw = spaced.encode()
    unknown = float(known.scores.min()) - _UNKNOWN_COSTS
    count = len(spaced)
    starts = [0]
    for size in sizes:
        starts.append(starts[-1] + size)
    best: list[tuple[float, int, int]] = [(0.0, 0, 0)] + [(-1e30, 0, 0)] * count
    for begin in range(count):
        so_far = best[begin][0]
        if so_far + unknown > best[begin + 1][0]:
            best[begin + 1] = (so_far + unknown, known.unknown, begin)
        for end in range(begin + 1, count + 1):
            if starts[end] - starts[begin] > longest:
                break
            piece = known.pieces.get(raw[starts[begin] : starts[end]])
            if piece is not None and piece != known.unknown:
                score = so_far + float(known.scores[piece])
                if score > best[end][0]:
                    best[end] = (score, piece, begin)
    found, at = [], count
    while at > 0:
        _, piece, at = best[at]
        found.append(piece)
    return found[::-1]
