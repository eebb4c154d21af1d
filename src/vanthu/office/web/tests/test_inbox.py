"""The clerk's pages of e-mail: the list, one e-mail with its fields filled in, taking the document out of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from vanthu.office.incoming.tests.stories import arrived
from vanthu.office.journeys.by_hand import receive
from vanthu.office.journeys.tests.test_by_hand import letter, scanned
from vanthu.office.mailbox import operations as mailbox
from vanthu.office.mailbox import ports
from vanthu.office.mailbox.states import Source
from vanthu.office.mailbox.tests.letters import OURS, PASSED, email
from vanthu.office.testing.cast import Cast
from vanthu.office.web.tests.conftest import Browse, text_of
from vanthu.runtime import clock

MailReceived = apps.get_model("mailbox", "MailReceived")
SCAN = scanned()
SAYS = {
    "issuer_name": "SỞ Y TẾ",
    "number": "45",
    "notation": "SYT-VP",
    "issued_on": "2026-03-05",
    "type_code": "bao_cao",
    "subject": "tình hình dịch bệnh",
    "signer_name": "Hoàng Trường Giang",
    "urgency": 3,
}


@pytest.fixture(autouse=True)
def _at_nine(in_snv: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(clock, "now", lambda: in_snv.after(hours=1))
    with ports.provided(dns=lambda *_, **__: None):
        yield


def came(cast: Cast, *, says: dict[str, Any] | None = None, number: int = 1, at: Any = None) -> Any:
    raw = PASSED + email(number=number, files=(("bao-cao.pdf", SCAN), ("so-lieu.xlsx", b"PK junk")))
    mail = mailbox.keep(raw, source=Source.MAILBOX, trusted_servers=[OURS], at=at or cast.at)
    if says:
        files = [{**mail.files[0], "says": says}, mail.files[1]]
        MailReceived.objects.filter(pk=mail.pk).update(files=files)
    return mail


TYPED = {
    "issuer_name": "Sở Y tế",
    "number": "45",
    "notation": "SYT-VP",
    "issued_on": "05/03/2026",
    "type_code": "bao_cao",
    "subject": "tình hình dịch bệnh",
    "urgency": "3",
    "main": "0",
    "appendices": ["1"],
}


def test_what_the_document_says_is_filled_in_and_marked(in_snv: Cast, browse: Browse) -> None:
    shown = text_of(browse(in_snv.chi).get(f"/thu-den/{came(in_snv, says=SAYS).pk}"))
    assert shown.count("đọc từ văn bản") == len(SAYS)
    assert 'value="05/03/2026"' in shown
    assert '<option value="bao_cao" selected>' in shown
    assert "THƯ CỦA CƠ QUAN NHÀ NƯỚC" in shown
    assert "/tep/0/trang/1/" in shown, "its pages beside the fields"


def test_a_scan_without_words_fills_in_nothing(in_snv: Cast, browse: Browse) -> None:
    assert "đọc từ văn bản" not in text_of(browse(in_snv.chi).get(f"/thu-den/{came(in_snv).pk}"))


def test_registering_opens_the_next_of_the_queue_the_urgent_first(in_snv: Cast, browse: Browse) -> None:
    """Of all ways of arrival there is one queue."""
    mail = came(in_snv)
    old = arrived(in_snv, at=in_snv.at)
    urgent = arrived(in_snv, number="90", urgency=3, at=in_snv.after(minutes=30))
    client = browse(in_snv.chi)
    assert client.post(f"/thu-den/{mail.pk}", TYPED)["Location"] == f"/van-ban-den/{urgent.pk}/vao-so"
    assert client.post(f"/van-ban-den/{urgent.pk}/vao-so")["Location"] == f"/van-ban-den/{old.pk}/vao-so"
    second = came(in_snv, number=2)
    assert client.post(f"/van-ban-den/{old.pk}/vao-so")["Location"] == f"/thu-den/{second.pk}"


def test_what_is_here_already_is_shown_beside_it_with_the_choices(in_snv: Cast, browse: Browse) -> None:
    receive(letter(in_snv), SCAN, "quet.pdf", by=in_snv.chi, at=in_snv.at)
    typed = TYPED | {"issuer_name": "Hội Nông dân tỉnh", "notation": "HND-VP", "issued_on": "09/03/2026"}
    mail, client = came(in_snv), browse(in_snv.chi)
    asked = client.post(f"/thu-den/{mail.pk}", typed)
    shown = text_of(asked)
    assert asked.status_code == 409
    assert "Văn bản này có vẻ đã có" in shown
    assert "Tệp giống hệt nhau từng byte" in shown
    assert shown.count('<tr class="differs">') == 3  # type, subject, urgency
    assert client.post(f"/thu-den/{mail.pk}", typed | {"ban-khac": "1"}).status_code == 302
    assert MailReceived.objects.get().document.incoming.state == "joined"


def test_it_goes_back_with_a_reason_or_is_set_aside_and_looked_at_again(in_snv: Cast, browse: Browse) -> None:
    mail, other, client = came(in_snv), came(in_snv, number=2), browse(in_snv.chi)
    assert client.post(f"/thu-den/{mail.pk}/tra-lai", {"reason": ""}).status_code == 422
    assert client.post(f"/thu-den/{mail.pk}/tra-lai", {"reason": "Gửi nhầm"})["Location"] == f"/thu-den/{other.pk}"
    client.post(f"/thu-den/{other.pk}/khong-phai-van-ban", {"opinion": "quảng cáo"})
    states = dict(MailReceived.objects.values_list("pk", "state"))
    assert (states[mail.pk], states[other.pk]) == ("returned", "no_document")
    assert "quảng cáo" in text_of(client.get("/thu-den/?tab=khong-phai"))
    client.post(f"/thu-den/{other.pk}/xem-lai")
    assert "Gửi công văn" in text_of(client.get("/thu-den/"))


def test_an_email_saved_as_a_file_comes_to_the_same_place(in_snv: Cast, browse: Browse) -> None:
    client = browse(in_snv.chi)
    answer = client.post("/thu-den/tai-len", {"thu": SimpleUploadedFile("thu.eml", email())}, follow=True)
    assert "THƯ ĐỂ THAM KHẢO" in text_of(answer)
    answer = client.post("/thu-den/tai-len", {"thu": SimpleUploadedFile("thu.msg", b"junk")}, follow=True)
    assert "không phải là thư điện tử" in text_of(answer)


def test_others_neither_see_e_mails_nor_their_files(in_snv: Cast, browse: Browse) -> None:
    mail = came(in_snv)
    for path, status in (("", 404), ("/thu.eml", 404), ("/tep/0", 404), ("/tep/0/trang/1/720.png", 404)):
        assert browse(in_snv.an).get(f"/thu-den/{mail.pk}{path}").status_code == status
        assert browse(in_snv.em).get(f"/thu-den/{mail.pk}{path}").status_code == status
    assert browse(in_snv.an).get("/thu-den/").status_code == 403
    assert "/thu-den/" not in text_of(browse(in_snv.an).get("/"))
    assert "Gửi công văn" in text_of(browse(in_snv.chi).get("/")), "on the clerk's desk"
    given = browse(in_snv.chi).get(f"/thu-den/{mail.pk}/thu.eml")
    assert b"".join(given.streaming_content).startswith(PASSED)  # type: ignore[attr-defined]


# ── registering what came by the axis ────────────────────────────────────────────────────────────────────────────────


def test_data_a_package_left_out_are_offered_and_accepted_by_registering(in_snv: Cast, browse: Browse) -> None:
    poor = arrived(in_snv, signer_name="", issued_on=None)
    type(poor).objects.filter(pk=poor.pk).update(on_page=SAYS | {"number": "89"})
    client = browse(in_snv.chi)
    shown = text_of(client.get(f"/van-ban-den/{poor.pk}/vao-so"))
    assert shown.count("đọc từ văn bản") == 2
    assert "Số: trang 1 ghi «89», dữ liệu gửi kèm ghi «88»." in shown
    assert 'name="number"' not in shown, "what the issuer said is not asked for again"
    client.post(f"/van-ban-den/{poor.pk}/vao-so", {"signer_name": "Hoàng Trường Giang", "issued_on": "05/03/2026"})
    document = type(poor).objects.get(pk=poor.pk).document
    assert (document.signer_name, f"{document.issued_on:%d/%m/%Y}") == ("Hoàng Trường Giang", "05/03/2026")


def test_a_duplicate_by_the_axis_asks_the_same_question(in_snv: Cast, browse: Browse) -> None:
    first, again = arrived(in_snv), arrived(in_snv, number="089")
    type(again).objects.filter(pk=again.pk).update(possible_duplicate_of=first.document)
    client = browse(in_snv.chi)
    assert "Văn bản này có vẻ đã có" in text_of(client.get(f"/van-ban-den/{again.pk}/vao-so"))
    assert client.post(f"/van-ban-den/{again.pk}/vao-so").status_code == 409
    assert client.post(f"/van-ban-den/{again.pk}/vao-so", {"although": "Cấp trùng số"}).status_code == 302


def test_a_chosen_file_fills_the_fields_and_leaves_what_was_typed(in_snv: Cast, browse: Browse) -> None:
    from vanthu.standards.letter import compose
    from vanthu.standards.letter.examples import examples
    from vanthu.standards.letter.tests.letters import AT

    pdf = compose(examples()["bao_cao"], at=AT).pdf
    typed = {"subject": "tôi gõ", "type_code": "cong_van", "scan": SimpleUploadedFile("quet.pdf", pdf)}
    answer = browse(in_snv.chi).post("/van-ban-den/nhap/doc", typed, headers={"HX-Request": "true"})
    shown = text_of(answer)
    assert "tôi gõ" in shown
    assert '<option value="bao_cao" selected>' in shown
    assert "đọc từ văn bản" in shown
    assert not apps.get_model("files", "StoredFile").objects.exists()
