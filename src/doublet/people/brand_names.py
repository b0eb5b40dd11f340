"""The names that a brand goes by and the brands that it competes with, so that models' never-lists find it."""

from __future__ import annotations

from django import forms

from doublet.kernel import audit
from doublet.kernel.acting import action
from doublet.kernel.refusals import BadInput
from doublet.people import rights
from doublet.people.models import Brand, Role, User

MOST_NAMES = 50
LONGEST_NAME = 120


class BrandNamesForm(forms.Form):
    """One name a line."""

    also_known_as = forms.CharField(
        label="Also known as",
        required=False,
        max_length=6_000,
        help_text="Your labels, your group, older names. One a line.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    rivals = forms.CharField(
        label="Competitors",
        required=False,
        max_length=6_000,
        help_text="Brands that you compete with. One a line.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    @classmethod
    def showing(cls, brand: Brand) -> BrandNamesForm:
        """The form as the names stand."""
        return cls(
            initial={"also_known_as": "\n".join(brand.also_known_as), "rivals": "\n".join(brand.rivals)}
        )

    def names(self) -> dict[str, list[str]]:
        """What was typed, one name a line."""
        return {name: typed.splitlines() for name, typed in self.cleaned_data.items()}


@action
def set_brand_names(*, by: User, brand: Brand, also_known_as: list[str], rivals: list[str]) -> Brand:
    """A brand's team, or the operator, says by which other names it goes and with whom it competes."""
    if by.role != Role.OPERATOR:
        rights.must_be_brand(by, brand)
    brand = Brand.objects.select_for_update().get(pk=brand.pk)
    brand.also_known_as, brand.rivals = _clean(also_known_as), _clean(rivals)
    brand.save(update_fields=["also_known_as", "rivals"])
    audit.record(
        "brand.names_set", actor=by, subject=brand, also_known_as=brand.also_known_as, rivals=brand.rivals
    )
    return brand


def _clean(names: list[str]) -> list[str]:
    cleaned = list(dict.fromkeys(name for each in names if (name := " ".join(each.split()))))
    if len(cleaned) > MOST_NAMES or any(len(name) > LONGEST_NAME for name in cleaned):
        raise BadInput(
            "too_many_names",
            f"Up to {MOST_NAMES} names of up to {LONGEST_NAME} characters can be kept.",
            hint="Leave out what nobody would rule you out under.",
        )
    return cleaned
