"""A worker that is killed in the middle of a picture: it is finished once, counted once, paid once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from doublet.engines import weights

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[1]
PHOTO = ROOT / "demo" / "people" / "ines-fiktiv" / "21_body_three_quarter_length.jpg"
GARMENT = ROOT / "demo" / "garments" / "tee-brick.jpg"

SETUP = """
import django; django.setup()
from pathlib import Path
from django.core.management import call_command
call_command("migrate", verbosity=0)
from doublet.story.target import build
target = build(photo=Path({photo!r}).read_bytes(), garment=Path({garment!r}).read_bytes())
print(target.shot.pk)
"""
STATE = """
import django, json; django.setup()
from doublet.ledger.models import Posting
from doublet.licences.models import Grant
from doublet.provenance.models import Credential
from doublet.studio.actions import taken
from doublet.studio.models import Frame, Shot
shot = Shot.objects.get()
print(json.dumps(dict(status=shot.status, attempts=shot.attempts, frames=Frame.objects.count(),
    spent=Grant.objects.filter(spent_at__isnull=False).count(), taken=taken(shot.licence),
    living=Grant.objects.filter(void_at=None).count(), postings=Posting.objects.count(),
    marked=Credential.objects.filter(status="ready").count())))
"""
APPROVE = """
import django; django.setup()
from doublet.publishing.actions import approve
from doublet.studio.models import Frame
frame = Frame.objects.get()
approve(by=frame.licence.model.user, frame=frame)
"""


@pytest.fixture
def house(tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DOUBLET_HOME": str(tmp_path),
        "DOUBLET_MODELS": str(weights.folder().resolve()),
        "DOUBLET_DATABASE_URL": "",
        "DOUBLET_REQUIRE_MFA": "false",
        "DOUBLET_LEASE_SECONDS": "4",
        "DJANGO_SETTINGS_MODULE": "doublet.config.settings.live",
    }


def run(house: dict[str, str], code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], env=house, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


def state(house: dict[str, str]) -> dict[str, object]:
    return dict(json.loads(run(house, STATE)))


def worker(house: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "doublet.cli", "worker", "--until-idle"]
    return subprocess.Popen(command, env=house, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_a_killed_worker_loses_and_repeats_nothing(house: dict[str, str]) -> None:
    run(house, SETUP.format(photo=str(PHOTO), garment=str(GARMENT)))
    first = worker(house)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        seen = state(house)
        if seen["spent"] == 1 and seen["status"] == "queued":  # the engine has begun
            break
        assert first.poll() is None, f"the worker ended before it could be killed: {seen}"
    os.kill(first.pid, signal.SIGKILL)
    first.wait()

    killed = state(house)
    assert (killed["status"], killed["frames"]) == ("queued", 0)

    time.sleep(5)  # the lease runs out
    second = worker(house)
    assert second.wait(timeout=300) == 0
    done = state(house)
    assert done == {
        "status": "done",
        "attempts": 2,
        "frames": 1,
        "spent": 2,
        "taken": 1,
        "living": 1,
        "postings": 0,
        "marked": 1,
    }

    run(house, APPROVE)
    assert worker(house).wait(timeout=120) == 0
    assert state(house) == {**done, "postings": 1}
