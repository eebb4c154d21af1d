"""The office as an application in a real Chromium: its worker is taken, and stands in when the server is away."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from vanthu.cli.demo.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300), pytest.mark.xdist_group("browser")]

KEPT = """async () => {
  const names = await caches.keys();
  const kept = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys())));
  return kept.flat().map((request) => new URL(request.url).pathname);
}"""


@contextmanager
def cable(to: str) -> Iterator[tuple[str, threading.Event]]:
    """A way to a server that can be cut: its address, and what cuts it."""
    target, cut = urlsplit(to), threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))

    def carry(source: socket.socket, sink: socket.socket) -> None:
        try:
            while not cut.is_set() and (some := source.recv(65536)):
                sink.sendall(some)
        except OSError:  # the other end has gone: that is the end of this one too
            pass
        finally:
            source.close()
            sink.close()

    def accept() -> None:
        while True:
            try:
                near, _ = listening.accept()
            except OSError:  # closed: the test is over
                return
            if cut.is_set():
                near.close()
                continue
            far = socket.create_connection((target.hostname or "", target.port or 80))
            for ends in ((near, far), (far, near)):
                threading.Thread(target=carry, args=ends, daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}", cut
    cut.set()
    listening.close()


def log_in(page: Page, address: str) -> None:
    page.goto(f"{address}/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill("em")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.get_by_role("heading", name="Cần làm ngay")).to_be_visible()


def test_the_worker_stands_in_when_the_server_is_away_and_keeps_nothing_with_content(
    browser: Browser, offices: Mapping[str, str]
) -> None:
    context = browser.new_context(locale="vi-VN")
    with cable(offices["tinh"]) as (address, cut):
        page = context.new_page()
        log_in(page, address)
        told = context.new_cdp_session(page).send("Page.getAppManifest")
        assert told["errors"] == []
        assert json.loads(told["data"])["lang"] == "vi"
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.goto(f"{address}/van-ban-den/")
        kept = page.evaluate(KEPT)
        assert "/ngoai-tuyen" in kept
        assert all(path == "/ngoai-tuyen" or path.startswith("/static/") for path in kept), kept
        # What the desk left, for a desk on which nothing waits by chance.
        page.evaluate(
            """() => localStorage.setItem("vanthu-waiting", JSON.stringify(
                {at: "2026-03-09T08:00:00+07:00", items: [{words: "văn bản đến chờ vào sổ", count: 3}]}))"""
        )
        cut.set()
        page.goto(f"{address}/van-ban-di/")
        expect(page.get_by_role("heading", name="Không có kết nối với máy chủ")).to_be_visible()
        expect(page.get_by_text("3 văn bản đến chờ vào sổ")).to_be_visible()
        cut.clear()
        page.get_by_role("button", name="Thử lại").click()
        expect(page.get_by_role("heading", name="Văn bản đi")).to_be_visible()
        page.locator("[data-logout]").evaluate("form => form.requestSubmit()")
        expect(page.get_by_label("Mật khẩu")).to_be_visible()
        assert page.evaluate("localStorage.getItem('vanthu-waiting')") is None
    context.close()
