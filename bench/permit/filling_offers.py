"""The people of the offers' benchmark: fictional, in a database that is thrown away."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from doublet.kernel import clock
from doublet.people.actions import make_token
from doublet.people.models import User
from doublet.story.target import build


def people() -> dict[str, Any]:
    """Tokens of a brand and an agent, the model's session, and what the brand wishes for."""
    target = build()
    cast, today = target.people, clock.now().date()
    return {
        "brand": make_token(by=cast.brand, label="bench", scopes=["offers"], days=1)[1],
        "agent": make_token(by=cast.agent, label="bench", scopes=["offers"], days=1)[1],
        "session": _session(cast.model.user),
        "name": cast.model.legal_name,
        "site": settings.SITE_URL,
        "wish": {
            "title": "Bench",
            "model": cast.model.pk,
            "garments": [target.garment.pk],
            "backgrounds": ["studio_white"],
            "pictures": 2,
            "purpose": "ecommerce",
            "channels": ["own_web"],
            "territories": ["EU"],
            "starts": today.isoformat(),
            "ends": (today + timedelta(days=60)).isoformat(),
            "description": "Product pictures of the winter collection for the product pages of our own web "
            "shop in Europe.",
        },
    }


def _session(user: User) -> str:
    """A session as signing in leaves it, with the password entered just now."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.create()
    return str(session.session_key)
