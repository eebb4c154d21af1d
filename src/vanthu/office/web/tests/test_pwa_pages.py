"""The office as an application: its manifest, its worker, the page without a network, devices that take notices."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any

import http_ece
import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from vanthu.office.journeys import notifying
from vanthu.office.notices import operations as notices
from vanthu.office.testing.cast import Cast
from vanthu.office.web.tests.conftest import Browse, text_of
from vanthu.office.web.views.notices import device_name
from vanthu.runtime import clock
from vanthu.standards.webpush import new_key

Device = apps.get_model("notices", "Device")
BROWSER = ec.generate_private_key(ec.SECP256R1())
SECRET = b"0123456789abcdef"


def text(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def typed(endpoint: str = "https://fcm.googleapis.com/fcm/send/1") -> dict[str, str]:
    point = BROWSER.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return {"endpoint": endpoint, "p256dh": text(point), "auth": text(SECRET)}


@pytest.fixture
def pushing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator has made a key."""
    (tmp_path / "vapid.pem").write_bytes(new_key())
    push = settings.OFFICE.push.model_copy(update={"key_file": tmp_path / "vapid.pem"})
    monkeypatch.setattr(settings, "OFFICE", settings.OFFICE.model_copy(update={"push": push}))


def test_the_manifest_is_vietnamese_and_its_icons_are_what_it_says(db: None) -> None:
    answer = Client().get("/ung-dung.webmanifest")
    told = json.loads(answer.content)
    assert (answer["Content-Type"], told["lang"], told["scope"], told["display"]) == (
        "application/manifest+json", "vi", "/", "standalone",
    )  # fmt: skip
    for icon in told["icons"]:
        found = finders.find(icon["src"].removeprefix("/static/"))
        assert isinstance(found, str), icon
        if icon["type"] == "image/png":
            with Image.open(found) as picture:
                assert f"{picture.width}x{picture.height}" == icon["sizes"]


def test_the_worker_keeps_the_page_without_a_network_and_nothing_with_content(db: None) -> None:
    answer = Client().get("/sw.js")
    script = answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Service-Worker-Allowed"] == "/"
    assert not re.search("__[A-Z]+__", script)
    kept = re.search(r"const FILES = \[(.*?)\];", script)
    assert kept is not None
    assert all(file.strip(' "').startswith("/static/") for file in kept[1].split(","))
    assert "cache.put" not in script


def test_the_page_without_a_network_is_the_same_for_everybody(office: Cast, browse: Browse) -> None:
    page = browse(office.an).get("/ngoai-tuyen")
    assert page.content == Client().get("/ngoai-tuyen").content
    assert "Không có kết nối với máy chủ" in text_of(page)
    assert "Nguyễn Văn An" not in text_of(page)


def test_the_desk_leaves_words_and_numbers_only(office: Cast, browse: Browse) -> None:
    notices.post([office.an], "announcement", "Mật", key="một", at=office.at)
    page = text_of(browse(office.an).get("/"))
    found = re.search(r'data-waiting="(\[.*?\])"', page)
    assert found is not None
    assert all(set(item) == {"words", "count"} for item in json.loads(found[1]))


def test_a_device_is_turned_on_and_off_by_its_person(office: Cast, browse: Browse, pushing: None) -> None:
    an = browse(office.an)
    assert "data-push=" in an.get("/thong-bao/cai-dat").content.decode()
    agent = "Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile Safari/537.36"
    assert an.post("/thong-bao/thiet-bi", typed(), headers={"User-Agent": agent}).status_code == 302
    assert "Chrome, Android" in text_of(an.get("/thong-bao/cai-dat"))
    address = f"/thong-bao/thiet-bi/{Device.objects.get().pk}/bo"
    browse(office.binh).post(address)
    assert Device.objects.count() == 1
    an.post(address)
    assert not Device.objects.exists()


@pytest.mark.parametrize("endpoint", ["https://127.0.0.1/x", "http://fcm.googleapis.com/x", "https://noi-bo.example/x"])
def test_a_push_service_that_is_not_allowed_is_refused(
    office: Cast, browse: Browse, pushing: None, endpoint: str
) -> None:
    assert browse(office.an).post("/thong-bao/thiet-bi", typed(endpoint)).status_code == 422
    assert not Device.objects.exists()


def test_without_a_key_nobody_turns_a_device_on(office: Cast, browse: Browse) -> None:
    assert "Người vận hành chưa bật" in text_of(browse(office.an).get("/thong-bao/cai-dat"))
    assert browse(office.an).post("/thong-bao/thiet-bi", typed()).status_code == 404


@pytest.mark.parametrize(("status", "left"), [(201, 1), (410, 0)], ids=["sent", "gone"])
def test_what_the_worker_sends_says_nothing_of_the_work(
    office: Cast, browse: Browse, pushing: None, monkeypatch: pytest.MonkeyPatch, status: int, left: int
) -> None:
    browse(office.an).post("/thong-bao/thiet-bi", typed())
    seen: list[httpx.Request] = []

    def service(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(status)

    real = httpx.Client
    monkeypatch.setattr(notifying.httpx, "Client", lambda **_how: real(transport=httpx.MockTransport(service)))
    notices.post([office.an], "task", "Kỷ luật ông A", text="Mật", key="một", at=clock.now())
    assert notifying.send_pushes_due(at=clock.now()) == 1
    (request,) = seen
    said: Any = json.loads(http_ece.decrypt(request.content, private_key=BROWSER, auth_secret=SECRET))
    assert said["body"] == "Việc mới giao, giao lại, thay đổi"
    assert said["unread"] == 1
    assert "Kỷ luật" not in json.dumps(said, ensure_ascii=False)
    assert Device.objects.count() == left


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537 Edg/130", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18 like Mac OS X) Version/18 Safari/605", "Safari, iPhone"),
        ("curl/8", "Trình duyệt"),
    ],
    ids=["edge", "iphone", "other"],
)
def test_a_device_has_the_name_people_know(agent: str, name: str) -> None:
    assert device_name(agent) == name
