"""Garments as two sewn sheets on an invisible mannequin: front and back outlines, inflated between their seams.

Centimetres, x to the right in the picture, y up, every outline symmetric about x = 0. A sheet's height solves
Poisson's equation: seams pin it to zero, open edges (neck, hem, cuffs, arm holes) leave it free.
"""

from __future__ import annotations

from dataclasses import dataclass

import geometry
import numpy as np
from PIL import Image, ImageDraw
from scipy.ndimage import distance_transform_edt, gaussian_filter, map_coordinates
from scipy.sparse import coo_matrix
from scipy.sparse.linalg import spsolve
from scipy.spatial import Delaunay

Array = np.ndarray
Point = tuple[float, float]
STEP = 0.30
"""Raster size of the height map, in centimetres."""


@dataclass(frozen=True)
class Edge:
    """Right half of the outline from top centre to bottom centre, piece by piece."""

    path: tuple[Point, ...]
    open: bool = False
    name: str = "seam"


@dataclass(frozen=True)
class Fold:
    """A soft ridge in the cloth, from one point to another; negative depth is a furrow."""

    start: Point
    end: Point
    width: float
    depth: float


@dataclass(frozen=True)
class Pattern:
    front: tuple[Edge, ...]
    back: tuple[Edge, ...]
    fullness: float
    folds: tuple[Fold, ...] = ()
    flare: float = 0.0
    flare_from: float = 0.0
    flare_waves: int = 7


@dataclass(frozen=True)
class Sheet:
    vertices: Array
    faces: Array
    uv: Array


@dataclass(frozen=True)
class Frame:
    """The square of cloth (cm) that the texture covers."""

    left: float
    bottom: float
    size: float

    def uv(self, points: Array) -> Array:
        return (points[:, :2] - np.array([self.left, self.bottom])) / self.size

    def pixel(self, point: Point, side: int) -> tuple[float, float]:
        return (point[0] - self.left) / self.size * side, (1 - (point[1] - self.bottom) / self.size) * side


