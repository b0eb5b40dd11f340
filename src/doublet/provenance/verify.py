"""What is true of a picture, for anybody: four answers, each with what proves it and what cannot be told.

Made with AI? Who permitted it? Is it permitted today? Was it changed since? "Unknown" is never "fake".
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from doublet.engines import fingerprint, signer
from doublet.engines.image import Photo, decode
from doublet.kernel import clock
from doublet.kernel.refusals import Refused
from doublet.provenance import register
from doublet.provenance.answers import Answer
from doublet.provenance.findings import Finding, Phrase
from doublet.provenance.identity import identity, trust_list
from doublet.provenance.marking import stored
from doublet.provenance.models import Credential
from doublet.provenance.standing import permitted_by, today, unknown_by, unknown_today
from doublet.provenance.tracing import trace

__all__ = ["Answer", "verify"]

AI_SOURCES = {"compositeSynthetic", "trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"}
_SMALL = Phrase("untold", "small")
_LONGEST_NAME = 80
_WHY_NOT = {"unlike": "sibling", "which": "which", "borrowed": "borrowed"}


@dataclass(frozen=True)
class _Lead:
    """How a picture led to a registered file."""

    credential: Credential
    proof: tuple[Phrase, ...]
    exact: bool = False
    looks_the_same: bool = True


class _Looked:
    """A picture that somebody handed in, and what is asked with."""

    def __init__(self, data: bytes) -> None:
        self.sha256 = hashlib.sha256(data).hexdigest()
        self.photo: Photo = decode(data)

    @cached_property
    def queries(self) -> tuple[fingerprint.Query, ...]:
        """Made when first needed: a file that is known byte by byte needs none."""
        return fingerprint.queries(self.photo.pixels)


def verify(data: bytes) -> Answer:
    """The answers for a file of any origin. It is looked at in memory and not kept.

    Raises:
        BadInput: it is no picture that can be opened.
    """
    looked = _Looked(data)
    media_type = f"image/{looked.photo.format}"
    manifest = signer.read(data, media_type, identity=identity(), trust_list=trust_list())
    lead = _exact(looked)
    notes = _notes(manifest)
    if lead is None:
        named = _by_manifest(manifest, looked)
        lead = named if named and named.looks_the_same else None
        if lead is None:
            lead, said = _by_pixels(looked)
            notes = (*said, *notes) if lead or not named else notes
            lead = lead or named
    now = clock.now()
    if lead is None:
        untold = (Phrase("untold", "elsewhere"),)
        return Answer(
            ai=_ai_of_a_stranger(manifest),
            permitted_by=unknown_by(),
            permitted_today=unknown_today(),
            changed=Finding("unknown", Phrase("changed", "unknown"), untold=untold),
            sha256=looked.sha256,
            looked_at=now,
            notes=notes,
        )
    return Answer(
        ai=_ai(lead),
        permitted_by=permitted_by(lead.credential),
        permitted_today=today(lead.credential),
        changed=_changed(lead, looked.photo),
        credential=lead.credential,
        sha256=looked.sha256,
        looked_at=now,
        notes=notes,
    )


def _exact(looked: _Looked) -> _Lead | None:
    known = _ready().filter(sha256=looked.sha256).first()
    return _Lead(known, (Phrase("proof", "bytes"),), exact=True) if known else None


def _by_manifest(manifest: signer.ManifestReport, looked: _Looked) -> _Lead | None:
    if not (manifest.ours and manifest.signature_valid and manifest.licence):
        return None
    known = _ready().filter(pk=manifest.licence.asset_id).first()
    if known is None:
        return None
    seen = fingerprint.Fingerprint(pdq=bytes(known.pdq), features=bytes(known.features))
    same = any(fingerprint.compare(asked, seen).same for asked in looked.queries)
    return _Lead(known, (Phrase("proof", "credential"),), looks_the_same=same)


def _by_pixels(looked: _Looked) -> tuple[_Lead | None, tuple[Phrase, ...]]:
    """By looks and the invisible watermark: where they lead, and what has to be said about how sure that is."""
    traced = trace(looked.photo.pixels, looked.queries, register.Masters())
    if traced.key is None:
        return None, (Phrase("note", _WHY_NOT[traced.why]),) if traced.why else ()
    known = _ready().filter(pk=traced.key).first()
    if known is None:
        return None, ()
    marked = (Phrase("proof", "watermark"),) if traced.by == "mark" else ()
    looks = (Phrase("proof", "looks"),) if traced.alike else ()
    notes = () if marked else (Phrase("note", "looks_alone"),)
    return _Lead(known, marked + looks), notes


def _ai(lead: _Lead) -> Finding:
    frame = lead.credential.frame
    kind = "generated" if frame.report.get("kind") == "generated" else "composite"
    said = Phrase("ai", kind, {"engine": f"{frame.engine} {frame.engine_version}"})
    return Finding("yes", said, lead.proof, (Phrase("untold", "ai"),))


def _changed(lead: _Lead, photo: Photo) -> Finding:
    if lead.exact:
        return Finding("unchanged", Phrase("changed", "unchanged"), lead.proof)
    if not lead.looks_the_same:
        return Finding("changed", Phrase("changed", "other_picture"), (Phrase("proof", "differs"),))
    found = _closest(lead.credential, photo.pixels)
    if found is None:
        return Finding("cannot_tell", Phrase("changed", "no_overlay"))
    proof = [Phrase("proof", "shown", {"share": f"{100 * found.coverage:.0f}"})]
    if found.recoloured:
        return Finding("changed", Phrase("changed", "recoloured"), tuple(proof), (_SMALL,))
    if found.changed:
        proof.append(Phrase("proof", "regions", {"number": str(len(found.boxes))}))
        part = Phrase("changed", "part", {"share": f"{100 * found.share:.1f}"})
        return Finding("changed", part, tuple(proof), (_SMALL,))
    return Finding("copy", Phrase("changed", "copy"), tuple(proof), (_SMALL,))


def _closest(credential: Credential, pixels: np.ndarray) -> fingerprint.ChangeReport | None:
    """Compared with each registered file of the same frame: the one that it was most likely copied from."""
    laid = []
    for known in _ready().filter(frame=credential.frame).exclude(blob=""):
        try:
            report = fingerprint.changed(pixels, decode(stored(known)).pixels)
        except Refused:
            continue  # her files were erased, or this one cannot be opened: nothing can be told by it
        if report.aligned:
            laid.append(report)
    return min(laid, key=lambda report: (report.recoloured, report.share), default=None)


def _ai_of_a_stranger(manifest: signer.ManifestReport) -> Finding:
    elsewhere = (Phrase("untold", "elsewhere"),)
    if manifest.present and manifest.source_type in AI_SOURCES:
        source = {"source": manifest.source_type}
        claimed = Phrase("ai", "claimed", source)
        return Finding("claimed", claimed, (Phrase("proof", "source", source),), elsewhere)
    return Finding("unknown", Phrase("ai", "unknown"), untold=elsewhere)


def _notes(manifest: signer.ManifestReport) -> tuple[Phrase, ...]:
    if manifest.verdict is signer.Verdict.NONE:
        return ()
    signed_by = manifest.signer[:_LONGEST_NAME] or "?"
    said = Phrase("note", manifest.verdict, {"signer": signed_by, "day": manifest.retired_on})
    kept = dict.fromkeys(name[:_LONGEST_NAME] or "?" for name in manifest.kept) if manifest.valid else ()
    return (said, *(Phrase("note", "made_with_signed", {"signer": name}) for name in kept))


def _ready() -> Any:
    return Credential.objects.filter(status=Credential.Status.READY).select_related(
        "frame__shot", "licence__model", "licence__brand", "licence__twin_version__twin"
    )
