"""The demonstration before any process runs: its folder, its ports, and how its people read pages."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from vanthu.cli.demo.human import CannotDo, Human
from vanthu.cli.demo.processes import surroundings
from vanthu.cli.demo.world import MARK, NotOurs, World
from vanthu.cli.main import app

ANY_PORT = {"axis": 0, "bo": 0, "tinh": 0, "pki": 0}


def test_a_second_run_starts_clean(tmp_path: Path) -> None:
    (tmp_path / MARK).touch()
    (tmp_path / "bo").mkdir()
    (tmp_path / "bo" / "bo.sqlite3").write_text("of the last time")
    World(tmp_path, wanted_ports=ANY_PORT).clear()
    assert [path.name for path in tmp_path.iterdir()] == [MARK]


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "luận văn.txt").write_text("mine")
    with pytest.raises(NotOurs, match="chọn thư mục khác"):
        World(tmp_path, wanted_ports=ANY_PORT).clear()
    assert (tmp_path / "luận văn.txt").read_text() == "mine"


def test_two_demonstrations_do_not_share_a_folder(tmp_path: Path) -> None:
    first = World(tmp_path, wanted_ports=ANY_PORT)
    first.clear()
    (tmp_path / "axis").mkdir()
    result = CliRunner().invoke(app, ["demo", "--once", "--dir", str(tmp_path)])
    assert (result.exit_code, "đang chạy" in result.output) == (1, True)
    assert (tmp_path / "axis").is_dir()


def test_programs_inherit_no_settings_of_another_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VANTHU_OFFICE_CONFIG", "/elsewhere.toml")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    given = surroundings({"VANTHU_OFFICE_DATABASE": "sqlite:///x"})
    assert given["VANTHU_OFFICE_DATABASE"] == "sqlite:///x"
    assert {"VANTHU_OFFICE_CONFIG", "PYTHONDONTWRITEBYTECODE"} & set(given) == set()
    assert "PATH" in given


# --- people without a browser ----------------------------------------------------------------------------------------

PAGE = """
<main>
  <form method="post" action="/luu" hx-post="/xem-truoc" hx-trigger="load, input delay:600ms">
    <input type="hidden" name="csrfmiddlewaretoken" value="t"><input name="subject">
    <select name="signer"><option value="1">Ông A – Phó</option><option value="2" selected>Bà B</option></select>
    <button name="trinh" value="1">Lưu và trình</button>
  </form>
  <a role="button" href="/tra" hx-get="/tra">Trả lại</a>
  <div role="alert">Trục đang bận</div>
</main>
"""
DIALOG = """
<form method="post" action="/tra" hx-post="/tra"><textarea name="reason"></textarea><button>Trả lại</button></form>
"""


def person(sent: list[httpx.Request]) -> Human:
    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        if request.method == "GET":
            return httpx.Response(200, text=DIALOG if request.url.path == "/tra" else PAGE)
        return httpx.Response(409 if b"sai" in request.content else 200, text=PAGE)

    human = Human("An", "http://office.test")
    human.http = httpx.Client(base_url="http://office.test", transport=httpx.MockTransport(answer))
    human.open("/")
    sent.clear()
    return human


def test_a_form_that_htmx_only_watches_is_sent_by_the_browser() -> None:
    sent: list[httpx.Request] = []
    person(sent).press("Lưu và trình", subject="rà soát", signer="Ông A")
    [request] = sent
    assert (request.url.path, "hx-request" in request.headers) == ("/luu", False)
    assert dict(httpx.QueryParams(request.content.decode())) == {
        "csrfmiddlewaretoken": "t", "subject": "rà soát", "signer": "1", "trinh": "1"
    }  # fmt: skip


def test_a_button_that_opens_a_dialog_is_pressed_through_it() -> None:
    sent: list[httpx.Request] = []
    person(sent).press("Trả lại", reason="thiếu căn cứ")
    assert [(one.method, one.url.path, one.headers["hx-request"]) for one in sent] == [
        ("GET", "/tra", "true"),
        ("POST", "/tra", "true"),
    ]


def test_what_the_page_does_not_offer_cannot_be_done() -> None:
    human = person([])
    with pytest.raises(CannotDo, match=r"Phát hành.*Trục đang bận"):
        human.press("Phát hành")
    with pytest.raises(CannotDo, match="không có trường: trich_yeu"):
        human.press("Lưu và trình", trich_yeu="rà soát")
    with pytest.raises(CannotDo, match=r"409.*Trục đang bận"):
        human.press("Lưu và trình", subject="sai")
