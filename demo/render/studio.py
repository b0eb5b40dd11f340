"""The photo studio: puts figures in front of a seamless backdrop, lights them, takes the picture (Cycles)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import bpy
import materials
import numpy as np
from figure import Figure, Strands
from mathutils import Vector
from pieces import Piece

METRE = 0.1
Array = np.ndarray
Place = tuple[float, float, float]


@dataclass(frozen=True)
class Lamp:
    """An area light, placed relative to the camera axis: metres right, towards the camera, above the aim."""

    right: float
    front: float
    up: float
    size: float
    watts: float
    colour: tuple[float, float, float] = (1, 1, 1)


@dataclass(frozen=True)
class Light:
    lamps: tuple[Lamp, ...]
    ambient: float
    ambient_colour: tuple[float, float, float] = (1, 1, 1)
    backdrop: tuple[float, float, float] = (0.36, 0.36, 0.365)
    exposure: float = 0.0


@dataclass(frozen=True)
class View:
    """`turn` is how far the person has turned to the own left, in degrees; low/high in metres frame the picture."""

    low: float
    high: float
    distance: float
    turn: float = 0.0
    rise: float = 0.0
    width: int = 768
    height: int = 1024
    blur_stop: float | None = None


def open_scene(samples: int, threads: int = 2) -> bpy.types.Scene:
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.device = "CPU"
    scene.cycles.samples = samples
    scene.cycles.use_denoising = True
    scene.cycles.denoiser = "OPENIMAGEDENOISE"
    scene.cycles.use_adaptive_sampling = True
    scene.cycles.adaptive_threshold = 0.03
    scene.cycles.max_bounces, scene.cycles.transparent_max_bounces = 4, 12
    scene.cycles_curves.shape = "RIBBONS"
    scene.render.threads_mode, scene.render.threads = "FIXED", threads
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = "AgX - Medium High Contrast"
    scene.render.image_settings.file_format = "PNG"
    scene.render.use_stamp = False
    scene.render.use_persistent_data = True
    return scene


def to_blender(points: Array) -> Array:
    """Decimetres y-up to metres z-up, the person looking towards -y."""
    return np.stack([points[..., 0], -points[..., 2], points[..., 1]], axis=-1) * METRE


def add_mesh(
    scene: bpy.types.Scene,
    vertices: Array,
    faces: Array,
    uv: Array,
    uv_faces: Array,
    material,
    *,
    smooth_levels: int = 0,
    thickness: float = 0.0,
) -> bpy.types.Object:
    used, flat = np.unique(faces, return_inverse=True)
    mesh = bpy.data.meshes.new("mesh")
    mesh.from_pydata(to_blender(vertices[used]).tolist(), [], flat.reshape(faces.shape).tolist())
    layer = mesh.uv_layers.new(name="uv")
    layer.data.foreach_set("uv", uv[uv_faces].reshape(-1).astype(np.float32))
    mesh.polygons.foreach_set("use_smooth", [True] * len(mesh.polygons))
    mesh.materials.append(material)
    mesh.update()
    thing = bpy.data.objects.new("mesh", mesh)
    scene.collection.objects.link(thing)
    if thickness:
        solid = thing.modifiers.new("thickness", "SOLIDIFY")
        solid.thickness, solid.offset = thickness, 1
    if smooth_levels:
        smooth = thing.modifiers.new("smooth", "SUBSURF")
        smooth.levels = smooth.render_levels = smooth_levels
    return thing


def add_strands(scene: bpy.types.Scene, strands: Strands) -> None:
    count, length = strands.points.shape[:2]
    curves = bpy.data.hair_curves.new("strands")
    curves.add_curves([length] * count)
    curves.attributes["position"].data.foreach_set(
        "vector", to_blender(strands.points).reshape(-1).astype(np.float32)
    )
    taper = np.linspace(1, 0.35, length)[None] * np.ones((count, 1)) * strands.radius * METRE
    radius = curves.attributes.get("radius") or curves.attributes.new("radius", "FLOAT", "POINT")
    radius.data.foreach_set("value", taper.reshape(-1).astype(np.float32))
    curves.materials.append(materials.strand(strands.colour))
    scene.collection.objects.link(bpy.data.objects.new("strands", curves))


def add_figure(scene: bpy.types.Scene, figure: Figure, close: bool) -> None:
    for piece in figure.pieces:
        add_piece(scene, piece, 2 if close else 1)
    for strands in figure.strands:
        add_strands(scene, strands)


def add_piece(scene: bpy.types.Scene, piece: Piece, levels: int) -> None:
    material = {
        "skin": lambda: materials.skin(piece.texture),
        "cloth": lambda: materials.cloth(piece.look["colour"]),
        "eye": lambda: materials.eye(piece.texture),
        "frame": lambda: materials.plain(piece.look["colour"], roughness=0.25),
        "lash": lambda: materials.lash(piece.texture),
    }[piece.kind]()
    add_mesh(
        scene,
        piece.vertices,
        piece.faces,
        piece.uv,
        piece.uv_faces,
        material,
        smooth_levels={"skin": levels, "cloth": 1, "eye": 1}.get(piece.kind, 0),
        thickness=0.0009 if piece.kind == "cloth" else 0.0,
    )


def _turned(right: float, front: float, degrees: float) -> tuple[float, float]:
    """Camera-relative to world for a person turned by `degrees` to the own left; unturned the camera is at -y."""
    a = -math.radians(degrees)
    return right * math.cos(a) + front * math.sin(a), right * math.sin(a) - front * math.cos(a)


def _look_at(thing: bpy.types.Object, place: Place, aim: Place) -> None:
    thing.location = place
    thing.rotation_euler = (Vector(aim) - Vector(place)).to_track_quat("-Z", "Y").to_euler()


def set_light(scene: bpy.types.Scene, light: Light, aim_height: float, floor: float, turn: float) -> None:
    """Lamps, ambient and backdrop for one picture; takes those of the picture before away."""
    for thing in [o for o in scene.collection.objects if o.name.startswith(("lamp", "backdrop", "camera"))]:
        bpy.data.objects.remove(thing, do_unlink=True)
    world = bpy.data.worlds.new("world")
    scene.world = world
    world.use_nodes = True
    sky = next(n for n in world.node_tree.nodes if n.type == "BACKGROUND")
    sky.inputs[0].default_value = (*light.ambient_colour, 1)
    sky.inputs[1].default_value = light.ambient
    for lamp in light.lamps:
        data = bpy.data.lights.new("lamp", "AREA")
        data.size, data.energy, data.color = lamp.size, lamp.watts, lamp.colour
        thing = bpy.data.objects.new("lamp", data)
        scene.collection.objects.link(thing)
        x, y = _turned(lamp.right, lamp.front, turn)
        _look_at(thing, (x, y, aim_height + lamp.up), (0, 0, aim_height))
    _add_backdrop(scene, light.backdrop, floor, turn)
    scene.view_settings.exposure = light.exposure


def _add_backdrop(
    scene: bpy.types.Scene, colour: tuple[float, float, float], floor: float, turn: float
) -> None:
    """Seamless paper: floor, a round bend, wall."""
    bend, behind = 0.9, 1.6
    profile = [(6.0, 0.0)]
    profile += [
        (-(behind - bend + bend * math.sin(a)), bend - bend * math.cos(a))
        for a in np.linspace(0, math.pi / 2, 14)
    ]
    profile.append((-behind, 6.0))
    points = []
    for front, up in profile:
        for right in (-8.0, 8.0):
            x, y = _turned(right, front, turn)
            points.append((x, y, floor + up))
    mesh = bpy.data.meshes.new("backdrop")
    strips = range(len(profile) - 1)
    mesh.from_pydata(points, [], [(2 * i, 2 * i + 1, 2 * i + 3, 2 * i + 2) for i in strips])
    mesh.polygons.foreach_set("use_smooth", [True] * len(mesh.polygons))
    mesh.materials.append(materials.plain(colour))
    scene.collection.objects.link(bpy.data.objects.new("backdrop", mesh))


def take(scene: bpy.types.Scene, view: View, out: Path) -> None:
    aim = (0.0, 0.0, (view.low + view.high) / 2)
    x, y = _turned(0.0, view.distance * math.cos(math.radians(view.rise)), view.turn)
    place = (x, y, aim[2] + view.distance * math.sin(math.radians(view.rise)))
    camera = bpy.data.cameras.new("camera")
    thing = bpy.data.objects.new("camera", camera)
    scene.collection.objects.link(thing)
    scene.camera = thing
    _look_at(thing, place, aim)
    camera.sensor_fit = "VERTICAL"
    camera.angle = 2 * math.atan((view.high - view.low) / 2 / view.distance)
    if view.blur_stop:
        camera.dof.use_dof = True
        camera.dof.focus_distance = view.distance - 0.08
        camera.dof.aperture_fstop = view.blur_stop
    scene.render.resolution_x, scene.render.resolution_y = view.width, view.height
    scene.render.resolution_percentage = 100
    scene.render.filepath = str(out)
    bpy.ops.render.render(write_still=True)
