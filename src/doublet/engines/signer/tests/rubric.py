"""The C2PA's asset conformance rubric 0.2 for specification 2.4, its 31 traits as functions over a crJSON report.

Ported in our own words from ``asset-rubrics/asset-rubric-conformance0.2-spec2.4.yml`` (rubric of 2026-08-06) of
github.com/c2pa-org/conformance-public, C2PA Conformance Task Force, CC BY 4.0. Each trait keeps its official id and
answers what it found wrong: nothing, where the trait holds.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import c2pa

Found = dict[str, Any]
Trait = Callable[[Found], list[Any]]

SPEC_VERSION = "2.4"


def _words(text: str, prefix: str = "") -> set[str]:
    return {prefix + word for word in text.split()}


INCEPTION = {"c2pa.created", "c2pa.opened"}
# Actions that leave what is seen as it was, so that they need no source type.
NOT_EDITORIAL = _words(
    """converted published repackaged transcoded resized.proportional enhanced edited.metadata redacted
    watermarked watermarked.bound watermarked.unbound""",
    "c2pa.",
)
ACTIONS = INCEPTION | NOT_EDITORIAL
ACTIONS |= _words(
    """addedText adjustedColor changedSpeed color_adjustments cropped deleted drawing dubbed edited filtered
    mastered mixed orientation placed remixed removed resized translated trimmed unknown""",
    "c2pa.",
)
OLD_ACTIONS = _words(
    "copied formatted version_updated printed managed produced saved color_adjustments watermarked", "c2pa."
)
ASSERTIONS = _words(
    """hash.data hash.data.part actions.v2 ingredient.v3 hash.boxes hash.bmff.v3 hash.collection.data soft-binding
    cloud-data embedded-data metadata certificate-status asset-ref asset-type.v2 hash.multi-asset thumbnail.claim
    thumbnail.ingredient depthmap.GDepth icon alternative-content-representation external-reference session-keys
    environmental-sustainability repository-receipt ai-disclosure assertion.metadata time-stamp""",
    "c2pa.",
)
OLD_ASSERTIONS = _words("claim hash.bmff.v2 asset-type ingredient ingredient.v2 actions", "c2pa.")
PARAMETERS = _words(
    """redacted ingredients ingredient description relatedAssertions sourceLanguage targetLanguage multipleInstances
    ranges weight width italic slant optical-size"""
)
MALFORMED = _words(
    """action.malformed bmffHash.malformed boxesHash.malformed collectionHash.malformed dataHash.malformed
    external-reference.malformed external-reference.labelMismatch external-reference.created ingredient.malformed
    alternativeContentRepresentation.malformed alternativeContentRepresentation.missing multiAssetHash.malformed
    cbor.invalid json.invalid boxesHash.unknownBox multipleHardBindings""",
    "assertion.",
)
MALFORMED |= _words(
    """compressed.invalid html.multipleManifests inaccessible multipleParents structuredText.emptyReference
    structuredText.malformedReference structuredText.multipleReferences structuredText.noManifest
    structuredText.noResolutionPath timestamp.invalid timestamp.wrongParents update.invalid update.wrongParents""",
    "manifest.",
)
MALFORMED |= _words(
    """claim.cbor.invalid claim.hardBindings.missing claim.malformed claim.missing claim.multiple hashedURI.missing
    ingredient.manifest.missing MISSING_VALIDATION_RESULTS"""
)
MISMATCHED = _words(
    """action.ingredientMismatch action.redactionMismatch bmffHash.mismatch boxesHash.mismatch
    collectionHash.mismatch dataHash.mismatch external-reference.hashMismatch
    alternativeContentRepresentation.hashMismatch multiAssetHash.mismatch hashedURI.mismatch hardBinding.redacted""",
    "assertion.",
)
MISMATCHED |= _words(
    """hashedURI.mismatch ingredient.manifest.mismatch ingredient.claimSignature.missing
    ingredient.claimSignature.mismatch claimSignature.missing MISSING_VALIDATION_RESULTS"""
)


def crjson(data: bytes, media_type: str) -> Found:
    """The library's crJSON report on a file: the form that the conformance programme judges."""
    with c2pa.Reader(media_type, io.BytesIO(data)) as reader:
        found: Found = json.loads(reader.crjson())
        return found


