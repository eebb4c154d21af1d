"""Who may come in, as whom, and what a closed door says."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from vanthu.office.organizations import operations as organizations
from vanthu.office.organizations import queries
from vanthu.office.testing.cast import Cast
from vanthu.office.web.forms.session import TRIES
from vanthu.office.web.tests.conftest import Browse, text_of

LOGIN = "/dang-nhap"


def accounts() -> Any:
    return apps.get_model("organizations", "Account")


def test_a_clerk_logs_in_and_stands_at_the_desk(cast: Cast) -> None:
    client = Client()
    answer = client.post(LOGIN, {"username": "chi", "password": cast.password}, follow=True)
    assert answer.redirect_chain[-1][0] == "/"
    assert "Văn bản đến chờ vào sổ" in text_of(answer)


def test_a_wrong_password_is_told_in_words_and_the_name_stays(cast: Cast) -> None:
    answer = Client().post(LOGIN, {"username": "chi", "password": "sai"})
    assert answer.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in text_of(answer)
    assert 'value="chi"' in text_of(answer)


def test_an_unknown_name_gets_the_same_answer_as_a_wrong_password(cast: Cast) -> None:
    known = Client().post(LOGIN, {"username": "chi", "password": "sai"})
    unknown = Client().post(LOGIN, {"username": "khong-co-ai", "password": "sai"})
    alerts = [text_of(answer).split('role="alert"')[1][:300] for answer in (known, unknown)]
    assert alerts[0] == alerts[1]


def test_after_ten_wrong_tries_even_the_right_password_must_wait(cast: Cast) -> None:
    client = Client()
    for _ in range(TRIES):
        client.post(LOGIN, {"username": "chi", "password": "sai"})
    answer = client.post(LOGIN, {"username": "chi", "password": cast.password})
    assert answer.status_code == 429
    assert "Hãy chờ 15 phút" in text_of(answer)


def test_wrong_tries_are_counted_by_all_processes_together_and_end(cast: Cast) -> None:
    for _ in range(TRIES):
        organizations.count_attempt("k", seconds=900, at=cast.at)
    assert queries.attempts("k", at=cast.after(minutes=14)) == TRIES
    assert queries.attempts("k", at=cast.after(minutes=15)) == 0
    organizations.count_attempt("k", seconds=900, at=cast.after(minutes=16))
    assert queries.attempts("k", at=cast.after(minutes=16)) == 1
    organizations.forget_attempts("k")
    assert queries.attempts("k", at=cast.after(minutes=16)) == 0


def test_whoever_is_not_logged_in_goes_to_the_log_in_page_and_back(cast: Cast) -> None:
    client = Client()
    answer = client.get("/van-ban-den/")
    assert answer["Location"] == f"{LOGIN}?next=/van-ban-den/"
    there = client.post(LOGIN, {"username": "chi", "password": cast.password, "next": "/van-ban-den/"})
    assert there["Location"] == "/van-ban-den/"


def test_the_way_back_never_leads_to_another_site(cast: Cast) -> None:
    answer = Client().post(LOGIN, {"username": "chi", "password": cast.password, "next": "https://xau.example/"})
    assert answer["Location"] == "/"


def test_logging_out_closes_the_desk(cast: Cast, browse: Browse) -> None:
    client = browse(cast.chi)
    client.post("/dang-xuat")
    assert client.get("/").status_code == 302


def test_one_account_acts_for_two_agencies_and_sees_only_the_one_in_force(cast: Cast, browse: Browse) -> None:
    with cast.in_syt():
        other = organizations.create_person(
            full_name="Lê Thị Chi", position="Văn thư kiêm nhiệm", account=cast.chi.account, by=None, at=cast.at
        )
    client = browse(cast.chi)
    assert "Văn thư kiêm nhiệm" in text_of(client.get("/"))
    client.post(reverse("web:switch_person"), {"person": str(other.pk)})
    assert client.get("/").context["person"].agency_id == cast.syt.pk
    client.post(reverse("web:switch_person"), {"person": str(cast.giang.pk)})
    assert client.get("/").context["person"].pk == other.pk


def test_an_account_of_nobody_is_told_so(cast: Cast) -> None:
    account = organizations.create_account(username="khach", password="Mat-khau-rat-dai-1")
    client = Client()
    client.force_login(account)
    answer = client.get("/")
    assert answer.status_code == 403
    assert "chưa gắn với" in text_of(answer)


def test_vietnamese_is_spoken_whatever_the_browser_prefers_and_english_when_chosen(cast: Cast, browse: Browse) -> None:
    client = browse(cast.chi)
    assert '<html lang="vi"' in text_of(client.get("/", headers={"Accept-Language": "en-US"}))
    client.post(reverse("web:language"), {"language": "en", "next": "/"})
    page = text_of(client.get("/"))
    assert '<html lang="en"' in page
    assert "Incoming documents" in page


def test_the_dark_look_is_remembered_and_an_unknown_one_is_not(cast: Cast, browse: Browse) -> None:
    client = browse(cast.chi)
    client.post(reverse("web:look"), {"look": "dark", "next": "/"})
    assert 'data-bs-theme="dark"' in text_of(client.get("/"))
    client.post(reverse("web:look"), {"look": "hồng", "next": "/"})
    assert 'data-bs-theme="dark"' in text_of(client.get("/"))


def test_an_account_that_was_closed_is_logged_out_at_once(cast: Cast, browse: Browse) -> None:
    client = browse(cast.an)
    assert client.get("/").status_code == 200
    accounts().objects.filter(pk=cast.an.account_id).update(is_active=False)
    assert client.get("/").status_code == 302


def test_account_and_persons_are_one_question(cast: Cast, browse: Browse) -> None:
    client = browse(cast.an)
    client.get("/tro-giup")
    with CaptureQueriesContext(connection) as asked:
        client.get("/")
    assert sum('FROM "organizations_account"' in one["sql"] for one in asked.captured_queries) == 0
    assert sum('JOIN "organizations_account"' in one["sql"] for one in asked.captured_queries) == 1
