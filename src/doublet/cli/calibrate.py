"""`doublet calibrate DIR`: how often the face comparison errs on photos of named people, and thresholds from it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from rich.console import RenderableType
from rich.progress import Progress
from rich.table import Table

from doublet.cli.outcome import Outcome, console
from doublet.engines.face.error_rates import (
    Comparisons,
    Rate,
    compare_all,
    compare_to_sets,
    people_needed,
)
from doublet.engines.image.folder import pictures_in
from doublet.kernel import clock
from doublet.kernel.refusals import BadInput, Refused
from doublet.twins.rules import BUILT_IN, FaceThresholds
from doublet.twins.rules.together import NEAREST

THRESHOLDS = tuple(round(0.20 + 0.05 * step, 2) for step in range(11))
TARGETS = (0.001, 0.01)
MAYBE_TIMES = 10
LEAST_IN_SET = NEAREST + 1


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The command."""
    parser = commands.add_parser(
        "calibrate", parents=[shared], help="measure the face comparison on folders of named people"
    )
    parser.add_argument("folder", type=Path, help="one sub-folder for each person, with photos of only her")
    parser.add_argument(
        "--target", type=float, default=0.001, help="share of strangers who may pass as one person (0.001)"
    )
    parser.add_argument(
        "--apply", action="store_true", help="put the thresholds for the target in force here"
    )
    parser.set_defaults(run=calibrate)


def calibrate(args: argparse.Namespace) -> Outcome:
    """Nothing of the photos is kept: templates live in memory, and only rates and thresholds are written."""
    if not 0 < args.target < 0.5:
        raise BadInput("bad_target", "The target is a share between 0 and 0.5, such as 0.001.")
    people, photos, refused = _look(args.folder, quiet=args.json)
    found = compare_all(people)
    if found.people < 2 or not found.paired_people:
        raise BadInput(
            "too_few_people",
            f"{found.people} people have usable photos; two are needed, one of them with two photos.",
            hint="Make one sub-folder for each person.",
        )
    against = compare_to_sets(people, nearest=NEAREST, least=LEAST_IN_SET)
    data = _data(found, against, photos, refused)
    lines = _lines(found, against, data)
    if args.apply:
        applied = _apply(found, against, args.target, data)
        data["applied"] = applied
        lines.append(f"[bold]In force now[/] ({applied['file']}): {_numbers(applied)}.")
    return Outcome(0, data, lines)


def _look(folder: Path, *, quiet: bool) -> tuple[dict[str, list[Any]], int, list[dict[str, str]]]:
    """Templates of each person's usable photos, the number of all photos, and those that the checks refuse."""
    from doublet.engines.face.measure import measure
    from doublet.engines.image import decode
    from doublet.twins.rules import PhotoFacts
    from doublet.twins.rules.photo import seen_alone

    if not folder.is_dir():
        raise BadInput("no_such_folder", f"There is no folder {folder}.", hint="Check the path.")
    files = [
        (person.name, file)
        for person in sorted(folder.iterdir())
        if person.is_dir()
        for file in pictures_in(person)
    ]
    people: dict[str, list[Any]] = {}
    refused = []
    with Progress(console=console, transient=True, disable=quiet) as bar:
        for name, file in bar.track(files, description="Looking at photos"):
            try:
                measures = measure(decode(file.read_bytes()), compare_faces=True)
            except BadInput as problem:
                refused.append(
                    {"photo": f"{name}/{file.name}", "code": problem.code, "words": problem.reason}
                )
                continue
            why = [reason for reason in seen_alone(PhotoFacts.read(measures.as_dict())) if reason.refuses]
            if why:
                refused.append({"photo": f"{name}/{file.name}", "code": why[0].code, "words": why[0].words})
            elif measures.embedding is not None:
                people.setdefault(name, []).append(measures.embedding)
    return people, len(files), refused


def _data(
    found: Comparisons, against: Comparisons, photos: int, refused: list[dict[str, str]]
) -> dict[str, Any]:
    at, error = found.equal_error()
    return {
        **found.as_dict(),
        "photos": photos,
        "refused_photos": {"of": photos, **Rate(len(refused) / max(photos, 1), photos).as_dict()},
        "refused": refused,
        "equal_error": {"threshold": at, "rate": round(error, 5)},
        "thresholds": _rates(found),
        "against_sets": {**against.as_dict(), "thresholds": _rates(against)},
        "proposals": [
            {
                "target": target,
                "threshold": found.threshold_for(target),
                "false_non_match": found.false_non_match(found.threshold_for(target)).as_dict(),
                "supported": found.supports(target),
                "people_needed": people_needed(target),
            }
            for target in TARGETS
        ],
    }


