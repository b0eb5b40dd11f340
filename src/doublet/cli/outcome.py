"""What a command answers: an exit code, data for machines, lines for people."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rich.console import Console, RenderableType

console = Console(highlight=False)


@dataclass(frozen=True)
class Outcome:
    """The end of a command. `lines` may hold rich markup or rich renderables."""

    code: int
    data: dict[str, Any]
    lines: list[RenderableType] = field(default_factory=list)

    def show(self) -> None:
        """Print it for people."""
        for line in self.lines:
            console.print(line)


def open_house() -> None:
    """Make Django ready; commands that need no database do without."""
    import django

    django.setup()
