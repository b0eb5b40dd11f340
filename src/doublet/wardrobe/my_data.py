"""Garments and backgrounds are a brand's things: nothing in these tables is about a person."""

from __future__ import annotations

from doublet.people.held import not_told
from doublet.wardrobe.models import Garment, Plate

not_told(
    "A brand's things. Which of them you were shown with stands in your offers and pictures.", Garment, Plate
)
