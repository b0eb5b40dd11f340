"""Delivery profiles as data, and the pre-flight report: each check has a number, a limit and a rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from doublet.consents.terms import CHANNELS, TERRITORIES
from doublet.kernel.refusals import Refused
from doublet.licences.labels import FICTIONAL_LABEL, LABEL
from doublet.publishing.preflight import Report, Seen, Written, report
from doublet.publishing.profiles import LIMITS, PROFILES, WORDS
from doublet.rulebook.pack import load

FINE = Written("label", LABEL, 0.022, 13.0, 0.0)
SEEN = Seen(
    width=768,
    height=1024,
    marks=(FINE,),
    altered=(),
    source_type="compositeSynthetic",
    licence="lic_1",
    credential="holds",
    credential_holds=True,
    ai_system="Doublet drape",
)


def checked(profile: str, seen: Seen) -> Report:
    return report(
        PROFILES[profile], seen, version="2026-11-22", expected_source="compositeSynthetic", warnings=()
    )


def test_every_profile_names_known_places_rules_and_a_language() -> None:
    known = {rule.id for rule in load().rules}
    for profile in PROFILES.values():
        assert profile.channel in CHANNELS
        assert profile.territory in TERRITORIES
        assert set(profile.rules) <= known
        assert profile.language in WORDS
    assert {
        "eu-web",
        "eu-ad",
        "us-ny-ad",
        "us-web",
        "google-shopping",
        "meta-ad",
        "tiktok-ad",
        "google-ad",
    } <= set(PROFILES)
    assert {"fr", "no", "cn", "print"} <= set(PROFILES)
    assert set(CHANNELS) == {profile.channel for profile in PROFILES.values()}


def test_the_english_words_are_those_of_the_licences() -> None:
    assert (WORDS["en"].real, WORDS["en"].fictional) == (LABEL, FICTIONAL_LABEL)
    assert {"en", "de", "fr", "it", "es", "pt", "no", "zh"} == set(WORDS)


def test_a_file_that_holds_passes_with_its_numbers() -> None:
    found = checked("eu-web", SEEN)
    found.demand()
    height = next(check for check in found.checks if check.id == "label_height")
    assert (height.value, height.limit, height.level) == ("2.2 % of the short side", "at least 2 %", "fine")


@pytest.mark.parametrize(
    ("seen", "code"),
    [
        (replace(SEEN, marks=()), "preflight_label"),
        (
            replace(SEEN, marks=(replace(FINE, height=LIMITS.letter_height - 0.001),)),
            "preflight_label_height",
        ),
        (replace(SEEN, marks=(replace(FINE, contrast=LIMITS.contrast - 0.1),)), "preflight_label_contrast"),
        (replace(SEEN, marks=(replace(FINE, face=0.01),)), "preflight_label_face"),
        (replace(SEEN, source_type="digitalCapture"), "preflight_source_type"),
        (replace(SEEN, source_type=""), "preflight_source_type"),
        (replace(SEEN, licence=""), "preflight_licence_id"),
        (replace(SEEN, ai_system=""), "preflight_ai_system"),
        (replace(SEEN, marks=(replace(FINE, free=0.9),)), "preflight_label_free"),
        (replace(SEEN, credential="does_not_hold", credential_holds=False), "preflight_credential"),
    ],
)
def test_a_file_that_does_not_hold_is_not_delivered(seen: Seen, code: str) -> None:
    with pytest.raises(Refused) as refused:
        checked("eu-web", seen).demand()
    assert refused.value.code == code


def test_a_face_that_nobody_could_look_for_is_a_warning() -> None:
    found = checked("eu-web", replace(SEEN, marks=(replace(FINE, face=None),)))
    found.demand()
    assert [check.id for check in found.checks if check.level == "warn"] == ["label_face"]


def test_a_feed_takes_no_words_on_the_picture() -> None:
    with pytest.raises(Refused, match="stands on the picture"):
        checked("google-shopping", SEEN).demand()
    checked("google-shopping", replace(SEEN, marks=())).demand()


@pytest.mark.parametrize(
    ("profile", "marks"),
    [
        ("fr", ("retouched_fr",)),
        ("eu-web", ("retouched_fr",)),
        ("no", ("retouched_no",)),
        ("cn", ()),
        ("us-web", ()),
        ("de-web", ()),
    ],
)
def test_an_altered_figure_needs_the_marks_of_every_country_it_reaches(
    profile: str, marks: tuple[str, ...]
) -> None:
    assert PROFILES[profile].marks(("body shape",)) == marks
    assert PROFILES[profile].marks(()) == ()
    altered = replace(SEEN, altered=("body shape",))
    if marks:
        with pytest.raises(Refused) as refused:
            checked(profile, altered).demand()
        assert refused.value.code == f"preflight_{marks[0]}"
        assert refused.value.rule in ("FR-RET", "NO-RET")
    carried = replace(altered, marks=(FINE, *(replace(FINE, kind=kind) for kind in marks)))
    found = checked(profile, carried)
    found.demand()
    assert found.marks == marks


def test_what_is_left_to_the_brand_is_said() -> None:
    upright = replace(SEEN, width=576, height=1024)
    left = [check.words for check in checked("tiktok-ad", upright).checks if check.id == "declare"]
    assert left == [PROFILES["tiktok-ad"].declare]
