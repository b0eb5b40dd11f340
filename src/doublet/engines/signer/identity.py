"""Who signs for this instance: a certificate, the way to its key, and the certificates that signed before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cryptography import x509

from doublet.engines.signer.certificates import DEVELOPMENT, common_name, pem, self_signed
from doublet.engines.signer.keys import LateKey, SigningKey, prove
from doublet.kernel.refusals import Unavailable


@dataclass(frozen=True)
class Retired:
    """A certificate that this instance signed with until it was rolled over. Its key need not exist any more.

    Attributes:
        chain: leaf first, then up to the root that stands behind it, PEM.
        on: the day of the roll-over.
    """

    chain: str
    on: date

    @cached_property
    def serial(self) -> int:
        """The leaf's serial number."""
        return certificates_of(self.chain)[0].serial_number


@dataclass(frozen=True)
class Identity:
    """Who signs: the chain that goes into each file, and the key that never leaves its place.

    Attributes:
        chain: leaf certificate, then intermediates, PEM. The root is left out of files: it proves nothing there.
        root: the last certificate that is known, PEM: what this instance takes as anchor for its own files.
        key: signs; the private key itself may be anywhere.
        retired: what signed before, so that old files are still known as this instance's own.
    """

    chain: str
    root: str
    key: SigningKey
    retired: tuple[Retired, ...] = ()

    def __repr__(self) -> str:
        return f"Identity(name={self.name!r}, development={self.development})"

    @cached_property
    def leaf(self) -> x509.Certificate:
        """The certificate that signs."""
        return certificates_of(self.chain)[0]

    @property
    def name(self) -> str:
        """Common name of the leaf."""
        return common_name(self.leaf)

    @property
    def development(self) -> bool:
        """True while the chain is the one that the instance made for itself."""
        return DEVELOPMENT in self.name

    @cached_property
    def anchors(self) -> str:
        """PEM of every root that this instance's own files go back to."""
        roots = [self.root, *(pem(certificates_of(old.chain)[-1]) for old in self.retired)]
        return "".join(dict.fromkeys(roots))

    def signed_until(self, serial: int) -> date | None:
        """The day on which the certificate with this serial was retired; None for one that signs today.

        Raises:
            KeyError: no certificate of this instance has it.
        """
        return ({self.leaf.serial_number: None} | {old.serial: old.on for old in self.retired})[serial]


def operator_identity(chain: str, key: SigningKey, retired: tuple[Retired, ...] = ()) -> Identity:
    """An identity from an operator's certificate chain, after its key has proved that it belongs to it.

    A `LateKey` proves it when it signs.

    Args:
        chain: PEM, the signing certificate first, then what stands behind it, with or without the root.

    Raises:
        Unavailable: ``signing_chain_unreadable``, ``signing_key_mismatch``, or the key's own refusal.
    """
    certificates = certificates_of(chain)
    if not isinstance(key, LateKey):
        prove(key, certificates[0])
    in_files = [each for each in certificates if not self_signed(each)] or certificates
    return Identity(chain="".join(map(pem, in_files)), root=pem(certificates[-1]), key=key, retired=retired)


def certificates_of(chain: str) -> list[x509.Certificate]:
    """The certificates of a PEM text in their order.

    Raises:
        Unavailable: ``signing_chain_unreadable``.
    """
    try:
        return x509.load_pem_x509_certificates(chain.encode("ascii"))
    except (ValueError, UnicodeEncodeError) as error:
        raise Unavailable(
            "signing_chain_unreadable",
            "The signing certificates cannot be read.",
            hint="Give PEM text: the signing certificate first, then the certificates that stand behind it.",
        ) from error
