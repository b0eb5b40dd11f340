"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from doublet.ui.navigation import links_for


def house(request: HttpRequest) -> dict[str, Any]:
    """The platform's name, the links of the masthead, and how this instance signs.

    Every identity that the house can make is a development one; an instance with a certificate of
    a trust list sets ``DEVELOPMENT_KEYS`` to false in its settings.
    """
    user = getattr(request, "user", None)
    role = user.role if user is not None and user.is_authenticated else ""
    return {
        "platform": settings.PLATFORM_NAME,
        "site_url": settings.SITE_URL,
        "links": links_for(role, request.path),
        "development_keys": getattr(settings, "DEVELOPMENT_KEYS", True),
    }
