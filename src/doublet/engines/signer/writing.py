"""Signing a picture: the one place where a credential enters a file."""

from __future__ import annotations

import io

import c2pa

from doublet.engines.signer.claims import CredentialClaims, Edit, Ingredient
from doublet.engines.signer.formats import carries_credential, media_type
from doublet.engines.signer.identity import Identity
from doublet.engines.signer.keys import Heard
from doublet.engines.signer.manifest import PARENT, manifest, store_name
from doublet.engines.signer.reading import read
from doublet.engines.signer.settings import signing_context
from doublet.kernel.refusals import BadInput, Conflict


def sign(
    picture: bytes,
    credential: CredentialClaims,
    identity: Identity,
    *,
    parent: bytes | None = None,
    ingredients: tuple[Ingredient, ...] = (),
) -> bytes:
    """The picture with its credential embedded; nothing may rewrite the file afterwards.

    Args:
        picture: the finished file (JPEG, PNG, WebP or AVIF): watermark, visible label and XMP are already in it.
        parent: the signed file that this picture was derived from. With one, the credential opens it;
            without one, it says how the picture came to be from its ingredients.
        ingredients: inputs of a picture without parent: by hash, with the credentials that they came with.

    Raises:
        BadInput: not a picture that can be signed, a created picture without a watermark, a parent beside other
            inputs, or a parent whose own credential is broken.
        Conflict: the file carries a credential already.
        Unavailable: the signing key cannot be reached.
    """
    kind = media_type(picture)
    if not kind:
        raise BadInput(
            "not_signable",
            "Only JPEG, PNG, WebP and AVIF pictures are signed here.",
            hint="Encode it as one of these first.",
        )
    if parent is None and Edit.WATERMARKED not in credential.edits:
        raise BadInput(
            "watermark_missing",
            "A created picture must be watermarked before it is signed.",
            rule="EU-50-2",
            hint="Embed the watermark and name it in the credential's edits.",
        )
    if parent is not None and ingredients:
        raise BadInput(
            "parent_and_inputs",
            "A derived picture has its parent as its only ingredient.",
            hint="The parent's own credential names what it was made from.",
        )
    if parent is not None:
        _must_be_intact(parent)
    if carries_credential(picture, kind):
        raise Conflict(
            "already_signed",
            "The file carries a credential already.",
            rule="C2-03",
            hint="Encode the derived picture anew and hand the signed file in as its parent.",
        )
    return _signed(picture, kind, credential, identity, parent, ingredients)


def _must_be_intact(parent: bytes) -> None:
    report = read(parent, media_type(parent))
    if not report.valid:
        raise BadInput(
            "parent_not_intact",
            f"The parent's own credential does not hold: {', '.join(report.problems) or 'it has none'}.",
            hint="Hand in the file as it was signed.",
        )


def _signed(
    picture: bytes,
    kind: str,
    credential: CredentialClaims,
    identity: Identity,
    parent: bytes | None,
    ingredients: tuple[Ingredient, ...],
) -> bytes:
    written = manifest(
        credential,
        media_type=kind,
        derived=parent is not None,
        ingredients=ingredients,
        development=identity.development,
    )
    signed, key = io.BytesIO(), Heard(identity.key)
    try:
        with signing_context(identity, key) as context, c2pa.Builder(written, context) as builder:
            if parent is not None:
                entry = {"title": "parent frame", "relationship": "parentOf", "label": PARENT}
                builder.add_ingredient(entry, media_type(parent), io.BytesIO(parent))
            for number, item in enumerate(ingredients):
                if item.came_with:
                    builder.add_resource(store_name(number), io.BytesIO(item.came_with.store))
            builder.sign(kind, io.BytesIO(picture), signed)
    except c2pa.C2paError as error:
        if key.refused:
            raise key.refused from error
        raise BadInput(
            "cannot_be_signed",
            f"The picture could not be signed: {str(error).splitlines()[0][:160]}.",
            hint="The file, or the parent handed in with it, is broken.",
        ) from error
    return signed.getvalue()
