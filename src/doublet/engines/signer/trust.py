"""The list of signers that an operator trusts: the C2PA's published list, kept as a file and never fetched here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509

from doublet.engines.signer.certificates import pem
from doublet.kernel.refusals import Unavailable


@dataclass(frozen=True)
class TrustList:
    """Certificates to look a signer up in.

    Attributes:
        anchors: PEM, what `read` takes as its trust list.
        names: subjects on it, for the operator's page.
        dated: when the file was last written here: as fresh as the operator keeps it.
    """

    anchors: str = field(repr=False)
    names: tuple[str, ...]
    dated: datetime


def load(file: Path) -> TrustList:
    """A trust list from PEM text; lines between the certificates, as the published list has them, are passed over.

    Raises:
        Unavailable: ``trust_list_unreadable``: there is no file, or no certificate in it.
    """
    try:
        certificates = x509.load_pem_x509_certificates(file.read_bytes())
        dated = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except (OSError, ValueError) as error:
        raise Unavailable(
            "trust_list_unreadable",
            f"The trust list {file.name} cannot be read: {type(error).__name__}.",
            hint="Save the C2PA trust list (C2PA-TRUST-LIST.pem) there, or unset it to check against none.",
        ) from error
    return TrustList(
        anchors="".join(map(pem, certificates)),
        names=tuple(each.subject.rfc4514_string() for each in certificates),
        dated=dated,
    )
