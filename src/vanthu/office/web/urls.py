"""The addresses of the office."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from vanthu.office.web import (
    announcement_urls,
    contact_urls,
    dispatch_urls,
    draft_urls,
    mail_urls,
    register_urls,
    schedule_urls,
    task_urls,
)
from vanthu.office.web.views import (
    administration,
    administration_routes,
    administration_ways,
    by_hand,
    copies,
    delegation,
    desk,
    health,
    incoming,
    lists,
    outgoing,
    papers,
    problems,
    pwa,
    session,
    signing,
    writing,
)

_OUT, _IN, _COPY = {"way": "outgoing"}, {"way": "incoming"}, {"way": "copy"}
_VERSION = "<uuid:document_id>/ban/<uuid:version_id>"

_pages: list[URLPattern | URLResolver] = [
    path("", desk.desk, name="desk"),
    path("ban-lam-viec/moi", desk.news, name="news"),
    path("dang-nhap", session.login, name="login"),
    path("dang-xuat", session.logout, name="logout"),
    path("doi-tu-cach", session.switch_person, name="switch_person"),
    path("ngon-ngu", session.language, name="language"),
    path("giao-dien", session.look, name="look"),
    path("favicon.ico", session.moved),
    *schedule_urls.pages,
    *announcement_urls.pages,
    path("ung-dung.webmanifest", pwa.manifest, name="manifest"),
    path("sw.js", pwa.worker, name="service_worker"),
    path("ngoai-tuyen", pwa.offline, name="offline"),
    *contact_urls.pages,
    path("van-ban-di/", lists.outgoing_list, name="outgoing"),
    path("van-ban-di/soan", writing.write, name="write"),
    path("van-ban-di/xem-truoc", writing.preview, name="preview"),
    path("van-ban-di/soan/loai", writing.by_type, name="by_type"),
    path("van-ban-di/noi-nhan", writing.recipients, name="recipients"),
    path("van-ban-di/soan/noi-nhan", writing.recipient_rows, name="recipient_rows"),
    path("van-ban-di/ky-nhieu", signing.sign_many, name="sign_many"),
    path("van-ban-di/<uuid:document_id>", outgoing.document, name="outgoing_document"),
    path("van-ban-di/<uuid:document_id>/dien-bien", outgoing.live, name="outgoing_live"),
    path("van-ban-di/<uuid:document_id>/sua", writing.rewrite, name="rewrite"),
    path("van-ban-di/<uuid:document_id>/xem-truoc", writing.draft_preview, name="draft_preview"),
    path("van-ban-di/<uuid:document_id>/dinh-kem", writing.attachments, name="attachments"),
    path(
        "van-ban-di/<uuid:document_id>/dinh-kem/<uuid:attachment_id>",
        papers.attachment,
        _OUT,
        name="outgoing_attachment",
    ),
    path(f"van-ban-di/{_VERSION}/trang/<int:page>/<int:width>.png", papers.page, _OUT, name="outgoing_page"),
    path(f"van-ban-di/{_VERSION}/tep", papers.download, _OUT, name="outgoing_download"),
    path("van-ban-di/<uuid:document_id>/bien-nhan/<uuid:receipt_id>", papers.receipt, name="receipt"),
    path(
        "van-ban-di/<uuid:document_id>/noi-nhan/<uuid:transmission_id>/<slug:slug>",
        outgoing.transmission,
        name="transmission",
    ),
    *draft_urls.pages,
    *dispatch_urls.pages,
    path("van-ban-di/<uuid:document_id>/<slug:slug>", outgoing.verb, name="outgoing_verb"),
    path("van-ban-den/", lists.incoming_list, name="incoming"),
    path("van-ban-den/nhap", by_hand.receive, name="by_hand"),
    path("van-ban-den/nhap/goi-tin", by_hand.package, name="carried_package"),
    path("van-ban-den/nhap/doc", by_hand.read, name="by_hand_read"),
    *mail_urls.pages,
    path("van-ban-den/<uuid:document_id>", incoming.document, name="incoming_document"),
    path("van-ban-den/<uuid:document_id>/phieu-tra", by_hand.slip, name="return_slip"),
    path("van-ban-den/<uuid:document_id>/ban-in", papers.stamped, name="stamped"),
    path("van-ban-den/<uuid:document_id>/phieu-giai-quyet", papers.handling, name="handling"),
    path("van-ban-den/<uuid:document_id>/vao-so", incoming.register, name="register"),
    path(
        "van-ban-den/<uuid:document_id>/dinh-kem/<uuid:attachment_id>",
        papers.attachment,
        _IN,
        name="incoming_attachment",
    ),
    path(f"van-ban-den/{_VERSION}/trang/<int:page>/<int:width>.png", papers.page, _IN, name="incoming_page"),
    path(f"van-ban-den/{_VERSION}/tep", papers.download, _IN, name="incoming_download"),
    path("van-ban-den/<uuid:document_id>/<slug:slug>", incoming.verb, name="incoming_verb"),
    path("van-ban-sao/", copies.listing, name="copies"),
    path("van-ban-sao/<uuid:document_id>", copies.document, name="copy_document"),
    path(f"van-ban-sao/{_VERSION}/trang/<int:page>/<int:width>.png", papers.page, _COPY, name="copy_page"),
    path(f"van-ban-sao/{_VERSION}/tep", papers.download, _COPY, name="copy_download"),
    path(
        "van-ban-sao/<uuid:document_id>/noi-nhan/<uuid:transmission_id>/<slug:slug>",
        copies.transmission,
        name="copy_transmission",
    ),
    path("van-ban-sao/<uuid:document_id>/<slug:slug>", copies.verb, name="copy_verb"),
    path("van-ban/<uuid:document_id>/sao", copies.ask_copy, name="ask_copy"),
    *task_urls.pages,
    *register_urls.pages,
    path("lien-thong", problems.problems, name="problems"),
    path("lien-thong/<str:kind>/<uuid:row_id>/<str:deed>", problems.settle, name="settle"),
    path("uy-quyen/", delegation.delegation, name="delegation"),
    path("uy-quyen/<slug:slug>", delegation.verb, name="delegation_new"),
    path("uy-quyen/<slug:slug>/<uuid:thing_id>", delegation.verb, name="delegation_verb"),
    path("quan-tri/", administration.home, name="administration"),
    path("quan-tri/chuc-vu", administration.positions, name="positions"),
    path("quan-tri/tham-quyen", administration.authority, name="authority"),
    path("quan-tri/quy-trinh", administration_routes.routes, name="routes"),
    path("quan-tri/quy-trinh/lap", administration_routes.set_route, name="set_route"),
    path("quan-tri/cach-gui", administration_ways.ways, name="ways"),
    path("quan-tri/uy-quyen", administration.delegations, name="delegations"),
    path("quan-tri/<slug:slug>", administration.verb, name="administer_new"),
    path("quan-tri/<slug:slug>/<uuid:thing_id>", administration.verb, name="administer"),
    path("suc-khoe/song", health.alive, name="alive"),
    path("suc-khoe/san-sang", health.ready, name="ready"),
]

urlpatterns: list[URLPattern | URLResolver] = [path("", include((_pages, "web")))]

handler400 = "vanthu.office.web.errors.bad_request"
handler403 = "vanthu.office.web.errors.forbidden"
handler404 = "vanthu.office.web.errors.not_found"
handler500 = "vanthu.office.web.errors.broken"
