from __future__ import annotations

import dataclasses
import io
import json

import c2pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from doublet.engines.signer import (
    CredentialClaims,
    Edit,
    Identity,
    Ingredient,
    Role,
    SourceType,
    read,
    sign,
)
from doublet.engines.signer.tests.conftest import picture, sibling_chain
from doublet.kernel.refusals import BadInput, Conflict, Refused


def stored(data: bytes) -> dict:
    with c2pa.Reader("image/jpeg", io.BytesIO(data)) as reader:
        store = json.loads(reader.json())
    return store["manifests"][store["active_manifest"]]


def assertion(data: bytes, label: str) -> dict:
    return next(item["data"] for item in stored(data)["assertions"] if item["label"] == label)


def test_a_signed_frame_says_who_permitted_it(ours: Identity, facts: CredentialClaims) -> None:
    report = read(sign(picture(), facts, ours), "image/jpeg", identity=ours)
    assert report.valid
    assert report.ours
    assert not report.trusted, "a development key is on no trust list"
    assert report.licence is not None
    assert report.licence.licence_id == "lic-01"
    assert report.licence.twin == "tw-77"
    assert report.licence.development_key
    assert report.source_type == "compositeSynthetic"
    assert report.actions == ("c2pa.created", "c2pa.watermarked.unbound")
    assert "DEVELOPMENT" in report.signer


def test_the_manifest_follows_c2pa_2_4(ours: Identity, facts: CredentialClaims) -> None:
    frame = sign(picture(), facts, ours, ingredients=(Ingredient(Role.GARMENT, "cd" * 32),))
    actions = assertion(frame, "c2pa.actions.v2")
    assert actions["allActionsIncluded"] is True
    assert actions["actions"][0]["action"] == "c2pa.created"
    assert actions["actions"][0]["when"] == "2026-11-21T09:30:00Z"
    mining = assertion(frame, "cawg.training-mining")["entries"]
    assert {key: entry["use"] for key, entry in mining.items()} == {
        "cawg.ai_generative_training": "notAllowed",
        "cawg.ai_training": "notAllowed",
        "cawg.data_mining": "notAllowed",
        "cawg.ai_inference": "constrained",
    }
    garment = stored(frame)["ingredients"][0]
    assert garment["relationship"] == "componentOf", "its own pixels are in a composed picture"
    assert garment["instance_id"] == "urn:sha256:" + "cd" * 32
    assert "thumbnail" not in garment
    assert "thumbnail" not in stored(frame)


def test_a_delivered_picture_names_its_frame_as_parent(ours: Identity, facts: CredentialClaims) -> None:
    frame = sign(picture(1), facts, ours)
    delivery = dataclasses.replace(facts, asset_id="delivery-01", edits=(Edit.RESIZED, Edit.LABELLED))
    report = read(sign(picture(2), delivery, ours, parent=frame), "image/jpeg", identity=ours)
    assert report.valid
    assert report.inputs == ("parentOf: parent frame",)
    assert report.actions[2:] == ("c2pa.opened", "c2pa.resized.proportional", "c2pa.addedText")
    assert report.source_type == "compositeSynthetic", "what the origin was, not the last touch"
    assert report.licence is not None
    assert report.licence.asset_id == "delivery-01"


def test_only_visible_edits_carry_a_source_type(ours: Identity, facts: CredentialClaims) -> None:
    delivery = dataclasses.replace(facts, edits=(Edit.RESIZED, Edit.LABELLED))
    signed = sign(picture(2), delivery, ours, parent=sign(picture(1), facts, ours))
    opened, resized, labelled = assertion(signed, "c2pa.actions.v2")["actions"]
    assert "digitalSourceType" not in opened
    assert "digitalSourceType" not in resized
    assert labelled["digitalSourceType"] == SourceType.HUMAN_EDITS


def test_another_instance_cannot_pass_for_this_one(
    ours: Identity, theirs: Identity, facts: CredentialClaims
) -> None:
    report = read(sign(picture(), facts, theirs), "image/jpeg", identity=ours)
    assert report.valid
    assert not report.ours
    assert report.signer == ours.name, "the name alone proves nothing"


def test_an_operator_can_trust_a_list(ours: Identity, theirs: Identity, facts: CredentialClaims) -> None:
    report = read(sign(picture(), facts, theirs), "image/jpeg", identity=ours, trust_list=theirs.root)
    assert report.trusted
    assert not report.ours


def test_a_root_shared_with_others_makes_none_of_their_files_ours(
    ours: Identity, facts: CredentialClaims
) -> None:
    neighbour = dataclasses.replace(ours, chain=sibling_chain(ours))
    frame = sign(picture(), facts, ours)
    report = read(frame, "image/jpeg", identity=neighbour)
    assert report.valid
    assert not report.ours


def test_a_derived_picture_has_no_other_inputs(ours: Identity, facts: CredentialClaims) -> None:
    garment = Ingredient(Role.GARMENT, "cd" * 32)
    with pytest.raises(BadInput) as refusal:
        sign(picture(2), facts, ours, parent=sign(picture(), facts, ours), ingredients=(garment,))
    assert refusal.value.code == "parent_and_inputs"


def test_a_file_is_signed_once(ours: Identity, facts: CredentialClaims) -> None:
    with pytest.raises(Conflict) as refusal:
        sign(sign(picture(), facts, ours), facts, ours)
    assert refusal.value.code == "already_signed"


def test_an_unmarked_frame_is_not_signed(ours: Identity, facts: CredentialClaims) -> None:
    with pytest.raises(BadInput) as refusal:
        sign(picture(), dataclasses.replace(facts, edits=()), ours)
    assert (refusal.value.code, refusal.value.rule) == ("watermark_missing", "EU-50-2")


def test_a_tampered_parent_is_refused(ours: Identity, facts: CredentialClaims) -> None:
    frame = bytearray(sign(picture(), facts, ours))
    frame[-40] ^= 0x10
    with pytest.raises(BadInput) as refusal:
        sign(picture(2), facts, ours, parent=bytes(frame))
    assert refusal.value.code == "parent_not_intact"


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "not_signable"), (b"GIF89a", "not_signable"), (b"\xff\xd8\xff\xe0", "cannot_be_signed")],
)
def test_what_is_no_picture_is_not_signed(
    ours: Identity, facts: CredentialClaims, data: bytes, code: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        sign(data, facts, ours)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("twin", "Anna Kowalska"),
        ("twin", ""),
        ("consent_sha256", "AB" * 32),
        ("status_url", "javascript:alert(1)"),
        ("licence_id", "x" * 101),
        ("provider", "two\nlines"),
    ],
)
def test_names_and_free_text_stay_out(facts: CredentialClaims, field: str, value: str) -> None:
    with pytest.raises(Refused) as refusal:
        CredentialClaims(**(dataclasses.asdict(facts) | {field: value}))
    assert refusal.value.code == "credential_claim_malformed"
    assert field in refusal.value.reason


@given(hashed=st.text(max_size=70))
def test_an_ingredient_is_a_hash_or_refused(hashed: str) -> None:
    with pytest.raises(BadInput) as refusal:
        Ingredient(Role.TWIN, hashed)
    assert refusal.value.rule == "PR-01"
