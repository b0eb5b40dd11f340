"""Print the API's document: ``python -m doublet.api > docs/openapi.json``."""

from __future__ import annotations

import json
import os
import sys

import django


def main() -> None:
    """The document as the site serves it, in a fixed order, so that a change of it shows as a change."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doublet.config.settings.base")
    django.setup()
    from doublet.api.main import api

    json.dump(api.get_openapi_schema(), sys.stdout, indent=1, sort_keys=True, ensure_ascii=False)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
