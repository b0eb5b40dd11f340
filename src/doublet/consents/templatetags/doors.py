"""The drawing of a door: ``{% load doors %}{% drawing "kinds" "swim" %}``."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from doublet.consents.drawings import PATHS

register = template.Library()


@register.simple_tag
def drawing(group: str, door: str) -> SafeString:
    """A line drawing; where there is none (countries), the code itself stands in type."""
    path = PATHS.get(group, {}).get(door)
    if path is None:
        return format_html('<i class="code-plate" aria-hidden="true">{}</i>', door)
    return format_html('<svg viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>', path)
