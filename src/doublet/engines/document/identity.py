"""The certificate and key that seal papers, and a development one that says what it is."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from doublet.kernel import clock
from doublet.kernel.refusals import Unavailable

DEVELOPMENT = "DEVELOPMENT"
_FILE = "document-seal.pem"
_YEARS = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who seals: a private key and its certificates, leaf first, root last, all as PEM."""

    key_pem: bytes = field(repr=False)
    certificates_pem: tuple[bytes, ...]

    @property
    def root_pem(self) -> bytes:
        """The certificate that a reader must trust to trust the seals."""
        return self.certificates_pem[-1]

    @property
    def subject(self) -> str:
        """The leaf's subject, as shown on pages."""
        return x509.load_pem_x509_certificate(self.certificates_pem[0]).subject.rfc4514_string()


def development_identity(folder: Path) -> Identity:
    """The instance's own development identity: made once, then read back from ``folder``.

    A root signs one leaf and its key is forgotten at once, so nothing more can be issued under it.
    Both subjects say DEVELOPMENT. The file is readable by its owner only, and written whole or not
    at all, so two processes that start together end up with the same identity.

    Raises:
        Unavailable: the file is there but broken.
    """
    file = folder / _FILE
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _write_once(file, _made())
    return load_identity(file)


def load_identity(file: Path) -> Identity:
    """An identity from a PEM file: the private key, then the certificates, leaf first.

    Raises:
        Unavailable: there is no such file, or it holds no key with its certificates.
    """
    try:
        pem = file.read_bytes()
        certificates = x509.load_pem_x509_certificates(pem)
        key = serialization.load_pem_private_key(pem, password=None)
        belongs = certificates[0].public_key() == key.public_key()
    except (OSError, ValueError, TypeError) as error:
        raise _unusable(file) from error
    if not belongs:
        raise _unusable(file)
    return Identity(
        key_pem=key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
        certificates_pem=tuple(each.public_bytes(serialization.Encoding.PEM) for each in certificates),
    )


def _unusable(file: Path) -> Unavailable:
    return Unavailable(
        "seal_identity_broken",
        f"The seal identity {file.name} cannot be read, or its key does not fit its certificate.",
        hint="Put back the file from a backup; papers sealed with it stay valid.",
    )


def _write_once(file: Path, pem: bytes) -> None:
    handle, draft = tempfile.mkstemp(dir=file.parent, prefix=".seal-")  # mkstemp gives mode 0600
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(pem)
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(draft, file)
        except FileExistsError:
            return  # another process was first; its identity is the instance's
    finally:
        os.unlink(draft)


def _made() -> bytes:
    root_key, leaf_key = (rsa.generate_private_key(public_exponent=65537, key_size=3072) for _ in range(2))
    root_name = _name(f"Doublet {DEVELOPMENT} root, proves nothing about its owner")
    leaf_name = _name(f"Doublet {DEVELOPMENT} document seal")
    root = (
        _draft(root_name, root_name, root_key, root_key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(certificates=True), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    leaf = (
        _draft(leaf_name, root_name, leaf_key, root_key)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(certificates=False), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    key = leaf_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return key + b"".join(each.public_bytes(serialization.Encoding.PEM) for each in (leaf, root))


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, f"{DEVELOPMENT} instance, not a real organisation"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _draft(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, issuer_key: rsa.RSAPrivateKey
) -> x509.CertificateBuilder:
    now = clock.now()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + _YEARS)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
    )


def _usage(*, certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certificates,
        content_commitment=not certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certificates,
        crl_sign=certificates,
        encipher_only=False,
        decipher_only=False,
    )
