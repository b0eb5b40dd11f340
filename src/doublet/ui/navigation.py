"""The masthead's links, by role. A part that an instance does not have has no link."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

# role -> (words, name of the address); "" is somebody who has not signed in
LINKS: dict[str, tuple[tuple[str, str], ...]] = {
    "": (("Verify", "provenance:verify"), ("Open an account", "join"), ("Sign in", "account_login")),
    "model": (
        ("Today", "home"),
        ("Twin", "twins:capture"),
        ("Consents", "consents:list"),
        ("Offers", "offers:offers"),
        ("Price", "offers:price"),
        ("Licences", "licences:licences"),
        ("Review", "publishing:review"),
        ("Money", "ledger:statement"),
        ("Settings", "me"),
    ),
    "agent": (
        ("Today", "home"),
        ("Models", "offers:agency"),
        ("Offers", "offers:offers"),
        ("Licences", "licences:licences"),
        ("Money", "ledger:statement"),
        ("Settings", "me"),
    ),
    "brand": (
        ("Today", "home"),
        ("Roster", "offers:roster"),
        ("Wardrobe", "wardrobe:garments"),
        ("Offers", "offers:offers"),
        ("Licences", "licences:licences"),
        ("Studio", "studio:studio"),
        ("Deliveries", "publishing:deliveries"),
        ("Tasks", "watch:tasks"),
        ("Money", "ledger:owing"),
        ("Settings", "me"),
    ),
    "operator": (
        ("Today", "home"),
        ("People", "people"),
        ("Licences", "licences:licences"),
        ("Machine", "operator:overview"),
        ("Settings", "me"),
    ),
    "auditor": (
        ("Today", "home"),
        ("Licences", "licences:licences"),
        ("Machine", "operator:overview"),
        ("Settings", "me"),
    ),
}


@dataclass(frozen=True)
class Link:
    """One entry of the masthead."""

    words: str
    href: str
    here: bool


def links_for(role: str, path: str) -> list[Link]:
    """The links of a role; the one whose address begins `path` most closely is marked as here."""
    found = [(words, href) for words, name in LINKS[role] if (href := _address(name))]
    inside = [href for _, href in found if path == href or path.startswith(href.rstrip("/") + "/")]
    nearest = max(inside, key=len, default="")
    return [Link(words, href, href == nearest) for words, href in found]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
