"""Copies on their pages: asked for, agreed to, made, listed."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from vanthu.office.copies import queries
from vanthu.office.copies.tests import stories
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import SEAL_PIN
from vanthu.office.web.tests.conftest import Browse, text_of

Copy = apps.get_model("copies", "Copy")


def typed(cast: Cast, **changed: Any) -> dict[str, Any]:
    return {
        "kind": "sao_y", "source": "electronic", "target": "paper", "signer": str(cast.dung.pk),
        "purpose": "lưu hồ sơ", "places": "", **changed,
    }  # fmt: skip


def test_from_the_document_to_the_signed_copy(office: Cast, browse: Browse) -> None:
    original = stories.issued(office)
    an, dung, chi = browse(office.an), browse(office.dung), browse(office.chi)
    assert f"/van-ban/{original.pk}/sao" in text_of(an.get(f"/van-ban-di/{original.pk}"))
    scan = SimpleUploadedFile("quet.pdf", stories.scan(), content_type="application/pdf")
    wish = typed(office, source="paper", target="electronic", file=scan)
    answer = an.post(f"/van-ban/{original.pk}/sao", wish)
    copy = Copy.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/van-ban-sao/{copy.pk}")
    assert "Chờ quyết định sao" in text_of(dung.get("/"))
    assert dung.post(f"/van-ban-sao/{copy.pk}/dong-y", {"opinion": ""}).status_code == 302
    assert "Chờ thực hiện sao" in text_of(chi.get("/"))
    assert "mẫu 3.2" in text_of(chi.get(f"/van-ban-sao/{copy.pk}/sao"))
    assert chi.post(f"/van-ban-sao/{copy.pk}/sao", {"pin": SEAL_PIN}).status_code == 302
    shown = text_of(chi.get(f"/van-ban-sao/{copy.pk}"))
    assert "Bản sao y 01/SY-SNV" in shown
    assert "01/SY-SNV" in text_of(chi.get("/van-ban-sao/"))
    assert "01/SY-SNV" in text_of(an.get(f"/van-ban-di/{original.pk}"))


def test_a_forbidden_copy_is_told_with_its_article_and_what_was_typed_stays(office: Cast, browse: Browse) -> None:
    original = stories.issued(office)
    answer = browse(office.an).post(f"/van-ban/{original.pk}/sao", typed(office, target="electronic"))
    assert answer.status_code == 422
    assert "khoản 1 Điều 25" in text_of(answer)
    assert "lưu hồ sơ" in text_of(answer)
    assert not Copy.objects.exists()


def test_a_copy_on_paper_is_numbered_and_offered_to_print(office: Cast, browse: Browse) -> None:
    copy = stories.agreed(office, stories.issued(office), source="electronic", target="paper")
    chi = browse(office.chi)
    assert chi.post(f"/van-ban-sao/{copy.pk}/sao").status_code == 302
    shown = text_of(chi.get(f"/van-ban-sao/{copy.pk}"))
    assert "In tệp này, trình ký và đóng dấu" in shown


@pytest.mark.parametrize(("line", "words"), [("H99.05", ""), ("Sở Y tế", ""), ("Sở Không Có", "Không có cơ quan nào")])
def test_a_recipient_is_named_by_code_or_name(office: Cast, line: str, words: str) -> None:
    from vanthu.office.web.forms.copies import SendCopyForm

    form = SendCopyForm({"recipients": line})
    assert form.is_valid() is not bool(words)
    assert words in str(form.errors)


def test_nobody_of_another_agency_finds_a_copy(office: Cast, browse: Browse) -> None:
    copy = stories.asked(office, stories.issued(office))
    em = browse(office.em)
    addresses = (f"/van-ban-sao/{copy.pk}", f"/van-ban-sao/{copy.pk}/dong-y", f"/van-ban/{copy.original_id}/sao")
    assert [em.get(address).status_code for address in addresses] == [404, 404, 404]
    assert "rà soát" not in text_of(em.get("/van-ban-sao/"))
    assert queries.one(copy.pk).state == "asked"
