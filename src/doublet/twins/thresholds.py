"""The instance's own face thresholds: a file that `doublet calibrate --apply` writes; without it the built-in ones."""

from __future__ import annotations

import json
from pathlib import Path

from doublet.kernel.home import home
from doublet.kernel.refusals import BadInput, Unavailable
from doublet.twins.rules import BUILT_IN, FaceThresholds


def file() -> Path:
    """Where they lie."""
    return home() / "face-thresholds.json"


def current() -> FaceThresholds:
    """What every check goes by now.

    Raises:
        Unavailable: there is a file, but it makes no sense. Nothing falls back to other numbers silently.
    """
    place = file()
    if not place.is_file():
        return BUILT_IN
    try:
        told = json.loads(place.read_text())
        return FaceThresholds.read(told if isinstance(told, dict) else {})
    except (OSError, ValueError, BadInput) as problem:
        words = problem.reason if isinstance(problem, BadInput) else "It is not JSON that can be read."
        raise Unavailable(
            "bad_thresholds",
            f"{place.name} in the instance's home cannot be used. {words}",
            hint="Run `doublet calibrate DIR --apply` anew, or delete the file.",
        ) from None


def write(thresholds: FaceThresholds, measured: dict[str, object]) -> Path:
    """Put them in force, with what they were measured on. The file is whole or not there."""
    place = file()
    place.parent.mkdir(parents=True, exist_ok=True)
    partial = place.with_suffix(".part")
    told = {**thresholds.as_dict(), "source": thresholds.source, "measured": measured}
    partial.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    partial.rename(place)
    return place
