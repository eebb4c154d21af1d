"""Somebody at a browser, without the browser: opens pages, reads them, fills in forms and presses buttons.

Everything goes over HTTP with cookies and CSRF tokens, as a person's clicks would; buttons are found by their words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urljoin

import httpx
from lxml import html

Value = str | Sequence[str] | tuple[str, bytes, str]
HTMX = {"HX-Request": "true"}


class CannotDo(Exception):
    """The page has no such button, or the answer was an error; the message quotes what the page said."""


class Human:
    """A person logged in to one office."""

    def __init__(self, name: str, base_url: str) -> None:
        self.name = name
        self.http = httpx.Client(base_url=base_url, follow_redirects=True, timeout=60)
        self.url = base_url
        self.page: html.HtmlElement = html.fromstring("<html></html>")

    def close(self) -> None:
        """Leave the browser."""
        self.http.close()

    def log_in(self, username: str, password: str) -> None:
        """Log in by the form of the office."""
        self.open("/dang-nhap")
        self.press("Đăng nhập", username=username, password=password)
        if self._form("Đăng nhập") is not None:
            raise CannotDo(f"{self.name} không đăng nhập được: {self.said()}")

    # --- reading ----------------------------------------------------------------------------------------------

    def open(self, address: str) -> None:
        """Open an address of the office."""
        self._show(self.http.get(address))

    def reload(self) -> None:
        """Open the present page again."""
        self._show(self.http.get(self.url))

    def text(self) -> str:
        """Return the words of the page, in one line."""
        return " ".join(self.page.text_content().split())

    def said(self) -> str:
        """Return what the page's alerts say."""
        alerts = self.page.xpath("//*[(@role='alert' or @role='status' or contains(@class,'alert')) and not(@hidden)]")
        return " ".join(" ".join(alert.text_content().split()) for alert in alerts) or self.text()[:300]

    def sees(self, words: str) -> bool:
        """Tell whether the page has these words."""
        return words in self.text()

    def can(self, label: str) -> bool:
        """Tell whether the page offers a button or link with this label."""
        return self._element(label) is not None

    def follow(self, words: str) -> None:
        """Follow the first link whose text contains the words."""
        for link in self.page.iter("a"):
            if words in " ".join(link.text_content().split()) and link.get("href"):
                self.open(urljoin(self.url, link.get("href")))
                return
        raise CannotDo(f"{self.name} không thấy liên kết «{words}» ở {self.url}")

    # --- doing ------------------------------------------------------------------------------------------------

    def press(self, label: str, **fields: Value) -> None:
        """Press the button with this label; its form, or the form of the dialog it opens, is filled with `fields`."""
        form = self._form(label)
        if form is not None:
            self._submit(form, label, fields)
            return
        element = self._element(label)
        if element is None:
            raise CannotDo(f"{self.name} không thấy nút «{label}» ở {self.url}. Trang nói: {self.said()}")
        self._open_dialog(element)
        if fields or self.page.xpath("//form"):
            self._submit(self._only_form(label), label, fields)

    def _open_dialog(self, element: html.HtmlElement) -> None:
        address = element.get("hx-get") or element.get("href")
        if not address:
            raise CannotDo(f"{self.name}: nút «{element.text_content().strip()}» không dẫn tới đâu")
        headers = HTMX if element.get("hx-get") else {}
        answer = self.http.get(urljoin(self.url, address), headers=headers)
        self._show(answer, keep_address=bool(headers))

    def _only_form(self, label: str) -> html.HtmlElement:
        form = self._form(label)
        forms = [form] if form is not None else self.page.xpath("//form")
        if not forms:
            raise CannotDo(f"{self.name}: «{label}» không mở ra biểu mẫu nào ở {self.url}")
        return forms[-1]

    def _submit(self, form: html.HtmlElement, label: str, fields: Mapping[str, Value]) -> None:
        values, files = _filled(form, fields)
        button = self._button(form, label)
        if button is not None and button.get("name"):
            values[button.get("name")] = button.get("value") or ""
        over = (button.get("hx-post") if button is not None else None) or _sent_by_script(form)
        plain = (button.get("formaction") if button is not None else None) or form.get("action")
        address = urljoin(self.url, over or plain or self.url)
        headers = {"Referer": self.url, **(HTMX if over else {})}
        if (form.get("method") or "get").lower() == "get" and not over:
            self._show(self.http.get(address, params={name: str(value) for name, value in values.items()}))
            return
        self._show(self.http.post(address, data=values, files=files or None, headers=headers), keep_address=bool(over))

    def _show(self, answer: httpx.Response, *, keep_address: bool = False) -> None:
        target = answer.headers.get("HX-Redirect") or answer.headers.get("HX-Location")
        if target:
            self.open(urljoin(self.url, target))
            return
        if not keep_address:
            self.url = str(answer.url)
        self.page = html.fromstring(answer.text or "<html></html>")
        if answer.status_code >= 400:
            raise CannotDo(f"{self.name} gặp lỗi {answer.status_code} ở {answer.url}: {self.said()}")
        if answer.headers.get("HX-Refresh") == "true":
            self.reload()

    # --- finding ----------------------------------------------------------------------------------------------

    def _form(self, label: str) -> html.HtmlElement | None:
        for form in self.page.iter("form"):
            if self._button(form, label) is not None:
                return form
        return None

    def _button(self, form: html.HtmlElement, label: str) -> html.HtmlElement | None:
        for button in form.xpath(".//button | .//input[@type='submit']"):
            opens = button.get("hx-get") or button.get("type") == "button"
            if not opens and _says(button, label):
                return button
        return None

    def _element(self, label: str) -> html.HtmlElement | None:
        for element in self.page.xpath("//button | //a"):
            if _says(element, label):
                return element
        return None


