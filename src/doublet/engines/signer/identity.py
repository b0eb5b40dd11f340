"""The instance's own signing identity for development: made once, honest about what it is.

A certificate from a public trust list needs an agreement with an authority. Until an operator has one,
an instance signs with a chain of its own. Its subject says so, and so does every file it signs.
"""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from doublet.kernel import clock
from doublet.kernel.refusals import Unavailable

DEVELOPMENT = "DEVELOPMENT, not on any trust list"
CLAIM_SIGNING = ObjectIdentifier("1.3.6.1.4.1.62558.2.1")
# Verifiers that do not know the C2PA purpose yet accept a certificate that is also for e-mail signing.
PURPOSES = (CLAIM_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION)
# No time stamp authority is asked, so a credential is only valid as long as its certificate.
LEAF_LIFE = timedelta(days=3650)
ROOT_LIFE = timedelta(days=7300)
FILES = ("root.pem", "root.key", "leaf.pem", "leaf.key")


@dataclass(frozen=True)
class Identity:
    """Who signs: the chain that goes into each file, and the key that never leaves the instance.

    Attributes:
        chain: leaf certificate, then root, PEM.
        root: the root alone, PEM: what a verifier of this instance takes as its anchor.
        key: the leaf's private key, PKCS 8 PEM.
        name: common name of the leaf.
        development: true while no public trust list knows the chain.
    """

    chain: str
    root: str
    key: str
    name: str
    development: bool = True

    def __repr__(self) -> str:
        return f"Identity(name={self.name!r}, development={self.development})"


def development_identity(folder: Path) -> Identity:
    """The development identity kept in `folder`, made there on the first call.

    The folder appears complete or not at all, so two workers that start together share one identity.

    Raises:
        Unavailable: the folder exists but a file in it is missing or cannot be read.
    """
    if not folder.exists() or not any(folder.iterdir()):
        _create(folder)
    try:
        root, _, leaf, key = ((folder / name).read_text("ascii") for name in FILES)
        subject = x509.load_pem_x509_certificate(leaf.encode()).subject
        serialization.load_pem_private_key(key.encode(), None)
    except (OSError, ValueError, TypeError) as error:
        raise Unavailable(
            "signing_identity_broken",
            f"The signing identity in {folder.name}/ cannot be read: {type(error).__name__}.",
            hint="Restore the folder from a backup. Without one, move it away: a new identity is made, "
            "and files signed by the old one no longer count as this instance's own.",
        ) from error
    name = str(subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)
    return Identity(chain=leaf + root, root=root, key=key, name=name)


def _create(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = folder.parent / f".{folder.name}.{secrets.token_hex(4)}"
    draft.mkdir(mode=0o700)
    try:
        for name, text in _new_chain(clock.now()).items():
            file = os.open(draft / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(file, "w", encoding="ascii") as out:
                out.write(text)
        draft.rename(folder)
    except OSError:
        if not (folder / FILES[0]).exists():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _new_chain(now: datetime) -> dict[str, str]:
    root_key, leaf_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name, leaf_name = _name("Doublet root"), _name("Doublet signer")
    root = (
        _builder(root_name, root_name, root_key.public_key(), root_key.public_key(), now, ROOT_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(certificates=True), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    leaf = (
        _builder(leaf_name, root_name, leaf_key.public_key(), root_key.public_key(), now, LEAF_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage(PURPOSES), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    return {
        "root.pem": root.public_bytes(serialization.Encoding.PEM).decode(),
        "root.key": _private(root_key),
        "leaf.pem": leaf.public_bytes(serialization.Encoding.PEM).decode(),
        "leaf.key": _private(leaf_key),
    }


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, f"{common}, {DEVELOPMENT}"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, f"Doublet instance, {DEVELOPMENT}"),
        ]
    )


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    issuer_key: ec.EllipticCurvePublicKey,
    now: datetime,
    life: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + life)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), critical=False)
    )


def _usage(*, certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certificates,
        key_cert_sign=certificates,
        crl_sign=certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _private(key: ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
