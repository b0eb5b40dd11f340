"""The words of the report form, its answer and its letters in the seven languages. Pure data, read once."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

from doublet.consents import languages
from doublet.consents.languages import Language
from doublet.provenance.languages import language as verifying


@cache
def language(code: str) -> Language:
    """A language by its code; beside the report's own words stand those of the pages for anybody."""
    base = verifying(code)
    own = tomllib.loads((Path(__file__).parent / f"{base.code}.toml").read_text("utf-8"))
    optional = {"optional": languages.language(base.code).word("page", "optional_field")}
    return replace(base, tables={**base.tables, **own, "form": {**own["form"], **optional}})
