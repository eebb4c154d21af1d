"""A draft in a real Chromium: findings on the page, a passage marked with the mouse, two windows at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from vanthu.office.outgoing import operations, queries
from vanthu.office.outgoing.tests.test_form_checks import WRONG
from vanthu.office.web.tests.test_in_a_browser import NARROW, WIDE, House, grave_findings, house
from vanthu.runtime import clock

__all__ = ["house"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MARK = """() => {
  const text = [...document.querySelector("[data-part=body]").childNodes].find((node) => node.nodeType === 3);
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(text, 18);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.mark.timeout(600)
def test_a_draft_is_checked_commented_on_and_changed_by_two_windows(house: House) -> None:
    cast, now = house.room.cast, clock.now()
    with cast.in_snv():
        usual = queries.fields_of(queries.get(cast.an, house.room.outgoing["draft"], at=now))
        draft = operations.start_draft(replace(usual, body=WRONG), by=cast.an, at=now - timedelta(days=1))
        operations.submit(draft.pk, by=cast.an, at=now - timedelta(hours=1))
        operations.check_forms_due(at=now)
    address, findings = f"{house.url}/van-ban-di/{draft.pk}", []

    checker = house.enter("binh", NARROW)
    checker.goto(f"{address}/gop-y")
    checker.evaluate(MARK)
    expect(checker.get_by_label("Đoạn cần góp ý")).to_have_value(WRONG[:18].strip())
    checker.locator("#comment-form [name=text]").fill("Viết hoa chữ Điều")
    checker.get_by_role("button", name="Gửi góp ý").click()
    expect(checker.locator("mark")).to_have_text(WRONG[:18].strip())
    findings += grave_findings(checker)

    drafter = house.enter("an", WIDE)
    drafter.goto(address)
    expect(drafter.locator(".marks [data-number='1'] rect")).to_be_visible()
    findings += grave_findings(drafter)
    drafter.goto(f"{address}/sua")
    drafter.get_by_role("button", name="Tìm trong ô").click()
    selected = drafter.evaluate("() => { const a = document.activeElement; return [a.selectionStart, a.selectionEnd] }")
    assert selected == [0, len(WRONG[:18].strip())]
    with cast.in_snv():
        operations.change_draft(draft.pk, replace(usual, body="Bản kia./."), by=cast.an, at=clock.now())
    drafter.locator("[name=body]").fill("Bản này./.")
    drafter.get_by_role("button", name="Lưu dự thảo").click()
    expect(drafter.get_by_role("heading", name="đã lưu bản khác trong lúc ông/bà sửa")).to_be_visible()
    findings += grave_findings(drafter)
    drafter.locator(".conflict [data-fill]").filter(has_text="Nội dung").click()
    expect(drafter.locator("[name=body]")).to_have_value("Bản kia./.")
    assert not findings, "\n".join(findings)
