"""What anybody may check, in a real Chromium: evidence files, codes on copies; and the certificates behind them."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from playwright.sync_api import Page, expect

from vanthu.office.access import operations as access
from vanthu.office.access.states import Duty
from vanthu.office.copies import operations as copies
from vanthu.office.copies.tests import stories
from vanthu.office.documents import queries as documents
from vanthu.office.files import queries as files
from vanthu.office.signatures import operations as signatures
from vanthu.office.signatures import ports, queries
from vanthu.office.testing import showroom
from vanthu.office.testing.keys import OurTsa
from vanthu.office.web.tests.test_in_a_browser import (  # noqa: F401  (a fixture)
    NARROW,
    WIDE,
    House,
    findings,
    house,
)
from vanthu.runtime import clock
from vanthu.standards.letter.reading import read_pages

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def look(page: Page, name: str) -> None:
    """Nothing serious at both widths; a picture of each when VANTHU_PICTURES names a folder."""
    assert findings(page) == []
    page.emulate_media(color_scheme="light")
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        if folder := os.environ.get("VANTHU_PICTURES"):
            page.screenshot(path=Path(folder) / f"{name}-{size['width']}.png", full_page=True)


def drop(page: Page, path: Path) -> None:
    """Let go of a file above the field, as a hand does: no script of the page sees it coming."""
    box = page.get_by_label("Tệp cần kiểm tra").bounding_box()
    assert box is not None
    where = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    hand = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        data = {"items": [], "files": [str(path)], "dragOperationsMask": 1}
        hand.send("Input.dispatchDragEvent", {"type": kind, **where, "data": data})


@pytest.mark.timeout(300)
def test_an_evidence_file_is_made_appears_by_itself_is_fetched_and_proved_by_whoever_drops_it(
    house: House,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """First with the agency's key on the server, then with one on the clerk's machine: a time stamp alone."""
    monkeypatch.setattr(ports, "timestamper", lambda: OurTsa(house.room.pki, clock.now()))
    page = house.enter("chi")
    page.goto(house.out("issued"))
    page.get_by_role("button", name="Lập tệp chứng cứ").click()
    dialog = page.get_by_role("dialog", name="Lập tệp chứng cứ")
    dialog.get_by_label("Mã PIN của chữ ký số").fill(showroom.PIN)
    look(page, "chung-cu-hoi-pin")
    dialog.get_by_role("button", name="Ký số, lập tệp").click()
    expect(page.locator("#evidence")).to_contain_text("Đang đóng gói")
    sealed = packed(page, tmp_path / "ca-tep.asice")

    with house.room.cast.in_snv():
        pem = house.room.pki.certificate("snv").public_bytes(Encoding.PEM)
        signatures.add_identity(person=None, certificate=pem, key_reference="", device="vgca", by=None, at=clock.now())
    page.get_by_role("button", name="Lập tệp chứng cứ").click()
    expect(dialog).to_contain_text("Ai lập tệp thì không chứng minh được")
    expect(dialog.get_by_label("Mã PIN")).to_have_count(0)
    look(page, "chung-cu-khong-pin")
    dialog.get_by_role("button", name="Lập tệp có dấu thời gian").click()
    expect(page.locator("#evidence")).to_contain_text("Đang đóng gói")
    stamped = packed(page, tmp_path / "dau-thoi-gian.asice")
    expect(page.locator("#evidence")).to_contain_text("(chỉ có dấu thời gian)")
    look(page, "chung-cu-da-lap")

    stranger = house.enter(None)
    for path in (sealed, stamped):
        stranger.goto(f"{house.url}/kiem-tra-chu-ky")
        drop(stranger, path)
        stranger.get_by_role("button", name="Kiểm tra", exact=True).click()
        expect(stranger.get_by_role("heading", name="Tệp chứng cứ: CHỨNG MINH ĐƯỢC")).to_be_visible()
        own = stranger.get_by_text("không cơ quan nào ký những dòng này")
        expect(own).to_have_count(0 if path == sealed else 1)
        look(stranger, f"chung-cu-{path.stem}")


def packed(page: Page, to: Path) -> Path:
    """The worker packs; the page shows the link without being loaded again."""
    page.evaluate("window.still = true")
    assert signatures.make_evidence_due(at=clock.now()) == 1
    expect(page.locator("#evidence")).not_to_contain_text("Đang đóng gói")
    assert page.evaluate("window.still") is True
    with page.expect_download() as fetched:
        page.get_by_role("link", name="tải tệp chứng cứ").first.click()
    fetched.value.save_as(to)
    return to


@pytest.mark.timeout(300)
def test_whoever_holds_a_copy_on_paper_looks_its_code_up(house: House) -> None:  # noqa: F811
    cast = house.room.cast
    with cast.in_snv():
        copy = stories.agreed(cast, stories.issued(cast), source="electronic", target="paper")
        copies.make_on_paper(copy.pk, by=cast.chi, at=cast.after(hours=3))
        version = documents.latest_version(copy.pk)
        assert version is not None
        lines = [line.text for page in read_pages(files.read(version.file_id)) for line in page.lines]
    (code,) = set(re.findall(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4}\b", " ".join(lines)))
    page = house.enter(None)
    page.goto(f"{house.url}/ban-sao")
    page.get_by_label("Mã tra cứu in trên bản sao giấy").fill(code.lower())
    look(page, "ban-sao-hoi")
    page.get_by_role("button", name="Tra cứu").click()
    expect(page.get_by_role("status")).to_contain_text("Mã này in trên một bản sao do Sở Nội vụ cấp.")
    look(page, "ban-sao")
    page.goto(f"{house.url}/ban-sao/{code[:-1]}{'0' if code[-1] != '0' else '1'}")
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "ban-sao-sai-ma")


@pytest.mark.timeout(300)
def test_an_administrator_puts_a_certificate_in_force(house: House, tmp_path: Path) -> None:  # noqa: F811
    cast = house.room.cast
    with cast.in_snv():
        access.give_duty(cast.binh, Duty.ADMINISTRATOR, by=None, at=cast.at)
        mine = queries.identity_for(cast.dung)
        assert mine is not None
        signatures.retire_identity(mine, reason="Thay thiết bị", by=cast.binh, at=clock.now())
    path = tmp_path / "dung.cer"
    path.write_bytes(house.room.pki.certificate("dung").public_bytes(Encoding.DER))
    page = house.enter("binh")
    page.goto(f"{house.url}/quan-tri/chung-thu/nap")
    look(page, "chung-thu-nap")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Đọc").click()
    expect(page.get_by_role("button", name="Đưa vào dùng")).to_be_visible()
    look(page, "chung-thu-doc")
    page.get_by_role("button", name="Đưa vào dùng").click()
    page.wait_for_url(f"{house.url}/quan-tri/chung-thu")
    expect(page.get_by_text("Phạm Tiến Dũng").first).to_be_visible()
    look(page, "chung-thu")


@pytest.mark.timeout(300)
def test_a_device_comes_back_and_a_title_that_differs_is_told_before_signing(house: House) -> None:  # noqa: F811
    cast = house.room.cast
    with cast.in_snv():
        access.give_duty(cast.binh, Duty.ADMINISTRATOR, by=None, at=cast.at)
        cast.dung.position = "Phó Giám đốc"
        cast.dung.save(update_fields=["position"])
        seal = queries.seal_identity()
        assert seal is not None
        basis = "Biên bản giao nhận ngày 02/3/2026"
        signatures.hand_device(seal.pk, holder_id=cast.chi.pk, basis=basis, by=cast.binh, at=cast.at)
        signatures.retire_identity(seal, reason="Thay thiết bị", by=cast.binh, at=clock.now())
    page = house.enter("binh")
    page.goto(f"{house.url}/quan-tri/chung-thu")
    expect(page.get_by_text("Thiết bị chưa thu hồi")).to_be_visible()
    look(page, "thiet-bi")
    page.get_by_role("button", name="Thu hồi thiết bị").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Biên bản thu hồi").fill("Biên bản thu hồi ngày 09/3/2026")
    dialog.get_by_role("button", name="Ghi việc thu hồi").click()
    expect(page.get_by_text("Đã ghi việc thu hồi thiết bị.")).to_be_visible()
    expect(page.get_by_text("Thiết bị chưa thu hồi")).to_have_count(0)
    leader = house.enter("dung")
    leader.goto(house.out("approved"))
    leader.get_by_role("link", name="Ký số", exact=True).or_(leader.get_by_role("button", name="Ký số")).first.click()
    expect(leader.get_by_role("dialog")).to_contain_text("ghi chức danh «Giám đốc», khác chức vụ hiện nay")
    look(leader, "chuc-danh")
