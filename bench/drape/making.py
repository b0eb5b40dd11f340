"""One pair, made through the engine's own front door, and what is kept of it."""

from __future__ import annotations

import json
import resource
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import perf_counter, process_time

from bench.drape.corpus import Person, Worn
from bench.drape.stamp import stamped

from doublet.engines.image import decode
from doublet.engines.tryon.contract import GarmentAsset, Output, PersonAsset, Result, Scene, TryOnRequest
from doublet.engines.tryon.drape.engine import DrapeEngine
from doublet.engines.tryon.gates import Evidence, judge
from doublet.kernel.refusals import Refused, Unavailable


@dataclass(frozen=True)
class Outcome:
    """What came of one pair.

    Attributes:
        outcome: "accepted", "refused" (by the engine) or "held" (made, but a gate does not let it pass).
        seconds: wall seconds of each stage; cpu_s: of the whole pair, this process only.
        scores: what the gates measured.
    """

    key: str
    person: str
    who: str
    garment: str
    category: str
    outcome: str
    code: str = ""
    reason: str = ""
    hint: str = ""
    seconds: dict[str, float] = field(default_factory=dict)
    prepared: dict[str, bool] = field(default_factory=dict)
    cpu_s: float = 0.0
    measures: dict[str, float] = field(default_factory=dict)
    scores: dict[str, float | None] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    picture: str = ""


def engine() -> DrapeEngine:
    """The embedded engine; the bench answers for its own orders, and stamps what it writes."""
    return DrapeEngine(verify=lambda _request: None)


def request(
    person: Person, worn: Worn, output: Output | None = None, background: str = "studio_white"
) -> TryOnRequest:
    """The order for one pair; what hangs below the hips is shown to the feet."""
    crop = "three_quarter" if worn.category == "tops" else "full"
    return TryOnRequest(
        grant="bench",
        person=PersonAsset(person.photo.sha256, decode(person.photo.path.read_bytes()).pixels, person.who),
        garments=(
            GarmentAsset(worn.photo.sha256, decode(worn.photo.path.read_bytes()).pixels, worn.category),
        ),
        scene=Scene(background=background, crop=crop),
        output=output or Output(),
    )


def made(maker: DrapeEngine, order: TryOnRequest, key: str) -> Result:
    """The finished result of an order.

    Raises:
        Refused: the engine does not make it.
    """
    job = maker.poll(maker.submit(order, key))
    if job.result is None:
        raise job.refusal or SystemExit("the engine gave neither a result nor a reason")
    return job.result


def attempt(maker: DrapeEngine, person: Person, worn: Worn, key: str, folder: Path) -> Outcome:
    """Make one pair, judge it, and write its picture and its outcome below the folder."""
    name = f"{person.photo.name}__{worn.photo.name}"
    known = {"key": key, "person": person.photo.name, "who": person.who} | {
        "garment": worn.photo.name,
        "category": worn.category,
    }
    start, cpu = perf_counter(), process_time()
    try:
        order = request(person, worn)
        read = perf_counter() - start
        result = made(maker, order, key)
    except Unavailable as missing:  # no pair can be made here: nothing was learned about this one
        raise SystemExit(f"{missing.reason} {missing.hint}") from missing
    except Refused as refused:
        outcome = Outcome(
            **known,
            outcome="refused",
            code=refused.code,
            reason=refused.reason,
            hint=refused.hint,
            seconds={"total": round(perf_counter() - start, 3)},
            cpu_s=round(process_time() - cpu, 3),
        )
    else:
        cpu_s = round(process_time() - cpu, 3)
        report = result.report
        picture = folder / "pictures" / f"{name}.jpg"
        stamped(result.pictures[0]).save(picture, quality=92)
        verdict = judge(
            Evidence(
                result.pictures[0],
                order.person.pixels,
                order.garments[0].pixels,
                worn.category,
                result.masks,
                result.report["measures"],  # type: ignore[arg-type]
            )
        )
        fault = next((mark for mark in verdict if not mark.kept), None)
        outcome = Outcome(
            **known,
            outcome="held" if fault else "accepted",
            code=fault.gate.code if fault else "",
            reason=f"{fault.gate.reason} {fault.sentence}." if fault else "",
            hint=fault.gate.hint if fault else "",
            scores={mark.gate.code: mark.value for mark in verdict},
            seconds={"read": round(read, 3)} | dict(result.timings_s),
            prepared={what: bool(report.get(f"{what}_prepared_before")) for what in ("person", "garment")},
            cpu_s=cpu_s,
            measures=dict(report.get("measures", {})) | {"face_change": report.get("face_change")},  # type: ignore[call-overload]
            warnings=tuple(f["code"] for f in report.get("findings", ()) if f["severity"] == "warns"),  # type: ignore[attr-defined]
            picture=f"pictures/{name}.jpg",
        )
    (folder / "pairs" / f"{name}.json").write_text(json.dumps(asdict(outcome), indent=1))
    return outcome


def peak_mib() -> int:
    """The most memory this process ever held, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
