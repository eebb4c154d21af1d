"""A person at a browser of their own, and everything that went wrong in it without anybody being told."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response, StorageState, expect

from vanthu.cli.demo.people import PASSWORD, someone

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE_MS = 45_000
"""How long a page may take on a machine that does other work at the same time."""

WATCH_POLICY = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP ${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""
MOVED_ON = "net::ERR_ABORTED"
"""A request that was under way when its page was left."""
REPLACED = ("htmx:sendAbort", "htmx:afterRequest,")
"""What htmx tells the console when a newer request takes the place of one under way, as in the live preview."""


@dataclass
class Visitor:
    """One person in a browser context of their own. `troubles` must be empty at the end."""

    name: str
    username: str
    base_url: str
    context: BrowserContext
    page: Page
    troubles: list[str] = field(default_factory=list)
    _expected: set[int] = field(default_factory=set)

    # --- going and doing --------------------------------------------------------------------------------------

    def open(self, address: str) -> None:
        """Open an address of the office."""
        self.page.goto(self.base_url + address)

    def log_in(self) -> None:
        """Log in by the form, and stand before the desk."""
        self.open("/dang-nhap")
        self.page.get_by_label("Tên đăng nhập").fill(self.username)
        self.page.get_by_label("Mật khẩu").fill(PASSWORD)
        self.button("Đăng nhập").click()
        expect(self.heading("Cần làm ngay")).to_be_visible()

    def heading(self, words: str) -> Locator:
        """Return the heading with these words."""
        return self.page.get_by_role("heading", name=words)

    def button(self, label: str) -> Locator:
        """Return the button of the page with exactly this label (an icon or a key may stand beside it)."""
        return self.page.get_by_role("button", name=label, exact=True)

    def section(self, title: str) -> Locator:
        """Return the part of the page under this heading."""
        return self.page.get_by_role("region", name=re.compile(f"^{re.escape(title)}"))

    def dialog(self, title: str) -> Locator:
        """Return the open dialog with this title."""
        return self.page.get_by_role("dialog", name=title)

    def ask(self, label: str, title: str) -> Locator:
        """Press a button that opens a dialog, and return the dialog."""
        self.button(label).click()
        dialog = self.dialog(title)
        expect(dialog).to_be_visible()
        return dialog

    def told(self, words: str | re.Pattern[str]) -> None:
        """Expect the page to say this after a deed."""
        expect(self.page.get_by_role("status").filter(has_text=words).first).to_be_visible()

    def row(self, words: str) -> Locator:
        """Return the link that opens the document whose subject has these words."""
        return self.page.locator("a[data-open]").filter(has_text=words)

    def await_by_itself(self, seen: Locator, *, every: int) -> None:
        """Wait for what the page asks for every so many seconds; the clock of the page is moved on, not waited for."""
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while not seen.is_visible() and time.monotonic() < deadline:
            self.page.clock.fast_forward(every * 1000)
            self.page.wait_for_timeout(300)
        expect(seen).to_be_visible()

    # --- what went wrong --------------------------------------------------------------------------------------

    @contextmanager
    def refused_with(self, *codes: int) -> Iterator[None]:
        """Inside, answers with these codes are what the test is about."""
        self._expected |= set(codes)
        try:
            yield
            self.page.wait_for_load_state()
        finally:
            self._expected -= set(codes)

    def watch(self) -> None:
        """Note errors of scripts and of the content policy, failed requests and answers that say no."""
        self.context.add_init_script(WATCH_POLICY)
        self.page.on("console", lambda message: self._said(message.type, message.text))
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        self.page.on("requestfailed", lambda request: self._failed(request.url, request.failure or ""))
        self.page.on("response", self._answered)

    def _said(self, kind: str, text: str) -> None:
        # Chromium and htmx both tell the console about every answer from 400 on.
        expected = (*REPLACED, *(str(code) for code in self._expected))
        if kind == "error" and not any(words in text for words in expected):
            self.troubles.append(f"console: {text}")

    def _failed(self, url: str, why: str) -> None:
        if why != MOVED_ON:
            self.troubles.append(f"request failed: {url} {why}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self._expected:
            self.troubles.append(f"answer {response.status}: {response.url}")


@dataclass
class House:
    """Everybody who came to the offices during one test."""

    browser: Browser
    urls: Mapping[str, str]
    sessions: dict[str, StorageState]
    """Who is logged in already, from earlier tests: the form is shown to them once."""
    visitors: list[Visitor] = field(default_factory=list)

    def visitor(self, username: str, *, size: Mapping[str, int] | None = None, **options: Any) -> Visitor:
        """Return somebody before a browser of their own, not logged in."""
        who = someone(username)
        size = size or DESK
        context = self.browser.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            has_touch=size is PHONE,
            is_mobile=size is PHONE,
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(PATIENCE_MS)
        visitor = Visitor(who.name, username, self.urls[who.office], context, context.new_page())
        context.clock.install()
        visitor.watch()
        self.visitors.append(visitor)
        return visitor

    def enter(self, username: str, *, size: Mapping[str, int] | None = None, **options: Any) -> Visitor:
        """Return somebody logged in, before their desk."""
        known = self.sessions.get(username)
        visitor = self.visitor(username, size=size, **({"storage_state": known} if known else {}), **options)
        if known:
            visitor.open("/")
            expect(visitor.heading("Cần làm ngay")).to_be_visible()
        else:
            visitor.log_in()
            self.sessions[username] = visitor.context.storage_state()
        return visitor

    def troubles(self) -> list[str]:
        """Return everything that went wrong in any browser, with who had it."""
        return [f"{visitor.username}: {trouble}" for visitor in self.visitors for trouble in visitor.troubles]

    def picture(self, folder: Path) -> list[Path]:
        """Keep what each of them sees now, to understand a test that failed."""
        made = []
        for number, visitor in enumerate(self.visitors):
            path = folder / f"{number}-{visitor.username}.png"
            visitor.page.screenshot(path=path)
            made.append(path)
        return made

    def close(self) -> None:
        """Everybody leaves."""
        for visitor in self.visitors:
            visitor.context.close()
