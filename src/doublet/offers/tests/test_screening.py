"""What the words of a brief are held against."""

from __future__ import annotations

from doublet.consents.boundaries import BoundaryTerms
from doublet.offers.screening import touches


def test_a_list_of_garments_is_no_text_in_an_unknown_language() -> None:
    names = "Crew-neck tee\nSleeveless A-line dress\nTee with double-sun print\nLong-sleeve knit\nPolo shirt"
    assert touches(BoundaryTerms(), {"garments": names}) == ()
    assert (
        touches(BoundaryTerms(), {"title": "Long-sleeve knit, polo shirt, straight trousers, white tee"})
        == ()
    )
    assert touches(
        BoundaryTerms(), {"description": "Sukienka z jedwabiu bez rękawów, zdjęcia do sklepu w sieci"}
    )
