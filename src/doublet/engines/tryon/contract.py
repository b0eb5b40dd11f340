"""What the platform and a try-on engine say to each other; every engine, local or hosted, speaks this.

Asynchronous first: `submit` answers a reference at once, `poll` tells how the job stands. An engine
that works at once answers a job that is already done. The platform, not the engine, checks the
licence's terms, marks and signs the pictures and keeps the books; the engine refuses without a grant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np

from doublet.kernel.refusals import Refused, Unavailable

Category = Literal["tops", "bottoms", "skirts", "dresses"]
PhotoType = Literal["flat_lay", "ghost_mannequin", "worn"]
Crop = Literal["full", "three_quarter", "half"]
Status = Literal["queued", "running", "done", "failed", "cancelled"]
Severity = Literal["blocks", "warns", "notes"]
CATEGORIES: tuple[Category, ...] = ("tops", "bottoms", "skirts", "dresses")


class TryOnRefused(Refused):
    """A try-on that cannot be made from what was given."""

    def __init__(self, code: str, reason: str, *, rule: str = "ENGINE", hint: str = "") -> None:
        super().__init__(code, reason, rule=rule, hint=hint)


class CaptureUnsuitable(TryOnRefused):
    """The photo of the person cannot wear this garment."""


class GarmentUnsuitable(TryOnRefused):
    """The photo of the garment cannot be used."""


class PolicyRefused(TryOnRefused):
    """No valid grant for exactly this request."""

    status = 403


class EngineUnavailable(Unavailable):
    """The engine cannot work now."""

    def __init__(self, code: str, reason: str, *, retry_after: float | None = None, hint: str = "") -> None:
        super().__init__(code, reason, rule="ENGINE", hint=hint)
        self.retry_after = retry_after


class QuotaOrPayment(TryOnRefused):
    """The engine's account has no credit left, or its quota is used up; somebody must pay or wait."""

    status = 402


class EngineTimeout(EngineUnavailable):
    """The engine did not finish in the time that was given to it."""


class EngineFailed(EngineUnavailable):
    """The engine broke, or answered what its protocol does not allow."""


@dataclass(frozen=True)
class Capabilities:
    """What an engine can do, as the platform and the pages show it.

    Attributes:
        processor: who receives the photos where `residency` is "third party", by the name that a
            consent must hold (`processors.PROCESSORS`); empty where they stay on machines of the operator.
        price_minor, price_currency: what one picture costs the operator; shown, never booked.
    """

    categories: tuple[Category, ...]
    photo_types: tuple[PhotoType, ...]
    max_width: int
    max_height: int
    max_count: int
    deterministic: bool
    scene_control: bool
    face: Literal["by construction", "checked", "no"]
    needs: tuple[str, ...]
    residency: Literal["local", "lan", "third party"]
    licence: str
    commercial_use: bool
    price_minor: int
    statement: str
    processor: str = ""
    price_currency: str = "EUR"


@dataclass(frozen=True)
class Finding:
    """One thing that was measured or noticed.

    Attributes:
        code: stable snake_case name; a refusal carries the same one.
        severity: "blocks" refuses, "warns" may look poor, "notes" informs.
        reason, hint: plain words: what is so, what to do.
        value, limit: the measured number and the threshold it is held against, where there is one.
    """

    code: str
    severity: Severity
    reason: str
    hint: str = ""
    value: float | None = None
    limit: str = ""

    def as_dict(self) -> dict[str, str | float | None]:
        """The finding as reports and ``--json`` show it."""
        return {
            "code": self.code,
            "severity": self.severity,
            "reason": self.reason,
            "hint": self.hint,
            "value": self.value,
            "limit": self.limit,
        }


@dataclass(frozen=True, eq=False)
class PersonAsset:
    """A capture photo: hash of its bytes, HxWx3 uint8 RGB pixels, the twin it belongs to.

    Attributes:
        height_cm: how tall she is, where she said so; with a garment's centimetres it decides how long
            and how wide the garment is on her.
        preparation: what this engine's `Result.prepared` gave for this photo before, kept by the platform.
    """

    sha256: str
    pixels: np.ndarray
    twin_id: str
    height_cm: float | None = None
    preparation: bytes | None = None


