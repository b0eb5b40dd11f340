"""The pre-flight report: what is checked of a finished file before it may be delivered, with number and limit. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from doublet.kernel.refusals import Refused
from doublet.publishing.profiles import LIMITS, Profile
from doublet.publishing.shapes import ratio

Level = Literal["fine", "warn", "block"]
RETOUCH_RULES = {"retouched_fr": "FR-RET", "retouched_no": "NO-RET"}


@dataclass(frozen=True)
class Written:
    """One mark as it was measured on the decoded file.

    Attributes:
        face: the share of a face that it covers; None where nobody looked for one.
        free: the share of it that lies in the picture and clear of what the place itself puts over it.
    """

    kind: str
    text: str
    height: float
    contrast: float
    face: float | None
    free: float = 1.0


@dataclass(frozen=True)
class Seen:
    """What was found in a finished file, read back from its bytes.

    Attributes:
        cut_away: the share of the approved picture that the place's shape cost.
        face_kept: the least share of a face that is left of it; None where nobody could look for one.
    """

    width: int
    height: int
    marks: tuple[Written, ...]
    altered: tuple[str, ...]
    source_type: str
    licence: str
    credential: str
    credential_holds: bool
    ai_system: str
    cut_away: float = 0.0
    face_kept: float | None = 1.0


@dataclass(frozen=True)
class Check:
    """One line of the report."""

    id: str
    title: str
    value: str
    limit: str
    level: Level
    rule: str
    words: str = ""


@dataclass(frozen=True)
class Report:
    """All checks of one file for one place."""

    version: str
    marks: tuple[str, ...]
    checks: tuple[Check, ...]

    def demand(self) -> None:
        """Refuse a file that does not hold, with the first check that fails."""
        for check in self.checks:
            if check.level == "block":
                raise Refused(
                    f"preflight_{check.id}",
                    f"{check.title}: {check.value}; asked for is {check.limit}.",
                    rule=check.rule,
                    hint=check.words or "Choose another profile, or have the picture made anew.",
                )

    def as_dict(self) -> dict[str, Any]:
        """JSON-able, as it is kept with the delivery."""
        return {
            "version": self.version,
            "marks": list(self.marks),
            "checks": [asdict(check) for check in self.checks],
        }


def report(
    profile: Profile, seen: Seen, *, version: str, expected_source: str, warnings: Iterable[tuple[str, str]]
) -> Report:
    """Hold what was found against what the place asks for.

    Args:
        expected_source: the digital source type that is true of this picture.
        warnings: what the gate let pass with a warning: rule and words.
    """
    needed = profile.marks(seen.altered)
    carried = {mark.kind: mark for mark in seen.marks}
    checks = [
        *_label(profile, carried.get("label")),
        *(check for kind in needed for check in _mark(kind, carried.get(kind))),
        _equal(
            "source_type", "Digital source type in the metadata", seen.source_type, expected_source, "EU-50-2"
        ),
        _equal("ai_system", "AI system in the metadata", seen.ai_system, "named", "EU-50-2", given=True),
        _equal("licence_id", "Licence in the metadata", seen.licence, "named", "HOUSE-LABEL", given=True),
        _equal(
            "credential",
            "Content credential, read back",
            seen.credential,
            "holds",
            "EU-50-2",
            holds=seen.credential_holds,
        ),
    ]
    if profile.shape:
        checks += _shape(profile, seen)
    if profile.least_side:
        side = min(seen.width, seen.height)
        level: Level = "fine" if side >= profile.least_side else "warn"
        words = (
            "" if level == "fine" else "The place shows a smaller picture badly; it is not refused for that."
        )
        checks.append(
            Check(
                "size", "Short side", f"{side} px", f"at least {profile.least_side} px", level, "INPUT", words
            )
        )
    if seen.altered:
        checks.append(
            Check("altered", "Her figure", ", ".join(seen.altered), "said openly", "warn", "HOUSE-BODY")
        )
    if needed and not profile.burned_in:
        words = "The law of a country in reach asks for it; the place may refuse the picture for it."
        checks.append(
            Check("feed_words", "Words on a feed picture", "a mark", "none", "warn", "CH-GMC", words)
        )
    if profile.declare:
        checks.append(
            Check(
                "declare", "Left to you", "not done here", "done", "warn", profile.rules[-1], profile.declare
            )
        )
    checks += [Check("gate", "The gate remarks", "", "", "warn", rule, words) for rule, words in warnings]
    kinds = tuple(kind for kind in carried if kind != "label")
    return Report(version, kinds, tuple(checks))


def _shape(profile: Profile, seen: Seen) -> list[Check]:
    """What the shape came out as, what it cost, and whether her face is whole in it."""
    off = abs(seen.width / seen.height / ratio(profile.shape) - 1)
    large = seen.cut_away > LIMITS.cut_away
    if seen.face_kept is None:
        whole: tuple[str, Level, str] = (
            "nobody could look for one",
            "warn",
            "Look at the file before you use it.",
        )
    elif seen.face_kept < 1:
        whole = (
            f"{100 * seen.face_kept:.0f} % left",
            "block",
            "Choose a place that shows the whole picture.",
        )
    else:
        whole = ("whole", "fine", "")
    return [
        Check(
            "shape",
            "Shape of the file",
            f"{seen.width} x {seen.height} px",
            profile.shape,
            "fine" if off <= LIMITS.shape_off else "block",
            "INPUT",
        ),
        Check(
            "cut_away",
            "Cut off the approved picture",
            f"{100 * seen.cut_away:.0f} %",
            f"look at it above {100 * LIMITS.cut_away:g} %",
            "warn" if large else "fine",
            "INPUT",
            "Look whether the garment is still shown." if large else "",
        ),
        Check("face_whole", "Her face in the shape", whole[0], "whole", whole[1], "INPUT", whole[2]),
    ]


def _label(profile: Profile, label: Written | None) -> list[Check]:
    rule = profile.rule
    if not profile.burned_in:
        level: Level = "block" if label else "fine"
        value = "stands on the picture" if label else "none on the pixels"
        return [Check("label_beside", "Visible label", value, "beside the picture, in words", level, rule)]
    if label is None:
        return [Check("label", "Visible label", "none", "on the picture", "block", rule)]
    return [
        Check("label", "Visible label", f"“{label.text}”", "on the picture", "fine", rule),
        *_legible("label", "Label", label, rule),
    ]


def _mark(kind: str, mark: Written | None) -> list[Check]:
    rule = RETOUCH_RULES[kind]
    if mark is None:
        return [Check(kind, "Mark of a retouched picture", "none", "on the picture", "block", rule)]
    words = (
        "The disc is our own drawing with the words; the authority's own file replaces it in your layout."
        if kind == "retouched_no"
        else ""
    )
    level: Level = "warn" if words else "fine"
    return [
        Check(kind, "Mark of a retouched picture", f"“{mark.text}”", "on the picture", level, rule, words),
        *_legible(kind, "Mark", mark, rule),
    ]


def _legible(id_: str, title: str, mark: Written, rule: str) -> list[Check]:
    tall, clear = mark.height >= LIMITS.letter_height, mark.contrast >= LIMITS.contrast
    checks = [
        Check(
            f"{id_}_height",
            f"{title}: height of a capital",
            f"{100 * mark.height:.1f} % of the short side",
            f"at least {100 * LIMITS.letter_height:g} %",
            "fine" if tall else "block",
            rule,
        ),
        Check(
            f"{id_}_contrast",
            f"{title}: contrast with what is behind it",
            f"{mark.contrast:.1f} : 1",
            f"at least {LIMITS.contrast:g} : 1",
            "fine" if clear else "block",
            rule,
        ),
    ]
    checks.append(
        Check(
            f"{id_}_free",
            f"{title}: inside what is shown",
            f"{100 * mark.free:.0f} %",
            "100 %",
            "fine" if mark.free >= 1 else "block",
            rule,
        )
    )
    if mark.face is None:
        value, level = "nobody could look for one", "warn"
    else:
        value = f"{100 * mark.face:.0f} % covered"
        level = "fine" if mark.face <= LIMITS.face_covered else "block"
    limit = f"at most {100 * LIMITS.face_covered:g} %"
    return [*checks, Check(f"{id_}_face", f"{title}: her face", value, limit, level, "HOUSE-LABEL")]  # type: ignore[arg-type]


def _equal(
    id_: str, title: str, value: str, limit: str, rule: str, *, given: bool = False, holds: bool | None = None
) -> Check:
    fine = holds if holds is not None else bool(value) if given else value == limit
    return Check(id_, title, value or "none", limit, "fine" if fine else "block", rule)
