"""The engines that this instance has, by id. Each refuses to work without a grant that its verifier takes."""

from __future__ import annotations

from functools import cache

from doublet.engines.tryon.contract import Engine
from doublet.engines.tryon.drape.engine import DrapeEngine
from doublet.kernel.refusals import Unavailable
from doublet.licences.gate import GrantVerifier

ENGINES = {"drape": DrapeEngine}


@cache
def engine(name: str) -> Engine:
    """One engine, opened once per process."""
    if name not in ENGINES:
        raise Unavailable("no_such_engine", f"This instance has no engine “{name[:40]}”.")
    return ENGINES[name](verify=GrantVerifier(name))
