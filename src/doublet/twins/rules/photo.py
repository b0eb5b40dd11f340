"""What can be said of one photo without the others: who is on it, how the face is seen."""

from __future__ import annotations

from doublet.twins.rules.facts import PhotoFacts, Reason

MIN_SIDE_PX, SMALL_SIDE_PX = 256, 480
MIN_FACE_PX, MIN_FACE_PX_FULL, SMALL_FACE_PX = 40, 30, 100
BLURRED, SOFT = 0.040, 0.050
BLOWN, BRIGHT = 0.15, 0.05
BLACK, DARK = 0.35, 0.15
DARK_LIGHTNESS, LOW_CONTRAST = 6.0, 15.0
NOISY, GRAINY, TEXTURELESS = 5.0, 2.5, 0.10
CAST_STOPS = 2.2
HARD_STOPS = 4.0
TILTED_DEGREES = 25


def seen_alone(photo: PhotoFacts) -> list[Reason]:
    """Every reason for which this one photo is refused or warned about."""
    return [*_person_on(photo), *_face_on(photo), *_light_on(photo), *_grain_on(photo)]


def _person_on(p: PhotoFacts) -> list[Reason]:
    """Exactly one person, seen well enough to know who it is."""
    found = []
    if min(p.width, p.height) < MIN_SIDE_PX:
        found.append(
            Reason(
                "low_resolution",
                f"The photo has only {p.width} x {p.height} pixels.",
                "Upload the original photo, not a preview.",
                True,
            )
        )
    elif min(p.width, p.height) < SMALL_SIDE_PX:
        found.append(
            Reason(
                "small_photo",
                f"The photo has {p.width} x {p.height} pixels; 1000 or more show skin and hair better.",
                "Upload the original if you have it.",
            )
        )
    if p.faces > 1:
        found.append(
            Reason(
                "several_people",
                f"{p.faces} faces are in the photo.",
                "Use a photo with nobody else in it.",
                True,
            )
        )
    elif p.faces == 1 and p.faces_at_edge:
        found.append(
            Reason(
                "person_at_edge",
                "Somebody else is partly in the photo, at its edge.",
                "Crop the photo or take another.",
            )
        )
    if p.faces or p.framing == "back":
        return found
    if p.turn:
        found.append(
            Reason(
                "lies_on_side",
                "The photo lies on its side or upside down.",
                "Turn the photo upright and upload it again.",
                True,
            )
        )
    elif p.lightness < DARK_LIGHTNESS:
        found.append(
            Reason(
                "too_dark",
                "The photo is too dark to see anybody.",
                "Add light, or stand nearer to a window.",
                True,
            )
        )
    elif p.contrast < LOW_CONTRAST:
        found.append(
            Reason(
                "low_contrast",
                "The photo is so flat and grey that no face can be seen.",
                "Clean the lens and avoid light from behind.",
                True,
            )
        )
    else:
        found.append(
            Reason(
                "no_face",
                "No face can be seen in the photo.",
                "Show your whole face, without hands or hair before it.",
                True,
            )
        )
    return found


def _face_on(p: PhotoFacts) -> list[Reason]:
    if not p.faces:
        return []
    found = []
    least = MIN_FACE_PX_FULL if p.framing == "full" else MIN_FACE_PX
    if p.face_px < least:
        found.append(
            Reason(
                "face_too_small",
                f"The face is {p.face_px} pixels wide; {least} are needed.",
                "Go nearer, or upload a larger file.",
                True,
            )
        )
    elif p.face_px < SMALL_FACE_PX and p.framing in ("face", "bust"):
        found.append(
            Reason(
                "small_face",
                f"The face is only {p.face_px} pixels wide.",
                "Go nearer, or upload a larger file.",
            )
        )
    if "eyes" in p.covered:
        found.append(
            Reason(
                "eyes_covered", "The eyes are covered.", "Take off glasses; keep hair and hands away.", True
            )
        )
    if "mouth" in p.covered:
        found.append(Reason("mouth_covered", "The mouth is covered.", "Show the whole face."))
    if p.face_cut:
        found.append(
            Reason("face_cut", "The face is cut by the edge of the photo.", "Leave room around the head.")
        )
    if abs(p.roll or 0.0) > TILTED_DEGREES and not p.profile:
        found.append(Reason("head_tilted", "The head is tilted far to one side.", "Hold the head straight."))
    return found


def _light_on(p: PhotoFacts) -> list[Reason]:
    if not p.faces:
        return []
    found = []
    if p.highlights >= BLOWN:
        found.append(
            Reason(
                "over_exposed",
                f"{p.highlights:.0%} of the face is pure white.",
                "Use softer light or less exposure.",
                True,
            )
        )
    elif p.highlights >= BRIGHT:
        found.append(
            Reason(
                "bright_spots",
                f"{p.highlights:.0%} of the face is pure white.",
                "Powder shiny skin, or turn the lamp away.",
            )
        )
    if p.shadows >= BLACK:
        found.append(
            Reason(
                "too_dark", f"{p.shadows:.0%} of the face is pure black.", "Add light from the front.", True
            )
        )
    elif p.shadows >= DARK:
        found.append(
            Reason(
                "deep_shadows",
                f"{p.shadows:.0%} of the face is pure black.",
                "Add some light from the dark side.",
            )
        )
    if p.light in ("left", "right") and p.light_contrast >= HARD_STOPS:
        found.append(
            Reason(
                "hard_light",
                f"One side of the face gets {2**p.light_contrast:.0f} times less light than the other.",
                "Turn a little towards the light, or hold something white on the dark side.",
            )
        )
    if abs(p.warmth) >= CAST_STOPS:
        found.append(
            Reason(
                "colour_cast",
                "The photo has a strong colour cast.",
                "Use daylight, or set the white balance.",
            )
        )
    return found


def _grain_on(p: PhotoFacts) -> list[Reason]:
    if not p.faces:
        return []
    found = []
    if p.sharpness < BLURRED:
        found.append(
            Reason(
                "blurred",
                "The face is blurred.",
                "Hold the phone still, tap the face to focus, use more light.",
                True,
            )
        )
    elif p.sharpness < SOFT:
        found.append(
            Reason("soft_focus", "The face is not quite sharp.", "Tap the face to focus, use more light.")
        )
    if p.noise >= NOISY:
        found.append(Reason("noisy", "The photo is full of grain.", "Use more light.", True))
    elif p.noise >= GRAINY:
        found.append(Reason("grainy", "The photo is grainy.", "Use more light."))
    if p.noise < TEXTURELESS:
        found.append(
            Reason(
                "retouched",
                "Parts of the face have no texture: a filter, strong compression, or something laid over it.",
                "Upload the unedited photo.",
            )
        )
    return found
