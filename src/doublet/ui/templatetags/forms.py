"""Form fields with their label, help and errors tied together: ``{% load forms %}``."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

_KINDS: list[tuple[type[forms.Widget], str]] = [
    (forms.CheckboxInput, "tick"),
    (forms.FileInput, "drop"),
    (forms.RadioSelect, "choices"),
    (forms.CheckboxSelectMultiple, "choices"),
]


@register.inclusion_tag("ui/components/field.html")
def field(bound: BoundField, where: str = "Drop files here, or choose them") -> dict[str, Any]:
    """One field. A file field becomes a drop area that works without any script (`where`: its words)."""
    kind = next((name for widget, name in _KINDS if isinstance(bound.field.widget, widget)), "line")
    return {"field": bound, "kind": kind, "where": where}


@register.inclusion_tag("ui/components/fields.html")
def fields(form: forms.BaseForm) -> dict[str, Any]:
    """Every field of a form, its hidden ones, and what is wrong with the form as a whole."""
    return {"form": form}


@register.simple_block_tag
def sign_box(content: str, form: forms.BaseForm, title: str, action: str = "Sign") -> SafeString:
    """The place to sign: the statement, the typed name and the other fields, and one button.

    Stands inside a ``<form>``; the form's field ``name`` is the typed signature.
    """
    rest = [bound for bound in form.visible_fields() if bound.name != "name"]
    return render_to_string(
        "ui/components/sign_box.html",
        {
            "content": content,
            "form": form,
            "name": form["name"],
            "rest": rest,
            "title": title,
            "action": action,
        },
    )
