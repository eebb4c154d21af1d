"""The main job in real processes: one letter from its first draft in a ministry to "hoàn thành" in a province."""

from __future__ import annotations

import hashlib
import json
import subprocess
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from PIL import Image

from tests.system import worlds
from vanthu.cli.demo import report
from vanthu.cli.demo.journey import BODY, SUBJECT, Journey, steps_of
from vanthu.cli.demo.world import World
from vanthu.standards.evidence.findings import Outcome as Proved
from vanthu.standards.evidence.receipts import Receipt
from vanthu.standards.evidence.trust import EvidenceTrust
from vanthu.standards.evidence.verification import verify_receipt
from vanthu.standards.letter.measure import Measured, measure
from vanthu.standards.letter.reading import Line
from vanthu.standards.signing import Outcome, Trust, verify

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

RECEIPT_SECONDS = 120
REASON = "Văn bản không thuộc thẩm quyền giải quyết của Sở Nội vụ"
MM = 72 / 25.4


@dataclass(frozen=True)
class Story:
    """What happened in one world: the completed letter and the refused one."""

    world: World
    found: dict[str, Any]
    timeline: list[tuple[str, str]]
    page: dict[str, list[str]]
    """What the sender's page says of each recipient."""
    refused: dict[str, Any]
    refused_page: dict[str, list[str]]

    @property
    def pdf(self) -> Path:
        """The issued, signed letter."""
        return Path(self.found["issued_pdf"])


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("sqlite", marks=pytest.mark.xdist_group("world")),
        pytest.param("postgresql", marks=[pytest.mark.postgres, pytest.mark.xdist_group("postgresql")]),
    ],
)
def story(request: pytest.FixtureRequest, template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """The journey, then a second letter that the province refuses; on both databases."""
    if request.param == "sqlite":
        yield told_in(request.getfixturevalue("world"))
        return
    databases = made_databases(request.getfixturevalue("postgres_url"))
    with worlds.started(worlds.built_on(template, tmp_path_factory.mktemp("journey") / "w", databases)) as world:
        yield told_in(world)


def made_databases(server: str) -> dict[str, str]:
    """Make a database for each program on one server."""
    with psycopg.connect(server, autocommit=True) as connection:
        for name in ("axis", "bo", "tinh"):
            connection.execute(f"CREATE DATABASE journey_{name}")  # type: ignore[arg-type]
    return {name: urlsplit(server)._replace(path=f"/journey_{name}").geturl() for name in ("axis", "bo", "tinh")}


def told_in(world: World) -> Story:
    urls, timeline = {"bo": world.url("bo"), "tinh": world.url("tinh")}, []
    journey = Journey(urls, lambda who, what: timeline.append((who, what)))
    journey.run()
    found = report.collect(world, journey)
    page = steps_of(worlds.person(world, "an"), journey.sent)

    other = Journey(urls, lambda who, what: None, subject="góp ý dự thảo văn bản không liên quan")
    other.until_issued()
    other.arrive()
    em = other.person("em")
    em.follow(other.subject)
    em.press("Từ chối, trả lại", reason=REASON)
    steps = other.awaited_steps("H99.02", "từ chối")
    return Story(world, found, timeline, page, worlds.told(world, "bo", other.sent.rsplit("/", 1)[-1]), steps)


def test_the_axis_signed_when_it_took_the_package_and_its_log_proves_it(story: Story) -> None:
    """Sealed a few seconds after acceptance, fetched by the worker, judged without asking the axis."""
    receipt = Receipt.read(proved_receipt(story).read_bytes())
    verdict = verify_receipt(receipt, EvidenceTrust.of([story.world.pki / "trust"]), at=datetime.now(UTC))
    assert verdict.outcome is Proved.PROVED
    assert receipt.accepted.data["sha256"] == story.refused["packages"][0]["sha256"]


def proved_receipt(story: Story) -> Path:
    """Return the file of the receipt of the refused letter's package, once the worker has one with a proof."""
    until = time.monotonic() + RECEIPT_SECONDS
    while time.monotonic() < until:
        for receipt in worlds.told(story.world, "bo", story.refused["id"])["receipts"]:
            if receipt["proved"]:
                return Path(receipt["path"])
        time.sleep(1)
    raise AssertionError("no receipt, or none with a proof")


def test_the_sender_sees_every_status_of_the_main_recipient_in_order(story: Story) -> None:
    seen = [status for status in story.found["statuses"] if status["from_code"] == "H99.02"]
    assert [status["code"] for status in seen] == ["01", "03", "04", "05", "06"]
    for clock in ("at", "received_at"):
        moments = [datetime.fromisoformat(status[clock]) for status in seen]
        assert moments == sorted(moments)
        assert {moment.utcoffset() for moment in moments} == {timedelta(hours=7)}
    words = [step.partition(" (")[0].partition(":")[0] for step in story.page["H99.02"]]
    assert words == [
        "đã gửi",
        "đã đến",
        "đã tiếp nhận, vào sổ văn bản đến số 1",
        "đã chuyển xử lý",
        "đang xử lý",
        "đã hoàn thành",
    ]


def test_the_second_recipient_has_reported_its_arrival_and_nothing_else(story: Story) -> None:
    assert [status["code"] for status in story.found["statuses"] if status["from_code"] == "H99.101"] == ["01"]


def test_both_signatures_are_valid_and_the_report_says_so(story: Story) -> None:
    assert story.found["verdict"] == "valid"
    assert [(one["role"], one["outcome"]) for one in story.found["verdicts"]] == [
        ("person", "valid"),
        ("agency", "valid"),
    ]
    assert "Phạm Tiến Dũng" in story.found["verdicts"][0]["sentence"]
    assert "Bộ Thử nghiệm" in story.found["verdicts"][1]["sentence"]
    verdict = verify(story.pdf.read_bytes(), Trust.from_dir(story.world.pki / "trust"), at=datetime.now(UTC))
    assert verdict.outcome is Outcome.VALID, verdict.reasons
    assert [str(one.role) for one in verdict.signatures] == ["person", "agency"]


def test_poppler_calls_both_signatures_valid(story: Story) -> None:
    said = subprocess.run(["pdfsig", "-nocert", str(story.pdf)], capture_output=True, text=True, check=False).stdout
    assert said.count("Signature Validation: Signature is Valid.") == 2, said
    assert "Signer Certificate Common Name: Phạm Tiến Dũng" in said
    assert "Signer Certificate Common Name: Bộ Thử nghiệm" in said
    assert "Total document signed" in said.rpartition("Signature #2")[2]


def test_the_package_is_one_and_the_same_in_the_report_the_office_and_the_axis(story: Story) -> None:
    found = story.found
    package = Path(found["package"]).read_bytes()
    assert hashlib.sha256(package).hexdigest() == found["package_sha256"]
    kept = story.world.root / "axis" / "data" / "packages"
    same = list(kept.rglob(found["package_sha256"]))
    assert [path.read_bytes() == package for path in same] == [True]
    rows = json.loads(worlds.inside(story.world, "axis", PACKAGES))
    assert [row for row in rows if row["id"] == found["hub_id"]] == [
        {"id": found["hub_id"], "sha256": found["package_sha256"], "to": ["H99.02", "H99.101"]}
    ]


PACKAGES = """
import json
from vanthu.axis.intake.models import Package
from vanthu.axis.delivery.models import Delivery
print(json.dumps([
    {"id": str(one.pk), "sha256": one.sha256,
     "to": sorted(Delivery.objects.filter(package=one).values_list("to_code", flat=True))}
    for one in Package.objects.filter(message_type="edoc")
]))
"""


def test_each_number_is_used_once(story: Story) -> None:
    rows = json.loads(worlds.inside(story.world, "bo", NUMBERS))
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    assert len({row["document"] for row in rows}) == len(rows)
    printed = [row["number"] for row in rows if row["subject"] == SUBJECT]
    assert printed == [int(story.found["number"])]


NUMBERS = """
import json
from vanthu.office.registers.models import NumberTaken
print(json.dumps([
    {"number": one.number, "document": str(one.document_id), "subject": one.document.subject}
    for one in NumberTaken.of_all_agencies.order_by("number")
]))
"""


def test_the_report_holds_what_it_promises(story: Story) -> None:
    found = story.found
    issued = datetime.fromisoformat(found["statuses"][0]["at"])
    assert found["document_id"] == f"G99,{issued:%Y/%m/%d},{found['number']}/BTN-CCVC"
    assert found["notation"] == "BTN-CCVC"
    assert hashlib.sha256(story.pdf.read_bytes()).hexdigest() == found["issued_pdf_sha256"]
    assert story.pdf.name == f"{found['number']}-BTN-CCVC.pdf"
    told = " ".join(f"{who} {what}" for who, what in story.timeline)
    for words in ("soạn công văn", "đồng ý về nội dung", "ký số", "phát hành", "HỢP LỆ", "vào sổ", "hoàn thành"):
        assert words in told


def test_the_sender_sees_the_refusal_with_its_reason(story: Story) -> None:
    assert REASON in story.refused_page["H99.02"][-1]
    [refusal] = [status for status in story.refused["statuses"] if status["code"] == "02"]
    assert (refusal["from_code"], refusal["description"]) == ("H99.02", REASON)
    assert story.refused["verdict"]["outcome"] == "valid", "a refusal changes nothing of the letter"


# --- the issued, signed page, as a viewer shows it -----------------------------------------------------------------


@pytest.fixture(scope="module")
def printed(story: Story) -> Measured:
    return measure(story.pdf.read_bytes())


SIZES = {
    "national_name": 12,
    "motto": 13,
    "agency_name": 12,
    "number": 13,
    "place_and_date": 13,
    "subject": 12,
    "addressed_to": 14,
    "body": 14,
    "signer_authority": 14,
    "signer_name": 14,
    "recipients_heading": 12,
    "recipients": 11,
}
"""Points, profile B."""
FACES = {
    "national_name": "Bold",
    "motto": "Bold",
    "agency_name": "Bold",
    "number": "Regular",
    "place_and_date": "Italic",
    "subject": "Regular",
    "addressed_to": "Regular",
    "body": "Regular",
    "signer_authority": "Bold",
    "signer_name": "Bold",
    "recipients_heading": "BoldItalic",
    "recipients": "Regular",
}


def close(value: float, tolerance: float = 0.3) -> Any:
    return pytest.approx(value, abs=tolerance)


def lines_of(printed: Measured, component: str) -> tuple[Line, ...]:
    value = getattr(printed, component)
    lines = value if isinstance(value, tuple) else (value,)
    assert lines, component
    return lines


def face(font: str) -> str:
    """Return the full name of a face; the one of filled fields is embedded under the name of its family."""
    return "Tinos-Regular" if font == "Tinos" else font


def the(line: Line | None) -> Line:
    assert line is not None
    return line


def test_the_issued_page_carries_number_and_date_in_their_places(story: Story, printed: Measured) -> None:
    issued = datetime.fromisoformat(story.found["statuses"][0]["at"])
    month = f"{issued:%m}" if issued.month < 3 else str(issued.month)
    assert the(printed.number).text == f"Số: {story.found['number']}/BTN-CCVC"
    assert the(printed.place_and_date).text == f"Hà Nội, ngày {issued:%d} tháng {month} năm {issued.year}"
    assert the(printed.number).baseline == close(the(printed.place_and_date).baseline, 0.05)
    assert the(printed.number).centre == close(printed.agency_name[0].centre, 6), "centred when the number is filled in"
    assert the(printed.place_and_date).centre == close(the(printed.national_name).centre, 0.7)


def test_the_issued_page_keeps_sizes_and_faces_of_the_table_of_layout(printed: Measured) -> None:
    """ND30 PL I, mục V; filling in number and date changes no size."""
    assert {name: {size for line in lines_of(printed, name) for size in line.sizes} for name in SIZES} == {
        name: {size} for name, size in SIZES.items()
    }
    assert {name: {face(font) for line in lines_of(printed, name) for font in line.fonts} for name in FACES} == {
        name: {f"Tinos-{face}"} for name, face in FACES.items()
    }


def test_the_issued_page_keeps_paper_margins_and_places(printed: Measured) -> None:
    page = printed.pages[0]
    assert (len(printed.pages), page.width, page.height) == (1, close(210 * MM), close(297 * MM))
    assert min(line.x0 for line in printed.lines) == close(30 * MM)
    assert max(line.x1 for line in printed.lines) == close(190 * MM, 0.6)
    national, motto, agency = the(printed.national_name), the(printed.motto), printed.agency_name
    assert national.baseline + 0.891 * 12 == close(277 * MM)
    assert motto.centre == close(national.centre, 0.5)
    assert national.baseline - motto.baseline == close(1.15 * 13, 0.5)
    rule = printed.motto_rule
    assert rule is not None
    assert (rule.x0, rule.x1) == (close(motto.x0, 0.6), close(motto.x1, 0.6))
    assert printed.governing_name == (), "a ministry stands under nobody"
    assert agency[0].baseline == close(national.baseline)
    assert printed.agency_rule is not None
    assert 1 / 3 <= printed.agency_rule.length / max(line.width for line in agency) <= 1 / 2


def test_the_issued_page_keeps_subject_body_and_signature_in_their_places(printed: Measured) -> None:
    assert " ".join(line.text for line in printed.subject) == f"V/v {SUBJECT}"
    foot = the(printed.number).baseline - 0.216 * 13
    assert foot - (printed.subject[0].baseline + 0.891 * 12) == close(6, 0.5)
    assert [line.text for line in printed.addressed_to] == [
        "Kính gửi:", "- Sở Nội vụ tỉnh Thử Nghiệm;", "- Ủy ban nhân dân xã Bình Minh."
    ]  # fmt: skip
    colon = printed.addressed_to[0].glyphs[-1]
    assert all(line.x0 == close(colon.x0, 0.6) for line in printed.addressed_to[1:])
    firsts = [line for line in printed.body if line.x0 > 30 * MM + 5]
    assert len(firsts) == 2
    assert all(line.x0 == close(30 * MM + 12.7 * MM) for line in firsts)
    inner = [line for line, after in pairwise(printed.body) if after not in firsts]
    assert all(line.x1 == close(190 * MM, 0.6) for line in inner)
    single, title = 1.149 * 14, printed.signer_authority
    apart = {round(a.baseline - b.baseline, 1) for a, b in pairwise(printed.body) if b not in firsts}
    assert all(single <= step <= 1.5 * single for step in apart)
    assert [line.text for line in title] == ["KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"]
    assert the(printed.signer_name).text == "Phạm Tiến Dũng"
    assert all(line.centre == close(the(printed.signer_name).centre, 0.7) for line in title)
    assert the(printed.recipients_heading).baseline == close(title[0].baseline, 0.05)
    assert [line.text for line in printed.recipients] == ["- Như trên;", "- Lưu: VT, CCVC. NHA.(02)"]


def test_the_text_of_the_issued_letter_comes_back_in_nfc(story: Story) -> None:
    text = subprocess.run(["pdftotext", "-raw", str(story.pdf), "-"], capture_output=True, text=True, check=True).stdout
    words = " ".join(text.split())
    assert unicodedata.is_normalized("NFC", text)
    for sentence in (*BODY.splitlines(), f"V/v {SUBJECT}", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"):
        assert sentence.removesuffix(".") in words


def test_only_tinos_is_embedded_in_the_issued_letter(story: Story) -> None:
    said = subprocess.run(["pdffonts", str(story.pdf)], capture_output=True, text=True, check=True).stdout
    table = said.splitlines()[2:]
    faces = {face(row.split()[0].rpartition("+")[2]) for row in table}
    assert faces == {"Tinos-Regular", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"}, table
    assert all(row.split()[-5] == "yes" for row in table), "embedded"


def test_the_images_of_signature_and_seal_lie_where_the_law_puts_them(story: Story, tmp_path: Path) -> None:
    """ND30-A33: the seal covers about a third of the signature, on its left; seen as colours on the drawn page."""
    subprocess.run(["pdftoppm", "-r", "100", "-png", str(story.pdf), str(tmp_path / "page")], check=True)
    with Image.open(next(tmp_path.glob("page*.png"))) as picture:
        red, blue = columns(picture.convert("RGB"), is_red), columns(picture.convert("RGB"), is_blue)
    assert red[1] - red[0] == close(36 * 100 / 25.4, 4), "36 mm across"
    assert red[0] < blue[0] < red[1] < blue[1]
    assert 0.2 < (red[1] - blue[0]) / (blue[1] - blue[0]) < 0.45


def columns(picture: Image.Image, wanted: Callable[[int, int, int], bool]) -> tuple[int, int]:
    """Return the first and last column with pixels of a colour."""
    width, pixels = picture.width, list(picture.getdata())
    found = [index % width for index, pixel in enumerate(pixels) if wanted(*pixel)]
    return min(found), max(found)


def is_red(red: int, green: int, blue: int) -> bool:
    return red > 150 and green < 110 and blue < 110


def is_blue(red: int, green: int, blue: int) -> bool:
    return blue > 120 and red < 90 and green < 110
