"""Signing a picture: the C2PA 2.4 manifest is built here and nowhere else."""

from __future__ import annotations

import io
from dataclasses import asdict
from datetime import UTC
from typing import Any

import c2pa

from doublet import __version__
from doublet.engines.signer.claims import (
    LICENCE_LABEL,
    RECIPE_EDITS,
    VISIBLE_EDITS,
    CredentialClaims,
    Edit,
    Ingredient,
    LicenceAssertion,
    Retouching,
    SourceType,
)
from doublet.engines.signer.identity import Identity
from doublet.engines.signer.reading import read
from doublet.engines.signer.settings import signing_context
from doublet.kernel.refusals import BadInput, Conflict

_PARENT = "parent"


def sign(
    jpeg: bytes,
    credential: CredentialClaims,
    identity: Identity,
    *,
    parent: bytes | None = None,
    ingredients: tuple[Ingredient, ...] = (),
) -> bytes:
    """The picture with its credential embedded; nothing may rewrite the file afterwards.

    Args:
        jpeg: the finished file: watermark, visible label and XMP are already in it.
        parent: the signed JPEG that this picture was derived from. With one, the credential opens it;
            without one, it says that the picture was created.
        ingredients: inputs, by hash.

    Raises:
        BadInput: not a JPEG that can be signed, a created picture without a watermark, or a parent
            whose own credential is broken.
        Conflict: the file carries a credential already.
    """
    if not jpeg.startswith(b"\xff\xd8\xff"):
        raise BadInput("not_a_jpeg", "Only JPEG pictures are signed here.", hint="Encode it as JPEG first.")
    if parent is None and Edit.WATERMARKED not in credential.edits:
        raise BadInput(
            "watermark_missing",
            "A created picture must be watermarked before it is signed.",
            rule="EU-50-2",
            hint="Embed the watermark and name it in the credential's edits.",
        )
    if parent is not None and (problems := read(parent, "image/jpeg").problems):
        raise BadInput(
            "parent_not_intact",
            f"The parent's own credential is broken: {', '.join(problems)}.",
            hint="Derive from the file as it was signed.",
        )
    if read(jpeg, "image/jpeg").present:
        raise Conflict(
            "already_signed",
            "The file carries a credential already.",
            rule="C2-03",
            hint="Encode the derived picture anew and hand the signed file in as its parent.",
        )
    signed = io.BytesIO()
    try:
        with (
            signing_context(identity) as context,
            c2pa.Builder(_manifest(credential, identity, parent, ingredients), context) as builder,
        ):
            if parent is not None:
                builder.add_ingredient(
                    {"title": "parent frame", "relationship": "parentOf", "label": _PARENT},
                    "image/jpeg",
                    io.BytesIO(parent),
                )
            builder.sign("image/jpeg", io.BytesIO(jpeg), signed)
    except c2pa.C2paError as error:
        raise BadInput(
            "cannot_be_signed",
            f"The picture could not be signed: {str(error).splitlines()[0][:160]}.",
            hint="The file, or the parent handed in with it, is broken.",
        ) from error
    return signed.getvalue()


def _manifest(
    credential: CredentialClaims,
    identity: Identity,
    parent: bytes | None,
    ingredients: tuple[Ingredient, ...],
) -> dict[str, Any]:
    inputs = [_by_hash(number, item) for number, item in enumerate(ingredients, start=1)]
    return {
        "claim_version": 2,
        "title": f"{credential.asset_id}.jpg",
        "format": "image/jpeg",
        "claim_generator_info": [{"name": "Doublet", "version": __version__}],
        "ingredients": inputs,
        "assertions": [
            {"label": "c2pa.actions.v2", "data": _actions(credential, parent, inputs), "created": True},
            {"label": "cawg.training-mining", "data": _NO_TRAINING, "created": True},
            {"label": LICENCE_LABEL, "data": _licence(credential, identity), "created": True},
        ],
    }


def _by_hash(number: int, item: Ingredient) -> dict[str, str]:
    return {
        "title": f"{item.role} {number}",
        "format": item.media_type,
        "relationship": "inputTo",
        "instance_id": f"urn:sha256:{item.sha256}",
        "label": f"input_{number}",
    }


def _actions(
    credential: CredentialClaims, parent: bytes | None, inputs: list[dict[str, str]]
) -> dict[str, Any]:
    when = credential.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    agent = {"name": credential.engine, "version": credential.engine_version}
    labels = [item["label"] for item in inputs]
    first: dict[str, Any] = {
        "action": "c2pa.opened",
        "when": when,
        "parameters": {"ingredientIds": [_PARENT]},
    }
    if parent is None:
        first = {
            "action": "c2pa.created",
            "when": when,
            "softwareAgent": agent,
            "digitalSourceType": str(credential.source_type),
        }
        if labels:
            first["parameters"] = {"ingredientIds": labels}
    edits = [
        {"action": str(edit), "when": when}
        | ({"digitalSourceType": str(SourceType.HUMAN_EDITS)} if edit in VISIBLE_EDITS else {})
        | (_by_recipe(credential.retouching) if credential.retouching and edit in RECIPE_EDITS else {})
        for edit in credential.edits
    ]
    return {"actions": [first, *edits], "allActionsIncluded": True}


def _by_recipe(retouching: Retouching) -> dict[str, Any]:
    return {
        "parameters": {
            "org.doublet.recipe_sha256": retouching.recipe_sha256,
            "org.doublet.kinds": list(retouching.kinds),
        }
    }


def _licence(credential: CredentialClaims, identity: Identity) -> dict[str, Any]:
    shared = LicenceAssertion.__dataclass_fields__.keys() & asdict(credential).keys()
    return {name: getattr(credential, name) for name in sorted(shared)} | {
        "development_key": identity.development
    }


_NO_TRAINING = {
    "entries": {
        "cawg.ai_generative_training": {"use": "notAllowed"},
        "cawg.ai_training": {"use": "notAllowed"},
        "cawg.data_mining": {"use": "notAllowed"},
        "cawg.ai_inference": {
            "use": "constrained",
            "constraint_info": "Only as far as the licence at status_url in org.doublet.licence allows.",
        },
    }
}