@dataclass(frozen=True, eq=False)
class GarmentAsset:
    """A garment photo: hash of its bytes, pixels, kind, and what the brand marked or measured on it.

    Attributes:
        landmarks: name to (x, y) pixels of the photo, as `garment_report` names them; only the
            points that the brand moved need to be given.
        size_cm: name to centimetres, e.g. ``{"length": 68}``.
        preparation: as of `PersonAsset`.
    """

    sha256: str
    pixels: np.ndarray
    category: Category
    photo_type: PhotoType = "flat_lay"
    landmarks: Mapping[str, tuple[float, float]] | None = None
    size_cm: Mapping[str, float] | None = None
    preparation: bytes | None = None


@dataclass(frozen=True, eq=False)
class Plate:
    """A background that the brand brings: hash of its bytes and HxWx3 uint8 RGB pixels."""

    sha256: str
    pixels: np.ndarray


@dataclass(frozen=True)
class Scene:
    """Where the picture plays: ids of `scenes.BACKGROUNDS` and `scenes.LIGHTS`, and how much is shown.

    Attributes:
        plate: the brand's own background; `background` is then "plate".
    """

    background: str = "studio_white"
    light: str = "soft"
    crop: Crop = "three_quarter"
    plate: Plate | None = None


@dataclass(frozen=True)
class Output:
    """Size in pixels and number of pictures."""

    width: int = 768
    height: int = 1024
    count: int = 1


@dataclass(frozen=True, eq=False)
class TryOnRequest:
    """One order to an engine. `grant` is the signed permission for exactly this order."""

    grant: str
    person: PersonAsset
    garments: tuple[GarmentAsset, ...]
    scene: Scene = field(default_factory=Scene)
    output: Output = field(default_factory=Output)
    seed: int = 0
    quality: Literal["draft", "standard"] = "standard"


@dataclass(frozen=True, eq=False)
class Result:
    """What an engine made.

    Attributes:
        pictures: HxWx3 uint8 RGB, one a picture asked for; unmarked and unsigned.
        report: machine-readable: measures, thresholds, findings, what was not changed.
        masks: what the gates may lean on, where the engine knows it: "person" and "garment" (what is seen
            of it), HxW uint8 in pixels of the first picture; empty where it does not.
        prepared: "person" and "garment" to what was found in their photos, packed as this version of the
            engine reads it again; only what the order did not bring along. Sealed by whoever keeps it.
    """

    pictures: tuple[np.ndarray, ...]
    seed: int
    engine: str
    engine_version: str
    weights_sha256: Mapping[str, str]
    parameters: Mapping[str, object]
    timings_s: Mapping[str, float]
    report: Mapping[str, object]
    masks: Mapping[str, np.ndarray] = field(default_factory=dict)
    prepared: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Job:
    """How a submitted order stands; `result` once done, `refusal` where it failed."""

    ref: str
    status: Status
    progress: float
    result: Result | None = None
    refusal: Refused | None = None


class Engine(Protocol):
    """A try-on engine."""

    id: str
    version: str

    def capabilities(self) -> Capabilities:
        """What the engine can do."""

    def check(self, request: TryOnRequest) -> list[Finding]:
        """Cheap findings before money or quota is spent; empty means nothing speaks against it."""

    def submit(self, request: TryOnRequest, idempotency_key: str) -> str:
        """Take an order and answer its reference; the same key answers the same job.

        Raises:
            PolicyRefused: the request carries no valid grant.
            TryOnRefused: the pictures cannot be made, with the reason.
        """

    def poll(self, ref: str) -> Job:
        """How the job stands.

        Raises:
            NotThere: no such job.
        """

    def cancel(self, ref: str) -> None:
        """Stop a job that is not done; a finished one stays."""


Verifier = Callable[[TryOnRequest], None]
