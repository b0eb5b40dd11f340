"""Which of a model's settings a background of the engine belongs to. Pure."""

from __future__ import annotations

SETTING_OF = {
    "studio_white": "studio",
    "studio_warm_grey": "studio",
    "teal_gradient": "studio",
    "charcoal": "studio",
    "sunlit_wall": "daylight",
}


def settings_of(backgrounds: tuple[str, ...]) -> tuple[str, ...]:
    """The settings that these backgrounds show, each once.

    A background that nobody has sorted yet is its own setting: no model has opened that one,
    so it is refused until somebody says what it shows.
    """
    return tuple(sorted({SETTING_OF.get(background, background) for background in backgrounds}))
