"""A recipe: steps in their order, as data that can be kept, hashed and replayed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, get_type_hints

from doublet.engines.retouch.steps import NEVER, STEPS, Crop, Kind, Step
from doublet.kernel.canonical import digest
from doublet.kernel.refusals import BadInput, NotAllowed

VERSION = 1
MAX_STEPS = 20
KINDS: dict[Kind, str] = {
    "routine": "routine retouching",
    "body_shape": "a change of body shape",
    "replica": "a change of who she is",
}


@dataclass(frozen=True)
class Recipe:
    """Steps in the order in which they are done. `version` says which code replays it to the byte."""

    steps: tuple[Step, ...]
    version: int = VERSION

    def __post_init__(self) -> None:
        if self.version != VERSION:
            raise BadInput("unknown_recipe_version", f"Recipes of version {self.version} are not known here.")
        if not 1 <= len(self.steps) <= MAX_STEPS:
            raise BadInput("recipe_length", f"A recipe has 1 to {MAX_STEPS} steps.")
        if sum(isinstance(step, Crop) for step in self.steps) > 1:
            raise BadInput("one_cut_only", "A recipe cuts once.", hint="Put the cuts together into one step.")

    def as_dict(self) -> dict[str, Any]:
        """JSON-able; `from_dict` reads it back."""
        return {"version": self.version, "steps": [step.as_dict() for step in self.steps]}

    @property
    def sha256(self) -> str:
        """What the credential of a retouched picture names."""
        return digest(_exact(self.as_dict()))

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of change in it, each once."""
        return tuple(kind for kind in KINDS if any(step.kind == kind for step in self.steps))

    @classmethod
    def from_dict(cls, data: object) -> Recipe:
        """Read a recipe that somebody sent.

        Raises:
            BadInput: a step or a number that is not one of ours.
            NotAllowed: ``never_altered``: a step that nobody's consent can open.
        """
        if not isinstance(data, dict) or not isinstance(data.get("steps"), list):
            raise BadInput("not_a_recipe", "A recipe is an object with a list of steps.")
        return cls(tuple(_step(each) for each in data["steps"]), data.get("version", VERSION))


def _step(data: object) -> Step:
    if not isinstance(data, dict) or not isinstance(data.get("step"), str):
        raise BadInput("not_a_step", "Each step is an object that names its step.")
    name = data["step"]
    if name in NEVER:
        raise NotAllowed(
            "never_altered",
            f"This would change {NEVER[name]}. It is never altered, whatever a consent says.",
            rule="HOUSE-NEVER",
        )
    if name not in STEPS:
        raise BadInput(
            "unknown_step", f"There is no step “{name[:40]}”.", hint=f"Choose from: {', '.join(STEPS)}."
        )
    made = STEPS[name]
    known = {field.name for field in fields(made)}
    given = {key: _frozen(value) for key, value in data.items() if key != "step"}
    if unknown := sorted(set(given) - known):
        raise BadInput("unknown_number", f"{made.title} has no “{str(unknown[0])[:40]}”.")
    hints = get_type_hints(made)
    if any(hints[key] is int and not isinstance(value, int) for key, value in given.items()):
        raise BadInput("step_out_of_range", f"{made.title} wants whole numbers.")
    try:
        return made(**given)
    except (TypeError, ValueError):
        raise BadInput("step_incomplete", f"{made.title} needs: {', '.join(sorted(known))}.") from None


def _exact(value: object) -> object:
    """Numbers as text: 1 and 1.0 are the same step."""
    if isinstance(value, dict):
        return {key: _exact(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_exact(each) for each in value]
    return f"{value:.9g}" if isinstance(value, int | float) else value


def _frozen(value: object) -> object:
    return tuple(_frozen(each) for each in value) if isinstance(value, list | tuple) else value
