"""What the studio holds of a model, for the file that she downloads (GDPR 15 and 20)."""

from __future__ import annotations

from typing import Any

from doublet.people.models import User
from doublet.people.queries import part_of_my_data, plain_row
from doublet.studio.models import Frame, Prepared


@part_of_my_data("studio")
def pictures_of(user: User) -> dict[str, Any]:
    """The pictures made of her, and the parts of her photos that an engine keeps ready."""
    prepared = Prepared.objects.filter(photo__capture_set__twin__model__user=user).order_by("pk")
    frames = Frame.objects.filter(licence__model__user=user).order_by("pk")
    return {
        "prepared_photos": [plain_row(row, "photo_id", "engine", "version", "made_at") for row in prepared],
        "pictures": [
            plain_row(frame, "id", "licence_id", "engine", "engine_version", "made_at") for frame in frames
        ],
    }
