"""The components of the house, for templates: ``{% load look %}``.

Each one renders a file in ``ui/components``; the style guide at ``/_look`` shows them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from doublet.kernel.money import Money
from doublet.ui.badges import badge_words
from doublet.ui.drawing import qr_svg
from doublet.ui.states import tone_of, words_of

register = template.Library()

Pairs = Iterable[tuple[Any, Any]]


@register.filter
def money(amount: Money | int | None, currency: str = "") -> str:
    """``{{ cents|money:"EUR" }}`` or ``{{ quote.total|money }}`` -> ``EUR 1,234.50``; nothing stays empty."""
    if amount is None:
        return ""
    return amount.format() if isinstance(amount, Money) else Money(amount, currency).format()


@register.filter
def words(code: str) -> str:
    """A code as people read it."""
    return words_of(str(code))


@register.simple_tag
def state(code: str, text: str = "") -> SafeString:
    """A state in words with a shape of its own, so that nobody has to tell colours apart."""
    shown = text or words_of(str(code))
    return format_html('<span class="state" data-tone="{}">{}</span>', tone_of(str(code)), shown)


@register.simple_tag
def badge(kind: str) -> SafeString:
    """What kind of picture this is: twin, composite, synthetic, fictional, preview, real, lab."""
    return format_html('<span class="badge">{}</span>', badge_words(kind))


@register.inclusion_tag("ui/components/picture.html")
def picture(
    src: str,
    alt: str,
    badge: str = "",
    caption: str = "",
    width: int = 800,
    height: int = 1000,
    shape: str = "portrait",
    href: str = "",
    eager: bool = False,
) -> dict[str, Any]:
    """A picture with its badge. `shape`: portrait (cropped 4:5), square (whole garment), or as it is."""
    return {**locals(), "words": badge_words(badge) if badge else ""}


@register.inclusion_tag("ui/components/button.html")
def button(
    text: str, href: str = "", kind: str = "", name: str = "", value: str = "", form: str = ""
) -> dict[str, str]:
    """A link that looks like a button, or a submit button. `kind`: quiet, danger, plain."""
    return dict(locals())


@register.simple_block_tag
def card(content: str, title: str = "", href: str = "", kicker: str = "") -> SafeString:
    """A block with a rule above it; the title links where `href` is given."""
    return render_to_string(
        "ui/components/card.html", {"content": content, "title": title, "href": href, "kicker": kicker}
    )


@register.simple_block_tag
def notice(content: str, title: str, tone: str = "info") -> SafeString:
    """Something to know before going on. `tone`: info, ok, warn, danger."""
    return render_to_string("ui/components/notice.html", {"content": content, "title": title, "tone": tone})


@register.inclusion_tag("ui/components/facts.html")
def facts(pairs: Pairs) -> dict[str, Pairs]:
    """Names and values."""
    return {"pairs": pairs}


@register.inclusion_tag("ui/components/taglist.html")
def taglist(items: Iterable[str]) -> dict[str, Iterable[str]]:
    """Short words side by side."""
    return {"items": items}


@register.inclusion_tag("ui/components/tabs.html")
def tabs(items: Iterable[tuple[str, str]], current: str, label: str = "Sections") -> dict[str, Any]:
    """Links between pages of one thing: (words, href); `current` is the href of this page."""
    return {"items": items, "current": current, "label": label}


@register.inclusion_tag("ui/components/steps.html")
def steps(items: Sequence[str], current: int) -> dict[str, Any]:
    """Where somebody is on a way of several steps; `current` counts from 1."""
    rows = [
        (item, "done" if at < current else "now" if at == current else "") for at, item in enumerate(items, 1)
    ]
    return {"rows": rows}


@register.inclusion_tag("ui/components/progress.html")
def progress(text: str, done: int, total: int, url: str = "", every: int = 2) -> dict[str, Any]:
    """A bar that asks `url` for its own next state every few seconds, until it is full."""
    return {**locals(), "polls": bool(url) and done < total}


@register.inclusion_tag("ui/components/working.html")
def working(text: str) -> dict[str, str]:
    """Shown while a form with ``hx-indicator="#working"`` waits for an answer that takes seconds."""
    return {"text": text}


@register.inclusion_tag("ui/components/level.html")
def level(text: str, value: float, floor: float, top: float = 1.0, shown: str = "") -> dict[str, Any]:
    """A measured value against the floor it has to reach."""
    return {**locals(), "shown": shown or value}


@register.inclusion_tag("ui/components/coverage.html")
def coverage(caption: str, columns: Sequence[str], rows: Pairs) -> dict[str, Any]:
    """A capture set's map: rows of (angle, state codes in the order of the columns)."""
    cells = [
        (name, [(column, tone_of(code), words_of(code)) for column, code in zip(columns, codes, strict=True)])
        for name, codes in rows
    ]
    return {"caption": caption, "columns": columns, "rows": cells}


@register.inclusion_tag("ui/components/table.html")
def table(head: Sequence[str], rows: Iterable[Sequence[Any]], caption: str = "") -> dict[str, Any]:
    """Rows whose first cell names them; each becomes a card on a phone. Money cells align themselves."""
    kept = [list(row) for row in rows]
    shown = [
        [(name, cell, isinstance(cell, Money)) for name, cell in zip(head, row, strict=True)] for row in kept
    ]
    columns = [(name, any(isinstance(row[at], Money) for row in kept)) for at, name in enumerate(head)]
    return {"columns": columns, "rows": shown, "caption": caption}


@register.inclusion_tag("ui/components/diff.html")
def diff(rows: Iterable[tuple[str, Any, Any]]) -> dict[str, Any]:
    """Terms that somebody wants changed: (term, before, after)."""
    return {"rows": rows}


@register.inclusion_tag("ui/components/thread.html")
def thread(entries: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """What was said and done, in order: dicts of who, at, words, and state and diff where they apply."""
    return {"entries": entries}


@register.inclusion_tag("ui/components/empty.html")
def empty(title: str, text: str, action: str = "", href: str = "") -> dict[str, str]:
    """Nothing here yet, and what to do about it."""
    return dict(locals())


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """A QR code as inline SVG, with its text alternative."""
    return format_html('<div class="qr" role="img" aria-label="{}">{}</div>', label, qr_svg(text))


@register.filter
def percent(basis_points: int) -> str:
    """``1250`` basis points -> ``12.5 %``."""
    return f"{basis_points / 100:g} %"
