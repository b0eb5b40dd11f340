"""The embedded engine behind the contract: it works at once, and only with a grant."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import replace
from functools import cache
from time import perf_counter

import numpy as np

from doublet.engines import weights
from doublet.engines.tryon.admission import demand_grant, demand_sense, no_such_job
from doublet.engines.tryon.contract import (
    CATEGORIES,
    Capabilities,
    Finding,
    GarmentAsset,
    Job,
    PersonAsset,
    Result,
    TryOnRefused,
    TryOnRequest,
    Verifier,
)
from doublet.engines.tryon.drape.artefact import pack_garment, pack_person, unpack_garment, unpack_person
from doublet.engines.tryon.drape.cache import Recent
from doublet.engines.tryon.drape.garment import Garment, prepare_garment
from doublet.engines.tryon.drape.masks import masks_of
from doublet.engines.tryon.drape.person import Person, prepare
from doublet.engines.tryon.drape.pipeline import dress, sharpened, staged
from doublet.engines.tryon.drape.reports import report_of
from doublet.engines.tryon.drape.scene_measure import measure_scene
from doublet.engines.tryon.scenes import LIGHTS

MAX_SIDE = 2048
MAX_COUNT = 4
_KEPT_JOBS = 8
_MODELS = ("u2netp.onnx", "pose_detection.tflite", "pose_landmark_full.tflite")


class DrapeEngine:
    """Lays a flat garment photo onto a base-layer photo; no generative model, a composite picture.

    Args:
        verify: checks the grant of a request and raises `PolicyRefused`. Without one the engine
            refuses every order: there is no way to a picture past the grant.
    """

    id = "drape"
    version = "0.2"

    def __init__(self, verify: Verifier | None = None) -> None:
        self._verify = verify
        self._people: Recent[Person] = Recent(3)
        self._garments: Recent[Garment] = Recent(4)
        self._jobs: OrderedDict[str, Job] = OrderedDict()

    def capabilities(self) -> Capabilities:
        """What this engine can do."""
        return Capabilities(
            categories=CATEGORIES,
            photo_types=("flat_lay", "ghost_mannequin"),
            max_width=MAX_SIDE,
            max_height=MAX_SIDE,
            max_count=MAX_COUNT,
            deterministic=True,
            scene_control=True,
            face="by construction",
            needs=("base layer", "frontal pose", "plain backdrop"),
            residency="local",
            licence="Apache-2.0",
            commercial_use=True,
            price_minor=0,
            statement="A composite of two photographs, made without a generative model.",
        )

    def check(self, request: TryOnRequest) -> list[Finding]:
        """What speaks against an order; prepares the photos, which a later `submit` then finds ready."""
        demand_sense(request, self.capabilities())
        try:
            person, _ = self._person(request.person)
            garment, _ = self._garment(request.garments[0])
        except TryOnRefused as refusal:
            return [Finding(refusal.code, "blocks", refusal.reason, refusal.hint)]
        report = report_of(person)
        findings = list(report.findings)
        if garment.category not in report.wearable and not any(f.severity == "blocks" for f in findings):
            note = next(f for f in findings if f.code in ("not_full_length", "bare_legs", "leggings"))
            findings.append(replace(note, severity="blocks"))
        return findings

    def submit(self, request: TryOnRequest, idempotency_key: str) -> str:
        """Make the pictures and answer the reference of the finished job.

        Raises:
            PolicyRefused: no grant, no verifier, or the verifier refused.
            BadInput: sizes, counts or scene ids that do not exist.
            CaptureUnsuitable, GarmentUnsuitable: the photos cannot be used, with the reason.
            Unavailable: a model file is missing.
        """
        demand_grant(self._verify, request)
        ref = hashlib.sha256(f"{self.id}:{idempotency_key}".encode()).hexdigest()[:24]
        if ref in self._jobs:
            return ref
        demand_sense(request, self.capabilities())
        self._jobs[ref] = Job(ref, "done", 1.0, self._make(request))
        while len(self._jobs) > _KEPT_JOBS:
            self._jobs.popitem(last=False)
        return ref

    def poll(self, ref: str) -> Job:
        """The job of a reference.

        Raises:
            NotThere: no such job, or it was made too long ago.
        """
        if ref not in self._jobs:
            raise no_such_job()
        return self._jobs[ref]

    def cancel(self, ref: str) -> None:
        """Nothing to stop: a job of this engine is done when it has a reference."""
        self.poll(ref)

    def forget(self) -> None:
        """Drop all prepared photos and finished pictures from memory."""
        self._people.forget()
        self._garments.forget()
        self._jobs.clear()

    def _person(self, asset: PersonAsset) -> tuple[Person, bool]:
        def unpacked() -> Person | None:
            return unpack_person(asset.preparation, asset.pixels) if asset.preparation else None

        key = f"{asset.twin_id}:{asset.sha256}"
        return self._people.get(key, unpacked, lambda: prepare(asset.pixels))

    def _garment(self, asset: GarmentAsset) -> tuple[Garment, bool]:
        marks = sorted((asset.landmarks or {}).items())
        key = f"{asset.sha256}:{asset.category}:{marks}"

        def unpacked() -> Garment | None:
            if not asset.preparation:
                return None
            return unpack_garment(asset.preparation, asset.pixels, asset.category, asset.landmarks)

        return self._garments.get(
            key, unpacked, lambda: prepare_garment(asset.pixels, asset.category, asset.landmarks)
        )

    def _make(self, request: TryOnRequest) -> Result:
        worn = request.garments[0]
        start = perf_counter()
        person, person_ready = self._person(request.person)
        person_done = perf_counter()
        garment, garment_ready = self._garment(worn)
        garment_done = perf_counter()
        look = dress(person, garment, height_cm=request.person.height_cm, size_cm=worn.size_cm)
        dressed = perf_counter()
        fine = sharpened(look, garment, request.scene, request.output)
        sharp = perf_counter()
        made = tuple(
            staged(fine, request.scene, request.output, request.seed + i) for i in range(request.output.count)
        )
        prepared: dict[str, bytes] = {}
        if request.person.preparation is None or not person_ready:
            prepared["person"] = pack_person(person)
        if worn.preparation is None or not garment_ready:
            prepared["garment"] = pack_garment(garment, worn.landmarks)
        timings = {
            "person": person_done - start,
            "garment": garment_done - person_done,
            **look.timings,
            "sharpen": sharp - dressed,
            "scene": perf_counter() - sharp,
            "total": perf_counter() - start,
        }
        return Result(
            pictures=tuple(each.picture for each in made),
            seed=request.seed,
            engine=self.id,
            engine_version=self.version,
            weights_sha256={name: _file_hash(name) for name in _MODELS},
            parameters={
                "background": request.scene.background,
                "plate_sha256": request.scene.plate.sha256 if request.scene.plate else "",
                "light": request.scene.light,
                "crop": request.scene.crop,
                "width": request.output.width,
                "height": request.output.height,
                "category": garment.category,
            },
            timings_s={name: round(seconds, 3) for name, seconds in timings.items()},
            report={
                "face": "by construction",
                "kind": "composite",
                "statement": self.capabilities().statement,
                "person_prepared_before": person_ready,
                "garment_prepared_before": garment_ready,
                "measures": {
                    **look.fit.measures,
                    **look.dressed.measures,
                    "symmetry": round(garment.symmetry, 3),
                },
                "scene": measure_scene(made[0], LIGHTS[request.scene.light]),
                "face_change": _face_change(person, look.dressed.pixels, look.dressed.face),
                "landmarks": {name: list(at) for name, at in (worn.landmarks or {}).items()},
                "size_cm": dict(worn.size_cm or {}),
                "findings": [finding.as_dict() for finding in look.findings],
            },
            masks=masks_of(look, made[0]),
            prepared=prepared,
        )


def _face_change(person: Person, pixels: np.ndarray, face: np.ndarray) -> float:
    """Mean difference (0..255) of face pixels from the capture photo, before scene light and grade."""
    kept = face > 0.99
    if not kept.any():
        return 0.0
    return round(float(np.abs(pixels[kept] - person.pixels[kept]).mean()), 3)


@cache
def _file_hash(name: str) -> str:
    return hashlib.sha256(weights.path(name).read_bytes()).hexdigest()
