"""The words of the verify pages in every language that consents are written in. Pure data, read once."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

from doublet.consents import languages
from doublet.consents.languages import CODES, Language


@cache
def language(code: str) -> Language:
    """A language by its code, English where it is none of the seven; dates are written as consents write them."""
    base = languages.language(code)
    tables = tomllib.loads((Path(__file__).parent / f"{base.code}.toml").read_text("utf-8"))
    return replace(base, tables={**tables, "format": base.tables["format"]})


def best_of(accepted: str) -> str:
    """The code of the language that an `Accept-Language` header likes best, English where it likes none of ours."""
    wishes: list[tuple[float, int, str]] = []
    for place, part in enumerate(accepted[:500].split(",")):
        tag, _, weight = part.strip().lower().partition(";")
        try:
            liked = float(weight.replace(" ", "").removeprefix("q=") or 1)
        except ValueError:
            continue
        code = tag.partition("-")[0]
        if code in CODES and liked > 0:
            wishes.append((-liked, place, code))
    return min(wishes)[2] if wishes else languages.DEFAULT
