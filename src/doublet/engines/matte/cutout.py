"""A cut-out with clean edges: what is sure comes from networks, the edge from the photo itself.

The networks see 256 or 320 pixels, so their edge is only a band. Inside that band each pixel is
placed between the nearest sure colour inside and the nearest sure colour outside: on the plain
backdrops that the capture page asks for this resolves single strands of hair.
"""

from __future__ import annotations

import cv2
import numpy as np

from doublet.engines.matte.guided import guided
from doublet.engines.matte.nearest import spread
from doublet.engines.matte.saliency import saliency
from doublet.engines.pose import Joint, Pose

_HALF = 0.5


def cut_out(pixels: np.ndarray, pose: Pose | None = None) -> np.ndarray:
    """Alpha of the main thing, HxW float32 in 0..1.

    Args:
        pixels: HxWx3 uint8 RGB.
        pose: of the person to cut out; without it the most salient thing is cut out.

    Raises:
        Unavailable: the model file is missing.
    """
    belief = saliency(pixels)
    if pose is not None:
        belief = _agreed(belief, pose)
    unit = max(pixels.shape[:2]) / 1024
    solid = _solid(pixels, belief, unit)
    return _edge(pixels, solid, _band_width(pose, solid.shape, unit), unit)


def _agreed(salient: np.ndarray, pose: Pose) -> np.ndarray:
    """Saliency kept near the person's own mask, filled in where that mask is sure."""
    reach = max(3, int(np.linalg.norm(pose.points[11] - pose.points[12]) * 0.18)) | 1
    near = cv2.GaussianBlur(cv2.dilate(pose.mask, np.ones((reach, reach))), (0, 0), reach / 4)
    return np.clip(np.maximum(salient * np.clip(near * 1.5, 0, 1), pose.mask * 2 - 1), 0, 1)


def _solid(pixels: np.ndarray, belief: np.ndarray, unit: float) -> np.ndarray:
    """The thing as a hard mask: its sure parts, and its doubtful band settled by colour (GrabCut)."""
    scale = min(1.0, 512 / max(pixels.shape[:2]))
    size = (max(8, round(pixels.shape[1] * scale)), max(8, round(pixels.shape[0] * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    soft = cv2.resize(belief, size, interpolation=cv2.INTER_AREA)
    inside = cv2.erode((soft > 0.7).astype(np.uint8), np.ones((7, 7))) > 0
    outside = cv2.dilate((soft > 0.25).astype(np.uint8), np.ones((11, 11))) == 0
    if inside.sum() < 200 or outside.sum() < 200:
        return belief > _HALF
    marks = np.where(soft > _HALF, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    marks[inside], marks[outside] = cv2.GC_FGD, cv2.GC_BGD
    cv2.setRNGSeed(1)
    cv2.grabCut(small, marks, None, np.zeros((1, 65)), np.zeros((1, 65)), 2, cv2.GC_INIT_WITH_MASK)
    mask = np.isin(marks, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    if count > 1:
        mask = (labels == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())).astype(np.uint8)
    grown = cv2.resize(mask * 255, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_CUBIC)
    return cv2.GaussianBlur(grown, (0, 0), 1.2 * unit) > 127


def _band_width(pose: Pose | None, shape: tuple[int, ...], unit: float) -> np.ndarray:
    """HxW: how many pixels either side of the outline are doubtful; more round the head, for hair."""
    width = np.full(shape[:2], 5 * unit, np.float32)
    if pose is not None:
        shoulders = float(np.linalg.norm(pose.points[Joint.LEFT_SHOULDER] - pose.points[Joint.RIGHT_SHOULDER]))
        head = pose.points[[Joint.LEFT_EAR, Joint.RIGHT_EAR, Joint.NOSE]].mean(0)
        y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
        far = np.hypot(x - head[0], y - head[1] + 0.1 * shoulders) / max(shoulders, 1.0)
        width += np.clip(1.6 - 2.2 * far, 0, 1) * 11 * unit
    return width


def _edge(pixels: np.ndarray, solid: np.ndarray, width: np.ndarray, unit: float) -> np.ndarray:
    """Alpha inside the doubtful band by where each colour lies between inside and outside."""
    within = cv2.distanceTransform(solid.astype(np.uint8), cv2.DIST_L2, 5)
    beyond = cv2.distanceTransform((~solid).astype(np.uint8), cv2.DIST_L2, 5)
    sure_in, sure_out = within > width, beyond > width
    inner = spread(pixels, sure_in, 1.5 * unit)
    outer = spread(pixels, sure_out, 4 * unit)
    apart = inner - outer
    gap = (apart**2).sum(2)
    line = ((pixels - outer) * apart).sum(2) / np.maximum(gap, 1)
    trust = gap / (gap + 30.0**2)
    shape = guided(solid.astype(np.float32), pixels, max(2, round(4 * unit)), 0.02)
    alpha = np.clip((np.clip(line, 0, 1) * trust + shape * (1 - trust) - 0.04) / 0.92, 0, 1)
    # far from the drawn outline a colour match is more likely chance than hair
    alpha = np.where(beyond > 0, alpha * np.clip(1.6 - beyond / np.maximum(width, 1), 0, 1), alpha)
    alpha = np.where(within > 0, np.maximum(alpha, np.clip(within / np.maximum(width, 1) * 1.5 - 0.5, 0, 1)), alpha)
    alpha = np.where(sure_in, 1.0, np.where(sure_out, 0.0, alpha))
    return alpha.astype(np.float32)
