"""Who outside the house may receive photos to make a picture from, where the model named them.

What FASHN says of keeping photos stands at docs.fashn.ai, pages "Data Retention & Privacy" and "API Fundamentals".
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Processor:
    """A company that an engine sends photos to.

    Attributes:
        id: how boundaries and consents store it.
        name: as its own documents call it; what `Capabilities.processor` says and her consent names.
        does: what it does with the photos, in words for the model.
        keeps: what it says itself about keeping them; part of the words that she signs.
    """

    id: str
    name: str
    does: str
    keeps: str

    @property
    def words(self) -> str:
        """One line for forms and signed papers."""
        return f"{self.name}, {self.does}"


PROCESSORS: dict[str, Processor] = {
    each.id: each
    for each in (
        Processor(
            "fashn",
            "FASHN AI",
            "a hosted service that dresses a photo in a garment",
            "it says that it does not store photos sent to it inside an order, and that pictures handed "
            "back inside the answer can be fetched for 60 minutes.",
        ),
    )
}
