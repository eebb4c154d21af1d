"""A leader signs with the program on his machine, from a real browser: page, WebSocket, secrets, upload, next page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from playwright.sync_api import expect

from vanthu.office.outgoing import queries as outgoing
from vanthu.office.outgoing.states import OutgoingState
from vanthu.office.outgoing.tests.stories import verified_here
from vanthu.office.signatures import operations as signatures
from vanthu.office.testing import showroom
from vanthu.office.testing.cast import PASSWORD
from vanthu.office.testing.signing_program import SigningProgram, running
from vanthu.office.web import middleware
from vanthu.office.web.tests.test_in_a_browser import chromium
from vanthu.runtime import clock
from vanthu.standards import signing

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def room(
    live_server: LiveServer, transactional_db: None, tmp_path_factory: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[showroom.Showroom]:
    """The showroom, where Dũng signs with the program; it has not been asked anything yet."""
    from django.conf import settings

    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    monkeypatch.setattr(signing, "verify_isolated", verified_here)
    with showroom.restored_settings():
        made = showroom.furnished(tmp_path_factory.mktemp("keys"), at=clock.now())
        settings.OFFICE = settings.OFFICE.model_copy(update={"public_url": live_server.url})
        yield made


@pytest.fixture
def program(room: showroom.Showroom, monkeypatch: pytest.MonkeyPatch) -> Iterator[SigningProgram]:
    """The program with Dũng's token plugged in, which listens where the settings say."""
    from django.conf import settings

    key = signing.open_pkcs12(room.pki.p12_bytes("dung"), room.pki.holder("dung").pin or "")
    with room.cast.office(room.cast.snv):
        signatures.add_identity(
            person=room.cast.dung, certificate=room.pki.certificate("dung").public_bytes(Encoding.PEM),
            key_reference="", device="vgca", by=None, at=clock.now(),
        )  # fmt: skip
    with running(SigningProgram(key, clock.now)) as listening:
        told = settings.OFFICE.signing.model_copy(update={"vgca_url": listening.address})
        settings.OFFICE = settings.OFFICE.model_copy(update={"signing": told})
        allowed = middleware.POLICY.replace("wss://127.0.0.1:8987", listening.address)
        monkeypatch.setattr(middleware, "POLICY", allowed)
        yield listening


def test_a_leader_signs_with_the_program_on_his_machine(
    room: showroom.Showroom, program: SigningProgram, live_server: LiveServer, tmp_path: Path
) -> None:
    document_id = room.outgoing["approved"]
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="vi-VN")
        page.goto(f"{live_server.url}/dang-nhap")
        page.get_by_label("Tên đăng nhập").fill("dung")
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.goto(f"{live_server.url}/ky-so/thiet-bi")
        page.get_by_role("button", name="Kiểm tra công cụ ký").click()
        expect(page.get_by_text("đúng là chứng thư đã khai báo")).to_be_visible()
        page.screenshot(path=tmp_path / "keys.png", full_page=True)
        page.goto(f"{live_server.url}/van-ban-di/{document_id}")
        page.get_by_role("link", name="Ký số", exact=True).or_(page.get_by_role("button", name="Ký số")).first.click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("VGCA Sign Service")
        expect(dialog.get_by_label(re.compile("PIN"))).to_have_count(0)
        page.screenshot(path=tmp_path / "dialog.png")
        dialog.get_by_role("button", name="Ký số").click()
        expect(page.get_by_text("Đã ký số.")).to_be_visible()
    assert [operation for operation, _ in program.asked] == ["GetVersion", "GetCertInfo", "SignApproved"]
    with room.cast.office(room.cast.snv):
        assert outgoing.get(room.cast.chi, document_id, at=clock.now()).state == OutgoingState.SIGNED
