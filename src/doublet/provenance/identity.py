"""The identity that this instance signs pictures with. A development one until the operator brings a better."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings

from doublet.engines import signer
from doublet.engines.signer.identity import certificates_of
from doublet.kernel import clock, keys
from doublet.kernel.refusals import Unavailable


def folder() -> Path:
    """Where the development identity and the certificates that signed before are kept."""
    return keys.folder() / "c2pa"


@cache
def identity() -> signer.Identity:
    """The operator's certificate and key where they are set, else one of our own that says so of itself.

    Raises:
        Unavailable: only half of it is set, it cannot be read, or key and certificate do not match.
    """
    return signer.load_identity(folder(), chain=settings.SIGNING_CHAIN, key=settings.SIGNING_KEY)


def ends_at(signed_by: signer.Identity) -> datetime:
    """When the first certificate of its chain ends: nothing is signed after that."""
    return min(each.not_valid_after_utc for each in certificates_of(signed_by.chain))


def demand_signer(*, answering: bool = False) -> None:
    """Is there somebody who signs today? A picture that waits is better than one held back for good.

    Args:
        answering: ask the key too, which costs one signature.

    Raises:
        Unavailable: ``signing_certificate_ended``, the key's own refusal, or what stands against the identity.
    """
    ours = identity()
    if (ends := ends_at(ours)) <= clock.now():
        raise Unavailable(
            "signing_certificate_ended",
            f"The certificate of {ours.name} ended on {ends:%Y-%m-%d}. Pictures wait; nothing is signed.",
            hint="Bring a new certificate, and start again.",
        )
    if answering:
        ask_key()


def ask_key() -> None:
    """One signature of nothing, to hear whether the key answers.

    Raises:
        Unavailable: it does not; or what stands against the identity.
    """
    identity().key.sign(b"doublet: are you there?")


@cache
def trust_list() -> str:
    """The certificates that foreign signers are looked up in, as PEM; empty where the operator names no list."""
    return signer.load_trust_list(Path(settings.TRUST_LIST)).anchors if settings.TRUST_LIST else ""
