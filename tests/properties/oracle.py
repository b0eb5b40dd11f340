"""What must hold of a licence, reckoned apart from the product's own rules: sets and dates, nothing imported from them."""

from __future__ import annotations

from typing import Any

EU = {"FR", "IT", "DE", "ES", "EU"}
US = {"US", "US-NY"}
WORLD = EU | US | {"GB", "NO", "CN", "JP", "WORLD"}
GROUND = {"EU": EU, "US": US, "WORLD": WORLD}
LISTS = {
    "settings": "settings",
    "channels": "channels",
    "alterations": "alterations",
    "poses": "poses",
    "exposure": "exposure",
    "company": "company",
}


def wider(terms: dict[str, Any], consent: dict[str, Any], *, brand: str) -> list[str]:
    """Every dimension in which frozen terms go beyond a consent's terms, both as they are kept."""
    bounds = consent["bounds"]
    found = [name for name, door in LISTS.items() if set(terms[name]) - set(bounds[door])]
    if {garment["kind"] for garment in terms["garments"]} - set(bounds["kinds"]):
        found.append("kinds")
    if terms["purpose"] not in bounds["purposes"]:
        found.append("purpose")
    if ground(terms["territories"]) - ground(bounds["territories"]):
        found.append("territories")
    if brand in bounds["never_brands"]:
        found.append("brand")
    if not consent["starts"] <= terms["starts"] <= terms["ends"] <= consent["ends"]:
        found.append("days")
    if terms["currency"] != consent["currency"] or terms["rate_minor"] < consent["floor_minor"]:
        found.append("rate")
    if not 1 <= terms["pictures"] <= 1000:
        found.append("pictures")
    return found


def ground(places: list[str]) -> set[str]:
    """Every place that lies in these."""
    return set().union(*(GROUND.get(place, {place}) for place in places)) if places else set()
