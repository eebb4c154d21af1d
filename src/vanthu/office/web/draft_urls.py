"""The addresses of what belongs to a draft beside its text."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from vanthu.office.web.views import comments, drafts, pictures

pages: list[URLPattern | URLResolver] = [
    path("van-ban-di/<uuid:document_id>/the-thuc", drafts.form_check, name="form_check"),
    path("van-ban-di/<uuid:document_id>/chuyen-lai", drafts.convert_again, name="convert_again"),
    path("van-ban-di/<uuid:document_id>/cac-ban", drafts.revisions, name="revisions"),
    path("van-ban-di/<uuid:document_id>/hinh", pictures.pictures, name="pictures"),
    path("van-ban-di/<uuid:document_id>/gop-y", comments.comments, name="comments"),
    path("van-ban-di/<uuid:document_id>/gop-y/<uuid:comment_id>/<slug:slug>", comments.settle, name="comment_settle"),
]
