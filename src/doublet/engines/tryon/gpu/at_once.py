"""What engines share that work at once, in this process: grants, keys, and the few jobs kept in memory."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from functools import cache
from pathlib import Path

from doublet.engines.tryon.admission import demand_grant, demand_sense, no_such_job
from doublet.engines.tryon.contract import Capabilities, Finding, Job, Result, TryOnRequest, Verifier
from doublet.engines.tryon.orders import ref_of
from doublet.kernel.refusals import Refused, Unavailable

_KEPT_JOBS = 8


class AtOnce:
    """An engine whose `submit` returns when the pictures are made. One order at a time: one GPU, one model."""

    id = ""
    version = ""

    def __init__(self, verify: Verifier | None = None) -> None:
        self._verify = verify
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._one = threading.Lock()

    def capabilities(self) -> Capabilities:
        """What this engine can do."""
        raise NotImplementedError

    def make(self, request: TryOnRequest) -> Result:
        """The pictures of a permitted order."""
        raise NotImplementedError

    def open(self) -> None:
        """Load what is needed, once.

        Raises:
            Unavailable: a library or weights are missing.
        """
        raise NotImplementedError

    def check(self, request: TryOnRequest) -> list[Finding]:
        """What speaks against an order; loads the weights, which a later `submit` then finds ready."""
        try:
            demand_sense(request, self.capabilities())
            self.open()
        except Refused as refused:
            return [Finding(refused.code, "blocks", refused.reason, refused.hint)]
        return []

    def submit(self, request: TryOnRequest, idempotency_key: str) -> str:
        """Make the pictures and answer the reference of the finished job.

        Raises:
            PolicyRefused: no grant.
            BadInput, GarmentUnsuitable, CaptureUnsuitable: the order makes no sense to this engine.
            Unavailable: a library or weights are missing.
        """
        demand_grant(self._verify, request)
        ref = ref_of(self.id, idempotency_key)
        with self._one:
            if ref in self._jobs:
                return ref
            demand_sense(request, self.capabilities())
            self.open()
            self._jobs[ref] = Job(ref, "done", 1.0, self.make(request))
            while len(self._jobs) > _KEPT_JOBS:
                self._jobs.popitem(last=False)
        return ref

    def poll(self, ref: str) -> Job:
        """The job of a reference.

        Raises:
            NotThere: no such job, or it was made too long ago or in another process.
        """
        if ref not in self._jobs:
            raise no_such_job()
        return self._jobs[ref]

    def cancel(self, ref: str) -> None:
        """Nothing to stop: a job of this engine is done when it has a reference."""
        self.poll(ref)


def missing_library(name: str) -> Unavailable:
    """The refusal where an optional library is not installed."""
    return Unavailable(
        "gpu_library_missing",
        f"The library {name} is not installed, so this engine is switched off.",
        rule="ENGINE",
        hint="The operator installs the extra: pip install 'doublet[gpu]' (see docs/engines.md).",
    )


def weights_folder(path: Path, variable: str, needed: str) -> Path:
    """The folder that the operator named.

    Raises:
        Unavailable: none is named, or `needed` is not in it.
    """
    if path == Path() or not (path / needed).exists():
        raise Unavailable(
            "gpu_weights_missing",
            f"The weights of this engine are not on this machine: {needed} was not found.",
            rule="ENGINE",
            hint=f"The operator downloads them and sets {variable} to their folder (see docs/engines.md).",
        )
    return path


@cache
def file_sha256(path: Path) -> str:
    """The hash of a weights file, computed once a process: some have gigabytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
