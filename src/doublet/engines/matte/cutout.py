"""A cut-out with clean edges: what is sure comes from networks, the edge from the photo itself.

The networks see 256 or 320 pixels, so their edge is only a band. Inside that band each pixel is
placed between the nearest sure colour inside and the nearest sure colour outside: on the plain
backdrops that the capture page asks for this resolves single strands of hair.
"""

from __future__ import annotations

import cv2
import numpy as np

from doublet.engines.matte.backdrop import fit_backdrop
from doublet.engines.matte.guided import guided
from doublet.engines.matte.nearest import spread
from doublet.engines.matte.saliency import saliency
from doublet.engines.pose import Joint, Pose

_HALF = 0.5
_BONES = (
    (Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW),
    (Joint.LEFT_ELBOW, Joint.LEFT_WRIST),
    (Joint.LEFT_WRIST, Joint.LEFT_INDEX),
    (Joint.RIGHT_SHOULDER, Joint.RIGHT_ELBOW),
    (Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST),
    (Joint.RIGHT_WRIST, Joint.RIGHT_INDEX),
    (Joint.LEFT_HIP, Joint.LEFT_KNEE),
    (Joint.LEFT_KNEE, Joint.LEFT_ANKLE),
    (Joint.LEFT_ANKLE, Joint.LEFT_TOE),
    (Joint.RIGHT_HIP, Joint.RIGHT_KNEE),
    (Joint.RIGHT_KNEE, Joint.RIGHT_ANKLE),
    (Joint.RIGHT_ANKLE, Joint.RIGHT_TOE),
)


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
    solid = _solid(pixels, belief, pose, unit)
    return _edge(pixels, solid, _band_width(pose, solid.shape, unit), unit)


def _agreed(salient: np.ndarray, pose: Pose) -> np.ndarray:
    """Saliency kept near the person's own mask, filled in where that mask is sure."""
    reach = max(3, int(np.linalg.norm(pose.points[11] - pose.points[12]) * 0.18)) | 1
    near = cv2.GaussianBlur(cv2.dilate(pose.mask, np.ones((reach, reach))), (0, 0), reach / 4)
    return np.clip(np.maximum(salient * np.clip(near * 1.5, 0, 1), pose.mask * 2 - 1), 0, 1)


