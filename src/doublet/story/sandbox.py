"""The attacks on the gate, run on an instance that is made for them and thrown away.

Each attack starts from the same state (a signed licence, a waiting shot). It is held when it was refused
*and* an audit row tells of it, or it is said why none can.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from typing import Any

from doublet.kernel.refusals import Unavailable

COMMAND = (sys.executable, "-m", "doublet.story.sandbox")


def run_attacks(tell: Callable[[dict[str, Any]], None] = lambda _: None) -> list[dict[str, Any]]:
    """Run them all in a process of their own, with a home, a database and keys of its own.

    Args:
        tell: called with each outcome as it comes.
    """
    results = []
    with (
        tempfile.TemporaryFile("w+") as faults,
        subprocess.Popen(COMMAND, stdout=subprocess.PIPE, stderr=faults, text=True) as process,  # noqa: S603
    ):
        assert process.stdout is not None
        for line in process.stdout:
            results.append(json.loads(line))
            tell(results[-1])
        if process.wait():
            faults.seek(0)
            raise Unavailable("sandbox_broken", f"The attacks could not be run: {_last(faults.read())}")
    return results


def main() -> None:
    """Make the sandbox, attack it, print what happened line by line."""
    from doublet.engines import weights

    os.environ["DOUBLET_MODELS"] = str(weights.folder())
    with tempfile.TemporaryDirectory(prefix="doublet-sandbox-") as home:
        os.environ |= {
            "DOUBLET_HOME": home,
            "DOUBLET_WITNESS": "",
            "DOUBLET_DATABASE_URL": "",
            "DOUBLET_REQUIRE_MFA": "false",  # its people are made in a moment; one attack switches it on
            "DOUBLET_HOSTS": "testserver",
            "DOUBLET_SITE_URL": "http://testserver",
            "DJANGO_SETTINGS_MODULE": "doublet.config.settings.base",
        }
        _attack()


def _attack() -> None:
    import django

    django.setup()
    from doublet.story.attacks import races

    races.gather()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from doublet.story.attacks import GROUPS, attempt
    from doublet.story.target import build

    target = build()
    for group, attacks, undo in GROUPS:
        for attack in attacks:
            print(json.dumps(attempt(attack, target, group, undo=undo).as_dict()), flush=True)


def _last(words: str) -> str:
    return (words.strip().splitlines() or ["no words"])[-1]


if __name__ == "__main__":
    main()
