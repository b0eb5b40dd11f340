"""Bank account numbers: the checksum that catches a mistyped digit before money leaves."""

from __future__ import annotations

import re

from doublet.kernel.refusals import BadInput

# Lengths by country, from the public registry of the IBAN standard (ISO 13616).
_LENGTHS = {
    **dict.fromkeys(("NO",), 15),
    **dict.fromkeys(("BE",), 16),
    **dict.fromkeys(("DK", "FO", "FI", "GL", "NL"), 18),
    **dict.fromkeys(("MK", "SI"), 19),
    **dict.fromkeys(("AT", "BA", "EE", "KZ", "LT", "LU", "XK"), 20),
    **dict.fromkeys(("CH", "HR", "LI", "LV"), 21),
    **dict.fromkeys(("BG", "BH", "CR", "DE", "GB", "GE", "IE", "ME", "RS", "VA"), 22),
    **dict.fromkeys(("AE", "GI", "IL", "IQ", "OM", "TL"), 23),
    **dict.fromkeys(("AD", "CZ", "ES", "MD", "PK", "RO", "SA", "SE", "SK", "TN", "VG"), 24),
    **dict.fromkeys(("LY", "PT", "ST"), 25),
    **dict.fromkeys(("IS", "TR"), 26),
    **dict.fromkeys(("FR", "GR", "IT", "MC", "MR", "SM"), 27),
    **dict.fromkeys(("AL", "AZ", "CY", "DO", "GT", "HU", "LB", "NI", "PL", "SV"), 28),
    **dict.fromkeys(("BR", "EG", "PS", "QA", "UA"), 29),
    **dict.fromkeys(("JO", "KW", "MU"), 30),
    **dict.fromkeys(("MT", "SC"), 31),
    **dict.fromkeys(("LC",), 32),
}


def iban(text: str) -> str:
    """An IBAN in its compact form: spaces out, capitals, country, length and checksum checked.

    Raises:
        BadInput: not an IBAN; the reason says which part is wrong and shows only its last four characters.
    """
    compact = re.sub(r"[ \u00a0]", "", text).upper()
    shown = f"The account number that ends in {compact[-4:]!r}"
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}", compact):
        raise BadInput(
            "iban_unreadable", f"{shown} is not an IBAN.", hint="Write it like DE00 0000 0000 0000 0000 00."
        )
    expected = _LENGTHS.get(compact[:2])
    if expected is None:
        raise BadInput("iban_country", f"{shown} begins with {compact[:2]}, which has no IBAN known here.")
    if len(compact) != expected:
        raise BadInput(
            "iban_length",
            f"{shown} has {len(compact)} characters; in {compact[:2]} it must have {expected}.",
            hint="Compare it with the bank statement.",
        )
    digits = "".join(str(int(c, 36)) for c in compact[4:] + compact[:4])
    if int(digits) % 97 != 1:
        raise BadInput(
            "iban_checksum", f"{shown} has a wrong digit.", hint="Compare it with the bank statement."
        )
    return compact