def failing(report: Found) -> dict[str, list[Any]]:
    """The traits that do not hold for the report's active manifest, each with what was found."""
    manifest = report["manifests"][0]
    return {name: wrong for name, trait in TRAITS.items() if (wrong := trait(manifest))}


def _assertions(manifest: Found) -> Found:
    found: Found = manifest.get("assertions") or {}
    return found


def _lists(manifest: Found) -> Iterator[Found]:
    return (a for a in _assertions(manifest).values() if isinstance(a, dict) and a.get("actions") is not None)


def _actions(manifest: Found) -> list[Found]:
    return [action for each in _lists(manifest) for action in each["actions"]]


def _named(manifest: Found, *names: str) -> list[Found]:
    return [action for action in _actions(manifest) if action.get("action") in names]


def _ingredients(manifest: Found) -> list[Found]:
    return [a for a in _assertions(manifest).values() if isinstance(a, dict) and a.get("relationship")]


def _values(manifest: Found) -> list[Found]:
    return [a for a in _assertions(manifest).values() if isinstance(a, dict)]


def _codes(manifest: Found) -> list[str]:
    results = manifest.get("validationResults")
    return (
        ["MISSING_VALIDATION_RESULTS"] if results is None else [f["code"] for f in results.get("failure", [])]
    )


def _generator(manifest: Found) -> Found:
    info = manifest.get("claim.v2", {}).get("claim_generator_info") or {}
    first: Found = info[0] if isinstance(info, list) else info
    return first


def _parameters(manifest: Found) -> list[Found]:
    return [action["parameters"] for action in _actions(manifest) if action.get("parameters")]


def _spec_version(manifest: Found) -> list[Any]:
    said = _generator(manifest).get("specVersion")
    same = isinstance(said, str) and said.split(".")[:2] == SPEC_VERSION.split(".")
    return [] if same else [said or "missing"]


def _first_action(manifest: Found) -> list[Any]:
    created = [ref["url"] for ref in manifest.get("claim.v2", {}).get("created_assertions") or []]
    lists = [url for url in created if "c2pa.actions" in url]
    if not lists or not lists[0].endswith("c2pa.actions.v2"):
        return lists or ["no actions among the created assertions"]
    actions = _actions(manifest)
    late = _named(manifest, "c2pa.created") and actions[0]["action"] not in INCEPTION
    return [actions[0]["action"]] if late else []


def _opened_alone(manifest: Found) -> list[Any]:
    actions = _actions(manifest)
    complete = _assertions(manifest).get("c2pa.actions.v2", {}).get("allActionsIncluded") is True
    return _named(manifest, "c2pa.opened") if len(actions) == 1 and not complete else []


def _opened_without_parent(manifest: Found) -> list[Any]:
    opened = _named(manifest, "c2pa.opened")
    return [a for a in opened if len((a.get("parameters") or {}).get("ingredients") or ()) != 1]


def _original_preservation(manifest: Found) -> list[Any]:
    wrong = []
    for each in _values(manifest):
        parameters = each.get("parameters") or {}
        if "exif.originalPreservationImage" in (each.get("type"), parameters.get("type")):
            both = {"multiAssetPartIndex", "embeddedOriginalPreservationImage"} & parameters.keys()
            wrong += [] if len(both) == 1 else [each]
    return wrong


def _forbidden_references(manifest: Found) -> list[Any]:
    forbidden = ("c2pa.actions", "c2pa.actions.v2", "c2pa.cloud-data", "c2pa.external-reference")
    return [
        each["label"]
        for each in _values(manifest)
        if each.get("url") and each.get("label") and not each.get("relationship")
        if each["label"] in forbidden or each["label"].startswith(("c2pa.hash", "c2pa.ingredient"))
    ]


def _box_hash_in_tiff(manifest: Found) -> list[Any]:
    kind = _assertions(manifest).get("c2pa.asset-type.v2", {}).get("dc:format")
    tiff = kind in ("image/tiff", "image/x-adobe-dng")
    return ["c2pa.hash.boxes"] if tiff and "c2pa.hash.boxes" in _assertions(manifest) else []


