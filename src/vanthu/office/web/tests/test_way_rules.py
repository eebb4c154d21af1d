"""The administrator's page of ways of sending."""

from __future__ import annotations

from typing import Any

import pytest

from vanthu.office.access import operations as access
from vanthu.office.access.states import Duty
from vanthu.office.dispatch import queries
from vanthu.office.dispatch.states import Way
from vanthu.office.testing.cast import Cast
from vanthu.office.web.tests.conftest import Browse, text_of

PAGE = "/quan-tri/cach-gui"
BASIS = "Danh mục theo Quyết định 05/QĐ-SNV"


@pytest.fixture
def client(office: Cast, browse: Browse) -> Any:
    access.give_duty(office.chi, Duty.ADMINISTRATOR, by=None, at=office.at)
    return browse(office.chi)


def add(client: Any, **typed: Any) -> Any:
    sent = {"way": Way.BOTH, "group": "any", "types": ["quyet_dinh"], "recipients": "", "basis": BASIS, **typed}
    return client.post("/quan-tri/them-cach-gui", sent, headers={"HX-Request": "true"})


def test_the_rules_of_the_law_stand_there_with_their_basis(client: Any) -> None:
    page = text_of(client.get(PAGE))
    assert "khoản 2 và khoản 3 Điều 5 Quyết định 28/2018/QĐ-TTg" in page
    assert "điểm a khoản 2 Điều 7 Quyết định 28/2018/QĐ-TTg" in page


def test_a_rule_is_added_shown_and_ended(client: Any, office: Cast) -> None:
    assert add(client).status_code == 204
    page = text_of(client.get(PAGE))
    assert BASIS in page
    assert "Quyết định" in page
    row = queries.rows(office.after(hours=2)).get(law="")
    client.post(f"/quan-tri/het-cach-gui/{row.pk}", headers={"HX-Request": "true"})
    assert BASIS not in text_of(client.get(PAGE))


def test_a_rule_for_nobody_is_refused_in_the_dialog(client: Any) -> None:
    answer = add(client, types=[])
    assert answer.status_code == 422
    assert "phải nêu loại văn bản hoặc nơi nhận" in text_of(answer)


def test_what_the_law_fixes_has_no_button(client: Any, office: Cast) -> None:
    page = text_of(client.get(PAGE))
    fixed = queries.rows(office.after(hours=2)).get(law="truc")
    assert f"/quan-tri/het-cach-gui/{fixed.pk}" not in page
    assert page.count("/quan-tri/het-cach-gui/") >= 1
