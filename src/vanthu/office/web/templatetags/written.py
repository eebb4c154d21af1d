"""The lines of piles and lists of tasks, written by `shown.items`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString

from vanthu.office.web.shown import items
from vanthu.office.web.shown.pen import Pen

register = template.Library()


@register.simple_tag(takes_context=True)
def written(context: dict[str, Any], pile: Any) -> SafeString:
    """Write the lines of a pile of the desk."""
    me = context["person"].full_name
    return items.written(pile.kind, pile.shown, Pen(context["now"]), pile=pile.key, picks=pile.picks, me=me)


@register.simple_tag(takes_context=True)
def written_tasks(context: dict[str, Any], rows: Iterable[Any]) -> SafeString:
    """Write the lines of a list of tasks, each with a box to choose it."""
    return items.written("task", rows, Pen(context["now"]), picks=True)
