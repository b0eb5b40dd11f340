"""The attacks on the gate, run on an instance that is made for them and thrown away.

Each attack starts from the same state (a signed licence, a waiting shot) and is undone afterwards.
It passes when it was refused *and* an audit row tells of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from typing import Any

from doublet.kernel.refusals import Unavailable


def run_attacks() -> list[dict[str, Any]]:
    """Run them all in a process of their own, with a home, a database and keys of its own."""
    from doublet.engines import weights

    with tempfile.TemporaryDirectory(prefix="doublet-sandbox-") as home:
        environment = {
            **os.environ,
            "DOUBLET_HOME": home,
            "DOUBLET_MODELS": str(weights.folder()),
            "DOUBLET_DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "doublet.config.settings.live",
        }
        done = subprocess.run(
            [sys.executable, "-m", "doublet.story.sandbox"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
    if done.returncode:
        tail = done.stderr.strip().splitlines()[-1:] or ["no words"]
        raise Unavailable("sandbox_broken", f"The attacks could not be run: {tail[0]}")
    results: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return results


def main() -> None:
    """Inside the sandbox: make it, attack it, print what happened."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from doublet.story.attacks import ATTACKS, attempt
    from doublet.story.target import build

    target = build()
    print(json.dumps([attempt(attack, target) for attack in ATTACKS]))


if __name__ == "__main__":
    main()
