"""Workflows as data: reading a graph in ComfyUI's API format and filling its placeholders.

A graph maps node ids to ``{"class_type": ..., "inputs": {...}}``. An input that is exactly one
placeholder gets its value with its type; a placeholder inside a longer text is put in as text.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from doublet.kernel.refusals import Unavailable

PLACEHOLDERS = ("person", "garment", "seed", "width", "height", "prompt")
NEEDED = ("person", "garment")
_MARK = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True)
class Workflow:
    """A graph that can be filled; `sha256` is of the file, `prompted` when it takes our words."""

    nodes: dict[str, Any] = field(repr=False)
    sha256: str
    prompted: bool = False

    def filled(self, values: dict[str, str | int]) -> dict[str, Any]:
        """The graph with every placeholder replaced."""
        found = _filled(self.nodes, values)
        assert isinstance(found, dict)
        return found


def read_workflow(path: Path) -> Workflow:
    """The workflow of a file.

    Raises:
        Unavailable: it is missing, or not a graph in API format, or lacks a placeholder, or has another.
    """
    try:
        data = path.read_bytes()
        nodes = json.loads(data)
    except (OSError, ValueError) as broken:
        raise _unusable(f"The workflow {path.name} cannot be read as JSON.") from broken
    if not isinstance(nodes, dict) or not nodes or not all(_is_node(node) for node in nodes.values()):
        raise _unusable(f"The workflow {path.name} is not a graph in ComfyUI's API format.")
    named = set(_MARK.findall(json.dumps(nodes)))
    for name in NEEDED:
        if name not in named:
            raise _unusable(
                f"The workflow {path.name} has no place for the {name}: {{{{{name}}}}} is missing."
            )
    if unknown := sorted(named - set(PLACEHOLDERS)):
        raise _unusable(f"The workflow {path.name} has a placeholder that nobody fills: {unknown[0]}.")
    return Workflow(nodes, hashlib.sha256(data).hexdigest(), prompted="prompt" in named)


def _filled(part: Any, values: dict[str, str | int]) -> Any:
    if isinstance(part, dict):
        return {name: _filled(inner, values) for name, inner in part.items()}
    if isinstance(part, list):
        return [_filled(inner, values) for inner in part]
    if not isinstance(part, str):
        return part
    whole = _MARK.fullmatch(part)
    if whole:
        return values[whole[1]]
    return _MARK.sub(lambda mark: str(values[mark[1]]), part)


def _is_node(node: Any) -> bool:
    return (
        isinstance(node, dict)
        and isinstance(node.get("class_type"), str)
        and isinstance(node.get("inputs"), dict)
    )


def _unusable(reason: str) -> Unavailable:
    return Unavailable(
        "bad_workflow",
        reason,
        rule="ENGINE",
        hint="In ComfyUI choose “Export (API)”, put the placeholders in, and set DOUBLET_COMFYUI_WORKFLOW.",
    )
