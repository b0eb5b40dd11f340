"""How long the world goes on believing: real seconds, with site, worker and every cache on the way."""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.journeys import instance as instances
from tests.journeys.instance import Instance
from tests.journeys.test_review_board import BARE, PILE

pytestmark = pytest.mark.slow

MINUTE = 60.0

# One approved picture, and what a stranger holds of it: its record, a link of verify, and its place in the list.
APPROVED = (
    PILE.format(pictures=1)
    + """
import json
from doublet.kernel import clock
from doublet.provenance.answers import Answer, pack
from doublet.provenance.findings import Finding, Phrase
from doublet.provenance.standing import permitted_by, today
from doublet.publishing.actions import approve
from doublet.kernel.home import home
known = Credential.objects.get()
approve(by=target.people.model.user, frame=known.frame)
told = Finding("unknown", Phrase("ai", "unknown"))
link = pack(Answer(told, permitted_by(known), today(known), told, sha256="0" * 64, looked_at=clock.now(), credential=known))
place = target.licence.status_entry
(home() / "held.json").write_text(json.dumps({
    "record": f"/c/{known.pk}", "link": f"/verify/r/{link}",
    "list": f"/status/revocation/{place.list_number}", "index": place.index,
}))
"""
)

# The clock is the machine's, the same in every process; it starts when she presses the button.
WITHDRAW = """
import django; django.setup()
import time
from doublet.kernel.home import home
from doublet.licences.actions import withdraw_licence
from doublet.licences.models import Licence
licence = Licence.objects.get()
(home() / "pressed").write_text(str(time.monotonic()))
withdraw_licence(by=licence.model.user, licence=licence)
"""

# Something that nobody is told of at once: only the worker's round signs over it.
QUIET = """
import django; django.setup()
from django.db import transaction
from doublet.kernel import audit
with transaction.atomic():
    audit.record("thing.done", actor="test", subject="thing")
"""


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Instance]:
    monkeypatch.setattr(instances, "SEED", BARE)
    instance = Instance(tmp_path)
    yield instance
    instance.close()


class Stranger:
    """Somebody who holds what was published, and asks again."""

    def __init__(self, instance: Instance) -> None:
        self.site = instance.url
        self.held = json.loads((instance.home / "var" / "held.json").read_text())

    def fetch(self, path: str) -> tuple[str, float]:
        """The answer, and for how many seconds somebody may go on without asking again."""
        with urlopen(f"{self.site}{path}") as answer:
            kept = re.search(r"max-age=(\d+)", answer.headers.get("Cache-Control", ""))
            return answer.read().decode(), float(kept[1]) if kept else 0.0

    def record(self) -> tuple[bool, float]:
        text, kept = self.fetch(self.held["record"])
        return "Permission withdrawn" in text, kept

    def record_for_machines(self) -> tuple[bool, float]:
        text, kept = self.fetch(f"{self.held['record']}.json")
        return not json.loads(text)["permitted_today"], kept

    def link(self) -> tuple[bool, float]:
        text, kept = self.fetch(self.held["link"])
        return "Permission was withdrawn" in text, kept

    def status_list(self) -> tuple[bool, float]:
        token, kept = self.fetch(self.held["list"])
        body = token.split(".")[1]
        told = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))["credentialSubject"]
        from doublet.licences.tests.reading import bits

        return bits(told["encodedList"])[self.held["index"]] == "1", kept + told["ttl"] / 1000

    def events(self) -> tuple[int, float]:
        text, kept = self.fetch("/log/head")
        head = json.loads(text)["head"]
        return head["tree_size"] if head else 0, kept


def until(ask: Callable[[], tuple[bool, float]], began: float) -> float:
    """Seconds from `began` until the last one who may still hold the old answer asks again."""
    while True:
        known, kept = ask()
        if known:
            return time.monotonic() - began + kept
        assert time.monotonic() - began < MINUTE, f"{ask.__name__} does not know after a minute"
        time.sleep(0.2)


def test_everybody_knows_within_a_minute(instance: Instance) -> None:
    instance.run(APPROVED)
    stranger = Stranger(instance)
    asked = [stranger.record, stranger.record_for_machines, stranger.link, stranger.status_list]
    assert [ask()[0] for ask in asked] == [False] * 4

    before, _ = stranger.events()
    instance.run(WITHDRAW)
    began = float((instance.home / "var" / "pressed").read_text())
    waited = {ask.__name__: until(ask, began) for ask in asked}
    assert max(waited.values()) < MINUTE, waited
    # Signed by the process that withdrew, before it said so: no worker's round is waited for.
    after, _ = stranger.events()
    assert after > before

    began = time.monotonic()
    instance.run(QUIET)
    waited["head"] = until(lambda: (stranger.events()[0] > after, stranger.events()[1]), began)
    assert waited["head"] < MINUTE, waited
    print({name: round(seconds, 1) for name, seconds in waited.items()})
