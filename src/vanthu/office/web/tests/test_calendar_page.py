"""The administrator's page of working days, and its table as CSV."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from vanthu.office.access import operations as access
from vanthu.office.access.states import Duty
from vanthu.office.organizations import queries
from vanthu.office.organizations.states import DayKind
from vanthu.office.testing.cast import Cast
from vanthu.office.web.forms.calendar import read_days
from vanthu.office.web.tests.conftest import Browse, text_of

TABLE = "Ngày,Chế độ,Căn cứ\n31/08/2026,nghỉ,TB 9441\n22/08/2026,Làm bù,TB 9441\n\n2026-12-24,chiều,TB 7\n"


@pytest.mark.parametrize("text", [TABLE, TABLE.replace(",", ";"), "\ufeff" + TABLE])
def test_a_table_is_read_as_spreadsheets_write_it(text: str) -> None:
    days, wrong = read_days(text.encode())
    assert wrong == []
    assert days == {
        date(2026, 8, 31): (DayKind.OFF, "TB 9441"),
        date(2026, 8, 22): (DayKind.WORKED, "TB 9441"),
        date(2026, 12, 24): (DayKind.AFTERNOON, "TB 7"),
    }


def test_every_wrong_line_is_told_with_its_number() -> None:
    _, wrong = read_days(
        "31/08/2026,nghỉ,A\n31/08/2026,nghỉ,A\n32/08/2026,nghỉ,A\n1/9/2026,lễ,A\n2/9/2026,nghỉ,".encode()
    )
    assert [line.split(":")[0] for line in wrong] == ["Dòng 2", "Dòng 3", "Dòng 4", "Dòng 5"]
    assert read_days("ngày".encode("utf-16"))[1][0].startswith("Tệp không phải CSV")


def test_the_administrator_loads_adds_and_drops_days(office: Cast, browse: Browse) -> None:
    access.give_duty(office.chi, Duty.ADMINISTRATOR, by=None, at=office.at)
    client, page = browse(office.chi), "/quan-tri/lich-lam-viec"
    assert "Chưa có ngày nào" in text_of(client.get(page, {"nam": "2026"}))
    assert client.post(page, {"file": SimpleUploadedFile("l.csv", TABLE.encode())}).status_code == 302
    assert "Nghỉ" in text_of(client.get(page, {"nam": "2026"}))
    wrong = client.post(page, {"file": SimpleUploadedFile("l.csv", b"x,y,z\n1,2,3")})
    assert (wrong.status_code, "Dòng 2" in text_of(wrong)) == (422, True)
    typed = {"day": "02/01/2026", "kind": "off", "basis": "TB 1"}
    assert client.post("/quan-tri/them-ngay", typed).status_code in {200, 302, 204}
    days = queries.calendar_days(2026)
    assert len(days) == 4
    assert client.post(f"/quan-tri/bo-ngay/{days[0].pk}").status_code in {200, 302, 204}
    assert len(queries.calendar_days(2026)) == 3


def test_nobody_else_opens_it(office: Cast, browse: Browse) -> None:
    assert browse(office.an).get("/quan-tri/lich-lam-viec").status_code == 403
