"""A running instance of its own for one journey: site, worker, database and keys in a folder that is thrown away."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from doublet.engines import weights
from doublet.story.stage import PASSWORD

PATIENCE = 180.0

SEED = f"""
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from doublet.kernel import clock
from doublet.people.actions import open_house_account
from doublet.people.models import Agency, Brand, Role, User
operator = User.objects.create_user("operator@demo.invalid", {PASSWORD!r}, name="Operator", role=Role.OPERATOR)
User.objects.create_user("second-operator@demo.invalid", {PASSWORD!r}, name="Second operator", role=Role.OPERATOR)
for role, house, country, email, name in (
    ("agent", "Fiktiv Models (fictional)", "FR", "agent@demo.invalid", "Nadia Beispiel"),
    ("brand", "Maison Lumen (fictional)", "FR", "brand@demo.invalid", "Tomás Ejemplo"),
    ("brand", "Atelier Ombre (fictional)", "IT", "other-brand@demo.invalid", "Lia Esempio"),
):
    member, _ = open_house_account(by=operator, role=role, house_name=house, country=country, email=email, name=name)
    member.set_password({PASSWORD!r})
    member.save()
Agency.objects.update(fictional=True)
Brand.objects.update(fictional=True, popularity=35, popularity_source="fictional demo figure",
    popularity_on=clock.now().date())
"""

# What no page asks a model, because it is not hers to say: that she is a fictional person.
FICTION = """
import sys, django; django.setup()
from pathlib import Path
from doublet.kernel import blobs
from doublet.people.models import ModelProfile
model = ModelProfile.objects.get()
twin = model.twin
model.portrait = blobs.put(bytes(twin.wrapped_key), twin.pk, Path({portrait!r}).read_bytes())
model.fictional = True
model.save()
"""


class Instance:
    """The site on a free port, and a worker that can be stopped, so that something stays in the queue."""

    def __init__(self, home: Path) -> None:
        self.home = home
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._environment = {
            **os.environ,
            "DOUBLET_HOME": str(home / "var"),
            "DOUBLET_MODELS": str(weights.folder().resolve()),
            "DOUBLET_DATABASE_URL": "",
            "DOUBLET_REQUIRE_MFA": "false",
            "DOUBLET_SITE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "doublet.config.settings.live",
        }
        self.run(SEED)
        self._site = self._start("site", "serve", "--port", str(port), "--workers", "0")
        self._worker = self._start("worker", "worker")
        self._wait()

    def run(self, code: str) -> None:
        """Run a few lines inside the instance."""
        done = subprocess.run(
            [sys.executable, "-c", code], env=self._environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:]

    def stop_worker(self) -> None:
        """Let it end what it holds; what is asked for from now on waits in the queue."""
        _stop(self._worker)

    def start_worker(self) -> None:
        """Let the queue move again."""
        self._worker = self._start("worker", "worker")

    def close(self) -> None:
        """Stop everything."""
        for process in (self._worker, self._site):
            _stop(process)

    def complaints(self) -> str:
        """What site and worker wrote while they ran, for the message of a failed journey."""
        return "\n".join(file.read_text()[-2000:] for file in sorted(self.home.glob("*.log")))

    def _start(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        with (self.home / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "doublet.cli", *command],
                env=self._environment,
                stdout=log,
                stderr=log,
            )

    def _wait(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            assert self._site.poll() is None, f"the site did not start: {self.complaints()}"
            try:
                with urlopen(self.url) as answer:
                    assert answer.status == 200
                    return
            except URLError:
                time.sleep(0.2)
        raise AssertionError(f"the site did not answer: {self.complaints()}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
    process.wait(timeout=PATIENCE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
