"""What becomes of a picture out there: each change takes uint8 RGB pixels and a generator, and answers pixels."""

from __future__ import annotations

import io
from collections.abc import Callable

import cv2
import numpy as np
from PIL import Image

Pixels = np.ndarray
Change = Callable[[Pixels, np.random.Generator], Pixels]


def jpeg(pixels: Pixels, quality: int) -> Pixels:
    """Through a JPEG file and back."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file))


def webp(pixels: Pixels, quality: int) -> Pixels:
    """Through a WebP file and back."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "WEBP", quality=quality)
    return np.asarray(Image.open(file).convert("RGB"))


def scaled(pixels: Pixels, across: float, down: float | None = None) -> Pixels:
    """Made smaller or larger."""
    height, width = pixels.shape[:2]
    size = max(8, round(width * across)), max(8, round(height * (down or across)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if across < 1 else cv2.INTER_CUBIC)


def cropped(pixels: Pixels, off: float, chance: np.random.Generator) -> Pixels:
    """Only a part is left: `off` is the share of each side's length that is cut away, somewhere."""
    height, width = pixels.shape[:2]
    keep_down, keep_across = round(height * (1 - off)), round(width * (1 - off))
    top = int(chance.integers(0, height - keep_down + 1))
    left = int(chance.integers(0, width - keep_across + 1))
    return np.ascontiguousarray(pixels[top : top + keep_down, left : left + keep_across])


def turned(pixels: Pixels, degrees: float) -> Pixels:
    """Turned about its middle, corners filled with white, nothing cut off."""
    height, width = pixels.shape[:2]
    about = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    cosine, sine = abs(about[0, 0]), abs(about[0, 1])
    wide, tall = round(height * sine + width * cosine), round(height * cosine + width * sine)
    about[:, 2] += (wide - width) / 2, (tall - height) / 2
    return cv2.warpAffine(pixels, about, (wide, tall), borderValue=(255, 255, 255), flags=cv2.INTER_CUBIC)


def bordered(pixels: Pixels, share: float, colour: tuple[int, int, int]) -> Pixels:
    """A frame of one colour around it."""
    edge = round(share * max(pixels.shape[:2]))
    return cv2.copyMakeBorder(pixels, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=colour)


def letterboxed(pixels: Pixels) -> Pixels:
    """In the middle of a black 16:9 film frame."""
    height, width = pixels.shape[:2]
    side = max(0, round(height * 16 / 9) - width) // 2
    return cv2.copyMakeBorder(pixels, 0, 0, side, side, cv2.BORDER_CONSTANT, value=(0, 0, 0))


def screenshot(pixels: Pixels, chance: np.random.Generator) -> Pixels:
    """On the page of an app on a phone, 1080 x 2340: bars, an avatar, icons and words around it."""
    page = np.full((2340, 1080, 3), 252, np.uint8)
    shown = cv2.resize(
        pixels, (1080, round(1080 * pixels.shape[0] / pixels.shape[1])), interpolation=cv2.INTER_CUBIC
    )
    shown = shown[:1800]
    page[260 : 260 + len(shown)] = shown
    cv2.rectangle(page, (0, 0), (1080, 110), (20, 20, 24), -1)
    cv2.putText(page, "21:47", (60, 75), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (250, 250, 250), 3)
    cv2.circle(page, (90, 185), 50, tuple(int(c) for c in chance.integers(60, 220, 3)), -1)
    cv2.putText(page, "some.shop  Follow", (170, 200), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (30, 30, 30), 4)
    foot = min(2100, 260 + len(shown) + 70)
    for place in range(4):
        cv2.circle(page, (90 + 120 * place, foot), 34, (30, 30, 30), 6)
    for line in range(3):
        words = "".join(chance.choice(list("abcdefgh ijkl mnop rstu"), 34))
        cv2.putText(
            page,
            words,
            (50, min(2320, foot + 110 + 60 * line)),
            cv2.FONT_HERSHEY_SIMPLEX,
            1.4,
            (60, 60, 60),
            3,
        )
    return jpeg(page, 85)


def graded(pixels: Pixels) -> Pixels:
    """A warm faded filter: lifted blacks, more contrast, other colours."""
    level = pixels.astype(np.float32) / 255
    level = 0.08 + 0.9 * (level - level.mean()) * 1.15 + 0.9 * level.mean()
    level = np.clip(level * np.array([1.1, 1.0, 0.82], np.float32), 0, 1)
    return (255 * level**0.9).astype(np.uint8)


def noisy(pixels: Pixels, sigma: float, chance: np.random.Generator) -> Pixels:
    """Grain."""
    return np.clip(pixels + chance.normal(0, sigma, pixels.shape), 0, 255).astype(np.uint8)


def lettered(pixels: Pixels) -> Pixels:
    """Big words across it."""
    copy = pixels.copy()
    height, width = copy.shape[:2]
    size = width / 420
    for words, down in (("NEW IN", 0.45), ("-40 % THIS WEEK", 0.58), ("shop the look", 0.92)):
        where = (round(0.06 * width), round(down * height))
        cv2.putText(copy, words, where, cv2.FONT_HERSHEY_DUPLEX, size, (20, 20, 20), round(7 * size))
        cv2.putText(copy, words, where, cv2.FONT_HERSHEY_DUPLEX, size, (255, 250, 240), round(3 * size))
    return copy


def stickered(pixels: Pixels, chance: np.random.Generator) -> Pixels:
    """A round sticker of 28 % of its width, somewhere, as people hide a face or a price with."""
    copy = pixels.copy()
    height, width = copy.shape[:2]
    radius = width // 7
    middle = int(chance.integers(radius, width - radius)), int(chance.integers(radius, height - radius))
    cv2.circle(copy, middle, radius, (255, 205, 60), -1)
    cv2.circle(copy, (middle[0] - radius // 3, middle[1] - radius // 4), radius // 8, (60, 40, 20), -1)
    cv2.circle(copy, (middle[0] + radius // 3, middle[1] - radius // 4), radius // 8, (60, 40, 20), -1)
    cv2.ellipse(copy, middle, (radius // 2, radius // 2), 0, 20, 160, (60, 40, 20), radius // 12)
    return copy


def photographed(pixels: Pixels, chance: np.random.Generator) -> Pixels:
    """Photographed off a screen from one side: perspective, stripes, a dark room, grain."""
    height, width = pixels.shape[:2]
    room = np.full((round(height * 1.15), round(width * 1.3), 3), 38, np.uint8)
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    seen = np.array([(0.12, 0.06), (1.12, 0.1), (1.17, 1.04), (0.09, 1.1)], np.float32) * np.float32(
        (width, height)
    )
    seen += (chance.uniform(-0.015, 0.015, (4, 2)) * width).astype(np.float32)
    cv2.warpPerspective(
        pixels,
        cv2.getPerspectiveTransform(corners, seen),
        room.shape[1::-1],
        room,
        flags=cv2.INTER_AREA,
        borderMode=cv2.BORDER_TRANSPARENT,
    )
    stripes = 1 + 0.05 * np.sin(np.arange(room.shape[0]) * 2 * np.pi / 5.3)[:, None, None]
    return jpeg(noisy(np.clip(room * stripes, 0, 255).astype(np.uint8), 5, chance), 75)


def collage(pixels: Pixels, chance: np.random.Generator) -> Pixels:
    """One of four pictures in a square of two by two; the others are drawn."""
    tile = 540
    board = np.full((2 * tile, 2 * tile, 3), 255, np.uint8)
    own = int(chance.integers(0, 4))
    for place in range(4):
        shown = pixels if place == own else drawn(chance, 640, 480)
        factor = max(tile / shown.shape[0], tile / shown.shape[1])
        shown = scaled(shown, factor)
        top, left = (shown.shape[0] - tile) // 4, (shown.shape[1] - tile) // 2
        down, across = divmod(place, 2)
        board[down * tile : (down + 1) * tile, across * tile : (across + 1) * tile] = shown[
            top : top + tile, left : left + tile
        ]
    board[tile - 4 : tile + 4], board[:, tile - 4 : tile + 4] = 255, 255
    return jpeg(board, 85)


def reposted(pixels: Pixels, chance: np.random.Generator, *, words: bool = False) -> Pixels:
    """What an influencer does: cut to 4:5, filter, words, 1080 wide, JPEG, a screenshot, sent on once more."""
    height, width = pixels.shape[:2]
    tall = min(height, round(width * 1.25))
    copy = graded(pixels[(height - tall) // 3 :][:tall])
    copy = lettered(copy) if words else copy
    return jpeg(scaled(screenshot(jpeg(scaled(copy, 1080 / width), 70), chance), 0.5), 60)


def drawn(chance: np.random.Generator, height: int, width: int) -> Pixels:
    """A picture of coloured shapes over soft noise that shows nothing."""
    soft = chance.integers(40, 220, (8, 6, 3), dtype=np.uint8)
    picture = cv2.resize(soft, (width, height), interpolation=cv2.INTER_CUBIC)
    for _ in range(int(chance.integers(25, 90))):
        at = int(chance.integers(width)), int(chance.integers(height))
        colour = tuple(int(c) for c in chance.integers(0, 256, 3))
        size = chance.integers(4, width // 5, 2)
        if chance.random() < 0.5:
            cv2.ellipse(
                picture, at, (int(size[0]), int(size[1])), int(chance.integers(180)), 0, 360, colour, -1
            )
        else:
            cv2.rectangle(
                picture,
                at,
                (at[0] + int(size[0]), at[1] + int(size[1])),
                colour,
                int(chance.integers(-1, 5)) or 1,
            )
    return noisy(picture, 4, chance)


CHANGES: dict[str, Change] = {
    "JPEG 60": lambda p, c: jpeg(p, 60),
    "JPEG 25": lambda p, c: jpeg(p, 25),
    "WebP 50": lambda p, c: webp(p, 50),
    "half size": lambda p, c: scaled(p, 0.5),
    "quarter size": lambda p, c: scaled(p, 0.25),
    "crop 10 %": lambda p, c: cropped(p, 0.10, c),
    "crop 25 %": lambda p, c: cropped(p, 0.25, c),
    "crop 40 %": lambda p, c: cropped(p, 0.40, c),
    "border": lambda p, c: bordered(p, 0.08, (255, 255, 255)),
    "letterbox 16:9": lambda p, c: letterboxed(p),
    "5 degrees": lambda p, c: turned(p, 5),
    "10 degrees": lambda p, c: turned(p, 10),
    "90 degrees": lambda p, c: np.ascontiguousarray(np.rot90(p)),
    "180 degrees": lambda p, c: np.ascontiguousarray(np.rot90(p, 2)),
    "mirror": lambda p, c: np.ascontiguousarray(p[:, ::-1]),
    "phone screenshot": screenshot,
    "collage 2 x 2": collage,
    "filter": lambda p, c: graded(p),
    "grey": lambda p, c: cv2.cvtColor(cv2.cvtColor(p, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB),
    "blur": lambda p, c: cv2.GaussianBlur(p, (0, 0), 0.004 * max(p.shape[:2])),
    "grain": lambda p, c: noisy(p, 18, c),
    "words": lambda p, c: lettered(p),
    "sticker": stickered,
    "photo of a screen": photographed,
    "wider by 15 %": lambda p, c: scaled(p, 1.15, 1.0),
    "reposted (chain)": reposted,
    "reposted with words": lambda p, c: reposted(p, c, words=True),
}
