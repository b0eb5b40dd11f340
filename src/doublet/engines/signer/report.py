"""What a file's credential says, how much of it is proved, and that in one plain sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from doublet.engines.signer.vendor import LicenceAssertion

LEFT_OUT = "data_hash_leaves_parts_out"


class Verdict(StrEnum):
    """What can be told of a credential as a whole. None of them is "fake": a credential cannot prove that."""

    NONE = "no_credential"
    UNREADABLE = "credential_unreadable"
    BROKEN = "does_not_hold"
    UNPROVED = "cannot_be_told"
    INGREDIENT_BROKEN = "an_ingredient_does_not_hold"
    OURS = "signed_here"
    OURS_DEVELOPMENT = "signed_here_for_development"
    OURS_RETIRED = "signed_here_before"
    LISTED = "signer_on_trust_list"
    UNLISTED = "signer_not_on_trust_list"
    UNCHECKED = "signer_not_checked"
    ENDED = "certificate_ended"


@dataclass(frozen=True)
class ManifestReport:
    """What a file's credential says and how much of it is proved.

    Attributes:
        present: a manifest was found and could be opened.
        signature_valid: the signature matches the claim and its certificate.
        data_unchanged: not a byte of the file was changed since it was signed.
        ours: signed with a certificate of this instance's. Only then may `licence` be believed.
        retired_on: day (ISO) on which that certificate stopped signing; empty for the present one.
        trusted: signed by somebody on the trust list that was handed in.
        trust_list_asked: a trust list was handed in at all.
        signer, issuer, generator: names as written in the file.
        certificate_ends: the signing certificate's last moment; `certificate_ended` when it has passed and no
            time stamp proves that the file was signed before.
        said_time: when it was signed, as the file says; `time_proved` when a trusted time stamp says so.
        licence: the vendor assertion, where there is one of the right form.
        actions: names of the actions in order, those of the parents first.
        source_type: last part of the origin's digital source type, e.g. ``"compositeSynthetic"``.
        inputs: titles of ingredients with their relationship, e.g. ``"componentOf: garment 1"``.
        kept: who signed the credentials that its inputs came with, as written there; checked, not vouched for.
        problems: codes of what failed, as C2PA names them, or our own in snake_case; those of the files that it
            was made from begin with ``"ingredient: "``.
    """

    present: bool
    signature_valid: bool = False
    data_unchanged: bool = False
    ours: bool = False
    retired_on: str = ""
    trusted: bool = False
    trust_list_asked: bool = False
    signer: str = ""
    issuer: str = ""
    generator: str = ""
    certificate_ends: datetime | None = None
    certificate_ended: bool = False
    said_time: datetime | None = None
    time_proved: bool = False
    licence: LicenceAssertion | None = None
    actions: tuple[str, ...] = ()
    source_type: str = ""
    inputs: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def valid(self) -> bool:
        """True when the whole credential checks out, whoever signed it."""
        return self.present and self.signature_valid and self.data_unchanged and not self.problems

    @property
    def verdict(self) -> Verdict:
        """The one thing to say first."""
        if not self.present:
            return Verdict.UNREADABLE if self.problems else Verdict.NONE
        if self.signature_valid and self.problems == (LEFT_OUT,):
            return Verdict.UNPROVED
        if not self.valid:
            own = self.signature_valid and self.data_unchanged and all(map(_of_ingredient, self.problems))
            return Verdict.INGREDIENT_BROKEN if own else Verdict.BROKEN
        if self.certificate_ended:
            return Verdict.ENDED
        if self.ours:
            return self._ours
        if self.trusted:
            return Verdict.LISTED
        return Verdict.UNLISTED if self.trust_list_asked else Verdict.UNCHECKED

    @property
    def _ours(self) -> Verdict:
        if self.retired_on:
            return Verdict.OURS_RETIRED
        development = self.licence is not None and self.licence.development_key
        return Verdict.OURS_DEVELOPMENT if development else Verdict.OURS

    @property
    def words(self) -> str:
        """The verdict for people, in English, with the names and days that it is about."""
        ends = f"{self.certificate_ends:%d %B %Y}" if self.certificate_ends else "an unknown day"
        return _WORDS[self.verdict].format(
            signer=self.signer or "somebody unnamed", retired=self.retired_on, ends=ends
        )


_WORDS = {
    Verdict.NONE: "The file carries no credential. That proves nothing either way: most files have none.",
    Verdict.UNREADABLE: "The file or the credential in it cannot be read, so it cannot be told what it says.",
    Verdict.BROKEN: "The credential does not hold: the file is not, byte for byte, what was signed. It may have been "
    "altered, or saved anew by a program that kept the old credential.",
    Verdict.UNPROVED: "The signature matches, but it leaves out more of the file than the credential itself, so "
    "it cannot be told whether something was changed there.",
    Verdict.INGREDIENT_BROKEN: "The signature is valid and the file has not changed since, but the credential of a "
    "file that it was made from does not hold.",
    Verdict.OURS: "The signature is valid. This instance signed the file, and it has not changed since.",
    Verdict.OURS_DEVELOPMENT: "The signature is valid: this instance signed the file with a key of its own, "
    "and it has not changed since. The signer is not on the C2PA trust list.",
    Verdict.OURS_RETIRED: "The signature is valid: this instance signed the file with a certificate that it used "
    "until {retired}, and the file has not changed since.",
    Verdict.LISTED: "The signature is valid and the file has not changed since. The signer, {signer}, is on the "
    "trust list.",
    Verdict.UNLISTED: "The signature is valid and the file has not changed since. The signer calls itself {signer} "
    "and is not on the C2PA trust list, so nobody vouches for that name.",
    Verdict.UNCHECKED: "The signature is valid and the file has not changed since. The signer calls itself {signer}; "
    "this instance has no trust list to look that name up in.",
    Verdict.ENDED: "The signature matches and the file has not changed since. The certificate of {signer} ended on "
    "{ends} and no time stamp proves that the file was signed before, so it cannot be told whether it was.",
}


def _of_ingredient(problem: str) -> bool:
    return problem.startswith("ingredient: ")


def plain(text: object) -> str:
    """Text of a stranger, safe to show: one short printable line."""
    return "".join(char for char in str(text or "")[:200] if char.isprintable())
