"""Cycles materials. Runs only inside the render process: bpy is GPL and no part of the product."""

from __future__ import annotations

from pathlib import Path

import bpy

Colour = tuple[float, float, float]


class _Graph:
    def __init__(self, name: str) -> None:
        self.material = bpy.data.materials.new(name)
        self.material.use_nodes = True
        self.nodes, self.links = self.material.node_tree.nodes, self.material.node_tree.links
        self.surface = next(n for n in self.nodes if n.type == "BSDF_PRINCIPLED")
        self.output = next(n for n in self.nodes if n.type == "OUTPUT_MATERIAL")

    def set(self, **values) -> None:
        for name, value in values.items():
            self.surface.inputs[name.replace("_", " ")].default_value = value

    def image(self, path: Path):
        node = self.nodes.new("ShaderNodeTexImage")
        node.image = bpy.data.images.load(str(path), check_existing=True)
        return node

    def noise(self, scale: float, detail: float = 2.0):
        where = self.nodes.new("ShaderNodeTexCoord")
        node = self.nodes.new("ShaderNodeTexNoise")
        node.inputs["Scale"].default_value = scale
        node.inputs["Detail"].default_value = detail
        self.links.new(where.outputs["Object"], node.inputs["Vector"])
        return node

    def bump(self, height, strength: float, distance: float) -> None:
        node = self.nodes.new("ShaderNodeBump")
        node.inputs["Strength"].default_value = strength
        node.inputs["Distance"].default_value = distance
        self.links.new(height, node.inputs["Height"])
        self.links.new(node.outputs["Normal"], self.surface.inputs["Normal"])


def skin(texture: Path) -> bpy.types.Material:
    graph = _Graph("skin")
    graph.links.new(graph.image(texture).outputs["Color"], graph.surface.inputs["Base Color"])
    graph.surface.subsurface_method = "RANDOM_WALK"
    graph.set(
        Subsurface_Weight=0.35,
        Subsurface_Radius=(1.0, 0.35, 0.18),
        Subsurface_Scale=0.006,
        Specular_IOR_Level=0.42,
    )
    sheen = graph.nodes.new("ShaderNodeMapRange")
    sheen.inputs["To Min"].default_value, sheen.inputs["To Max"].default_value = 0.40, 0.62
    graph.links.new(graph.noise(90).outputs["Fac"], sheen.inputs["Value"])
    graph.links.new(sheen.outputs["Result"], graph.surface.inputs["Roughness"])
    graph.bump(graph.noise(1100, 4).outputs["Fac"], 0.22, 0.0008)
    return graph.material


def cloth(colour: Colour, grain: float = 900) -> bpy.types.Material:
    graph = _Graph("cloth")
    graph.set(Base_Color=(*colour, 1), Roughness=0.85, Specular_IOR_Level=0.15, Sheen_Weight=0.12)
    graph.bump(graph.noise(grain).outputs["Fac"], 0.15, 0.0005)
    return graph.material


def printed(colour: Path, height: Path) -> bpy.types.Material:
    """Cloth whose colour and weave come from textures."""
    graph = _Graph("printed")
    graph.links.new(graph.image(colour).outputs["Color"], graph.surface.inputs["Base Color"])
    graph.set(Roughness=0.85, Specular_IOR_Level=0.15, Sheen_Weight=0.08)
    weave = graph.image(height)
    weave.image.colorspace_settings.name = "Non-Color"
    graph.bump(weave.outputs["Color"], 0.6, 0.0022)
    return graph.material


def eye(texture: Path) -> bpy.types.Material:
    """The eyeball shows its texture; the clear cornea in front of it only mirrors the lights."""
    graph = _Graph("eye")
    picture = graph.image(texture)
    graph.links.new(picture.outputs["Color"], graph.surface.inputs["Base Color"])
    graph.set(Roughness=0.12, Specular_IOR_Level=0.5)
    clear, mirror = graph.nodes.new("ShaderNodeBsdfTransparent"), graph.nodes.new("ShaderNodeBsdfGlossy")
    mirror.inputs["Roughness"].default_value = 0.03
    fresnel = graph.nodes.new("ShaderNodeFresnel")
    fresnel.inputs["IOR"].default_value = 1.25
    cornea, both = graph.nodes.new("ShaderNodeMixShader"), graph.nodes.new("ShaderNodeMixShader")
    graph.links.new(fresnel.outputs[0], cornea.inputs[0])
    graph.links.new(clear.outputs[0], cornea.inputs[1])
    graph.links.new(mirror.outputs[0], cornea.inputs[2])
    graph.links.new(picture.outputs["Alpha"], both.inputs[0])
    graph.links.new(cornea.outputs[0], both.inputs[1])
    graph.links.new(graph.surface.outputs[0], both.inputs[2])
    graph.links.new(both.outputs[0], graph.output.inputs["Surface"])
    return graph.material


def lash(texture: Path) -> bpy.types.Material:
    graph = _Graph("lash")
    graph.links.new(graph.image(texture).outputs["Alpha"], graph.surface.inputs["Alpha"])
    graph.set(Base_Color=(0.006, 0.005, 0.005, 1), Roughness=0.6)
    return graph.material


def strand(colour: Colour) -> bpy.types.Material:
    material = bpy.data.materials.new("strand")
    material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    nodes.clear()
    output, fibre = nodes.new("ShaderNodeOutputMaterial"), nodes.new("ShaderNodeBsdfHairPrincipled")
    fibre.parametrization = "COLOR"
    fibre.inputs["Color"].default_value = (*colour, 1)
    fibre.inputs["Roughness"].default_value = 0.46
    fibre.inputs["Radial Roughness"].default_value = 0.55
    if "Random Roughness" in fibre.inputs:
        fibre.inputs["Random Roughness"].default_value = 0.3
    links.new(fibre.outputs[0], output.inputs["Surface"])
    return material


def plain(colour: Colour, roughness: float = 0.95) -> bpy.types.Material:
    graph = _Graph("plain")
    graph.set(Base_Color=(*colour, 1), Roughness=roughness, Specular_IOR_Level=0.1)
    return graph.material
