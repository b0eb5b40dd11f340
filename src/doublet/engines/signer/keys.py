"""Where the private key is: in a file, in the environment, in a token (PKCS#11), or behind a program that asks a
key service. Whatever it is, it signs bytes and never hands the key out."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

from doublet.kernel.refusals import Unavailable

UNREACHABLE = "signing_key_unreachable"
_PROBE = b"doublet: does this key belong to this certificate?"
_PATIENCE_SECONDS = 20
_PSS = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=hashes.SHA256.digest_size)
_CURVE_HASHES = {"secp256r1": hashes.SHA256(), "secp384r1": hashes.SHA384(), "secp521r1": hashes.SHA512()}


class SigningKey(Protocol):
    """A key that signs for this instance.

    `sign` answers a DER signature for ECDSA (with SHA-256, -384 or -512 as the curve's size is), the plain bytes
    for Ed25519 and for RSA-PSS (SHA-256, salt of 32 bytes). It raises `Unavailable` where the key cannot be reached.
    """

    def sign(self, message: bytes) -> bytes:
        """The signature of `message`."""


@dataclass(frozen=True)
class LocalKey:
    """A private key in memory, PKCS 8 PEM without a passphrase: from a file or from the environment."""

    pem: str = field(repr=False)

    def sign(self, message: bytes) -> bytes:
        """Signed here, in this process."""
        key = _private(self.pem)
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return key.sign(message, ec.ECDSA(ecdsa_hash(key.curve)))
        if isinstance(key, ed25519.Ed25519PrivateKey):
            return key.sign(message)
        if isinstance(key, rsa.RSAPrivateKey):
            return key.sign(message, _PSS, hashes.SHA256())
        raise unreadable("Its kind is not one that content credentials allow.")


@dataclass(frozen=True)
class CommandKey:
    """A program of the operator's that signs what it reads, so that any key service with a command line can serve.

    It gets the bytes on its standard input and answers the signature, raw bytes, on its standard output.
    """

    command: tuple[str, ...]

    def sign(self, message: bytes) -> bytes:
        """Signed by the program; a program that fails, hangs or says nothing is named as the reason."""
        try:
            done = subprocess.run(  # noqa: S603
                self.command, input=message, capture_output=True, timeout=_PATIENCE_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise unreachable(f"the signing program {self.command[0]!r}", type(error).__name__) from error
        if done.returncode or not done.stdout:
            said = done.stderr.decode(errors="replace").strip().splitlines() or [f"exit {done.returncode}"]
            raise unreachable(f"the signing program {self.command[0]!r}", said[-1][:200])
        return done.stdout


@dataclass
class LateKey:
    """A key that did not answer when its certificate was loaded: found and proved when it signs for the first time.

    So an instance starts, reads and verifies while its key service is away, and signs as soon as that is back.
    """

    find: Callable[[], SigningKey] = field(repr=False)
    certificate: x509.Certificate
    _found: SigningKey | None = field(default=None, init=False, repr=False)

    def sign(self, message: bytes) -> bytes:
        """Signed by the key, once it answers."""
        if self._found is None:
            key = self.find()
            prove(key, self.certificate)
            self._found = key
        return self._found.sign(message)


@dataclass
class Heard:
    """A key that keeps why it did not sign: the library that asks it for a signature hides that."""

    key: SigningKey
    refused: Unavailable | None = None

    def sign(self, message: bytes) -> bytes:
        """Signed by the key."""
        try:
            return self.key.sign(message)
        except Unavailable as refused:
            self.refused = refused
            raise


def prove(key: SigningKey, certificate: x509.Certificate) -> None:
    """Sign a probe and check it against the certificate: a mix-up is found at the start, not by a reader.

    Raises:
        Unavailable: ``signing_key_mismatch``, or the key's own refusal.
    """
    public = certificate.public_key()
    signature = key.sign(_PROBE)
    try:
        if isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(signature, _PROBE, ec.ECDSA(ecdsa_hash(public.curve)))
        elif isinstance(public, ed25519.Ed25519PublicKey):
            public.verify(signature, _PROBE)
        elif isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, _PROBE, _PSS, hashes.SHA256())
        else:
            raise unreadable("The certificate's kind of key is not one that content credentials allow.")
    except InvalidSignature as error:
        raise Unavailable(
            "signing_key_mismatch",
            "The signing key does not belong to the signing certificate.",
            hint="Name the key that the certificate was issued for; the certificate comes first in its file.",
        ) from error


def ecdsa_hash(curve: ec.EllipticCurve) -> hashes.HashAlgorithm:
    """The hash that goes with a curve in content credentials (ES256, ES384, ES512)."""
    if curve.name not in _CURVE_HASHES:
        raise unreadable(f"The curve {curve.name} is not one that content credentials allow.")
    return _CURVE_HASHES[curve.name]


def unreadable(why: str) -> Unavailable:
    """The refusal for a key that is there but of no use."""
    return Unavailable(
        "signing_key_unreadable",
        f"The signing key cannot be used. {why}",
        hint="Give a key of P-256, P-384, P-521, Ed25519 or RSA, in PKCS 8 PEM without a passphrase.",
    )


def unreachable(what: str, said: str) -> Unavailable:
    """The refusal for a key that lives elsewhere and does not answer."""
    return Unavailable(
        UNREACHABLE,
        f"Nothing can be signed: {what} did not sign ({said}).",
        hint="Pictures wait until it does. Check the key service, its address and its password.",
    )


def _private(pem: str) -> object:
    try:
        return serialization.load_pem_private_key(pem.encode("ascii"), None)
    except (ValueError, TypeError, UnicodeEncodeError) as error:
        raise unreadable("It is no private key in PEM, or it has a passphrase.") from error
