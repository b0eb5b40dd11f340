"""The reference that a brand writes on its payments: ISO 11649, so that banks and people notice a slip."""

from __future__ import annotations

import re
from collections.abc import Iterator

from doublet.licences.models import Licence
from doublet.people.models import Brand

_LENGTH = 16  # of the id's 20 random characters: enough to be nobody else's, short enough to type


def of_brand(brand: Brand) -> str:
    """The creditor reference of a brand, in groups of four: ``RF45 8K3M ...``."""
    return _reference(brand.pk)


def of_licence(licence: Licence) -> str:
    """The creditor reference of one licence, for what is paid beforehand for it."""
    return _reference(licence.pk)


def brand_of(text: str) -> Brand | None:
    """The brand whose reference stands in a bank's words; None where none does, or a character is wrong."""
    found = (Brand.objects.filter(pk__startswith=f"brd_{body}").first() for body in _bodies(text))
    return next((brand for brand in found if brand), None)


def licence_of(text: str) -> Licence | None:
    """The licence whose reference stands in a bank's words: then the money was paid beforehand for it."""
    found = (Licence.objects.filter(pk__startswith=f"lic_{body}").first() for body in _bodies(text))
    return next((licence for licence in found if licence), None)


def _reference(pk: str) -> str:
    body = pk.partition("_")[2][:_LENGTH].upper()
    told = f"RF{98 - int(_digits(body + 'RF00')) % 97:02d}{body}"
    return " ".join(told[at : at + 4] for at in range(0, len(told), 4))


def _bodies(text: str) -> Iterator[str]:
    plain = re.sub(r"[^0-9A-Z]", "", text.upper())
    for found in re.finditer(rf"(?=(RF\d\d[0-9A-Z]{{{_LENGTH}}}))", plain):
        told = found[1]
        if int(_digits(told[4:] + told[:4])) % 97 == 1:
            yield told[4:].lower()


def _digits(text: str) -> str:
    return "".join(str(int(character, 36)) for character in text)
