"""Signing a picture: the one place where a credential enters a file."""

from __future__ import annotations

import io

import c2pa

from doublet.engines.signer.claims import CredentialClaims, Edit, Ingredient
from doublet.engines.signer.formats import carries_credential, media_type
from doublet.engines.signer.identity import Identity
from doublet.engines.signer.manifest import PARENT, ingredient_entry, manifest
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
        ingredients: inputs of a picture without parent, by hash.

    Raises:
        BadInput: not a picture that can be signed, a created picture without a watermark, a parent beside other
            inputs, or a parent or an ingredient's file whose own credential is broken.
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
        _must_be_intact(parent, "parent_not_intact", "parent")
    for item in ingredients:
        if item.source:
            _must_be_intact(item.source, "ingredient_not_intact", f"ingredient “{item.role}”")
    if carries_credential(picture, kind):
        raise Conflict(
            "already_signed",
            "The file carries a credential already.",
            rule="C2-03",
            hint="Encode the derived picture anew and hand the signed file in as its parent.",
        )
    return _signed(picture, kind, credential, identity, parent, ingredients)


def _must_be_intact(data: bytes, code: str, what: str) -> None:
    report = read(data, media_type(data))
    if not report.valid:
        raise BadInput(
            code,
            f"The {what}'s own credential does not hold: {', '.join(report.problems) or 'it has none'}.",
            hint="Hand in the file as it was signed; name one without a sound credential by its hash alone.",
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
    signed = io.BytesIO()
    try:
        with signing_context(identity) as context, c2pa.Builder(written, context) as builder:
            if parent is not None:
                entry = {"title": "parent frame", "relationship": "parentOf", "label": PARENT}
                builder.add_ingredient(entry, media_type(parent), io.BytesIO(parent))
            for number, item in enumerate(ingredients):
                if item.source:
                    entry = ingredient_entry(number, item, credential)
                    builder.add_ingredient(entry, media_type(item.source), io.BytesIO(item.source))
            builder.sign(kind, io.BytesIO(picture), signed)
    except c2pa.C2paError as error:
        # The library hides why a key outside it did not sign: ask the key itself, which says so.
        identity.key.sign(b"doublet: are you there?")
        raise BadInput(
            "cannot_be_signed",
            f"The picture could not be signed: {str(error).splitlines()[0][:160]}.",
            hint="The file, or the parent handed in with it, is broken.",
        ) from error
    return signed.getvalue()
