"""Who may enter, for how long, and what is around VXP: nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import get_resolver

from vanthu.axis.console.models import Operator, WrongEntry
from vanthu.axis.console.operations import accounts
from vanthu.axis.console.tests.conftest import NOW, PASSWORD, Browse, Staff, text_of
from vanthu.axis.evidence.models import Fact

pytestmark = pytest.mark.django_db
LOGIN = "/quan-tri/dang-nhap"


def enter(client: Client, name: str, password: str = PASSWORD, **more: str) -> object:
    return client.post(LOGIN, {"name": name, "password": password, **more})


def test_an_operator_enters_and_leaves_and_that_is_a_fact(staff: Staff) -> None:
    browser = Client()
    response = enter(browser, "an", next="/quan-tri/he-thong")
    assert (response.status_code, response.headers["Location"]) == (302, "/quan-tri/he-thong")
    assert browser.get("/quan-tri/").status_code == 200
    assert Fact.objects.filter(kind="operator.entered", subject="an", by="operator:an").count() == 1
    browser.post("/quan-tri/dang-xuat")
    assert browser.get("/quan-tri/").status_code == 302


def test_one_is_never_sent_to_a_foreign_address(staff: Staff) -> None:
    assert enter(Client(), "an", next="https://example.org/").headers["Location"] == "/quan-tri/"


@pytest.mark.parametrize(("name", "password"), [("an", "sai mật khẩu rồi"), ("khong-co", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(name: str, password: str, staff: Staff) -> None:
    response = enter(Client(), name, password)
    assert response.status_code == 422
    assert "Tên hoặc mật khẩu không đúng" in text_of(response)


def test_after_ten_wrong_tries_the_right_password_waits_a_quarter_of_an_hour(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(accounts.TRIES_OF_NAME):
        WrongEntry.objects.create(name="an", address="10.0.0.1", at=NOW)
    assert enter(Client(), "an").status_code == 429
    assert enter(Client(), "binh").status_code == 302
    monkeypatch.setattr("vanthu.runtime.clock.now", lambda: NOW + timedelta(minutes=16))
    assert enter(Client(), "an").status_code == 302


def test_one_address_may_not_try_many_names(staff: Staff) -> None:
    for index in range(accounts.TRIES_OF_ADDRESS):
        WrongEntry.objects.create(name=f"n{index}", address="127.0.0.1", at=NOW)
    assert enter(Client(), "an").status_code == 429


def test_a_session_ends_when_nobody_uses_it_and_after_a_working_day(
    staff: Staff, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert browse(staff.an, at=NOW - timedelta(minutes=29)).get("/quan-tri/").status_code == 200
    assert browse(staff.an, at=NOW - timedelta(minutes=31)).get("/quan-tri/").status_code == 302
    busy = browse(staff.an)
    for minutes in range(20, 481, 20):
        monkeypatch.setattr("vanthu.runtime.clock.now", lambda at=NOW + timedelta(minutes=minutes): at)
        assert busy.get("/quan-tri/he-thong").status_code == 200
    monkeypatch.setattr("vanthu.runtime.clock.now", lambda: NOW + timedelta(minutes=481))
    assert busy.get("/quan-tri/he-thong").status_code == 302


def test_what_the_page_asks_for_by_itself_keeps_no_session_alive(
    staff: Staff, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browse(staff.an)
    monkeypatch.setattr("vanthu.runtime.clock.now", lambda: NOW + timedelta(minutes=20))
    assert browser.get("/quan-tri/hien-tai", headers={"HX-Request": "true"}).status_code == 200
    monkeypatch.setattr("vanthu.runtime.clock.now", lambda: NOW + timedelta(minutes=40))
    response = browser.get("/quan-tri/hien-tai", headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Refresh"]) == (204, "true")


def test_whoever_is_locked_or_gets_another_password_is_out_at_the_next_page(staff: Staff, browse: Browse) -> None:
    browser = browse(staff.an)
    accounts.set_password("an", "một mật khẩu khác hẳn", by="cli:root", at=NOW)
    assert browser.get("/quan-tri/").status_code == 302
    other = browse(staff.binh)
    accounts.change_operator("binh", {"active": False}, by="cli:root", at=NOW)
    assert other.get("/quan-tri/").status_code == 302
    assert enter(Client(), "binh").status_code == 422


def test_one_chooses_a_password_that_nobody_else_knows(staff: Staff, browse: Browse) -> None:
    browser = browse(staff.an)
    wanted = "con voi biết bơi qua sông"
    values = {"present": PASSWORD, "wanted": wanted, "again": wanted}
    assert browser.post("/quan-tri/mat-khau", {**values, "present": "sai"}).status_code == 422
    assert browser.post("/quan-tri/mat-khau", {**values, "wanted": "ngắn", "again": "ngắn"}).status_code == 422
    assert browser.post("/quan-tri/mat-khau", values).status_code == 302
    assert browser.get("/quan-tri/").status_code == 200
    assert Operator.objects.get(name="an").check_password(wanted)


def test_every_page_but_the_log_in_asks_who_one_is(staff: Staff) -> None:
    key = "00000000-0000-7000-8000-000000000000"
    addresses = get_resolver("vanthu.axis.console.urls").url_patterns
    pages = next(each for each in addresses if hasattr(each, "url_patterns"))
    seen = 0
    for pattern in pages.url_patterns:
        name = getattr(pattern, "name", None)
        if name in (None, "login", "logout", "look"):
            continue
        route = str(pattern.pattern)
        for part in ("<uuid:package_id>", "<uuid:delivery_id>", "<uuid:proposal_id>", "<uuid:number>"):
            route = route.replace(part, key)
        route = route.replace("<slug:kind>", "that-bai").replace("<path:code>", "H37").replace("<path:system_id>", "BO")
        for answer in (Client().get(f"/quan-tri/{route}"), Client().post(f"/quan-tri/{route}")):
            assert answer.status_code == 302, route
            assert answer.headers["Location"].startswith(LOGIN)
        seen += 1
    assert seen > 15


def test_forms_without_their_token_are_refused(staff: Staff) -> None:
    browser = Client(enforce_csrf_checks=True)
    response = browser.post(LOGIN, {"name": "an", "password": PASSWORD})
    assert response.status_code == 403
    assert "tải lại trang" in text_of(response)


def test_vxp_has_neither_sessions_nor_tokens_of_forms(staff: Staff, browse: Browse) -> None:
    browser = browse(staff.an)
    browser.handler.enforce_csrf_checks = True
    for address in ("/vxp/sendEdoc", "/health"):
        # Held back: the axis reads no body of somebody it does not know.
        held = {"Expect": "100-continue"}
        response = browser.post(address, b"x", content_type="application/octet-stream", headers=held)
        assert response.status_code == 200
        assert not response.cookies
        assert "Content-Security-Policy" not in response.headers


def test_passwords_of_operators_are_neither_short_nor_common(db: None) -> None:
    for password in ("ngắn", "mười một ạ", "password1234567890"[:8]):
        with pytest.raises(accounts.WeakPassword):
            accounts.add_operator("x", password, role="operator", by="test", at=NOW)
