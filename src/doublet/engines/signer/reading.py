"""Reading a credential from a file that anybody may have made: a report, never an exception.

Everything in a manifest is untrusted text. The report keeps apart what the signature proves
(`signature_valid`, `data_unchanged`), who signed (`ours`, `trusted`) and what is merely written.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import c2pa

from doublet.engines.signer.formats import READABLE
from doublet.engines.signer.identity import Identity
from doublet.engines.signer.report import LEFT_OUT, ManifestReport, plain
from doublet.engines.signer.settings import reading_context
from doublet.engines.signer.vendor import LICENCE_LABEL, licence_assertion
from doublet.kernel import clock

_UNTRUSTED = "signingCredential.untrusted"
_HASH_KINDS = ("dataHash", "boxesHash", "bmffHash")
_TIME_PROVED = {"timeStamp.trusted"}
# A certificate that has ended makes no file a forgery: it is told apart from what does not match.
_ENDED = {"signingCredential.expired", "claimSignature.outsideValidity"}


@dataclass(frozen=True)
class _Store:
    """What the library found: its report, and what the signing certificate says of itself."""

    report: dict[str, Any]
    certificate: dict[str, Any]

    @property
    def trusted(self) -> bool:
        return str(self.report.get("validation_state", "")) == "Trusted"


def read(
    data: bytes, media_type: str, *, identity: Identity | None = None, trust_list: str = ""
) -> ManifestReport:
    """The report on the credential in `data`.

    Args:
        media_type: e.g. ``"image/jpeg"``; formats that cannot carry a credential have none.
        identity: this instance's own, to tell its files from everybody else's, those of its retired
            certificates included.
        trust_list: PEM certificates that the operator trusts (`trust.load` reads the C2PA's published list).
    """
    if media_type not in READABLE:
        return ManifestReport(present=False)
    own = _open(data, media_type, identity.anchors if identity else "")
    if isinstance(own, ManifestReport):
        return own
    listed = _open(data, media_type, trust_list) if trust_list else None
    return _report(
        own, identity, listed=bool(trust_list), trusted=isinstance(listed, _Store) and listed.trusted
    )


def manifests(data: bytes, media_type: str, *, identity: Identity | None = None) -> dict[str, Any]:
    """Every manifest in a file as the C2PA library tells it in JSON, with what its check found; empty for a file
    without. For keeping beside the file: whoever wants to know what to believe of it asks `read`.
    """
    found = _open(data, media_type, identity.anchors if identity else "") if media_type in READABLE else None
    return found.report if isinstance(found, _Store) else {}


def _open(data: bytes, media_type: str, anchors: str) -> _Store | ManifestReport:
    try:
        with reading_context(anchors) as context:
            reader = c2pa.Reader.try_create(media_type, io.BytesIO(data), context=context)
            if reader is None:
                return ManifestReport(present=False)
            with reader:
                return _Store(json.loads(reader.json()), _certificate(reader))
    except c2pa.C2paError.NotSupported:
        return ManifestReport(present=False)
    except (c2pa.C2paError, ValueError):
        return ManifestReport(present=False, problems=("file_unreadable",))


def _certificate(reader: c2pa.Reader) -> dict[str, Any]:
    """The signing certificate as the library's second report (crJSON) tells it; the first leaves its dates out."""
    try:
        found = json.loads(reader.crjson())["manifests"][0]["signature"]["certificateInfo"]
    except (c2pa.C2paError, ValueError, LookupError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def _report(own: _Store, identity: Identity | None, *, listed: bool, trusted: bool) -> ManifestReport:
    store = own.report
    # A manifest too broken to load is named as active but is not in the store.
    manifest = store.get("manifests", {}).get(store.get("active_manifest"), {})
    results = store.get("validation_results", {}).get("activeManifest", {})
    passed = {entry["code"] for entry in results.get("success", [])}
    failed = {entry["code"] for entry in results.get("failure", [])} - {_UNTRUSTED}
    for delta in store.get("validation_results", {}).get("ingredientDeltas") or []:
        failed |= _ingredient_failures(delta["validationDeltas"])
    for item in manifest.get("ingredients", []):
        failed |= _ingredient_failures(item.get("validation_results", {}).get("activeManifest", {}))
        failed |= _ingredient_failures({"failure": item.get("validation_status", [])})
    ended, failed = bool(failed & _ENDED), failed - _ENDED
    if {"assertion.dataHash.match", "assertion.dataHash.mismatch"} <= passed | failed:
        # What was hashed matches, but more was left out of the hash than the credential itself.
        failed = (failed - {"assertion.dataHash.mismatch"}) | {LEFT_OUT}
    if str(store.get("validation_state", "")) not in {"Valid", "Trusted"} and not failed and not ended:
        failed.add("manifest_invalid")
    written = _assertion(manifest, LICENCE_LABEL)
    licence = licence_assertion(written)
    if written is not None and licence is None:
        failed.add("licence_assertion_malformed")
    lineage = _lineage(store, manifest)
    actions = [action for step in lineage for action in _actions(step)]
    signature = manifest.get("signature_info", {})
    ours, until = _ours(own, signature, identity)
    ends = _moment(own.certificate.get("validity", {}), "notAfter")
    proved = bool(passed & _TIME_PROVED)
    return ManifestReport(
        present=True,
        signature_valid="claimSignature.validated" in passed
        and not any(code.startswith(("claimSignature.", "signingCredential.")) for code in failed),
        data_unchanged=LEFT_OUT not in failed
        and any(f"assertion.{kind}.match" in passed for kind in _HASH_KINDS)
        and not any(f"assertion.{kind}.mismatch" in failed for kind in _HASH_KINDS),
        ours=ours,
        retired_on=until,
        trusted=trusted,
        trust_list_asked=listed,
        signer=plain(signature.get("common_name")),
        issuer=plain(own.certificate.get("issuer", {}).get("CN")),
        certificate_ended=ended or (ends is not None and ends < clock.now() and not proved),
        certificate_ends=ends,
        said_time=_said_time(signature, manifest),
        time_proved=proved,
        generator=_generator(manifest),
        licence=licence,
        actions=tuple(plain(action.get("action")) for action in actions),
        source_type=_source_type(actions),
        inputs=tuple(
            f"{plain(item.get('relationship'))}: {plain(item.get('title'))}"
            for item in manifest.get("ingredients", [])
        ),
        kept=_kept(store, lineage),
        problems=tuple(sorted(failed)),
    )


def _kept(store: dict[str, Any], lineage: list[dict[str, Any]]) -> tuple[str, ...]:
    """Who signed the credentials that the inputs came with, those of the parents' inputs first."""
    inputs = [item for step in lineage for item in step.get("ingredients", [])]
    named = (item.get("active_manifest") for item in inputs if item.get("relationship") != "parentOf")
    found = (store["manifests"][name] for name in named if name in store["manifests"])
    return tuple(plain(manifest.get("signature_info", {}).get("common_name")) for manifest in found)


def _ours(own: _Store, signature: dict[str, Any], identity: Identity | None) -> tuple[bool, str]:
    """Signed with a certificate of this instance's? And the day it was retired, where it was.

    A root may stand behind many people's certificates, so the leaf must be one of ours as well.
    """
    if identity is None or not own.trusted:
        return False, ""
    try:
        until = identity.signed_until(int(signature.get("cert_serial_number", "")))
    except (KeyError, ValueError):
        return False, ""
    return True, until.isoformat() if until else ""


def _ingredient_failures(results: dict[str, Any]) -> set[str]:
    codes = {entry["code"] for entry in results.get("failure", [])} - {_UNTRUSTED} - _ENDED
    return {f"ingredient: {code}" for code in codes}


def _lineage(store: dict[str, Any], manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """The manifest and its parents, oldest first; a chain that bites its tail ends there."""
    chain: list[dict[str, Any]] = []
    step: dict[str, Any] | None = manifest
    while step is not None and step not in chain:
        chain.append(step)
        parents = [i for i in step.get("ingredients", []) if i.get("relationship") == "parentOf"]
        step = store["manifests"].get(parents[0].get("active_manifest")) if parents else None
    return chain[::-1]


def _assertion(manifest: dict[str, Any], label: str) -> Any:
    found = (item.get("data") for item in manifest.get("assertions", []) if item.get("label") == label)
    return next(found, None)


def _actions(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    written = _assertion(manifest, "c2pa.actions.v2") or _assertion(manifest, "c2pa.actions") or {}
    actions = written.get("actions", []) if isinstance(written, dict) else []
    return [action for action in actions if isinstance(action, dict)]


def _source_type(actions: list[dict[str, Any]]) -> str:
    named = (action["digitalSourceType"] for action in actions if action.get("digitalSourceType"))
    return plain(next(named, "")).rsplit("/", 1)[-1]


def _generator(manifest: dict[str, Any]) -> str:
    info = manifest.get("claim_generator_info") or [{}]
    name = f"{plain(info[0].get('name'))} {plain(info[0].get('version'))}".strip()
    return name or plain(manifest.get("claim_generator"))


def _said_time(signature: dict[str, Any], manifest: dict[str, Any]) -> datetime | None:
    """When it was signed: by the time stamp where there is one, else as the last action says."""
    said = [signature.get("time"), *(action.get("when") for action in reversed(_actions(manifest)))]
    return next((at for text in said if (at := _moment({"at": text}, "at"))), None)


def _moment(source: object, name: str) -> datetime | None:
    text = source.get(name) if isinstance(source, dict) else None
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
