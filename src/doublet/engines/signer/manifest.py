"""What is written into a file's credential: a C2PA 2.4 manifest as the library's builder takes it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC
from typing import Any

from doublet import __version__
from doublet.engines.signer.claims import (
    BY_TRAINED_MODEL,
    OPENED_ROLES,
    OPENING,
    RECIPE_EDITS,
    VISIBLE_EDITS,
    CredentialClaims,
    Edit,
    Ingredient,
    Retouching,
    SourceType,
)
from doublet.engines.signer.formats import ENDINGS
from doublet.engines.signer.vendor import LICENCE_LABEL, LicenceAssertion

PARENT = "parent"
SPEC_VERSION = "2.4"


def manifest(
    credential: CredentialClaims,
    *,
    media_type: str,
    derived: bool,
    ingredients: tuple[Ingredient, ...],
    development: bool,
) -> dict[str, Any]:
    """The manifest, its inputs included.

    Args:
        derived: a signed parent is handed to the builder under the label `PARENT`.
        development: signed with a key that no public list knows.
    """
    assertions = [
        _created("c2pa.actions.v2", _actions(credential, derived, ingredients)),
        _created("cawg.training-mining", _NO_TRAINING),
        _created(LICENCE_LABEL, _licence(credential, development)),
    ]
    if credential.source_type in BY_TRAINED_MODEL:
        assertions.append(_created("c2pa.ai-disclosure", _ai_disclosure(credential)))
    return {
        "claim_version": 2,
        "title": f"{credential.asset_id}{ENDINGS[media_type]}",
        "format": media_type,
        "claim_generator_info": [
            {"name": "Doublet", "version": __version__, "specVersion": SPEC_VERSION},
        ],
        "ingredients": [_ingredient(number, item, credential) for number, item in enumerate(ingredients)],
        "assertions": assertions,
    }


def _ingredient(number: int, item: Ingredient, credential: CredentialClaims) -> dict[str, Any]:
    """How one input stands in the manifest: what it was opened, placed or used as, and what it came with."""
    entry: dict[str, Any] = {
        "title": f"{item.role} {number + 1}",
        "relationship": _relationship(item, credential),
        "instance_id": f"urn:sha256:{item.sha256}",
        "label": _label(number),
    }
    if item.media_type:
        entry["format"] = item.media_type
    if item.came_with:
        entry |= {
            "active_manifest": item.came_with.active,
            "validation_results": item.came_with.results,
            "manifest_data": {"format": "application/c2pa", "identifier": store_name(number)},
        }
    return entry


def store_name(number: int) -> str:
    """Under which name the builder is handed the credential that an input came with."""
    return f"{_label(number)}.c2pa"


def _created(label: str, data: dict[str, Any]) -> dict[str, Any]:
    return {"label": label, "data": data, "created": True}


def _label(number: int) -> str:
    return f"input_{number + 1}"


def _relationship(item: Ingredient, credential: CredentialClaims) -> str:
    if credential.source_type in OPENING:
        return "parentOf" if item.role in OPENED_ROLES else "inputTo"
    return "componentOf" if credential.source_type is SourceType.COMPOSITE_SYNTHETIC else "inputTo"


def _actions(
    credential: CredentialClaims, derived: bool, ingredients: tuple[Ingredient, ...]
) -> dict[str, Any]:
    by_relationship: dict[str, list[str]] = {}
    for number, item in enumerate(ingredients):
        by_relationship.setdefault(_relationship(item, credential), []).append(_label(number))
    when = credential.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    begun = [_opened([PARENT])] if derived else _begun(credential, by_relationship)
    actions = [*begun, *(_edit(credential, edit) for edit in credential.edits)]
    # One moment for all of them: they are made in one go.
    actions[0] = {"when": when} | actions[0]
    return {"actions": actions, "allActionsIncluded": True}


def _begun(credential: CredentialClaims, inputs: dict[str, list[str]]) -> list[dict[str, Any]]:
    """How a picture without a signed parent came to be."""
    agent = {"name": credential.engine, "version": credential.engine_version}
    source = {"digitalSourceType": str(credential.source_type)}
    opened = inputs.get("parentOf", [])
    used = _from(inputs.get("inputTo", []))
    if not opened:
        first = {"action": "c2pa.created", "softwareAgent": agent, **source, **used}
        placed = inputs.get("componentOf", [])
        return [first, {"action": "c2pa.placed", **_from(placed)}] if placed else [first]
    if credential.source_type is SourceType.HUMAN_EDITS:
        return [_opened(opened)]
    return [_opened(opened), {"action": "c2pa.edited", "softwareAgent": agent, **source, **used}]


def _opened(labels: list[str]) -> dict[str, Any]:
    return {"action": "c2pa.opened", **_from(labels)}


def _from(labels: list[str]) -> dict[str, Any]:
    return {"parameters": {"ingredientIds": labels}} if labels else {}


def _edit(credential: CredentialClaims, edit: Edit) -> dict[str, Any]:
    action: dict[str, Any] = {"action": str(edit)}
    if edit in VISIBLE_EDITS:
        action["digitalSourceType"] = str(SourceType.HUMAN_EDITS)
    if edit is Edit.TRANSCODED:
        action |= _from([PARENT])
    if edit is Edit.WATERMARKED:
        action["parameters"] = {"org.doublet.watermark": _WATERMARK}
    if credential.retouching and edit in RECIPE_EDITS:
        action["parameters"] = _by_recipe(credential.retouching)
    return action


def _by_recipe(retouching: Retouching) -> dict[str, Any]:
    return {
        "org.doublet.recipe_sha256": retouching.recipe_sha256,
        "org.doublet.kinds": list(retouching.kinds),
    }


def _licence(credential: CredentialClaims, development: bool) -> dict[str, Any]:
    shared = LicenceAssertion.__dataclass_fields__.keys() & asdict(credential).keys()
    return {name: getattr(credential, name) for name in sorted(shared)} | {"development_key": development}


def _ai_disclosure(credential: CredentialClaims) -> dict[str, Any]:
    """Which trained model, and whether a person has approved what it made."""
    return {
        "modelType": "c2pa.types.model",
        "modelName": credential.engine,
        "contentProfile": {
            "humanOversightLevel": "human_validated" if credential.approved else "prompt_guided"
        },
    }


_WATERMARK = {"bits": 32, "leads_to": "status_url"}

_NO_TRAINING = {
    "entries": {
        "cawg.ai_generative_training": {"use": "notAllowed"},
        "cawg.ai_training": {"use": "notAllowed"},
        "cawg.data_mining": {"use": "notAllowed"},
        "cawg.ai_inference": {
            "use": "constrained",
            "constraint_info": "see org.doublet.licence",
        },
    }
}
