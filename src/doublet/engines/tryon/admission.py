"""What every engine asks of an order before it looks at a photo: its grant, then whether it makes sense."""

from __future__ import annotations

from doublet.engines.tryon.contract import (
    CATEGORIES,
    Capabilities,
    CaptureUnsuitable,
    GarmentUnsuitable,
    PolicyRefused,
    TryOnRequest,
    Verifier,
)
from doublet.engines.tryon.scenes import BACKGROUNDS, CROPS, LIGHTS
from doublet.kernel.refusals import BadInput, NotThere

SMALLEST_SIDE = 256


def demand_grant(verify: Verifier | None, request: TryOnRequest) -> None:
    """Refuse an order that nobody permitted. The verifier is asked first, and about exactly this order.

    Raises:
        PolicyRefused: no verifier, no grant, or the verifier refused.
    """
    refusal = PolicyRefused(
        "no_grant",
        "The order carries no grant, so no picture is made.",
        hint="Ask for the picture through a licence; the licence issues the grant.",
    )
    if verify is None:
        raise refusal
    verify(request)  # asked even without a grant, because it keeps the record of refusals
    if not request.grant.strip():
        raise refusal


def demand_sense(request: TryOnRequest, can: Capabilities) -> None:
    """Refuse sizes, counts, scenes and garments that this engine does not have.

    Raises:
        BadInput, CaptureUnsuitable, GarmentUnsuitable: with what would be right.
    """
    _size_and_count(request, can)
    _scene(request)
    _garments(request, can)
    if request.person.pixels.ndim != 3:
        raise CaptureUnsuitable("not_a_colour_photo", "The photo has no colours.", hint="Use a colour photo.")


def no_such_job() -> NotThere:
    """The refusal for a reference that an engine does not know."""
    return NotThere("no_such_job", "This engine knows no such job.", hint="Submit the order again.")


def _size_and_count(request: TryOnRequest, can: Capabilities) -> None:
    output = request.output
    if not (
        SMALLEST_SIDE <= output.width <= can.max_width and SMALLEST_SIDE <= output.height <= can.max_height
    ):
        raise BadInput(
            "bad_size",
            f"{output.width} x {output.height} pixels cannot be made.",
            hint=f"{SMALLEST_SIDE} to {can.max_width} wide and {can.max_height} high.",
        )
    if not 1 <= output.count <= can.max_count:
        raise BadInput(
            "bad_count", f"{output.count} pictures cannot be made at once.", hint=f"1 to {can.max_count}."
        )


def _scene(request: TryOnRequest) -> None:
    scene = request.scene
    backgrounds = [*BACKGROUNDS, scene.background] if scene.plate is not None else list(BACKGROUNDS)
    for value, known, what in (
        (scene.background, backgrounds, "background"),
        (scene.light, list(LIGHTS), "light"),
        (scene.crop, list(CROPS), "crop"),
    ):
        if value not in known:
            raise BadInput(
                f"unknown_{what}", f"There is no {what} {value!r}.", hint="One of: " + ", ".join(known)
            )


def _garments(request: TryOnRequest, can: Capabilities) -> None:
    if len(request.garments) != 1:
        raise GarmentUnsuitable(
            "one_garment_only",
            "This engine dresses in one garment at a time.",
            hint="Order one garment a picture.",
        )
    garment = request.garments[0]
    if garment.category not in CATEGORIES:
        raise BadInput(
            "unknown_category",
            f"There is no garment kind {garment.category!r}.",
            hint="One of: " + ", ".join(CATEGORIES),
        )
    if garment.category not in can.categories:
        raise GarmentUnsuitable(
            "category_not_made",
            f"This engine does not make {garment.category}.",
            hint="It makes: " + ", ".join(can.categories) + ".",
        )
    if garment.photo_type not in can.photo_types:
        raise GarmentUnsuitable(
            "photo_type_not_used",
            f"This engine cannot use a garment photo of the type {garment.photo_type.replace('_', ' ')}.",
            hint="It uses: " + ", ".join(kind.replace("_", " ") for kind in can.photo_types) + ".",
        )
