"""The addresses of ways of sending beside the axis."""

from __future__ import annotations

from django.urls import URLPattern, path

from vanthu.office.copies.states import LOOKUP_PAGE
from vanthu.office.web.views import checking, copy_codes, mail, paper_ways, public, publishing

_SENDING = "van-ban-di/<uuid:document_id>/gui/<uuid:sending_id>"

pages: list[URLPattern] = [
    path("van-ban-di/<uuid:document_id>/ban-chinh-giay", paper_ways.print_paper, name="print_paper"),
    path(f"{_SENDING}/buu-dien", paper_ways.post, name="post_paper"),
    path(f"{_SENDING}/bi/<slug:size>.pdf", paper_ways.envelope, name="envelope"),
    path("van-ban-di/<uuid:document_id>/cong-bo/<slug:slug>", publishing.verb, name="publish"),
    path("cong-bo/", public.listing, name="public"),
    path("cong-bo/<uuid:publication_id>", public.document, name="public_document"),
    path("cong-bo/<uuid:publication_id>/tep", public.download, name="public_file"),
    path("kiem-tra-chu-ky", checking.check, name="check"),
    path(LOOKUP_PAGE, copy_codes.form, name="copy_codes"),
    path(f"{LOOKUP_PAGE}/<str:code>", copy_codes.lookup, name="copy_code"),
    path("robots.txt", public.robots, name="robots"),
    path("van-ban-di/<uuid:document_id>/thu/<uuid:mail_id>/<slug:slug>", mail.settle, name="mail"),
]
