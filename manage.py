#!/usr/bin/env python
"""Django's own commands, for maintainers (migrations, shell). People use `doublet`."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doublet.config.settings.live")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
