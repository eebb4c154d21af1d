"""Every page for everybody of the cast: it opens or it says why not, and nothing of another agency is seen."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from vanthu.office.incoming.tests import stories as incoming
from vanthu.office.outgoing.tests import stories as outgoing
from vanthu.office.testing.cast import Cast
from vanthu.office.web.tests.conftest import Browse, text_of

GENERAL = ("/", "/van-ban-di/", "/van-ban-den/", "/so/van-ban-di", "/so/van-ban-den", "/van-ban-di/soan")
EVERYBODY = ("an", "binh", "chi", "dung", "em", "giang")


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_general_pages_open_for_everybody(office: Cast, browse: Browse, name: str) -> None:
    client = browse(getattr(office, name))
    for address in GENERAL:
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("tab", ["du-thao", "dang-trinh", "cho-ky", "cho-phat-hanh", "da-phat-hanh", "gui-tre"])
def test_every_tab_of_the_outgoing_list_opens(office: Cast, browse: Browse, tab: str) -> None:
    assert browse(office.chi).get(f"/van-ban-di/?tab={tab}").status_code == 200


@pytest.mark.parametrize("tab", ["cho-vao-so", "cho-phan-cong", "dang-xu-ly", "tat-ca", "hoa-toc", "vao-so-tre", "la"])
def test_every_tab_of_the_incoming_list_opens(office: Cast, browse: Browse, tab: str) -> None:
    assert browse(office.chi).get(f"/van-ban-den/?tab={tab}").status_code == 200


def test_documents_of_one_agency_do_not_exist_for_another(office: Cast, browse: Browse) -> None:
    sent, arrived = outgoing.submitted(office), incoming.arrived(office)
    version = sent.document.versions.get()
    args = {"document_id": sent.pk, "version_id": version.pk}
    addresses = [
        reverse("web:outgoing_document", kwargs={"document_id": sent.pk}),
        reverse("web:outgoing_live", kwargs={"document_id": sent.pk}),
        reverse("web:rewrite", kwargs={"document_id": sent.pk}),
        reverse("web:draft_preview", kwargs={"document_id": sent.pk}),
        reverse("web:outgoing_download", kwargs=args),
        reverse("web:outgoing_page", kwargs={**args, "page": 1, "width": 720}),
        reverse("web:outgoing_verb", kwargs={"document_id": sent.pk, "slug": "ky-so"}),
        reverse("web:incoming_document", kwargs={"document_id": arrived.pk}),
        reverse("web:register", kwargs={"document_id": arrived.pk}),
        reverse("web:incoming_verb", kwargs={"document_id": arrived.pk, "slug": "phan-cong"}),
    ]
    for name in ("em", "giang"):
        client = browse(getattr(office, name))
        for address in addresses:
            assert client.get(address).status_code == 404, (name, address)
            assert "rà soát danh mục" not in text_of(client.get(address))


def test_a_version_is_only_given_under_its_own_document(office: Cast, browse: Browse) -> None:
    one, other = outgoing.submitted(office), outgoing.draft(office)
    args = {"document_id": other.pk, "version_id": one.document.versions.get().pk}
    assert browse(office.an).get(reverse("web:outgoing_download", kwargs=args)).status_code == 404


def test_the_page_of_problems_is_for_clerks(office: Cast, browse: Browse) -> None:
    assert browse(office.chi).get("/lien-thong").status_code == 200
    answer = browse(office.an).get("/lien-thong")
    assert answer.status_code == 403
    assert "dành cho văn thư" in text_of(answer)


@pytest.mark.parametrize("name", EVERYBODY)
def test_no_page_carries_script_or_style_inside(office: Cast, browse: Browse, name: str) -> None:
    client = browse(getattr(office, name))
    for address in GENERAL:
        page = text_of(client.get(address))
        assert not re.search(r"<script(?![^>]*\bsrc=)", page), address
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page), address


def test_answers_carry_the_security_headers(office: Cast, browse: Browse) -> None:
    answer = browse(office.chi).get("/")
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer["Cache-Control"] == "no-store"


def test_a_page_that_is_not_there_says_so_in_vietnamese(office: Cast, browse: Browse) -> None:
    answer = browse(office.chi).get("/khong-co-trang-nay")
    assert answer.status_code == 404
    assert "Không có trang này" in text_of(answer)
