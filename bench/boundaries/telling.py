"""The measured tables, as Markdown."""

from __future__ import annotations

from typing import Any

from bench.boundaries.briefs import briefs
from bench.boundaries.measuring import Score

from doublet.engines.language import SUBJECTS

_WAYS = {
    "lists": "word lists",
    "e5": "multilingual e5, 4 bit",
    "minilm": "MiniLM, int8 (English)",
    "both": "as shipped: lists + e5",
}
_SETS = {
    "held out": "Held-out briefs, written before the lists; a few words that were recalled from them went into the lists afterwards",
    "afterwards": "Hard briefs, written after the lists were done to get past them",
}


def page(scores: dict[str, dict[str, Any]], subjects: dict[str, dict[str, Score]]) -> str:
    """Both sets by language, and the held-out one by subject."""
    lines: list[str] = []
    for name, title in _SETS.items():
        lines += [f"## {title}", "", f"{len(briefs(name))} briefs, seven languages.", ""]
        for way, by_language in scores[name].items():
            lines += [f"**{_WAYS[way]}**", "", *_by_language(by_language), ""]
    lines += ["## By subject, held-out briefs, as shipped", "", *_by_subject(subjects), ""]
    return "\n".join(lines)


def _by_language(by_language: dict[str, Score]) -> list[str]:
    rows = [
        "| language | asked for | refused at once | of these right | refused or asked | clean briefs | refused | asked about |",
        "| --- | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for language, found in by_language.items():
        rows.append(
            f"| {language} | {found.wanted} | {found.wanted_sure} | {_rate(found.precision)} | {_rate(found.recall)} "
            f"| {found.clean} | {found.clean_refused} | {found.clean_asked} |"
        )
    return rows


def _by_subject(subjects: dict[str, dict[str, Score]]) -> list[str]:
    rows = [
        "| subject | asked for | lists: precision, recall | shipped: precision, recall |",
        "| --- | --: | --: | --: |",
    ]
    for subject, ways in subjects.items():
        lists, both = ways["lists"], ways["both"]
        rows.append(
            f"| {SUBJECTS[subject]} | {both.wanted} | {_rate(lists.precision)}, {_rate(lists.recall)} "
            f"| {_rate(both.precision)}, {_rate(both.recall)} |"
        )
    return rows


def _rate(rate: float | None) -> str:
    return "–" if rate is None else f"{rate:.3f}"
