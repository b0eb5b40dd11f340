"""How the C2PA library is set: it never goes to the network and never puts thumbnails into files.

Settings travel in a context: the library's process-wide `load_settings` has no effect on readers
and builders that are given one.
"""

from __future__ import annotations

from typing import Any

import c2pa
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from doublet.engines.signer.identity import Identity
from doublet.engines.signer.keys import LocalKey, SigningKey, unreadable

_CURVES = {
    "secp256r1": c2pa.C2paSigningAlg.ES256,
    "secp384r1": c2pa.C2paSigningAlg.ES384,
    "secp521r1": c2pa.C2paSigningAlg.ES512,
}


def reading_context(anchors: str) -> c2pa.Context:
    """A context that trusts the certificates in `anchors` (PEM; empty trusts none)."""
    return c2pa.Context.from_dict(_settings(anchors))


def signing_context(identity: Identity, key: SigningKey) -> c2pa.Context:
    """A context that signs as `identity`, with its `key`, and checks its own result."""
    return c2pa.Context.from_dict(_settings(identity.root), signer=_signer(identity, key))


def _signer(identity: Identity, asked: SigningKey) -> c2pa.Signer:
    algorithm = _algorithm(identity)
    if isinstance(identity.key, LocalKey):
        # The library reserves 10 kB in the file for a signature that comes from outside; for a local key it knows.
        chain, key = identity.chain.encode("ascii"), identity.key.pem.encode("ascii")
        return c2pa.Signer.from_info(c2pa.C2paSignerInfo(algorithm, chain, key, None))
    return c2pa.Signer.from_callback(asked.sign, algorithm, identity.chain)


def _algorithm(identity: Identity) -> c2pa.C2paSigningAlg:
    public = identity.leaf.public_key()
    if isinstance(public, ec.EllipticCurvePublicKey) and public.curve.name in _CURVES:
        return _CURVES[public.curve.name]
    if isinstance(public, ed25519.Ed25519PublicKey):
        return c2pa.C2paSigningAlg.ED25519
    if isinstance(public, rsa.RSAPublicKey):
        return c2pa.C2paSigningAlg.PS256
    raise unreadable("The certificate's kind of key is not one that content credentials allow.")


def _settings(anchors: str) -> dict[str, Any]:
    return {
        "version": 1,
        "trust": {"trust_anchors": anchors} if anchors else {},
        "verify": {
            "verify_trust": True,
            "verify_after_sign": True,
            "remote_manifest_fetch": False,
            "ocsp_fetch": False,
        },
        "builder": {
            # Ingredients are named by us as well, so they stand among what we vouch for.
            "created_assertion_labels": ["c2pa.ingredient"],
            # A thumbnail of an ingredient would carry pixels of a garment or a twin into the file.
            "thumbnail": {"enabled": False},
            # Actions are written by us, complete and in order.
            "actions": {
                "auto_created_action": {"enabled": False},
                "auto_opened_action": {"enabled": False},
                "auto_placed_action": {"enabled": False},
            },
        },
    }
