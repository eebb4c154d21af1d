"""Văn bản công bố: what anybody may read without logging in, and nothing else (PORTAL-1, PORTAL-2)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from vanthu.office.dispatch import operations as dispatch
from vanthu.office.dispatch import queries as dispatched
from vanthu.office.kernel.permission import NotAllowed
from vanthu.office.outgoing import operations
from vanthu.office.outgoing.operations import Addressee
from vanthu.office.outgoing.tests import stories
from vanthu.office.testing.cast import Cast
from vanthu.office.web.tests.conftest import Browse, text_of

PORTAL = Addressee("Cổng thông tin điện tử tỉnh")
PART = {"HX-Request": "true"}


@pytest.fixture
def public(office: Cast) -> Any:
    """Issued with the portal among its recipients."""
    return stories.issued(office, others=(PORTAL,))


@pytest.fixture
def anybody() -> Client:
    return Client()


def address_of(outgoing: Any) -> str:
    found = dispatched.publication_of(outgoing.pk)
    assert found is not None
    return reverse("web:public_document", kwargs={"publication_id": found.pk})


def test_whoever_names_the_portal_as_recipient_makes_the_document_public(public: Any, anybody: Client) -> None:
    shown = text_of(anybody.get("/cong-bo/"))
    assert "Công văn 01/SNV-CCVC" in shown
    page = text_of(anybody.get(address_of(public)))
    for words in ("Sở Nội vụ", "09/03/2026", "Phạm Tiến Dũng, Giám đốc", "rà soát danh mục vị trí việc làm năm 2026"):
        assert words in page


def test_the_file_is_the_sealed_pdf_to_the_byte(public: Any, anybody: Client) -> None:
    answer = anybody.get(f"{address_of(public)}/tep")
    assert b"".join(answer.streaming_content) == stories.latest_pdf(public)  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("text", "found"), [("01/SNV", 1), ("1/snv-ccvc", 1), ("vi tri viec lam", 1), ("so noi vu", 1), ("không có", 0)]
)
def test_it_is_found_by_number_notation_subject_and_issuer(public: Any, anybody: Client, text: str, found: int) -> None:
    page = text_of(anybody.get("/cong-bo/", {"q": text}))
    assert page.count("<article>") == found


def test_what_was_not_published_stays_inside(office: Cast, anybody: Client) -> None:
    stories.issued(office)
    assert "<article>" not in text_of(anybody.get("/cong-bo/"))


def test_a_document_taken_down_is_gone_for_everybody_and_the_reason_is_kept(
    office: Cast, browse: Browse, public: Any, anybody: Client
) -> None:
    address, client = address_of(public), browse(office.chi)
    down = reverse("web:publish", kwargs={"document_id": public.pk, "slug": "go"})
    assert client.post(down, {"reason": ""}, headers=PART).status_code == 422
    client.post(down, {"reason": "Có thông tin cá nhân"}, headers=PART)
    for path in (address, f"{address}/tep"):
        assert anybody.get(path).status_code == 404
    assert "<article>" not in text_of(anybody.get("/cong-bo/"))
    page = text_of(client.get(reverse("web:outgoing_document", kwargs={"document_id": public.pk})))
    assert "Có thông tin cá nhân" in page
    with pytest.raises(dispatch.NotPublic):
        operations.unpublish(public.pk, reason="lần nữa", by=office.chi, at=office.after(hours=3))


def test_a_recalled_document_leaves_a_page_that_says_so_and_no_file(
    office: Cast, browse: Browse, public: Any, anybody: Client
) -> None:
    address, client = address_of(public), browse(office.chi)
    recall = reverse("web:outgoing_verb", kwargs={"document_id": public.pk, "slug": "thu-hoi"})
    assert "Gỡ khỏi cổng" in text_of(client.get(recall, headers=PART))
    client.post(recall, {"reason": "Ban hành nhầm", "recipients": [], "take_down": "on"}, headers=PART)
    for path in (address, f"{address}/tep"):
        answer = anybody.get(path)
        assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (410, "text/html")
        page = text_of(answer)
        assert "đã được cơ quan ban hành thu hồi" in page
        assert "rà soát danh mục" not in page
        assert "Ban hành nhầm" not in page
    assert "<article>" not in text_of(anybody.get("/cong-bo/"))


def test_who_asks_one_recipient_alone_may_leave_it_public(office: Cast, public: Any) -> None:
    at = office.after(hours=1)
    operations.recall(public.pk, reason="Gửi nhầm", recipients=["H99.06"], take_down=False, by=office.chi, at=at)
    assert dispatched.publication_of(public.pk) is not None


def test_the_clerk_publishes_an_issued_document_once(office: Cast) -> None:
    outgoing = stories.issued(office)
    operations.publish(outgoing.pk, by=office.chi, at=office.after(hours=1))
    with pytest.raises(dispatch.AlreadyPublic):
        operations.publish(outgoing.pk, by=office.chi, at=office.after(hours=2))


@pytest.mark.parametrize("name", ["an", "binh", "dung"])
def test_only_clerks_publish(office: Cast, name: str) -> None:
    outgoing = stories.issued(office)
    with pytest.raises(NotAllowed):
        operations.publish(outgoing.pk, by=getattr(office, name), at=office.after(hours=1))


def test_nothing_is_published_before_it_is_issued(office: Cast) -> None:
    outgoing = stories.sealed(office, others=(PORTAL,))
    with pytest.raises(NotAllowed, match="chưa phát hành"):
        operations.publish(outgoing.pk, by=office.chi, at=office.after(hours=1))
    assert dispatched.publication_of(outgoing.pk) is None


def test_search_engines_may_read_what_is_public_and_nothing_else(anybody: Client) -> None:
    told = anybody.get("/robots.txt").content.decode()
    assert told.index("Allow: /cong-bo/") < told.index("Disallow: /\n")


def test_the_public_pages_have_one_heading_and_a_language(public: Any, anybody: Client) -> None:
    for path in ("/cong-bo/", address_of(public)):
        page = text_of(anybody.get(path))
        assert page.count("<h1") == 1
        assert '<html lang="vi"' in page
