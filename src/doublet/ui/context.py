"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, Any]:
    """The platform's name and whether this instance signs with development keys."""
    return {"platform": settings.PLATFORM_NAME, "site_url": settings.SITE_URL}
