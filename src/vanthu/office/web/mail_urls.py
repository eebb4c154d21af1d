"""The addresses of the agency's e-mail."""

from __future__ import annotations

from django.urls import URLPattern, path

from vanthu.office.web.views import inbox

_FILE = "thu-den/<uuid:mail_id>/tep/<int:place>"

pages: list[URLPattern] = [
    path("thu-den/", inbox.listing, name="mails"),
    path("thu-den/tai-len", inbox.upload, name="mail_upload"),
    path("thu-den/<uuid:mail_id>", inbox.mail, name="mail"),
    path("thu-den/<uuid:mail_id>/thu.eml", inbox.eml, name="mail_eml"),
    path(_FILE, inbox.file, name="mail_file"),
    path(f"{_FILE}/trang/<int:page>/<int:width>.png", inbox.picture, name="mail_page"),
    path("thu-den/<uuid:mail_id>/<slug:slug>", inbox.verb, name="mail_verb"),
]
