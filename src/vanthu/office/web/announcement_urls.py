"""The addresses of announcements inside the agency."""

from __future__ import annotations

from django.urls import URLPattern, path

from vanthu.office.web.views import announcements

pages: list[URLPattern] = [
    path("thong-bao-noi-bo/", announcements.listing, name="announcements"),
    path("thong-bao-noi-bo/viet", announcements.write, name="announce"),
    path("thong-bao-noi-bo/tep/<uuid:file_id>", announcements.file, name="announcement_file"),
    path("thong-bao-noi-bo/<uuid:announcement_id>", announcements.announcement, name="announcement"),
    path("thong-bao-noi-bo/<uuid:announcement_id>/<slug:slug>", announcements.verb, name="announcement_verb"),
]
