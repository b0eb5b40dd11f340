"""Delivery profiles: where a picture will be shown decides its visible label and what stands in the file.

Sources and status of each rule stand in the rule pack; this is a first, small table. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass

from doublet.licences.labels import FICTIONAL_LABEL, LABEL
from doublet.licences.rules import Ask, Moment

__all__ = ["FICTIONAL_LABEL", "LABEL", "PROFILES", "Profile"]


@dataclass(frozen=True)
class Profile:
    """One place to show a picture.

    Attributes:
        channel, territory: what the licence must cover.
        burned_in: the label stands on the pixels; else it belongs beside the picture, in words.
        rule: the rule pack's id that asks for it; `why` in words.
    """

    id: str
    title: str
    channel: str
    territory: str
    burned_in: bool
    rule: str
    why: str

    def ask(self, moment: Moment, brand_id: str | None) -> Ask:
        """What the gate is asked before a picture is delivered for this place. No tool here alters a body."""
        label = "on_picture" if self.burned_in else "beside"
        return Ask(moment, brand_id=brand_id, channel=self.channel, territory=self.territory, label=label)


PROFILES = {
    profile.id: profile
    for profile in (
        Profile(
            "eu-web",
            "Web shop, European Union",
            "own_web",
            "EU",
            True,
            "EU-50-4",
            "The EU asks for a visible label at first sight.",
        ),
        Profile(
            "eu-social",
            "Own social media, European Union",
            "own_social",
            "EU",
            True,
            "EU-50-4",
            "The EU asks for a visible label at first sight.",
        ),
        Profile(
            "eu-ad",
            "Advertisement, European Union",
            "paid_ads",
            "EU",
            True,
            "EU-50-4",
            "The EU asks for a visible label, readable at its final size.",
        ),
        Profile(
            "us-ny-ad",
            "Advertisement, New York",
            "paid_ads",
            "US-NY",
            True,
            "HOUSE-LABEL",
            "New York's label law is for synthetic performers; our own policy labels twins too.",
        ),
        Profile(
            "us-web",
            "Web shop, United States",
            "own_web",
            "US",
            True,
            "HOUSE-LABEL",
            "No federal rule; our own policy labels every twin.",
        ),
        Profile(
            "google-shopping",
            "Google Shopping, main picture",
            "marketplaces",
            "EU",
            False,
            "CH-GMC",
            "Google refuses text on the main picture: the label goes into the product page, the metadata stay in the file.",
        ),
    )
}