def curve(start: Point, control: Point, end: Point, count: int = 14) -> tuple[Point, ...]:
    t = np.linspace(0, 1, count)[:, None]
    a, b, c = np.array([start]), np.array([control]), np.array([end])
    return tuple(map(tuple, (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t**2 * c))


def outline(edges: tuple[Edge, ...]) -> tuple[Array, Array]:
    """Closed polygon at about STEP spacing and, for every point, whether it lies on an open edge."""
    points, opens = [], []
    for edge in edges:
        path = np.array(edge.path, float)
        length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
        at = np.linspace(0, length[-1], max(2, int(length[-1] / (2 * STEP))))
        points.append(np.stack([np.interp(at, length, path[:, k]) for k in range(2)], 1))
        opens.append(np.full(len(at), edge.open))
    right, flags = np.concatenate(points), np.concatenate(opens)
    keep = np.concatenate([[True], np.linalg.norm(np.diff(right, axis=0), axis=1) > 1e-6])
    right, flags = right[keep], flags[keep]
    off_axis = right[:, 0] > 1e-6
    left = right[off_axis][::-1] * np.array([-1, 1])
    return np.concatenate([right, left]), np.concatenate([flags, flags[off_axis][::-1]])


def frame_of(pattern: Pattern, margin: float = 10.0) -> Frame:
    points = np.concatenate([outline(pattern.front)[0], outline(pattern.back)[0]])
    low, high = points.min(0) - margin, points.max(0) + margin
    size = float((high - low).max())
    middle = (low + high) / 2
    return Frame(float(middle[0] - size / 2), float(middle[1] - size / 2), size)


def _inflate(polygon: Array, opens: Array, frame: Frame) -> Array:
    """Height raster: sqrt(2u) with laplace(u) = -1 inside, u = 0 on seams, free on open edges."""
    side = int(frame.size / STEP)
    pixels = [frame.pixel(tuple(p), side) for p in polygon]
    mask_picture = Image.new("L", (side, side), 0)
    ImageDraw.Draw(mask_picture).polygon(pixels, fill=1)
    pinned_picture = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(pinned_picture)
    for i in range(len(polygon)):
        j = (i + 1) % len(polygon)
        if not (opens[i] and opens[j]):
            draw.line([pixels[i], pixels[j]], fill=1, width=2)
    inside = np.asarray(mask_picture) > 0
    pinned = (np.asarray(pinned_picture) > 0) & inside
    index = np.full(inside.shape, -1)
    index[inside] = np.arange(inside.sum())
    rows, columns = [], []
    for axis in (0, 1):
        a = index[:-1] if axis == 0 else index[:, :-1]
        b = index[1:] if axis == 0 else index[:, 1:]
        both = (a >= 0) & (b >= 0)
        rows += [a[both], b[both]]
        columns += [b[both], a[both]]
    row, column = np.concatenate(rows), np.concatenate(columns)
    fixed = pinned[inside]
    live = ~fixed[row]
    count = int(inside.sum())
    degree = np.bincount(row, minlength=count).astype(float)
    diagonal = np.where(fixed, 1.0, degree)
    matrix = coo_matrix(
        (
            np.concatenate([diagonal, -np.ones(int(live.sum()))]),
            (np.concatenate([np.arange(count), row[live]]), np.concatenate([np.arange(count), column[live]])),
        ),
        shape=(count, count),
    ).tocsr()
    solved = spsolve(matrix, np.where(fixed, 0.0, STEP**2))
    height = np.zeros(inside.shape)
    height[inside] = np.sqrt(np.maximum(2 * solved, 0))
    nearest = distance_transform_edt(~inside, return_distances=False, return_indices=True)
    return height[tuple(nearest)]


def _at(raster: Array, frame: Frame, points: Array) -> Array:
    side = raster.shape[0]
    column = (points[:, 0] - frame.left) / frame.size * side - 0.5
    row = (1 - (points[:, 1] - frame.bottom) / frame.size) * side - 0.5
    return map_coordinates(raster, [row, column], order=1, mode="nearest")


def _relief(points: Array, pattern: Pattern, half_width: Array) -> Array:
    total = np.zeros(len(points))
    for fold in pattern.folds:
        a, b = np.array(fold.start), np.array(fold.end)
        along = np.clip(((points - a) @ (b - a)) / ((b - a) @ (b - a)), 0, 1)
        away = np.linalg.norm(points - (a + along[:, None] * (b - a)), axis=1)
        fade = np.sin(np.clip(along, 0.03, 0.97) * np.pi) ** 0.7
        total += 2.6 * fold.depth * fade * np.exp(-((away / fold.width) ** 2))
    if pattern.flare:
        drop = np.clip((pattern.flare_from - points[:, 1]) / 45, 0, 1.2)
        around = np.arcsin(np.clip(points[:, 0] / np.maximum(half_width, 1), -1, 1))
        total += pattern.flare * drop**1.3 * np.cos(around * pattern.flare_waves) * np.cos(around) ** 0.5
    return total


def _half_widths(polygon: Array, levels: Array) -> Array:
    """Half the width of the outline at every level, for folds that follow the cloth round the body."""
    order = np.linspace(polygon[:, 1].min(), polygon[:, 1].max(), 200)
    reach = [np.abs(polygon[np.abs(polygon[:, 1] - y) < 1.5, 0]).max(initial=1.0) for y in order]
    return np.interp(levels, order, reach)


def _sheet(edges: tuple[Edge, ...], pattern: Pattern, frame: Frame, sign: float) -> Sheet:
    polygon, opens = outline(edges)
    spacing = 2 * STEP
    xs = np.arange(spacing / 2, np.abs(polygon[:, 0]).max(), spacing)
    xs = np.concatenate([-xs[::-1], xs])
    ys = np.arange(polygon[:, 1].min(), polygon[:, 1].max(), spacing)
    grid = np.stack(np.meshgrid(xs, ys), -1).reshape(-1, 2)
    height = _inflate(polygon, opens, frame)
    side = 2048
    picture = Image.new("L", (side, side), 0)
    ImageDraw.Draw(picture).polygon([frame.pixel(tuple(p), side) for p in polygon], fill=255)
    cover = gaussian_filter(np.asarray(picture, float) / 255, 1.0)
    core = gaussian_filter(np.asarray(picture, float) / 255, 0.55 * spacing / frame.size * side)
    points = np.concatenate([polygon, grid[_at(core, frame, grid) > 0.93]])
    faces = Delaunay(points).simplices
    faces = faces[_at(cover, frame, points[faces].mean(1)) > 0.5]
    depth = _at(height, frame, points)
    pinned = np.zeros(len(points), bool)
    pinned[: len(polygon)] = ~opens
    depth = (
        geometry.relax(np.where(pinned, 0, depth), faces, 8, 0.5, fixed=np.nonzero(pinned)[0])
        * pattern.fullness
    )
    relief = _relief(points, pattern, _half_widths(polygon, points[:, 1])) if sign > 0 else 0.0
    depth = depth + relief * np.clip(depth / 3, 0, 1)
    return Sheet(np.column_stack([points, sign * depth]), faces, frame.uv(points))


def sew(pattern: Pattern) -> tuple[Sheet, Sheet, Frame]:
    frame = frame_of(pattern)
    return _sheet(pattern.front, pattern, frame, 1.0), _sheet(pattern.back, pattern, frame, -0.9), frame
