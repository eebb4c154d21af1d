"""What the pages say of an issued document's later life: replaced, corrected, answered."""

from __future__ import annotations

from datetime import timedelta

from django.apps import apps
from django.urls import reverse

from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import LinkKind
from vanthu.office.outgoing.tests.test_amending import begun, in_force, issue
from vanthu.office.outgoing.tests.test_replies import answer, asking
from vanthu.office.outgoing.tests.test_updating import sent
from vanthu.office.testing.cast import Cast
from vanthu.office.web.tests.conftest import Browse, text_of
from vanthu.office.web.tests.test_outgoing_pages import PART, page_of, verb_of


def test_the_dialog_offers_four_kinds_and_opens_the_draft(office: Cast, browse: Browse) -> None:
    issued, client = in_force(office), browse(office.an)
    asked = text_of(client.get(verb_of(issued, "van-ban-sau"), headers=PART))
    assert all(word in asked for word in ("Thay thế bằng văn bản mới", "Bãi bỏ", "khoản 3 Điều 18"))
    done = client.post(verb_of(issued, "van-ban-sau"), {"kind": "corrects"})
    (link,) = document_queries.links_to(issued.pk)
    assert (link.kind, done["Location"]) == (LinkKind.CORRECTS, reverse("web:rewrite", args=[link.source_id]))
    form = text_of(client.get(done["Location"]))
    assert "đính chính Công văn số 125/SNV-CCVC" in form
    assert "Đang soạn công văn đính chính" in text_of(client.get(page_of(issued)))


def test_nothing_chosen_keeps_the_dialog(office: Cast, browse: Browse) -> None:
    issued = in_force(office)
    answered = browse(office.an).post(verb_of(issued, "van-ban-sau"), headers=PART)
    assert answered.status_code == 422
    assert "Hãy chọn việc cần làm" in text_of(answered)
    assert document_queries.links_to(issued.pk) == []


def test_both_pages_and_the_list_tell_a_replacement(office: Cast, browse: Browse) -> None:
    issued, client = in_force(office), browse(office.chi)
    made = begun(office, issued, LinkKind.REPLACES)
    documents.give_identity(made.pk, number="130", notation="SNV-CCVC", issued_on=office.at.date(), wire_id="w130")
    issue(office, made)
    old, new = text_of(client.get(page_of(issued))), text_of(client.get(page_of(made)))
    assert "Đã được thay thế bởi" in old
    assert page_of(made) in old
    assert "thay thế văn bản" in new
    assert page_of(issued) in new
    assert "văn bản không còn hiệu lực, đã có Công văn số 130/SNV-CCVC" in old, "why the button is absent"
    listed = text_of(client.get(reverse("web:outgoing"), {"tab": "da-phat-hanh"}))
    assert listed.count("Hết hiệu lực") == 1


def test_a_draft_about_it_is_told_only_to_who_may_see_it(office: Cast, browse: Browse) -> None:
    issued = in_force(office)
    begun(office, issued, LinkKind.REPEALS)
    assert "Đang soạn văn bản bãi bỏ" in text_of(browse(office.an).get(page_of(issued)))
    assert "được bãi bỏ" not in text_of(browse(office.an).get(page_of(issued)))


def test_answers_stand_on_the_page_and_late_ones_in_the_list(office: Cast, browse: Browse) -> None:
    outgoing, client = asking(office), browse(office.chi)
    came = answer(office, outgoing)
    page = text_of(client.get(page_of(outgoing)))
    assert "Văn bản trả lời" in page
    assert reverse("web:incoming_document", args=[came.pk]) in page
    assert "còn 1 nơi chưa trả lời" in page
    assert "chưa có trả lời" in page
    apps.get_model("outgoing", "ExpectedReply").objects.update(due_on=office.at.date() - timedelta(days=1))
    assert "quá hạn trả lời" in text_of(client.get(page_of(outgoing)))
    late = client.get(reverse("web:outgoing"), {"tab": "tat-ca", "tra_loi": "late"})
    assert [row.document_id for row in late.context["listing"].rows] == [outgoing.pk]
    assert "quá hạn trả lời" in text_of(late)
    none = client.get(reverse("web:outgoing"), {"tab": "tat-ca", "tra_loi": "answered"})
    assert none.context["listing"].rows == ()


def test_an_update_is_asked_for_told_and_shown(office: Cast, browse: Browse) -> None:
    outgoing, client = sent(office), browse(office.chi)
    dialog = text_of(client.get(verb_of(outgoing, "cap-nhat"), headers=PART))
    assert "Gửi bổ sung tới" in dialog
    assert dialog.count('type="checkbox" name="told"') == 2
    typed: dict[str, object] = {"reason": "Lùi hạn", "due_on": "01/04/2026", "told": ["H99.05"]}
    typed["recipient"] = ["H99.08|Sở Xây dựng", "|Công ty Ánh Dương|12 Trần Phú|"]
    typed |= {"way": ["axis", "portal"], "way_reason": ["", ""]}
    unsaid = client.post(verb_of(outgoing, "cap-nhat"), typed, headers=PART)
    assert "Hãy ghi lý do gửi Công ty Ánh Dương bằng cách «đăng trên cổng»" in text_of(unsaid)
    typed["way"] = ["axis", "paper"]
    assert client.post(verb_of(outgoing, "cap-nhat"), typed).status_code == 302
    page = text_of(client.get(page_of(outgoing)))
    for words in (
        "Cập nhật sau phát hành",
        "01/04/2026",
        "gửi thêm Sở Xây dựng, Công ty Ánh Dương",
        "bản giấy chưa gửi bưu điện",
        "báo 1 nơi đã nhận",
        "đã cập nhật",
    ):
        assert words in page, words


def test_a_refused_update_keeps_everything_typed(office: Cast, browse: Browse) -> None:
    outgoing, client = sent(office), browse(office.chi)
    typed = {"reason": "Lùi hạn", "due_on": "01/01/2026", "told": ["H99.05"], "recipient": ["H99.08|Sở Xây dựng"]}
    answered = client.post(verb_of(outgoing, "cap-nhat"), typed, headers=PART)
    assert answered.status_code == 422
    words = text_of(answered)
    assert "01/01/2026 đã qua" in words
    assert 'value="H99.08|Sở Xây dựng"' in words
