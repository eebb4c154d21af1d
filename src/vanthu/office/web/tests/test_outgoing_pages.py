"""The page of a văn bản đi: one main button, absent verbs explained, errors in words with everything typed kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from vanthu.office.files import operations as files
from vanthu.office.outgoing import operations, queries
from vanthu.office.outgoing.states import OutgoingState
from vanthu.office.outgoing.tests import stories
from vanthu.office.signatures import queries as signatures
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import PIN, SEAL_PIN
from vanthu.office.web.tests.conftest import Browse, text_of

PART = {"HX-Request": "true"}


def page_of(outgoing: Any) -> str:
    return reverse("web:outgoing_document", kwargs={"document_id": outgoing.pk})


def verb_of(outgoing: Any, slug: str) -> str:
    return reverse("web:outgoing_verb", kwargs={"document_id": outgoing.pk, "slug": slug})


def state_of(office: Cast, outgoing: Any) -> str:
    return queries.get(office.chi, outgoing.pk, at=office.at).state


def main_button(client: Client, outgoing: Any) -> str:
    main = client.get(page_of(outgoing)).context["shown"].doing.main
    return main.label if main else ""


@pytest.mark.parametrize(
    ("state", "who", "label"),
    [
        ("draft", "an", "Trình"),
        ("in_approval", "binh", "Đồng ý"),
        ("approved", "dung", "Ký số"),
        ("signed", "chi", "Cấp số và đóng dấu"),
        ("numbered", "chi", "Đóng dấu"),
        ("sealed", "chi", "Phát hành"),
        ("draft", "dung", ""),
        ("approved", "chi", ""),
        ("sealed", "dung", ""),
        ("issued", "chi", ""),
    ],
)
def test_each_state_has_one_main_button_for_whose_turn_it_is(
    office: Cast, browse: Browse, state: str, who: str, label: str
) -> None:
    outgoing = stories.in_state(office, state)
    client = browse(getattr(office, who))
    assert main_button(client, outgoing) == label
    assert text_of(client.get(page_of(outgoing))).count('class="btn btn-main"') == (1 if label else 0)


def test_an_absent_verb_is_explained(office: Cast, browse: Browse) -> None:
    page = text_of(browse(office.chi).get(page_of(stories.approved(office))))
    assert "văn bản này chờ Phạm Tiến Dũng ký" in page


def test_submitting_sends_the_draft_to_the_head(office: Cast, browse: Browse) -> None:
    outgoing = stories.draft(office)
    answer = browse(office.an).post(verb_of(outgoing, "trinh"), follow=True)
    assert "Chờ Trần Thị Bình: kiểm tra nội dung" in text_of(answer)


def test_a_refused_verb_is_shown_on_the_documents_page_with_its_code(office: Cast, browse: Browse) -> None:
    outgoing = stories.draft(office, recipients=())
    answer = browse(office.an).post(verb_of(outgoing, "trinh"))
    assert answer.status_code == 422
    assert "VT-DI-DU-THAO" in text_of(answer)
    assert "Chưa nêu nơi nhận nào" in text_of(answer)
    assert state_of(office, outgoing) == OutgoingState.DRAFT


def test_a_verb_never_happens_by_opening_its_address(office: Cast, browse: Browse) -> None:
    outgoing = stories.draft(office)
    assert browse(office.an).get(verb_of(outgoing, "trinh")).status_code == 404
    assert state_of(office, outgoing) == OutgoingState.DRAFT


def test_returning_needs_a_reason_and_the_drafter_reads_it(office: Cast, browse: Browse) -> None:
    outgoing = stories.submitted(office)
    client = browse(office.binh)
    without = client.post(verb_of(outgoing, "tra-lai"), {"reason": ""}, headers=PART)
    assert without.status_code == 422
    assert "Hãy ghi lý do" in text_of(without)
    client.post(verb_of(outgoing, "tra-lai"), {"reason": "Thiếu căn cứ pháp lý"}, headers=PART)
    edit = reverse("web:rewrite", kwargs={"document_id": outgoing.pk})
    page = text_of(browse(office.an).get(edit))
    assert "Trần Thị Bình trả lại:" in page
    assert "Thiếu căn cứ pháp lý" in page


def test_a_wrong_pin_keeps_the_dialog_open_and_signs_nothing(office: Cast, browse: Browse) -> None:
    outgoing = stories.approved(office)
    answer = browse(office.dung).post(verb_of(outgoing, "ky-so"), {"pin": "00000000"}, headers=PART)
    assert answer.status_code >= 400
    assert "Mã PIN" in text_of(answer)
    assert "VT-SAI-PIN" in text_of(answer)
    assert "00000000" not in text_of(answer)
    assert "<html" not in text_of(answer)
    assert state_of(office, outgoing) == OutgoingState.APPROVED


def test_the_right_pin_signs_and_leads_on(office: Cast, browse: Browse) -> None:
    outgoing = stories.approved(office)
    answer = browse(office.dung).post(verb_of(outgoing, "ky-so"), {"pin": PIN}, headers=PART)
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == page_of(outgoing)
    assert state_of(office, outgoing) == OutgoingState.SIGNED


def test_after_signing_the_next_letter_of_the_pile_is_open(office: Cast, browse: Browse) -> None:
    first, second = stories.approved(office), stories.approved(office)
    answer = browse(office.dung).post(verb_of(first, "ky-so"), {"pin": PIN}, headers=PART)
    assert answer["HX-Redirect"] == page_of(second)


def test_the_leader_signs_several_with_one_pin(office: Cast, browse: Browse) -> None:
    letters = [stories.approved(office), stories.approved(office)]
    ids = [str(letter.pk) for letter in letters]
    client = browse(office.dung)
    asked = client.get(reverse("web:sign_many"), {"document": ids}, headers=PART)
    assert "Ký 2 văn bản bằng một lần nhập mã PIN" in text_of(asked)
    wrong = client.post(reverse("web:sign_many"), {"document": ids, "pin": "1"}, headers=PART)
    assert "VT-SAI-PIN" in text_of(wrong)
    client.post(reverse("web:sign_many"), {"document": ids, "pin": PIN}, headers=PART)
    assert [state_of(office, letter) for letter in letters] == [OutgoingState.SIGNED] * 2


def test_the_clerk_numbers_seals_and_issues(office: Cast, browse: Browse) -> None:
    outgoing = stories.signed(office)
    client = browse(office.chi)
    sealed = client.post(verb_of(outgoing, "cap-so-dong-dau"), {"pin": SEAL_PIN}, follow=True)
    assert "Công văn 01/SNV-CCVC" in text_of(sealed)
    dialog = text_of(client.get(verb_of(outgoing, "phat-hanh"), headers=PART))
    assert "tới 2 nơi" in dialog
    issued = client.post(verb_of(outgoing, "phat-hanh"), {}, follow=True)
    assert "Đã phát hành" in text_of(issued)
    assert "Chờ gửi" in text_of(issued)


def test_a_second_issue_of_the_same_letter_is_refused_in_words(office: Cast, browse: Browse) -> None:
    outgoing = stories.issued(office)
    answer = browse(office.chi).post(verb_of(outgoing, "phat-hanh"), {})
    assert answer.status_code == 409
    assert "VT-DA-CHUYEN" in text_of(answer)


def test_without_script_a_verb_has_a_page_of_its_own(office: Cast, browse: Browse) -> None:
    outgoing = stories.approved(office)
    answer = browse(office.dung).get(verb_of(outgoing, "ky-so"))
    assert "<html" in text_of(answer)
    assert "Mã PIN của chữ ký số" in text_of(answer)


def test_an_issued_letter_is_watched_until_every_recipient_has_it(office: Cast, browse: Browse) -> None:
    outgoing = stories.issued(office)
    client = browse(office.chi)
    shown = client.get(page_of(outgoing)).context["shown"]
    assert shown.every == 2
    live = reverse("web:outgoing_live", kwargs={"document_id": outgoing.pk})
    assert client.get(f"{live}?seen={shown.stamp}&ban={shown.version}", headers=PART).status_code == 204
    moved = client.get(f"{live}?seen=khac&ban={shown.version}", headers=PART)
    assert 'id="aside"' in text_of(moved)
    assert "hx-swap-oob" in text_of(moved)
    other = client.get(f"{live}?seen={shown.stamp}&ban=khac", headers=PART)
    assert other["HX-Refresh"] == "true"


def test_the_page_of_an_issued_letter_tells_how_its_signatures_are_kept_for_later(office: Cast, browse: Browse) -> None:
    outgoing = stories.issued(office)
    client = browse(office.chi)
    assert "Như khi phát hành; chờ dữ liệu thu hồi" in text_of(client.get(page_of(outgoing)))
    with office.office(office.snv):
        (row,) = signatures.preservations(outgoing.pk)
        kept = {"state": "lta", "kept_id": row.sent_id, "good_until": office.after(days=1800)}
        type(row).objects.filter(pk=row.pk).update(**kept)
    shown = text_of(client.get(page_of(outgoing)))
    assert "Đủ dữ liệu kiểm chứng lâu dài, có dấu thời gian lưu trữ" in shown
    assert "đến 11/02/2031" in shown
    address = reverse("web:kept_file", kwargs={"document_id": outgoing.pk, "preservation_id": row.pk})
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert browse(office.giang).get(address).status_code == 404


def test_a_draft_is_not_watched(office: Cast, browse: Browse) -> None:
    assert browse(office.an).get(page_of(stories.draft(office))).context["shown"].every == 0


def test_the_timeline_tells_who_did_what(office: Cast, browse: Browse) -> None:
    outgoing = stories.submitted(office)
    operations.approve(outgoing.pk, opinion="Nhất trí", by=office.binh, at=office.after(minutes=10))
    shown = browse(office.an).get(page_of(outgoing)).context["shown"]
    assert [(entry.who, entry.what) for entry in shown.timeline] == [
        ("Nguyễn Văn An", "soạn dự thảo"),
        ("Nguyễn Văn An", "trình"),
        ("Trần Thị Bình", "đồng ý"),
    ]
    assert "Nhất trí" in shown.timeline[-1].note


def test_the_receipt_of_the_axis_is_downloaded_as_it_was_given_by_who_may_see_the_letter(
    office: Cast, browse: Browse
) -> None:
    outgoing = stories.in_state(office, "issued")
    kept = files.keep(b'{"statement": {}}', media_type="application/json", at=office.at)
    receipt = apps.get_model("exchange", "Receipt").objects.create(
        document=outgoing.document,
        package=kept,
        file=kept,
        hub_id="hub-1",
        accepted_at=office.at,
        due_at=office.at,
        ends_at=office.at,
    )
    address = reverse("web:receipt", kwargs={"document_id": outgoing.pk, "receipt_id": receipt.pk})

    assert address in text_of(browse(office.chi).get(page_of(outgoing)))
    assert b"".join(browse(office.chi).get(address).streaming_content) == b'{"statement": {}}'  # type: ignore[arg-type]
    assert browse(office.giang).get(address).status_code == 404
