"""Printing on paper, envelopes and the post, on the page of a document."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from vanthu.office.access import operations as access
from vanthu.office.access.states import Duty
from vanthu.office.dispatch import queries as dispatched
from vanthu.office.outgoing.operations import Addressee
from vanthu.office.outgoing.tests import stories
from vanthu.office.testing.cast import Cast
from vanthu.office.web.tests.conftest import Browse, text_of

PART = {"HX-Request": "true"}
RECEIPT = "EB123456789VN"


@pytest.fixture
def sent(office: Cast) -> Any:
    others = (Addressee("Công ty Ánh Dương", "12 phố Huế"),)
    return stories.issued(office, recipients=(("H99.05", "Sở Y tế"),), others=others)


def address(sent: Any, name: str, **more: Any) -> str:
    return reverse(f"web:{name}", kwargs={"document_id": sent.pk, **more})


def test_the_clerk_prints_an_envelope_and_posts_it(office: Cast, browse: Browse, sent: Any) -> None:
    client, company = browse(office.chi), dispatched.sendings(sent.pk)[1]
    page = text_of(client.get(address(sent, "outgoing_document")))
    assert "bản giấy chưa gửi bưu điện" in page
    answer = client.get(address(sent, "envelope", sending_id=company.pk, size="dl"))
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    typed = {"posted_on": "09/03/2026", "envelopes": "1", "receipt": RECEIPT}
    assert client.post(address(sent, "post_paper", sending_id=company.pk), typed, headers=PART).status_code == 204
    page = text_of(client.get(address(sent, "outgoing_document")))
    assert f"mã {RECEIPT}" in page
    assert RECEIPT in text_of(client.get("/so/gui-buu-dien"))


def test_copies_are_counted_and_the_file_to_print_is_offered(office: Cast, browse: Browse, sent: Any) -> None:
    client, company = browse(office.chi), dispatched.sendings(sent.pk)[1]
    typed = {"recipients": [str(company.pk)], "copies": "1", "reason": ""}
    assert client.post(address(sent, "print_paper"), typed, headers=PART).status_code == 204
    page = text_of(client.get(address(sent, "outgoing_document")))
    assert "1 bản, Lê Thị Chi in" in page
    assert "Mở tệp để in" in page
    access.give_duty(office.chi, Duty.ADMINISTRATOR, by=None, at=office.at)
    assert "<b>1</b> bản chính giấy đã in" in text_of(client.get("/quan-tri/cach-gui"))


def test_paper_beside_the_axis_is_refused_without_a_reason(office: Cast, browse: Browse, sent: Any) -> None:
    health = dispatched.sendings(sent.pk)[0]
    typed = {"recipients": [str(health.pk)], "copies": "1", "reason": ""}
    answer = browse(office.chi).post(address(sent, "print_paper"), typed, headers=PART)
    assert answer.status_code == 422
    assert "VT-DI-BAN-GIAY" in text_of(answer)


def test_whoever_is_no_clerk_sees_how_it_went_and_has_no_buttons(office: Cast, browse: Browse, sent: Any) -> None:
    company = dispatched.sendings(sent.pk)[1]
    client = browse(office.an)
    page = text_of(client.get(address(sent, "outgoing_document")))
    assert "Công ty Ánh Dương" in page
    assert "Ghi đã gửi bưu điện" not in page
    assert client.get(address(sent, "envelope", sending_id=company.pk, size="dl")).status_code == 403


def test_there_is_no_other_size_of_envelope(office: Cast, browse: Browse, sent: Any) -> None:
    company = dispatched.sendings(sent.pk)[1]
    answer = browse(office.chi).get(address(sent, "envelope", sending_id=company.pk, size="a0"))
    assert answer.status_code == 404
