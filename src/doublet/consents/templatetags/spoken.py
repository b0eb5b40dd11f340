"""Words in the language of the page: ``{% load spoken %}{% say "until" day=consent.ends %}``.

The page's context holds the language as ``said``.
"""

from __future__ import annotations

from typing import Any

from django import template

from doublet.consents.languages import Language, language

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: dict[str, Any], key: str, group: str = "page", **fields: Any) -> str:
    """One sentence of the page, in its language."""
    said: Language = context["said"]
    return said.text(group, key, **fields)


@register.filter
def named(code: str) -> str:
    """What a language calls itself."""
    return language(code).name
