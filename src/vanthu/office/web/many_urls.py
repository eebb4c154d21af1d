"""The addresses of what is done with several lines of a list."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from vanthu.office.web.many_kinds import KINDS
from vanthu.office.web.views import many


class ManyPath:
    """The first part of the addresses of a list in which lines are chosen."""

    regex = "|".join(KINDS)

    def to_python(self, value: str) -> str:
        """Return it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Return it as it is."""
        return value


register_converter(ManyPath, "many")

pages: list[URLPattern] = [
    path("<many:path>/nhieu", many.chosen, name="many"),
    path("<many:path>/nhieu/<slug:slug>", many.verb, name="many_verb"),
]
