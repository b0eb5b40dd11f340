"""The telling: each step of the story, its result in plain words, a bar where it takes longer, its time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from doublet.kernel.refusals import Refused
from doublet.story import chapters
from doublet.story.props import Props

Tick = Callable[[], None]


class StepFailed(Exception):
    """A step of the story did not come out as it must; its cause is attached."""

    def __init__(self, step: str, words: str) -> None:
        super().__init__(f"{step}: {words}")
        self.step, self.words = step, words


class Teller:
    """Prints what happens. Quiet for machines; the steps are kept either way."""

    def __init__(self, *, quiet: bool) -> None:
        self.console = Console(highlight=False, quiet=quiet)
        self.lines: list[str] = []

    def say(self, words: str) -> None:
        """One result in plain words."""
        self.lines.append(words)
        self.console.print(f"   {words}")

    @contextmanager
    def bar(self, words: str, total: int) -> Iterator[Tick]:
        """A progress bar for something that takes a while; call what it gives once a piece."""
        columns = (
            TextColumn("   {task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self.console, transient=True) as progress:
            task = progress.add_task(words, total=total)
            yield lambda: progress.advance(task)


def play(*, photos: Path | None, garments: Path | None, quiet: bool) -> list[dict[str, Any]]:
    """The whole story. Answers each step with its seconds and what was said.

    Raises:
        StepFailed: a step did not come out as it must.
    """
    teller = Teller(quiet=quiet)
    props = Props(photos, garments)
    steps = []
    for number, chapter in enumerate(chapters.CHAPTERS, 1):
        title = (chapter.__doc__ or chapter.__name__).strip().splitlines()[0].rstrip(".")
        teller.console.print(f"[bold]{number:2}. {title}[/]")
        teller.lines, begun = [], time.perf_counter()
        try:
            chapter(props, teller)
        except Refused as refused:
            raise StepFailed(f"{number}, {chapter.__name__}", refused.reason) from refused
        except AssertionError as wrong:
            raise StepFailed(f"{number}, {chapter.__name__}", str(wrong)) from wrong
        seconds = round(time.perf_counter() - begun, 2)
        teller.console.print(f"   [dim]{seconds:.1f} s[/]")
        steps.append(
            {
                "step": number,
                "name": chapter.__name__,
                "title": title,
                "seconds": seconds,
                "said": teller.lines,
            }
        )
    return steps
