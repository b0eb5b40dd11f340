"""From a copy to the one registered picture it is of: by its looks, and by the invisible watermark that decides.

Looks lead to a shoot, since pictures of one shoot share person, pose and light; the mark tells which picture of
it this is, or that it is none of them. A mark alone can be copied onto another picture, so it needs the looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import cv2
import numpy as np

from doublet.engines import fingerprint, watermark
from doublet.engines.fingerprint import Fingerprint, Found, Match, Query
from doublet.kernel.refusals import Unavailable

_COLOURLESS = 2.5  # levels of 255; the network writes into colours, so a grey copy has lost its mark
# Pixels of a copy for one of the registered picture at long side 512; below, JPEG takes the mark.
_FINEST = 0.75
# Levels of 255 by which a copy without a mark may be off. Measured: grey copies 0.3 to 0.5, tiny grey ones up to 1.1,
# tiny ones up to 2; pictures of the shoot in a colour that is not registered from 1.6 in grey and from 5 in colour.
_OFF_GREY, _OFF_TINY = 1.2, 2.5

By = Literal["mark", "looks"]
Why = Literal["unlike", "which", "borrowed"]


@dataclass(frozen=True)
class Known:
    """What a registered picture can be told by: its watermark, its height and width."""

    mark: watermark.Carried | None
    shape: tuple[int, int]


class Books(Protocol):
    """The registered pictures."""

    def find(self, asked: Iterable[Query]) -> Sequence[Found]:
        """Those that a picture may be of, the likeliest first."""

    def known(self, keys: Iterable[str]) -> dict[str, Known]:
        """What they can be told by."""

    def marked(self, payload: int) -> tuple[str, Fingerprint] | None:
        """The picture that carries a payload, if there is one."""


@dataclass(frozen=True)
class Trace:
    """Where a copy leads.

    Attributes:
        key: the registered picture; None where none can be named.
        by: ``mark``: the watermark names it, and it looks like it. ``looks``: it looks the same and can carry no
            mark (grey, tiny), or nothing else of the shoot is registered; a picture that never was could be it too.
        alike: it looks the same as what is named, not just like a part of the same shoot.
        why: where none is named: ``which`` (it looks the same as one of several, without the mark of any),
            ``unlike`` (it only resembles some), ``borrowed`` (it carries the mark of one that it does not look like).
    """

    key: str | None = None
    by: By | None = None
    alike: bool = False
    why: Why | None = None


NOWHERE = Trace()


def trace(pixels: np.ndarray, asked: Sequence[Query], books: Books) -> Trace:
    """The registered picture that uint8 RGB `pixels` show; `asked` are its fingerprint's queries.

    0.3 s for the search and 0.4 s for each look at the mark, of which there are one to three (a stranger's: one).
    """
    found = books.find(asked)
    known = books.known([one.key for one in found])
    found = [one for one in found if one.key in known]
    borrowed = False
    for payload in _payloads(pixels, found, known):
        key, match = _carrier(payload, found, known, asked, books)
        if key is not None and match is not None and match.kind != "none":
            return Trace(key, "mark", match.same)
        borrowed = borrowed or key is not None
    if borrowed:
        return Trace(why="borrowed")
    if not any(one.match.same for one in found):
        return Trace(why="unlike") if found else NOWHERE
    looks = found[0] if len(found) == 1 else _without_mark(pixels, found)
    return Trace(looks.key, "looks", True) if looks else Trace(why="which")


def _payloads(pixels: np.ndarray, found: Sequence[Found], known: dict[str, Known]) -> Iterator[int]:
    """What the picture's mark reads as, the surest way first. Nothing where the model files are missing."""
    carried = [each for one in found if (each := known[one.key].mark) is not None]
    try:
        for view in _views(pixels, found, known):
            if min(view.shape[:2]) < watermark.SMALLEST:
                continue
            seen = watermark.look(view)
            mark = seen.among(carried) or seen.alone()
            if mark is not None:
                yield mark.payload
    except Unavailable:
        return


def _views(pixels: np.ndarray, found: Sequence[Found], known: dict[str, Known]) -> Iterator[np.ndarray]:
    """Laid over what it looks like; as it came (people are symmetric: a copy may lie there mirrored); its middle."""
    if found and found[0].match.onto is not None:
        nearest = found[0]  # laid over the wrong one of a shoot, it lies just as well
        yield fingerprint.straightened(pixels, nearest.match, known[nearest.key].shape)
    yield watermark.at_long_side(pixels)
    if not found:
        return
    yield watermark.at_long_side(watermark.middle(pixels))


def _carrier(
    payload: int, found: Sequence[Found], known: dict[str, Known], asked: Sequence[Query], books: Books
) -> tuple[str | None, Match | None]:
    """The picture that carries a payload, and how the copy looks beside it."""
    for one in found:
        mark = known[one.key].mark
        if mark is not None and mark.payload == payload:
            return one.key, one.match
    held = books.marked(payload)
    if held is None:
        return None, None
    key, print_ = held
    if not print_.features:
        return key, None
    return key, max((fingerprint.compare(query, print_) for query in asked), key=lambda match: match.rank)


def _without_mark(pixels: np.ndarray, found: Sequence[Found]) -> Found | None:
    """What a copy shows that can carry no mark, where its tones fit one picture and no other."""
    nearest, *others = sorted(found, key=lambda one: one.match.off)
    off = nearest.match.off
    if _colourless(pixels):
        allowed = _OFF_GREY
    elif _tiny(pixels, nearest.match):
        allowed = _OFF_TINY
    else:
        return None
    alone = all(other.match.off > 2 * off + 0.3 for other in others)
    return nearest if nearest.match.same and off < allowed and alone else None


def _colourless(pixels: np.ndarray) -> bool:
    small = cv2.resize(pixels, (64, 64), interpolation=cv2.INTER_AREA).astype(np.float32)
    return bool(np.abs(small - small.mean(axis=2, keepdims=True)).mean() < _COLOURLESS)


def _tiny(pixels: np.ndarray, match: Match) -> bool:
    if match.onto is None:
        return False
    enlarged = float(np.sqrt(abs(np.linalg.det(match.onto[:, :2]))))
    return max(pixels.shape[:2]) / fingerprint.LONG_SIDE / enlarged < _FINEST
