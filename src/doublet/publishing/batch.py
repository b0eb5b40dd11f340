"""Her own rule for approving many pictures with one yes: which pictures it covers, and why the others not. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FACE_GATES = frozenset({"face_not_hers", "face_changed"})


@dataclass(frozen=True)
class Standard:
    """How far beyond its limit each number must be, in per cent of the way from the limit to perfect.

    "At least 0.5" with a room of 40 asks for 0.7, "at most 5" for 3.
    """

    room: int
    likeness_room: int


def room_of(value: float, limit: str) -> float:
    """Per cent of the way from a limit ("at least 0.5", "at most 5") to perfect, which is 1 or 0."""
    side, _, number = limit.rpartition(" ")
    bound = float(number)
    way, gone = (1 - bound, value - bound) if side == "at least" else (bound, bound - value)
    return 100 * gone / way if way > 0 else (100.0 if gone >= 0 else -100.0)


def against(report: Mapping[str, Any], standard: Standard) -> list[str]:
    """Why a picture is not covered by her rule; empty where it is. What was not measured is not covered."""
    why = [*report.get("held", ())]
    gates = report.get("gates", ())
    face = [gate for gate in gates if gate["code"] in FACE_GATES and gate["value"] is not None]
    if not face:
        why.append("Her face was not measured.")
    for gate in gates:
        if gate["value"] is None:
            continue
        asked = standard.likeness_room if gate["code"] in FACE_GATES else standard.room
        room = room_of(float(gate["value"]), str(gate["limit"]))
        if not gate["kept"] or room < asked:
            why.append(f"{gate['title']}: {gate['value']:g} ({gate['limit']}), {max(0, room):.0f} % room")
    why += [str(finding["reason"]) for finding in report.get("findings", ()) if finding.get("reason")]
    return why
