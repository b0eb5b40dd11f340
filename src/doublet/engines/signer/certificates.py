"""Certificates: the development chain that an instance makes for itself, and what a certificate says of itself.

A certificate from a public trust list needs an agreement with an authority. Until an operator has one,
an instance signs with a chain of its own. Its subject says so, and so does every file it signs.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

DEVELOPMENT = "DEVELOPMENT, not on any trust list"
CLAIM_SIGNING = ObjectIdentifier("1.3.6.1.4.1.62558.2.1")
# Verifiers that do not know the C2PA purpose yet accept a certificate that is also for e-mail signing.
PURPOSES = (CLAIM_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION)
# No time stamp authority is asked, so a credential is only valid as long as its certificate.
LEAF_LIFE = timedelta(days=3650)
ROOT_LIFE = timedelta(days=7300)


def new_root(now: datetime) -> tuple[str, str]:
    """A self-signed root for development: its certificate and its private key, PEM."""
    key, name = ec.generate_private_key(ec.SECP256R1()), _name("Doublet root")
    root = (
        _builder(name, name, key.public_key(), key.public_key(), now, ROOT_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return pem(root), _private(key)


def new_leaf(now: datetime, root_pem: str, root_key_pem: str, life: timedelta = LEAF_LIFE) -> tuple[str, str]:
    """A claim-signing certificate under that root, and its private key, PEM."""
    root = x509.load_pem_x509_certificate(root_pem.encode("ascii"))
    root_key = serialization.load_pem_private_key(root_key_pem.encode("ascii"), None)
    if not isinstance(root_key, ec.EllipticCurvePrivateKey):
        raise TypeError("the development root has an EC key")
    key = ec.generate_private_key(ec.SECP256R1())
    leaf = (
        _builder(_name("Doublet signer"), root.subject, key.public_key(), root_key.public_key(), now, life)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage(PURPOSES), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    return pem(leaf), _private(key)


def pem(certificate: x509.Certificate) -> str:
    """The certificate as PEM text."""
    return certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")


def common_name(certificate: x509.Certificate) -> str:
    """The subject's common name; empty where it has none."""
    named = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(named[0].value) if named else ""


def self_signed(certificate: x509.Certificate) -> bool:
    """True for a root: nobody but itself stands behind it."""
    return certificate.subject == certificate.issuer


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, f"{common}, {DEVELOPMENT}"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Doublet instance"),
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
    ).decode("ascii")
