"""How the C2PA library is set: it never goes to the network and never puts thumbnails into files.

Settings travel in a context: the library's process-wide `load_settings` has no effect on readers
and builders that are given one.
"""

from __future__ import annotations

from typing import Any

import c2pa

from doublet.engines.signer.identity import Identity


def reading_context(anchors: str) -> c2pa.Context:
    """A context that trusts the certificates in `anchors` (PEM; empty trusts none)."""
    return c2pa.Context.from_dict(_settings(anchors))


def signing_context(identity: Identity) -> c2pa.Context:
    """A context that signs as `identity` and checks its own result."""
    info = c2pa.C2paSignerInfo(
        c2pa.C2paSigningAlg.ES256, identity.chain.encode("ascii"), identity.key.encode("ascii"), None
    )
    return c2pa.Context.from_dict(_settings(identity.root), signer=c2pa.Signer.from_info(info))


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
