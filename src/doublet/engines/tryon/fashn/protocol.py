"""FASHN's protocol: requests, answers, and its documented errors as ours.

Source: docs.fashn.ai, pages "API Fundamentals", "Error Handling", "FASHN Virtual Try-On v1.6" and
"Data Retention & Privacy". It offers no idempotency key and no way to cancel. It says that an order
refused with an error was never taken, so that one may be sent again; of an order without an answer it
says nothing, so that one is not.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any

import numpy as np

from doublet.engines.image import Limits, decode, encode_jpeg, shrink
from doublet.engines.tryon.contract import (
    CaptureUnsuitable,
    Category,
    EngineFailed,
    EngineUnavailable,
    GarmentUnsuitable,
    PhotoType,
    QuotaOrPayment,
    TryOnRefused,
    TryOnRequest,
)
from doublet.engines.tryon.wire import Again, Answer
from doublet.kernel.refusals import BadInput, Refused

MODEL = "tryon-v1.6"
LONG_SIDE = 2000  # larger photos are only made smaller by them, and can make the request too large
CATEGORIES: dict[Category, str] = {
    "tops": "tops",
    "bottoms": "bottoms",
    "skirts": "bottoms",
    "dresses": "one-pieces",
}
PHOTO_TYPES: dict[PhotoType, str] = {"flat_lay": "flat-lay", "ghost_mannequin": "flat-lay", "worn": "model"}
PROGRESS = {"starting": 0.05, "in_queue": 0.1, "processing": 0.5}
BUSY_S = 5.0


def run_body(request: TryOnRequest, mode: str) -> dict[str, Any]:
    """The order as FASHN takes it. Photos go inside the request, so that no address of ours is needed."""
    garment = request.garments[0]
    return {
        "model_name": MODEL,
        "inputs": {
            "model_image": _data_uri(request.person.pixels),
            "garment_image": _data_uri(garment.pixels),
            "category": CATEGORIES[garment.category],
            "garment_photo_type": PHOTO_TYPES[garment.photo_type],
            "mode": mode,
            "seed": request.seed,
            "num_samples": request.output.count,
            "output_format": "png",
            "return_base64": True,
        },
    }


def refuse_unless_ok(answer: Answer) -> None:
    """Raise what an answer without success means.

    Raises:
        Again: it may be repeated, because the order was not taken.
        Refused: it may not, or not without somebody doing something about it.
    """
    if answer.status == 200:
        return
    name = str(answer.json().get("error", "")) if answer.body else ""
    if name == "OutOfCredits":
        raise QuotaOrPayment(
            "no_credits",
            "FASHN makes no picture, because the operator's account there has no credits left.",
            hint="The operator buys credits; the embedded engine works without.",
        )
    if answer.status == 429:
        raise Again(busy(answer.retry_after), answer.retry_after)
    if answer.status == 401:
        raise EngineUnavailable(
            "key_refused",
            "FASHN does not accept the key of this instance.",
            hint="The operator sets DOUBLET_FASHN_API_KEY to a key that is in force.",
        )
    if answer.status == 400:
        raise BadInput(
            "order_refused",
            "FASHN did not understand the order.",
            hint="Try other photos, or another engine.",
        )
    if answer.status == 500 and name == "InternalServerError":
        raise Again(_broken(answer.status), answer.retry_after)
    raise _broken(answer.status)


def busy(after: float | None) -> EngineUnavailable:
    """Too many orders at once, by FASHN's count."""
    return EngineUnavailable(
        "engine_busy",
        "FASHN takes no more orders from this instance at the moment.",
        retry_after=after or BUSY_S,
        hint="It is asked again by itself.",
    )


def run_failure(error: dict[str, Any]) -> Refused:
    """A failed prediction's error as a refusal; FASHN's own words are for logs, not for people."""
    name = str(error.get("name", ""))
    if name in _FAILURES:
        kind, code, reason, hint = _FAILURES[name]
        return kind(code, reason, hint=hint)
    return EngineFailed(
        "engine_failed", "FASHN began and could not finish.", hint="Ask for the picture again."
    )


def pictures(status: dict[str, Any], count: int) -> tuple[np.ndarray, ...]:
    """The finished pictures, HxWx3 uint8 RGB.

    Raises:
        EngineFailed: not `count` pictures, or not inside the answer; an address is never followed.
    """
    output = status.get("output")
    if not isinstance(output, list) or len(output) != count:
        raise _no_pictures()
    return tuple(_picture(str(each)) for each in output)


def _picture(data_uri: str) -> np.ndarray:
    head, _, body = data_uri.partition(",")
    if not head.startswith("data:image/") or not head.endswith(";base64"):
        raise _no_pictures()
    try:
        return decode(base64.b64decode(body, validate=True), Limits(max_pixels=20_000_000)).pixels
    except (binascii.Error, Refused) as broken:
        raise _no_pictures() from broken


def _no_pictures() -> EngineFailed:
    return EngineFailed(
        "no_pictures",
        "FASHN says that it is done, but did not hand over the pictures that were ordered.",
        hint="Ask for the picture again; if it happens again, tell the operator.",
    )


def _broken(status: int) -> EngineFailed:
    return EngineFailed(
        "engine_failed", f"FASHN answered with an error ({status}).", hint="Try later, or another engine."
    )


def _data_uri(pixels: np.ndarray) -> str:
    jpeg = encode_jpeg(shrink(pixels, LONG_SIDE), quality=95)
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode()


_FAILURES: dict[str, tuple[type[TryOnRefused] | type[EngineUnavailable] | type[BadInput], str, str, str]] = {
    "ImageLoadError": (
        CaptureUnsuitable,
        "photo_not_loaded",
        "FASHN could not open one of the two photos.",
        "Save the garment photo anew as JPEG and try again.",
    ),
    "ContentModerationError": (
        TryOnRefused,
        "moderated",
        "FASHN's content check does not let this garment or photo pass.",
        "Use another garment photo, or the embedded engine.",
    ),
    "NSFWError": (
        TryOnRefused,
        "moderated",
        "FASHN's content check does not let this garment or photo pass.",
        "Use another garment photo, or the embedded engine.",
    ),
    "PoseError": (
        CaptureUnsuitable,
        "pose_not_found",
        "FASHN found no body that it can dress in one of the two photos.",
        "Use a photo that shows the whole body from the front, alone.",
    ),
    "PhotoTypeError": (
        GarmentUnsuitable,
        "garment_photo_type",
        "FASHN could not tell whether the garment photo shows it flat or worn.",
        "Say which kind of photo it is.",
    ),
    "InputValidationError": (
        BadInput,
        "order_refused",
        "FASHN did not accept the order.",
        "Try other photos, or another engine.",
    ),
    "LoRALoadError": (
        EngineFailed,
        "engine_failed",
        "FASHN could not load a part that it works with.",
        "Ask for the picture again.",
    ),
    "PipelineError": (
        EngineFailed,
        "engine_failed",
        "FASHN began and could not finish.",
        "Ask for the picture again; FASHN charges nothing for a failure.",
    ),
    "ThirdPartyError": (
        EngineFailed,
        "engine_failed",
        "A service that FASHN itself uses did not work.",
        "Ask for the picture again later.",
    ),
}
