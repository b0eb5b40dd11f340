"""The operator's seal on a paper: a PAdES B-B signature (B-T with a time stamp) over every byte of the PDF but its own envelope.

It is the electronic seal of whoever runs the instance. It proves that the paper was not changed
since; it is not the model's signature, which stands in the paper with its time and method.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from asn1crypto import keys, parser, pem, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from doublet.engines.document.identity import DEVELOPMENT, Identity
from doublet.kernel import clock
from doublet.kernel.refusals import BadInput, Conflict

_FIELD = "Seal"

# An unknown sealer is an answer here, told in the report; the library would log it with a traceback.
logging.getLogger("pyhanko.sign.validation").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class SealReport:
    """What a seal proves.

    Attributes:
        sealed: there is a seal at all.
        intact: the seal is mathematically right and covers every byte of the file but its own envelope.
        trusted: its root is one of those that the reader trusts.
        development: its certificate says that it is for development.
        signer: subject of the sealing certificate; empty where unreadable.
        reason: why it was sealed, as stated at sealing.
        sealed_at: the sealer's own clock; nobody else vouches for it.
        words: one plain sentence for people.
    """

    sealed: bool
    intact: bool
    trusted: bool
    development: bool
    signer: str
    reason: str
    sealed_at: datetime | None
    words: str


class _HouseSigner(signers.PdfSigner):
    """Takes the time of sealing from the house's clock, not from the machine's."""

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = clock.now()
        return session


class _LoadedKey(signers.SimpleSigner):
    """Signs with a key that was opened once: the library opens it twice a seal, which costs 0.3 s."""

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        if digest_algorithm != "sha256":
            raise ValueError(f"papers are sealed with sha256, not {digest_algorithm}")
        return _opened(self.signing_key.dump()).sign(data, padding.PKCS1v15(), hashes.SHA256())


@cache
def _opened(der: bytes) -> rsa.RSAPrivateKey:
    key = serialization.load_der_private_key(der, password=None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


def seal(pdf: bytes, identity: Identity, *, reason: str, name: str) -> bytes:
    """Seal a paper; the result is the paper with an incremental update appended.

    Args:
        pdf: an unsealed PDF, such as the functions of this package make.
        identity: who seals.
        reason: why, for a reader of the file, e.g. ``Licence LIC-2026-0007 in force``.
        name: the sealing instance, for a reader of the file.

    Raises:
        BadInput: not a PDF that can be read.
        Conflict: it is sealed already.
    """
    try:
        out = IncrementalPdfFileWriter(io.BytesIO(pdf))
        sealed_before = bool(out.prev.embedded_signatures)
    except (PdfError, ValueError) as error:
        raise BadInput("pdf_unreadable", "The paper to seal is not a PDF that can be read.") from error
    if sealed_before:
        raise Conflict(
            "sealed_already", "This paper is sealed already.", hint="Make the paper anew and seal that."
        )
    leaf, *chain = (_certificate(each) for each in identity.certificates_pem)
    store = SimpleCertificateStore()
    store.register_multiple(chain)
    signer = _LoadedKey(
        signing_cert=leaf,
        signing_key=keys.PrivateKeyInfo.load(pem.unarmor(identity.key_pem)[2]),
        cert_registry=store,
        embed_roots=False,  # a reader brings the root that it trusts
    )
    meta = signers.PdfSignatureMetadata(
        field_name=_FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=reason,
        name=name,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    sealed = _HouseSigner(meta, signer).sign_pdf(out)
    return bytes(sealed.getbuffer())


def read_seal(pdf: bytes, *, trusted_roots: Sequence[bytes] = ()) -> SealReport:
    """What the seal of a paper proves, checked offline.

    Args:
        pdf: the file as it was received.
        trusted_roots: certificates (PEM) that the reader trusts; without one, no seal is trusted.

    Raises:
        BadInput: the file is not a PDF at all.
    """
    if not pdf.startswith(b"%PDF-"):
        raise BadInput("not_a_pdf", "This file is not a PDF.", hint="Give the paper as it was sent.")
    try:
        found = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
        if not found:
            return _report(words="This paper has no seal.", sealed=False)
        return _judged(found[-1], trusted_roots)
    except (
        PdfError,
        SigningError,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        RecursionError,
    ):
        # The parser meets a changed file in whatever place was changed: each of these means "broken".
        return _report(
            words="This file was changed or damaged; its seal cannot be read.", sealed=b"/ByteRange" in pdf
        )


def _judged(signature: EmbeddedPdfSignature, trusted_roots: Sequence[bytes]) -> SealReport:
    moment = clock.now()
    context = ValidationContext(
        trust_roots=[_certificate(each) for each in trusted_roots], allow_fetching=False, moment=moment
    )
    status = validate_pdf_signature(signature, context)
    whole = (
        status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        and status.modification_level == ModificationLevel.NONE
    )
    intact = bool(status.intact and status.valid and whole and _padded_with_nothing(signature.pkcs7_content))
    signer = str(status.signing_cert.subject.human_friendly)
    development = DEVELOPMENT in signer
    trusted = bool(intact and status.trusted)
    return SealReport(
        sealed=True,
        intact=intact,
        trusted=trusted,
        development=development,
        signer=signer,
        reason=str(signature.sig_object.get("/Reason", "")),
        sealed_at=status.signer_reported_dt,
        words=_words(intact=intact, trusted=trusted, development=development),
    )


def _padded_with_nothing(content: bytes) -> bool:
    """The room left for the signature is the one place it does not cover: nothing may hide there."""
    return not any(content[parser.peek(content) :])


def _words(*, intact: bool, trusted: bool, development: bool) -> str:
    if not intact:
        return "The seal is broken: this paper was changed after it was sealed."
    unchanged = "Unchanged since it was sealed"
    if development:
        return f"{unchanged}; the seal is a development one and proves nothing about who made it."
    return (
        f"{unchanged}, by a sealer that you trust."
        if trusted
        else f"{unchanged}; the sealer is not known to you."
    )


def _report(*, words: str, sealed: bool) -> SealReport:
    return SealReport(
        sealed=sealed,
        intact=False,
        trusted=False,
        development=False,
        signer="",
        reason="",
        sealed_at=None,
        words=words,
    )


def _certificate(armoured: bytes) -> x509.Certificate:
    return x509.Certificate.load(pem.unarmor(armoured)[2])
