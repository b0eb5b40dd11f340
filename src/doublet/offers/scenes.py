"""Which of a model's settings a background belongs to. Pure."""

from __future__ import annotations

from dataclasses import replace

from doublet.consents.terms import UseTerms
from doublet.engines.tryon.scenes import PLATE
from doublet.kernel.refusals import Refused

SETTING_OF = {
    "studio_white": "studio",
    "studio_warm_grey": "studio",
    "charcoal": "studio",
    "blush": "studio",
    "sage": "studio",
    "teal_gradient": "studio",
    "canvas": "studio",
    "linen_paper": "studio",
    "sunlit_wall": "daylight",
    "evening_street": "evening",
}


def settings_of(backgrounds: tuple[str, ...]) -> tuple[str, ...]:
    """The settings that these backgrounds show, each once; a brand's plates are left to `with_plates`.

    A background that nobody has sorted yet is its own setting: no model has opened that one,
    so it is refused until somebody says what it shows.
    """
    ours = [background for background in backgrounds if not is_plate(background)]
    return tuple(sorted({SETTING_OF.get(background, background) for background in ours}))


def is_plate(background: str) -> bool:
    """Is this the name of a brand's own background?"""
    return background.startswith(f"{PLATE}:")


def with_plates(terms: UseTerms, plates: dict[str, str]) -> UseTerms:
    """The terms with the settings that the brand's plates show, so that her boundaries hold there too.

    Args:
        plates: the plates in use of this brand: name of the background to its setting.
    """
    wanted = [background for background in terms.backgrounds if is_plate(background)]
    for name in wanted:
        if name not in plates:
            raise Refused(
                "no_such_plate",
                "One of the backgrounds is none of yours, or it is retired.",
                rule="HOUSE-PLATE",
                hint="Choose among the backgrounds in your wardrobe.",
            )
    shown = {*terms.settings, *(plates[name] for name in wanted)}
    return replace(terms, settings=tuple(sorted(shown))) if wanted else terms