def _rates(found: Comparisons) -> list[dict[str, Any]]:
    return [
        {
            "threshold": threshold,
            "false_match": found.false_match(threshold).as_dict(),
            "false_non_match": found.false_non_match(threshold).as_dict(),
        }
        for threshold in THRESHOLDS
    ]


def _apply(found: Comparisons, against: Comparisons, target: float, data: dict[str, Any]) -> dict[str, Any]:
    """Sets are stricter in what reaches them, so that the selfie's threshold is read off whole sets."""
    from doublet.twins import thresholds

    if not found.supports(target):
        raise Refused(
            "too_few_pairs",
            f"{found.person_pairs} pairs of people cannot support a claim of {target:.2%}: "
            f"without a single error the truth could still be {3 / max(found.person_pairs, 1):.2%}.",
            rule="HOUSE-CALIBRATE",
            hint=f"Photos of {people_needed(target)} people are needed, or a higher --target.",
        )
    same = found.threshold_for(target)
    maybe = min(found.threshold_for(min(target * MAYBE_TIMES, 0.5)), same)
    chosen = FaceThresholds(
        same=same,
        maybe=maybe,
        maybe_profile=round(maybe - (BUILT_IN.maybe - BUILT_IN.maybe_profile), 2),
        challenge=max(
            same, against.threshold_for(target) if against.supports(target) else BUILT_IN.challenge
        ),
        source=f"calibrated on {found.people} people on {clock.now():%-d %B %Y}, for {target:.2%} false matches",
    )
    told = ("people", "photos", "genuine_pairs", "impostor_pairs", "person_pairs", "equal_error")
    place = thresholds.write(chosen, {"target": target, **{name: data[name] for name in told}})
    return {"file": str(place), **chosen.as_dict()}


def _table(title: str, found: Comparisons) -> Table:
    table = Table("At", "Strangers pass", "Not known", title=title)
    for threshold in THRESHOLDS:
        match, miss = found.false_match(threshold), found.false_non_match(threshold)
        table.add_row(f"{threshold:.2f}", _span(match), _span(miss))
    return table


def _lines(found: Comparisons, against: Comparisons, data: dict[str, Any]) -> list[RenderableType]:
    equal = data["equal_error"]
    lines: list[RenderableType] = [
        f"{data['people']} people, {data['photos']} photos, {data['genuine_pairs']} pairs of one person, "
        f"{data['impostor_pairs']} of two ({data['person_pairs']} pairs of people, which the intervals count).",
        _table("One photo with one other", found),
        f"Equal error: {equal['rate']:.2%} at {equal['threshold']:.2f}.",
    ]
    for proposal in data["proposals"]:
        words = (
            ""
            if proposal["supported"]
            else f" [yellow]Not supported: {proposal['people_needed']} people are needed.[/]"
        )
        miss = proposal["false_non_match"]
        lines.append(
            f"For {proposal['target']:.1%} false matches: {proposal['threshold']:.2f} "
            f"(she is then not known in {miss['rate']:.2%} of pairs).{words}"
        )
    if against.paired_people:
        lines += [
            f"Against whole sets ({against.paired_people} people with {LEAST_IN_SET} photos or more; the mean of "
            f"the nearest {NEAREST}), as the checks decide:",
            _table("One photo with a set", against),
        ]
    share = data["refused_photos"]
    lines.append(
        f"The checks refuse {len(data['refused'])} of {data['photos']} photos "
        f"({share['low']:.1%} to {share['high']:.1%})."
    )
    lines += [f"[dim]{row['photo']}: {row['words']}[/]" for row in data["refused"]]
    return lines


def _span(rate: Rate) -> str:
    low, high = rate.interval
    return f"{rate.value:.2%} ({low:.2%} to {high:.2%})"


def _numbers(applied: dict[str, Any]) -> str:
    names = {
        "same": "same person",
        "maybe": "a person looks",
        "maybe_profile": "in a profile",
        "challenge": "selfie",
    }
    return ", ".join(f"{words} {applied[name]:.2f}" for name, words in names.items())
