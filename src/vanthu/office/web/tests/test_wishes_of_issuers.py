"""What a page of a văn bản đến says when its issuer updated or replaced it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from vanthu.office.incoming.tests.stories import registered, started, statuses
from vanthu.office.incoming.tests.test_changing import replaced, told
from vanthu.office.testing.cast import Cast
from vanthu.office.web.tests.conftest import Browse, text_of


def page_of(incoming: Any) -> str:
    return reverse("web:incoming_document", args=[incoming.pk])


def verb_of(incoming: Any, slug: str) -> str:
    return reverse("web:incoming_verb", args=[incoming.pk, slug])


def test_a_wish_is_shown_with_the_new_data_and_the_leader_agrees(in_snv: Cast, browse: Browse) -> None:
    incoming, client = started(in_snv), browse(in_snv.dung)
    told(in_snv, incoming)
    page = text_of(client.get(page_of(incoming)))
    assert "Sở Y tế cập nhật văn bản này:" in page
    assert "Lùi hạn" in page
    assert "01/04/2026" in page
    assert client.get(page_of(incoming)).context["shown"].doing.main.slug == "dong-y-cap-nhat"
    client.post(verb_of(incoming, "dong-y-cap-nhat"), {"opinion": ""})
    assert statuses(incoming)[-1][0] == "15"
    after = text_of(client.get(page_of(incoming)))
    assert "cập nhật văn bản này:" not in after
    assert "bên gửi cập nhật" in after


def test_a_refusal_needs_its_reason(in_snv: Cast, browse: Browse) -> None:
    incoming, client = started(in_snv), browse(in_snv.dung)
    told(in_snv, incoming)
    assert client.post(verb_of(incoming, "tu-choi-cap-nhat"), {"reason": ""}).status_code == 422
    client.post(verb_of(incoming, "tu-choi-cap-nhat"), {"reason": "Đã trả lời"})
    assert statuses(incoming)[-1] == ("16", "Đã trả lời")


def test_the_clerk_sees_why_a_leader_must_decide(in_snv: Cast, browse: Browse) -> None:
    incoming = started(in_snv)
    replaced(in_snv, incoming)
    page = text_of(browse(in_snv.chi).get(page_of(incoming)))
    assert "Sở Y tế thay thế văn bản này:" in page
    assert "do lãnh đạo cơ quan quyết định" in page


def test_both_pages_and_the_list_tell_the_replacement(in_snv: Cast, browse: Browse) -> None:
    incoming, client = registered(in_snv), browse(in_snv.chi)
    new = replaced(in_snv, incoming)
    page = text_of(client.get(page_of(incoming)))
    assert "Đã được thay thế bởi" in page
    assert page_of(new) in page
    assert text_of(client.get(reverse("web:incoming"), {"tab": "tat-ca"})).count("Đã được thay thế") == 1


def test_the_day_to_answer_by_is_the_last_one_told(in_snv: Cast, browse: Browse) -> None:
    incoming, client = registered(in_snv), browse(in_snv.dung)
    told(in_snv, incoming)
    assert 'value="01/04/2026"' in text_of(client.get(verb_of(incoming, "phan-cong")))
