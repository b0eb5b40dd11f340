"""Rules in words for people. Pure."""

from __future__ import annotations

from doublet.rulebook.pack import Limit

LIMITS = {
    "pictures": "pictures of one licence",
    "days": "days that a licence runs",
    "purpose": "purpose",
    "channel": "channel",
    "territory": "territory",
    "kind": "kind of garment",
    "setting": "setting",
    "alteration": "alteration",
}
COUNTED = ("pictures", "days")
OPERATOR_KINDS = {
    "software": "Software only: others run their business on it",
    "brand": "A brand with twins of its own models",
    "agency": "An agency that represents models",
    "marketplace": "A marketplace where models and brands meet",
}
# what an operator is -> whom the duties of the rulebook bind
BOUND_AS = {
    "software": ("host",),
    "brand": ("host", "brand"),
    "agency": ("host", "agency"),
    "marketplace": ("host", "marketplace"),
}


def limit_words(limit: Limit) -> str:
    """``at most 20 pictures of one licence``, ``never the purpose “print”``."""
    if limit.most is not None:
        return f"at most {limit.most} {LIMITS[limit.what]}"
    return f"never the {LIMITS[limit.what]} “{limit.never.replace('_', ' ')}”"
