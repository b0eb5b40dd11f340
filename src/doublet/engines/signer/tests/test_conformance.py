"""Every kind of file that the product signs, held against the C2PA's own rubric for specification 2.4."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from doublet.engines.signer import (
    CredentialClaims,
    Edit,
    Identity,
    Ingredient,
    Retouching,
    Role,
    SourceType,
    read,
    sign,
)
from doublet.engines.signer.tests import rubric
from doublet.engines.signer.tests.conftest import picture

TWIN = Ingredient(Role.TWIN, "11" * 32, media_type="")
GARMENT = Ingredient(Role.GARMENT, "22" * 32)
SCENE = Ingredient(Role.SCENE, "33" * 32, media_type="image/png")
PHOTO = Ingredient(Role.PHOTO, "44" * 32)
RETOUCH = Retouching("ab" * 32, ("crop", "skin"))


def actions(report: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = report["manifests"][0]["assertions"]["c2pa.actions.v2"]["actions"]
    return found


def test_the_rubric_has_its_31_traits() -> None:
    assert len(rubric.TRAITS) == 31


@pytest.mark.parametrize(
    ("changes", "ingredients", "first", "source"),
    [
        ({}, (TWIN, GARMENT, SCENE), "c2pa.created", "compositeSynthetic"),
        (
            {
                "edits": (Edit.CROPPED, Edit.RECOLOURED, Edit.RETOUCHED, Edit.WATERMARKED),
                "retouching": RETOUCH,
            },
            (TWIN, GARMENT),
            "c2pa.created",
            "compositeSynthetic",
        ),
        (
            {"source_type": SourceType.AI_EDITED},
            (TWIN, GARMENT, SCENE),
            "c2pa.opened",
            "compositeWithTrainedAlgorithmicMedia",
        ),
        ({"source_type": SourceType.AI_GENERATED}, (GARMENT,), "c2pa.created", "trainedAlgorithmicMedia"),
        (
            {"source_type": SourceType.HUMAN_EDITS, "edits": (Edit.RECOLOURED, Edit.WATERMARKED)},
            (PHOTO,),
            "c2pa.opened",
            "humanEdits",
        ),
        ({"source_type": SourceType.PHOTO}, (), "c2pa.created", "digitalCapture"),
    ],
    ids=["composite", "retouched", "generated from a photo", "generated", "photo retouched", "photo"],
)
def test_each_kind_of_picture_holds_every_trait(
    ours: Identity,
    facts: CredentialClaims,
    changes: dict[str, Any],
    ingredients: tuple[Ingredient, ...],
    first: str,
    source: str,
) -> None:
    frame = sign(picture(), dataclasses.replace(facts, **changes), ours, ingredients=ingredients)
    report = rubric.crjson(frame, "image/jpeg")
    assert rubric.failing(report) == {}
    assert actions(report)[0]["action"] == first
    assert read(frame, "image/jpeg", identity=ours).source_type == source


def test_every_ingredient_is_used_by_an_action(ours: Identity, facts: CredentialClaims) -> None:
    for source, verbs in (
        (SourceType.COMPOSITE_SYNTHETIC, {"componentOf": "c2pa.placed"}),
        (SourceType.AI_EDITED, {"parentOf": "c2pa.opened", "inputTo": "c2pa.edited"}),
    ):
        told = dataclasses.replace(facts, source_type=source)
        report = rubric.crjson(sign(picture(), told, ours, ingredients=(TWIN, GARMENT, SCENE)), "image/jpeg")
        used = {
            ref["url"].rsplit("/", 1)[-1]: action["action"]
            for action in actions(report)
            for ref in action.get("parameters", {}).get("ingredients", ())
        }
        manifest = report["manifests"][0]
        named = {k: v for k, v in manifest["assertions"].items() if k.startswith("c2pa.ingredient.v3")}
        assert used == {label: verbs[item["relationship"]] for label, item in named.items()}
        created = {ref["url"].rsplit("/", 1)[-1] for ref in manifest["claim.v2"]["created_assertions"]}
        assert named.keys() <= created, "we vouch for what we name"


def test_who_looked_at_a_trained_models_picture_is_disclosed(ours: Identity, facts: CredentialClaims) -> None:
    levels = {}
    for approved in (False, True):
        told = dataclasses.replace(facts, source_type=SourceType.AI_EDITED, approved=approved)
        found = rubric.crjson(sign(picture(), told, ours, ingredients=(TWIN,)), "image/jpeg")
        disclosed = found["manifests"][0]["assertions"]["c2pa.ai-disclosure"]
        levels[approved] = disclosed["contentProfile"]["humanOversightLevel"]
    assert levels == {False: "prompt_guided", True: "human_validated"}
    plain = rubric.crjson(sign(picture(), facts, ours), "image/jpeg")
    assert "c2pa.ai-disclosure" not in plain["manifests"][0]["assertions"], "no trained model drew it"


def test_the_mark_is_declared_as_our_own_and_bound_to_nothing(
    ours: Identity, facts: CredentialClaims
) -> None:
    report = rubric.crjson(sign(picture(), facts, ours), "image/jpeg")
    marked = actions(report)[-1]
    assert marked["action"] == "c2pa.watermarked.unbound"
    assert marked["parameters"]["org.doublet.watermark"]["bits"] == 32
    assert "c2pa.soft-binding" not in report["manifests"][0]["assertions"]


def test_a_credential_is_small(ours: Identity, facts: CredentialClaims) -> None:
    plain = picture()
    assert len(sign(plain, facts, ours, ingredients=(TWIN, GARMENT))) - len(plain) <= 5_000


@pytest.mark.parametrize(
    ("change", "trait"),
    [
        (lambda m: m["claim.v2"]["claim_generator_info"].pop("specVersion"), "mandatory_spec_version"),
        (
            lambda m: m["assertions"]["c2pa.actions.v2"].pop("allActionsIncluded"),
            "mandatory_all_actions_included",
        ),
        (
            lambda m: m["assertions"]["c2pa.actions.v2"]["actions"][0].pop("digitalSourceType"),
            "mandatory_dst_for_created_action",
        ),
        (lambda m: m["assertions"]["c2pa.actions.v2"]["actions"].reverse(), "inception_action_position"),
        (lambda m: m["claim.v2"].update(created_assertions=[]), "inception_action_position"),
        (
            lambda m: m["assertions"]["c2pa.actions.v2"]["actions"].append({"action": "c2pa.watermarked"}),
            "no_deprecated_actions",
        ),
        (lambda m: m["assertions"].update({"stds.exif": {}}), "no_deprecated_assertions"),
        (lambda m: m["assertions"].update({"c2pa.made-up": {}}), "no_unsupported_assertions"),
        (lambda m: m.update(label="urn:uuid:1"), "active_manifest_urn"),
        (
            lambda m: m["assertions"]["c2pa.ingredient.v3"].update(relationship="friendOf"),
            "ingredient_relationship_values",
        ),
        (lambda m: m.pop("validationResults"), "valid_data_present"),
    ],
)
def test_the_port_of_the_rubric_finds_what_is_wrong(
    ours: Identity, facts: CredentialClaims, change: Callable[[dict[str, Any]], object], trait: str
) -> None:
    report = copy.deepcopy(rubric.crjson(sign(picture(), facts, ours, ingredients=(GARMENT,)), "image/jpeg"))
    change(report["manifests"][0])
    assert trait in rubric.failing(report)