def _has_results(manifest: Found) -> list[Any]:
    return [] if manifest.get("validationResults") is not None else ["no validation results"]


TRAITS: dict[str, Trait] = {
    "mandatory_dst_for_perceptible_transformations": lambda m: [
        a["action"]
        for a in _actions(m)
        if a["action"].startswith("c2pa.") and a.get("digitalSourceType") is None
        if a["action"] not in INCEPTION | NOT_EDITORIAL | {"c2pa.placed"}
    ],
    "mandatory_spec_version": _spec_version,
    "mandatory_all_actions_included": lambda m: [a for a in _lists(m) if a.get("allActionsIncluded") is None],
    "no_dst_for_opened_action": lambda m: [a for a in _named(m, "c2pa.opened") if a.get("digitalSourceType")],
    "well_formed_data_present": _has_results,
    "well_formed_success": lambda m: [c for c in _codes(m) if c in MALFORMED],
    "valid_data_present": _has_results,
    "valid_success": lambda m: [c for c in _codes(m) if c in MISMATCHED],
    "inception_action_position": _first_action,
    "no_deprecated_assertions": lambda m: [
        k for k in _assertions(m) if k.startswith("stds.") or k in OLD_ASSERTIONS
    ],
    "no_unsupported_assertions": lambda m: [
        k
        for k in _assertions(m)
        if k.startswith("c2pa.") and k.split("__")[0] not in ASSERTIONS | OLD_ASSERTIONS
    ],
    "no_deprecated_actions": lambda m: [a["action"] for a in _actions(m) if a["action"] in OLD_ACTIONS],
    "no_unsupported_actions": lambda m: [
        a["action"] for a in _actions(m) if a["action"].startswith("c2pa.") and a["action"] not in ACTIONS
    ],
    "no_unrecognized_custom_assertions": lambda m: [k for k in _assertions(m) if "." not in k],
    "no_unrecognized_custom_actions": lambda m: [a["action"] for a in _actions(m) if "." not in a["action"]],
    "no_unrecognized_custom_action_parameters": lambda m: [
        k for p in _parameters(m) for k in p if k not in PARAMETERS and "." not in k
    ],
    "discouraged_legacy_action_parameters": lambda m: [
        p for p in _parameters(m) if "description" in p or "ingredient" in p
    ],
    "active_manifest_urn": lambda m: [] if m.get("label", "").startswith("urn:c2pa:") else [m.get("label")],
    "review_ratings_datasource": lambda m: [
        a
        for a in _values(m)
        if a.get("reviewRatings") is not None
        if (a.get("dataSource") or {}).get("type") in ("humanEntry.anonymous", "humanEntry.credentialed")
    ],
    "ingredient_v3_no_active_manifest": lambda m: [
        i
        for i in _ingredients(m)
        if i.get("activeManifest") is None and i.get("validationResults") is not None
    ],
    "ingredient_v3_mandatory_validation_results": lambda m: [
        i
        for i in _ingredients(m)
        if i.get("activeManifest") is not None and i.get("validationResults") is None
    ],
    "ingredient_relationship_values": lambda m: [
        i["relationship"]
        for i in _ingredients(m)
        if i["relationship"] not in ("parentOf", "inputTo", "componentOf")
    ],
    "mandatory_dst_for_created_action": lambda m: [
        a for a in _named(m, "c2pa.created") if a.get("digitalSourceType") is None
    ],
    "no_deprecated_claim_fields": lambda m: [
        "specVersion in claim" for _ in [0] if m.get("claim.v2", {}).get("specVersion") is not None
    ],
    "ingredient_v3_choice": lambda m: [
        i for i in _ingredients(m) if i.get("activeManifest") and i.get("digitalSourceType")
    ],
    "alternative_content_representation_choice": _original_preservation,
    "forbidden_labels_in_external_references": _forbidden_references,
    "no_url_in_hashes": lambda m: [
        k for k in ("c2pa.hash.data", "c2pa.hash.bmff.v3") if _assertions(m).get(k, {}).get("url") is not None
    ],
    "all_actions_included_opened": _opened_alone,
    "opened_action_ingredient_reference": _opened_without_parent,
    "no_box_hash_for_tiff": _box_hash_in_tiff,
}
