"""What is true of a picture, for anybody: four answers, each with what proves it and what cannot be told.

Made with AI? Who permitted it? Is it permitted today? Was it changed since? "Unknown" is never "fake".
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from doublet.engines import fingerprint, signer, watermark
from doublet.engines.image import Photo, decode
from doublet.kernel import clock
from doublet.licences import gate
from doublet.licences.rules import Ask
from doublet.provenance.identity import identity
from doublet.provenance.marking import status_url, stored
from doublet.provenance.models import Credential

AI_SOURCES = {"compositeSynthetic", "trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"}


@dataclass(frozen=True)
class Finding:
    """One of the four answers. `state` is a stable word for machines; `words` are for people."""

    state: str
    words: str
    proof: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """JSON-able."""
        return {"state": self.state, "words": self.words, "proof": list(self.proof)}


@dataclass(frozen=True)
class Answer:
    """The four answers, and the registered file that the picture leads to, where it leads to one."""

    ai: Finding
    permitted_by: Finding
    permitted_today: Finding
    changed: Finding
    credential: Credential | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def verified(self) -> bool:
        """Known, permitted today, and not changed."""
        return self.permitted_today.state == "permitted" and self.changed.state == "unchanged"

    def as_dict(self) -> dict[str, Any]:
        """JSON-able: the form of ``doublet verify --json`` and of the API."""
        known = self.credential
        return {
            "verified": self.verified,
            "ai": self.ai.as_dict(),
            "permitted_by": self.permitted_by.as_dict(),
            "permitted_today": self.permitted_today.as_dict(),
            "changed": self.changed.as_dict(),
            "licence": known.licence_id if known else None,
            "credential": known.pk if known else None,
            "status_url": status_url(known.pk) if known else None,
            "notes": list(self.notes),
            "checked_at": clock.now().isoformat(timespec="seconds"),
        }


@dataclass(frozen=True)
class _Lead:
    """How a picture led to a registered file."""

    credential: Credential
    proof: tuple[str, ...]
    exact: bool = False
    looks_the_same: bool = True


def verify(data: bytes) -> Answer:
    """The answers for a file of any origin. It is looked at in memory and not kept.

    Raises:
        BadInput: it is no picture that can be opened.
    """
    photo = decode(data)
    manifest = signer.read(data, f"image/{photo.format}", identity=identity())
    named = _by_manifest(manifest, photo)
    lead = _exact(data) or (named if named and named.looks_the_same else _by_pixels(photo) or named)
    if lead is None:
        return _unknown(manifest)
    return Answer(
        ai=_ai(lead),
        permitted_by=_permitted_by(lead),
        permitted_today=today(lead.credential),
        changed=_changed(lead, photo),
        credential=lead.credential,
        notes=_notes(manifest),
    )


def today(credential: Credential) -> Finding:
    """Does the permission for a registered file stand at this moment? The gate is asked, as everywhere."""
    decision = gate.permit(credential.licence, Ask(moment="verify"))
    if decision.allowed:
        return Finding("permitted", "Yes. The licence stands today.", (f"licence {credential.licence_id}",))
    first = decision.reasons[0]
    return Finding(first.code, f"No. {first.words}", (f"licence {credential.licence_id}, rule {first.rule}",))


def _exact(data: bytes) -> _Lead | None:
    known = _ready().filter(sha256=hashlib.sha256(data).hexdigest()).first()
    if known is None:
        return None
    return _Lead(known, ("every byte is as registered (sha256)",), exact=True)


def _by_manifest(manifest: signer.ManifestReport, photo: Photo) -> _Lead | None:
    if not (manifest.ours and manifest.signature_valid and manifest.licence):
        return None
    known = _ready().filter(pk=manifest.licence.asset_id).first()
    if known is None:
        return None
    same = any(fingerprint.compare(asked, _seen(known)).same for asked in fingerprint.queries(photo.pixels))
    return _Lead(known, ("a credential signed by this instance names it",), looks_the_same=same)


def _by_pixels(photo: Photo) -> _Lead | None:
    """By looking like a registered picture, point by point; the invisible watermark says which of several.

    A watermark alone can be copied onto another picture, so it never proves anything by itself.
    """
    asked = fingerprint.queries(photo.pixels)
    alike: list[tuple[int, Credential]] = []
    for known in _ready().filter(kind=Credential.Kind.MASTER).iterator():
        match = max((fingerprint.compare(query, _seen(known)) for query in asked), key=lambda m: m.inliers)
        if match.same:
            alike.append((match.inliers, known))
    if not alike:
        return None  # the watermark is read only where it can decide: reading takes seconds
    mark = watermark.read(photo.pixels)
    valid = mark.payload if mark is not None and mark.valid else None
    _, known = max(alike, key=lambda pair: (pair[1].mark == valid, pair[0]))
    proof = ["it looks like the registered picture, point by point"]
    if valid is not None and known.mark == valid:
        proof.insert(0, "the invisible watermark leads to it")
    return _Lead(known, tuple(proof))


def _ai(lead: _Lead) -> Finding:
    frame = lead.credential.frame
    return Finding(
        "yes",
        f"Yes. It is a composite made by the engine “{frame.engine}” {frame.engine_version}: a garment put on a "
        "capture photo of a model's digital twin, in a made-up scene.",
        lead.proof,
    )


def _permitted_by(lead: _Lead) -> Finding:
    licence = lead.credential.licence
    twin = licence.twin_version.twin.pseudonym
    who = "a fictional demo model" if licence.model.fictional else "the model herself"
    return Finding(
        "known",
        f"Signed by {who} ({twin}) for {licence.brand.name} on {licence.signed_at:%d %B %Y}, licence {licence.pk}.",
        (
            f"consent text sha256 {licence.consent_sha256[:16]}…",
            f"contract sha256 {licence.contract_sha256[:16]}…",
        ),
    )


def _changed(lead: _Lead, photo: Photo) -> Finding:
    if lead.exact:
        return Finding("unchanged", "No. Every byte is as it was registered.", lead.proof)
    if not lead.looks_the_same:
        return Finding(
            "changed",
            "Yes. The credential is that of another picture than the one shown.",
            ("fingerprint differs",),
        )
    found = _closest(lead.credential, photo.pixels)
    if found is None:
        return Finding("cannot_tell", "It cannot be told: it could not be laid over the registered file.")
    proof = (f"{100 * found.coverage:.0f} % of the registered picture is still shown",)
    if found.recoloured:
        return Finding("changed", "Yes. Its colours or brightness were shifted as a whole.", proof)
    if found.changed:
        words = f"Yes. About {100 * found.share:.1f} % of the picture was changed after it was registered."
        regions = "1 changed region" if len(found.boxes) == 1 else f"{len(found.boxes)} changed regions"
        return Finding("changed", words, (*proof, regions))
    return Finding(
        "copy",
        "The picture itself was not changed, but this is a copy: its file was written anew, for instance made "
        "smaller or stripped of its credential.",
        proof,
    )


def _closest(credential: Credential, pixels: np.ndarray) -> fingerprint.ChangeReport | None:
    """Compared with each registered file of the same frame: the one that it was most likely copied from."""
    reports = (
        fingerprint.changed(pixels, decode(stored(known)).pixels)
        for known in _ready().filter(frame=credential.frame)
    )
    laid = [report for report in reports if report.aligned]
    return min(laid, key=lambda report: (report.recoloured, report.share), default=None)


def _unknown(manifest: signer.ManifestReport) -> Answer:
    ai = Finding("unknown", "It cannot be told. Nothing was found in it; that proves nothing either way.")
    if manifest.present and manifest.source_type in AI_SOURCES:
        held = "holds" if manifest.signature_valid and manifest.data_unchanged else "does not hold"
        ai = Finding(
            "claimed",
            f"A credential in the file says so (signed by {manifest.signer or 'somebody unnamed'}; its signature {held}).",
            (f"digital source type: {manifest.source_type}",),
        )
    return Answer(
        ai=ai,
        permitted_by=Finding("unknown", "Not by a licence of this instance. Others may have permitted it."),
        permitted_today=Finding("unknown", "This instance has no licence for it, so it cannot say."),
        changed=Finding("unknown", "It cannot be told without a registered picture to compare with."),
        notes=_notes(manifest),
    )


def _notes(manifest: signer.ManifestReport) -> tuple[str, ...]:
    notes = []
    if manifest.ours:
        notes.append(
            "Its credential is signed with a development key of this instance, which is on no public trust list."
        )
    if manifest.present and not (manifest.signature_valid and manifest.data_unchanged):
        notes.append("The credential in the file does not hold: the file was altered after it was signed.")
    return tuple(notes)


def _ready() -> Any:
    return Credential.objects.filter(status=Credential.Status.READY).select_related(
        "frame__shot", "licence__model", "licence__brand", "licence__twin_version__twin"
    )


def _seen(known: Credential) -> fingerprint.Fingerprint:
    return fingerprint.Fingerprint(pdq=bytes(known.pdq), features=bytes(known.features))
