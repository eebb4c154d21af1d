"""The contact list on its pages: found without accents, absent people marked, changed by whom it concerns."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps

from vanthu.office.access import operations as access
from vanthu.office.access.states import Duty
from vanthu.office.audit import queries as audit
from vanthu.office.schedule import operations as schedule
from vanthu.office.schedule.operations import EntryFields
from vanthu.office.testing.cast import Cast
from vanthu.office.web.shown.contacts import as_csv
from vanthu.office.web.tests.conftest import Browse, text_of
from vanthu.runtime import clock


def typed(**changed: Any) -> dict[str, Any]:
    return {"telephone": "024 3825 1234", "mobile": "0912 345 678", "room": "305", **changed}


@pytest.mark.parametrize(
    ("words", "found"),
    [("tran binh", True), ("TRƯỞNG phòng", True), ("công chức", True), ("0912345678", True), ("giang", False)],
    ids=["name", "title", "unit", "number", "another agency"],
)
def test_people_are_found_without_accents(office: Cast, browse: Browse, words: str, found: bool) -> None:
    access.change_contact(office.binh.pk, **typed(), by=office.binh, at=office.at)
    page = text_of(browse(office.an).get("/danh-ba/", {"tim": words}))
    assert ("Trần Thị Bình" in page) is found
    assert "Hoàng Trường Giang" not in page


def test_everybody_changes_his_own_numbers_and_nobody_elses(office: Cast, browse: Browse) -> None:
    an = browse(office.an)
    assert an.post(f"/danh-ba/{office.an.pk}/sua", typed(email="gia@mao.example")).status_code == 302
    office.an.refresh_from_db()
    assert (office.an.telephone, office.an.room) == ("024 3825 1234", "305")
    assert office.an.email == "an@thunghiem.example", "by which he is told of work: an administrator changes it"
    assert "change_person" in [one.verb for one in audit.facts_about([office.an.pk])]
    assert an.post(f"/danh-ba/{office.binh.pk}/sua", typed()).status_code == 403
    assert an.get(f"/danh-ba/{office.em.pk}/sua").status_code == 404
    assert an.get(f"/danh-ba/don-vi/{office.ccvc.pk}/sua").status_code == 403
    page = text_of(browse(office.chi).get("/danh-ba/"))
    assert 'href="tel:02438251234"' in page
    assert 'href="mailto:an@thunghiem.example"' in page


def test_an_administrator_changes_everything(office: Cast, browse: Browse) -> None:
    access.give_duty(office.chi, Duty.ADMINISTRATOR, by=None, at=office.at)
    chi = browse(office.chi)
    assert chi.post(f"/danh-ba/{office.an.pk}/sua", typed(email="an@moi.example")).status_code == 302
    unit = {"telephone": "024 3333", "email": "ccvc@so.example", "room": "Tầng 2"}
    assert chi.post(f"/danh-ba/don-vi/{office.ccvc.pk}/sua", unit).status_code == 302
    page = text_of(chi.get("/danh-ba/"))
    assert all(words in page for words in ("an@moi.example", "ccvc@so.example", "Tầng 2"))


@pytest.mark.parametrize("wrong", [{"telephone": "gọi tôi"}, {"mobile": "javascript:1"}], ids=["words", "script"])
def test_what_is_no_number_is_refused(office: Cast, browse: Browse, wrong: dict[str, str]) -> None:
    answer = browse(office.an).post(f"/danh-ba/{office.an.pk}/sua", typed(**wrong))
    assert answer.status_code == 422
    assert "không phải là số điện thoại" in text_of(answer)


def test_whoever_is_away_or_at_a_meeting_is_marked(office: Cast, browse: Browse) -> None:
    now = clock.now()
    access.be_away(
        office.dung, reason="Đi công tác", valid_from=now, valid_to=now + timedelta(days=2), by=office.dung, at=now
    )
    meeting = EntryFields(
        title="Họp", starts_at=now - timedelta(minutes=5), ends_at=now + timedelta(hours=1), chair_id=office.binh.pk
    )
    schedule.propose(meeting, by=office.chi, at=now)
    page = text_of(browse(office.an).get("/danh-ba/"))
    assert "vắng đến 09:00 11/03" in page
    assert "đang có lịch đến 10:00" in page
    assert "Đi công tác" not in page, "why somebody is away is not for everybody"


def test_the_list_is_taken_along_as_table_and_cards(office: Cast, browse: Browse) -> None:
    access.change_contact(office.an.pk, **typed(mobile="+84 912 345 678"), by=office.an, at=office.at)
    an = browse(office.an)
    table = an.get("/danh-ba/danh-ba.csv", {"tim": "nguyen van an"}).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table)))
    assert ["Nguyễn Văn An", "Chuyên viên", office.ccvc.name, "024 3825 1234", "+84 912 345 678"] == rows[-1][:5]
    cards = an.get("/danh-ba/danh-ba.vcf")
    assert cards["Content-Type"].startswith("text/vcard")
    assert cards.content.count(b"BEGIN:VCARD") == 4
    one = an.get(f"/danh-ba/{office.an.pk}.vcf").content.decode()
    assert "tel:+84912345678" in one
    assert an.get(f"/danh-ba/{office.em.pk}.vcf").status_code == 404


def test_a_cell_that_looks_like_a_formula_is_text_to_a_spreadsheet(office: Cast) -> None:
    office.an.full_name, office.an.telephone = "=HYPERLINK(1)", "+84 912"
    assert "'=HYPERLINK(1)" in as_csv([office.an])
    assert ",+84 912," in as_csv([office.an])


def test_where_documents_go_is_found_by_name_or_code(office: Cast, browse: Browse) -> None:
    row = apps.get_model("exchange", "Correspondent").objects.order_by("code").first()
    page = text_of(browse(office.an).get("/danh-ba/noi-nhan", {"tim": row.code}))
    assert row.name in page
    assert "Không có nơi nhận nào khớp" in text_of(browse(office.an).get("/danh-ba/noi-nhan", {"tim": "zzz"}))