def _solid(pixels: np.ndarray, belief: np.ndarray, pose: Pose | None, unit: float) -> np.ndarray:
    """The thing as a hard mask: its sure parts, and its doubtful band settled by colour (GrabCut)."""
    scale = min(1.0, 512 / max(pixels.shape[:2]))
    size = (max(8, round(pixels.shape[1] * scale)), max(8, round(pixels.shape[0] * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    soft = cv2.resize(belief, size, interpolation=cv2.INTER_AREA)
    inside = cv2.erode((soft > 0.7).astype(np.uint8), np.ones((7, 7))) > 0
    outside = cv2.dilate((soft > 0.25).astype(np.uint8), np.ones((11, 11))) == 0
    if inside.sum() < 200 or outside.sum() < 200:
        return belief > _HALF
    wall = fit_backdrop(small, outside)
    marks = np.where(soft > _HALF, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    marks[inside], marks[outside] = cv2.GC_FGD, cv2.GC_BGD
    if wall.plain:
        like_wall = wall.distance < max(5.0, 1.5 * wall.spread)
        unlike_wall = wall.distance > max(14.0, 3 * wall.spread)
        if pose is not None:
            marks[_gaps(like_wall, soft, pose, scale)] = cv2.GC_BGD
        marks[~inside & ~outside & unlike_wall & (soft > _HALF)] = cv2.GC_FGD
    cv2.setRNGSeed(1)
    cv2.grabCut(small, marks, (0, 0, 1, 1), np.zeros((1, 65)), np.zeros((1, 65)), 2, cv2.GC_INIT_WITH_MASK)
    found = np.isin(marks, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    mask = cv2.morphologyEx(found, cv2.MORPH_OPEN, np.ones((3, 3)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    if count > 1:
        mask = (labels == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())).astype(np.uint8)
    grown = cv2.resize(mask * 255, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_CUBIC)
    return cv2.GaussianBlur(grown, (0, 0), 1.2 * unit) > 127


def _gaps(like_wall: np.ndarray, belief: np.ndarray, pose: Pose, scale: float) -> np.ndarray:
    """Places between the limbs where the backdrop shows through: too fine for the networks to see.

    Bones and the middle of the trunk are never gaps, so a shirt or a skin of the wall's colour stays.
    """
    bones = np.zeros(like_wall.shape, np.uint8)
    points = np.round(pose.points * scale).astype(np.int32)
    shoulders = float(np.linalg.norm(points[Joint.LEFT_SHOULDER] - points[Joint.RIGHT_SHOULDER]))
    for a, b in _BONES:
        start, end = tuple(int(v) for v in points[a]), tuple(int(v) for v in points[b])
        cv2.line(bones, start, end, 1, max(2, round(0.13 * shoulders)))
    corners = points[[Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER, Joint.RIGHT_HIP, Joint.LEFT_HIP]]
    cv2.fillConvexPoly(bones, corners, 1)
    neck = (corners[0] + corners[1]) // 2
    for shoulder in corners[:2]:
        cv2.line(bones, tuple(map(int, neck)), tuple(map(int, shoulder)), 1, max(2, round(0.3 * shoulders)))
    # the face no wider than its ears: right beside it the wall shows between neck and hair
    ears = float(np.linalg.norm(points[Joint.LEFT_EAR] - points[Joint.RIGHT_EAR]))
    face = (max(2, round(min(0.55 * ears, 0.3 * shoulders))), max(2, round(0.3 * shoulders)))
    cv2.ellipse(bones, tuple(int(v) for v in points[Joint.NOSE]), face, 0, 0, 360, 1, -1)
    open_places = cv2.morphologyEx(
        (like_wall & (bones == 0)).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)
    )
    _, labels, stats, _ = cv2.connectedComponentsWithStats(open_places)
    big = stats[:, cv2.CC_STAT_AREA] > 0.004 * shoulders**2
    big[0] = False
    return big[labels] & (belief > 0.05)


def _band_width(pose: Pose | None, shape: tuple[int, ...], unit: float) -> np.ndarray:
    """HxW: how many pixels either side of the outline are doubtful; more round the head, for hair."""
    width = np.full(shape[:2], 5 * unit, np.float32)
    if pose is not None:
        shoulders = float(
            np.linalg.norm(pose.points[Joint.LEFT_SHOULDER] - pose.points[Joint.RIGHT_SHOULDER])
        )
        head = pose.points[[Joint.LEFT_EAR, Joint.RIGHT_EAR, Joint.NOSE]].mean(0)
        y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
        far = np.hypot(x - head[0], y - head[1] + 0.1 * shoulders) / max(shoulders, 1.0)
        width += np.clip(1.6 - 2.2 * far, 0, 1) * 11 * unit
    return width


def _edge(pixels: np.ndarray, solid: np.ndarray, width: np.ndarray, unit: float) -> np.ndarray:
    """Alpha inside the doubtful band by where each colour lies between inside and outside."""
    within = cv2.distanceTransform(solid.astype(np.uint8), cv2.DIST_L2, 5)
    beyond = cv2.distanceTransform((~solid).astype(np.uint8), cv2.DIST_L2, 5)
    narrow = 5 * unit  # inside the outline the thing's own colours vary too much for a wide band
    sure_in, sure_out = within > narrow, beyond > width
    inner = spread(pixels, sure_in, 1.5 * unit)
    outer = spread(pixels, sure_out, 4 * unit)
    apart = inner - outer
    gap = np.einsum("ijk,ijk->ij", apart, apart)
    over = pixels - outer
    line = np.einsum("ijk,ijk->ij", over, apart) / np.maximum(gap, 1)
    trust = gap / (gap + 30.0**2)
    shape = guided(solid.astype(np.float32), pixels, max(2, round(4 * unit)), 0.02)
    alpha = np.clip((np.clip(line, 0, 1) * trust + shape * (1 - trust) - 0.04) / 0.92, 0, 1)
    # far from the drawn outline a colour match is more likely chance than hair
    alpha = np.where(beyond > 0, alpha * np.clip(1.6 - beyond / np.maximum(width, 1), 0, 1), alpha)
    # a colour that is no mixture of the two, and unlike the backdrop, is a part of its own (hair by skin)
    apart_from_line = over - np.clip(line, 0, 1)[..., None] * apart
    unmixed = np.sqrt(np.einsum("ijk,ijk->ij", apart_from_line, apart_from_line))
    far = np.sqrt(np.einsum("ijk,ijk->ij", over, over))
    foreign = np.clip(far / 60 - 0.4, 0, 1) * np.clip((unmixed - 12) / 20, 0, 1)
    alpha = np.where(within > 0, np.maximum(alpha, np.maximum(foreign, within / narrow * 1.5 - 0.5)), alpha)
    alpha = np.where(sure_in, 1.0, np.where(sure_out, 0.0, alpha))
    return np.clip(alpha, 0, 1).astype(np.float32)