def _sent_by_script(form: html.HtmlElement) -> str | None:
    """Return where htmx would send the form; a trigger of its own may leave submitting to the browser."""
    trigger = form.get("hx-trigger")
    return form.get("hx-post") if trigger is None or "submit" in trigger else None


def _says(element: html.HtmlElement, label: str) -> bool:
    words = _seen(element) or (element.get("value") or element.get("aria-label") or "")
    return re.sub(r"\s*\[?\b\w\]?$", "", words) == label or words == label or words.startswith(f"{label} ")


def _seen(element: html.HtmlElement) -> str:
    """Return the words of an element without those that are only for screen readers."""
    pieces = element.xpath(".//text()[not(ancestor::*[contains(@class, 'visually-hidden')])]")
    return " ".join("".join(pieces).split())


def _filled(
    form: html.HtmlElement, fields: Mapping[str, Value]
) -> tuple[dict[str, Value], dict[str, tuple[str, bytes, str]]]:
    """Return the form's values with `fields` put in, and the files; raises CannotDo for a field it does not have."""
    values: dict[str, Value] = {}
    for name in form.fields:
        values[name] = _present(form, name)
    unknown = set(fields) - {element.get("name") for element in form.xpath(".//*[@name]")}
    if unknown:
        raise CannotDo(f"Biểu mẫu không có trường: {', '.join(sorted(unknown))}")
    files = {
        name: value
        for name, value in fields.items()
        if isinstance(value, tuple) and len(value) == 3 and isinstance(value[1], bytes)
    }
    values.update({name: _chosen(form, name, value) for name, value in fields.items() if name not in files})
    return {name: value for name, value in values.items() if name not in files}, files


def _chosen(form: html.HtmlElement, name: str, value: Value) -> Value:
    """For a list of choices, take the one whose words contain what was said."""
    for option in form.xpath(f".//select[@name='{name}']//option"):
        if isinstance(value, str) and value in option.text_content():
            return str(option.get("value"))
    return value


def _present(form: html.HtmlElement, name: str) -> Value:
    value = form.fields[name]
    if value is None:
        return ""
    return value if isinstance(value, str) else [str(one) for one in value]
