"""The way in for a WSGI server (granian)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doublet.config.settings.live")
application = get_wsgi_application()

from doublet.provenance.register import warm_beside  # noqa: E402 - it needs the applications loaded

warm_beside()
