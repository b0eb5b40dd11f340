"""Reading a credential from a file that anybody may have made: a report, never an exception.

Everything in a manifest is untrusted text. The report keeps apart what the signature proves
(`signature_valid`, `data_unchanged`), who signed (`ours`, `trusted`) and what is merely written.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import Any

import c2pa

from doublet.engines.signer.claims import LICENCE_LABEL, LicenceAssertion, licence_assertion
from doublet.engines.signer.identity import Identity
from doublet.engines.signer.settings import reading_context

READABLE = ("image/jpeg", "image/png", "image/webp", "image/avif", "image/heic", "image/heif", "image/tiff")
_UNTRUSTED = "signingCredential.untrusted"
_HASH_KINDS = ("dataHash", "boxesHash", "bmffHash")


@dataclass(frozen=True)
class ManifestReport:
    """What a file's credential says and how much of it is proved.

    Attributes:
        present: a manifest was found and could be opened.
        signature_valid: the signature matches the claim and its certificate.
        data_unchanged: not a byte of the file was changed since it was signed.
        ours: signed by this instance's identity. Only then may `licence` be believed.
        trusted: signed by somebody on the trust list that was handed in.
        signer, generator: names as written in the file.
        licence: the vendor assertion, where there is one of the right form.
        actions: names of the actions in order, those of the parents first.
        source_type: last part of the origin's digital source type, e.g. ``"compositeSynthetic"``.
        inputs: titles of ingredients with their relationship, e.g. ``"inputTo: garment 1"``.
        problems: codes of what failed, as C2PA names them, or our own in snake_case.
    """

    present: bool
    signature_valid: bool = False
    data_unchanged: bool = False
    ours: bool = False
    trusted: bool = False
    signer: str = ""
    generator: str = ""
    licence: LicenceAssertion | None = None
    actions: tuple[str, ...] = ()
    source_type: str = ""
    inputs: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def valid(self) -> bool:
        """True when the whole credential checks out, whoever signed it."""
        return self.present and self.signature_valid and self.data_unchanged and not self.problems


def read(
    data: bytes, media_type: str, *, identity: Identity | None = None, trust_list: str = ""
) -> ManifestReport:
    """The report on the credential in `data`.

    Args:
        media_type: e.g. ``"image/jpeg"``; formats that cannot carry a credential have none.
        identity: this instance's own, to tell its files from everybody else's.
        trust_list: PEM certificates that the operator trusts (the C2PA trust list, for one).
    """
    if media_type not in READABLE:
        return ManifestReport(present=False)
    own = _open(data, media_type, identity.root if identity else "")
    if isinstance(own, ManifestReport):
        return own
    listed = _open(data, media_type, trust_list) if trust_list else None
    return _report(
        own,
        ours=identity is not None and _state(own) == "Trusted",
        trusted=isinstance(listed, dict) and _state(listed) == "Trusted",
    )


def _open(data: bytes, media_type: str, anchors: str) -> dict[str, Any] | ManifestReport:
    try:
        with reading_context(anchors) as context:
            reader = c2pa.Reader.try_create(media_type, io.BytesIO(data), context=context)
            if reader is None:
                return ManifestReport(present=False)
            with reader:
                store: dict[str, Any] = json.loads(reader.json())
                return store
    except c2pa.C2paError.NotSupported:
        return ManifestReport(present=False)
    except (c2pa.C2paError, ValueError):
        return ManifestReport(present=False, problems=("file_unreadable",))


def _state(store: dict[str, Any]) -> str:
    return str(store.get("validation_state", ""))


def _report(store: dict[str, Any], *, ours: bool, trusted: bool) -> ManifestReport:
    # A manifest too broken to load is named as active but is not in the store.
    manifest = store.get("manifests", {}).get(store.get("active_manifest"), {})
    results = store.get("validation_results", {}).get("activeManifest", {})
    passed = {entry["code"] for entry in results.get("success", [])}
    failed = {entry["code"] for entry in results.get("failure", [])} - {_UNTRUSTED}
    for delta in store.get("validation_results", {}).get("ingredientDeltas") or []:
        failed |= _ingredient_failures(delta["validationDeltas"])
    for item in manifest.get("ingredients", []):
        failed |= _ingredient_failures(item.get("validation_results", {}).get("activeManifest", {}))
    if _state(store) not in {"Valid", "Trusted"} and not failed:
        failed.add("manifest_invalid")
    written = _assertion(manifest, LICENCE_LABEL)
    licence = licence_assertion(written)
    if written is not None and licence is None:
        failed.add("licence_assertion_malformed")
    actions = [action for step in _lineage(store, manifest) for action in _actions(step)]
    return ManifestReport(
        present=True,
        signature_valid="claimSignature.validated" in passed
        and not any(code.startswith(("claimSignature.", "signingCredential.")) for code in failed),
        data_unchanged=any(f"assertion.{kind}.match" in passed for kind in _HASH_KINDS)
        and not any(f"assertion.{kind}.mismatch" in failed for kind in _HASH_KINDS),
        ours=ours,
        trusted=trusted,
        signer=_plain(manifest.get("signature_info", {}).get("common_name")),
        generator=_generator(manifest),
        licence=licence,
        actions=tuple(_plain(action.get("action")) for action in actions),
        source_type=_source_type(actions),
        inputs=tuple(
            f"{_plain(item.get('relationship'))}: {_plain(item.get('title'))}"
            for item in manifest.get("ingredients", [])
        ),
        problems=tuple(sorted(failed)),
    )


def _ingredient_failures(results: dict[str, Any]) -> set[str]:
    codes = {entry["code"] for entry in results.get("failure", [])} - {_UNTRUSTED}
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
    return _plain(next(named, "")).rsplit("/", 1)[-1]


def _generator(manifest: dict[str, Any]) -> str:
    info = manifest.get("claim_generator_info") or [{}]
    name = f"{_plain(info[0].get('name'))} {_plain(info[0].get('version'))}".strip()
    return name or _plain(manifest.get("claim_generator"))


def _plain(text: object) -> str:
    """Text of a stranger, safe to show: one short printable line."""
    return "".join(char for char in str(text or "")[:200] if char.isprintable())
