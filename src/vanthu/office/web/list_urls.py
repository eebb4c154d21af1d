"""The addresses of what people set for their lists."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from vanthu.office.web.views import list_settings


class ListPath:
    """The first part of the addresses of a list."""

    regex = "|".join(list_settings.WAYS)

    def to_python(self, value: str) -> str:
        """Return it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Return it as it is."""
        return value


register_converter(ListPath, "list")

pages: list[URLPattern] = [
    path("<list:path>/bo-loc", list_settings.keep, name="keep_filter"),
    path("<list:path>/bo-loc/<uuid:filter_id>/xoa", list_settings.drop, name="drop_filter"),
    path("<list:path>/cot", list_settings.columns, name="choose_columns"),
]
