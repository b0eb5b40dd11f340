"""Where a garment's points lie and what it measures, as a form of plain numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms

from doublet.wardrobe.marking import Points
from doublet.wardrobe.measures import Measure, measures_of
from doublet.wardrobe.models import Garment

_MOVED = 0.6  # pixels; less is what rounding to one digit does


@dataclass(frozen=True)
class Handle:
    """One point on the page: its name, its words, where it is, and the point on the other side."""

    name: str
    words: str
    x: forms.BoundField
    y: forms.BoundField
    twin: str
    moved: bool


@dataclass(frozen=True)
class Span:
    """One measure on the page: what it is, its field, and its line on the photo where it has one."""

    measure: Measure
    field: forms.BoundField
    line: tuple[float, float, float, float] | None

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the line, where its name stands."""
        assert self.line is not None
        x1, y1, x2, y2 = self.line
        return (x1 + x2) / 2, (y1 + y2) / 2


class MarkForm(forms.Form):
    """Two fields for each point that the engine found, and one for each measure."""

    def __init__(self, garment: Garment, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.garment = garment
        self.points = {name: (float(x), float(y)) for name, (x, y) in garment.report["landmarks"].items()}
        width, height = garment.report["photo"]
        for name, at in self.points.items():
            for axis, value, most in (("x", at[0], width), ("y", at[1], height)):
                self.fields[f"{name}_{axis}"] = forms.FloatField(
                    label=f"{words_of(name)}, {axis}",
                    initial=value,
                    required=False,
                    widget=forms.NumberInput(attrs={"step": "any", "min": 0, "max": most}),
                )
        for measure in measures_of(self.points):
            self.fields[measure.name] = forms.FloatField(
                label=f"{measure.name.capitalize()}, cm",
                initial=garment.size_cm.get(measure.name),
                required=False,
                help_text=measure.meaning,
                widget=forms.NumberInput(attrs={"step": "any", "min": 5, "max": 250}),
            )

    @property
    def handles(self) -> list[Handle]:
        """Every point, from the top of the garment downwards."""
        return [
            Handle(
                name=name,
                words=words_of(name),
                x=self[f"{name}_x"],
                y=self[f"{name}_y"],
                twin=other if (other := _other_side(name)) in self.points else "",
                moved=name in self.garment.landmarks,
            )
            for name in sorted(self.points, key=lambda name: (self.points[name][1], name))
        ]

    @property
    def spans(self) -> list[Span]:
        """Every measure, those that the fit uses first."""
        return [
            Span(measure, self[measure.name], measure.line(self.points) if measure.used else None)
            for measure in measures_of(self.points)
        ]

    def moved(self) -> Points:
        """The points that lie elsewhere than the engine found them, by this form or before."""
        chosen = {}
        for name, (x, y) in self.points.items():
            at = self.cleaned_data[f"{name}_x"], self.cleaned_data[f"{name}_y"]
            at = (x if at[0] is None else at[0], y if at[1] is None else at[1])
            far = max(abs(at[0] - x), abs(at[1] - y))
            if name in self.garment.landmarks or far > _MOVED:
                chosen[name] = at
        return chosen

    def sizes(self) -> dict[str, float]:
        """The measures that were typed."""
        typed = {measure.name: self.cleaned_data[measure.name] for measure in measures_of(self.points)}
        return {name: size for name, size in typed.items() if size is not None}


def words_of(name: str) -> str:
    """A point in words, its side as the photo shows it: “cuff_outer_left” is “outer cuff, left”."""
    *parts, last = name.split("_")
    if last not in ("left", "right"):
        return name.replace("_", " ").capitalize()
    return f"{' '.join(reversed(parts))}, {last}".capitalize()


def _other_side(name: str) -> str:
    for side, other in (("_left", "_right"), ("_right", "_left")):
        if name.endswith(side):
            return name.removesuffix(side) + other
    return ""
