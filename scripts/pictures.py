"""Make the pictures of the manual again: docs/images/*.png, from two real offices with a morning's work on their desks.

`python scripts/pictures.py` starts the processes of the demonstration, lets the people of both offices do their work
over HTTP, and takes the pictures with Chromium. Each is under 300 KB.
"""

from __future__ import annotations

import io
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from vanthu.cli.demo.human import CannotDo, Human
from vanthu.cli.demo.people import AGENCY_PIN, PASSWORD, PERSON_PIN, someone
from vanthu.cli.demo.processes import running
from vanthu.cli.demo.world import World

IMAGES = Path(__file__).parents[1] / "docs" / "images"
DESK, PHONE = (1440, 900), (390, 844)
LARGEST = 300_000
PATIENCE_SECONDS = 90
CLOSING = "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị phản ánh về {agency} để phối hợp giải quyết./."
PROVINCE = ("H99.02|Sở Nội vụ tỉnh Thử Nghiệm", "H99.101|Ủy ban nhân dân xã Bình Minh")
MINISTRY = ("G99|Bộ Thử nghiệm",)


@dataclass(frozen=True)
class Staff:
    """Who does what to a letter in one agency."""

    drafter: str
    head: str
    clerk: str
    leader: str


BO = Staff("an", "binh", "chi", "dung")
SO = Staff("khoa", "hoa", "em", "giang")


@dataclass(frozen=True)
class Letter:
    """What a letter of the morning says; `far` is the last step it has taken."""

    staff: Staff
    subject: str
    body: str
    recipients: tuple[str, ...] = PROVINCE
    urgency: str = "Thường"
    far: str = "issue"


FIRST = Letter(
    BO,
    "rà soát, cập nhật danh mục vị trí việc làm năm 2026",
    "Thực hiện chương trình công tác năm 2026, Bộ Thử nghiệm đề nghị các cơ quan, đơn vị rà soát danh mục vị trí việc "
    "làm đã được phê duyệt, đối chiếu với chức năng, nhiệm vụ hiện nay và đề xuất điều chỉnh (nếu có).\n"
    "Đề nghị quý cơ quan gửi kết quả rà soát về Bộ Thử nghiệm qua Trục liên thông văn bản trước thời hạn nêu tại văn "
    "bản này để tổng hợp.",
)
MORNING = (
    Letter(BO, "báo cáo kết quả thực hiện tinh giản biên chế quý I", "Đề nghị báo cáo theo biểu mẫu kèm theo."),
    Letter(BO, "góp ý dự thảo Thông tư về chế độ báo cáo thống kê", "Đề nghị nghiên cứu, góp ý bằng văn bản."),
    Letter(BO, "ứng phó với bão số 5 và mưa lũ sau bão", "Đề nghị trực ban 24/24 giờ.", urgency="HỎA TỐC"),
    Letter(BO, "cử công chức tham dự lớp bồi dưỡng nghiệp vụ văn thư, lưu trữ", "Đề nghị cử từ một đến hai người."),
    Letter(BO, "chuẩn bị hội nghị trực tuyến về cải cách hành chính", "Đề nghị chuẩn bị điểm cầu.", urgency="KHẨN"),
    Letter(BO, "tăng cường kỷ luật, kỷ cương hành chính dịp cuối năm", "Đề nghị quán triệt trong đơn vị."),
    Letter(BO, "triển khai chữ ký số chuyên dùng công vụ", "Đề nghị rà soát nhu cầu chứng thư số.", far="approve"),
    Letter(BO, "tổ chức kiểm tra công tác cán bộ năm 2026", "Đề nghị bố trí người làm việc.", far="approve"),
    Letter(SO, "đề nghị hướng dẫn xếp lương công chức chuyển ngạch", "Đề nghị hướng dẫn.", MINISTRY, far="seal"),
    Letter(SO, "báo cáo số lượng, chất lượng cán bộ, công chức cấp xã", "Kính báo cáo.", MINISTRY, far="sign"),
    Letter(SO, "đăng ký chỉ tiêu thi nâng ngạch năm 2026", "Kính đề nghị.", MINISTRY, far="check"),
)


@dataclass
class Offices:
    """Both offices, and everybody who works in them this morning."""

    urls: Mapping[str, str]
    people: dict[str, Human] = field(default_factory=dict)

    def person(self, username: str) -> Human:
        """Return somebody logged in."""
        if username not in self.people:
            who = someone(username)
            self.people[username] = Human(who.name, self.urls[who.office])
            self.people[username].log_in(username, PASSWORD)
        return self.people[username]

    def bring(self, letter: Letter) -> str:
        """Write a letter and bring it as far as it says; return its address."""
        staff, steps = letter.staff, ("draft", "check", "approve", "sign", "seal", "issue")
        address = self._draft(letter)
        deeds: dict[str, Callable[[], None]] = {
            "check": lambda: self._do(staff.head, address, "Đồng ý", opinion=""),
            "approve": lambda: self._do(staff.clerk, address, "Đồng ý", opinion="Đúng thể thức"),
            "sign": lambda: self._do(staff.leader, address, "Ký số", pin=PERSON_PIN),
            "seal": lambda: self._do(staff.clerk, address, "Cấp số và đóng dấu", pin=AGENCY_PIN),
            "issue": lambda: self._do(staff.clerk, address, "Phát hành"),
        }
        for step in steps[1 : steps.index(letter.far) + 1]:
            deeds[step]()
        return address

    def arrived(self, letter: Letter) -> str:
        """Wait until Em has it; return its address there."""
        em = self.person("em")
        _until(f"«{letter.subject}» đến", lambda: _open(em, "/van-ban-den/?tab=tat-ca") and em.sees(letter.subject))
        em.follow(letter.subject)
        return _address(em)

    def complete(self, address: str) -> None:
        """Em registers, Giang assigns, Khoa works."""
        self._do("em", f"{address}/vao-so", "Vào sổ")
        lead = {"lead_unit": "Phòng Công chức, viên chức", "lead_person": "Ngô Anh Khoa"}
        self._do("giang", address, "Phân công", **lead, instruction="Tham mưu văn bản trả lời đúng hạn.")
        self._do("khoa", address, "Bắt đầu xử lý")
        self._do("khoa", address, "Hoàn thành", result="Đã rà soát, danh mục của Sở không thay đổi so với năm 2025.")

    def _draft(self, letter: Letter) -> str:
        writer = self.person(letter.staff.drafter)
        names = [one.partition("|")[2] for one in letter.recipients]
        first = letter.recipients[0].partition("|")[0]
        _until("danh bạ của trục", lambda: _open(writer, f"/van-ban-di/noi-nhan?tim={first}") and writer.sees(names[0]))
        drafter = someone(letter.staff.drafter)
        initials = "".join(name[0] for name in drafter.name.split())
        writer.open("/van-ban-di/soan")
        writer.press(
            "Lưu và trình",
            addressed_to="\n".join(names),
            subject=letter.subject,
            body=f"{letter.body}\n{CLOSING.format(agency=drafter.agency)}",
            signer=someone(letter.staff.leader).name,
            recipient=letter.recipients,
            urgency=letter.urgency,
            typist_and_copies=f"{initials}.(05)",
        )
        return _address(writer)

    def _do(self, username: str, address: str, label: str, **fields: str) -> None:
        human = self.person(username)
        _until(f"nút «{label}»", lambda: _open(human, address) and human.can(label))
        human.press(label, **fields)


def main() -> None:
    """Start everything, do the morning's work, take the pictures."""
    with tempfile.TemporaryDirectory() as folder, started(Path(folder) / "demo") as urls:
        offices = Offices(urls)
        sent = offices.bring(FIRST)
        offices.complete(offices.arrived(FIRST))
        addresses = {letter.subject: offices.bring(letter) for letter in MORNING}
        last = [letter for letter in MORNING if letter.staff is BO and letter.far == "issue"]
        received = {letter.subject: offices.arrived(letter) for letter in last}
        with chromium() as browser:
            take(browser, urls, sent, received[last[0].subject], addresses["triển khai chữ ký số chuyên dùng công vụ"])


def take(browser: Browser, urls: Mapping[str, str], sent: str, to_register: str, to_sign: str) -> None:
    """Take the four pictures."""
    em = page_of(browser, urls, "em")
    keep(em, "desk.png")
    em.goto(f"{urls['tinh']}{to_register}/vao-so")
    keep(em, "register.png")
    chi = page_of(browser, urls, "chi")
    chi.goto(urls["bo"] + sent)
    keep(chi, "document.png")
    dung = page_of(browser, urls, "dung", phone=True)
    dung.goto(urls["bo"] + to_sign)
    dung.get_by_role("button", name="Ký số", exact=True).click()
    dung.get_by_label("Mã PIN").fill("12345678")
    keep(dung, "phone.png")


@contextmanager
def started(folder: Path) -> Iterator[Mapping[str, str]]:
    """Run the world of the demonstration while this lasts."""
    world = World(folder, wanted_ports=dict.fromkeys(("axis", "bo", "tinh", "pki"), 0))
    with running(world.processes):
        world.build()
        world.start()
        yield {name: world.url(name) for name in ("bo", "tinh")}


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium without a window."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium") or "/usr/bin/chromium",
            args=["--no-sandbox", "--disable-background-networking", "--hide-scrollbars"],
        )
        yield browser
        browser.close()


def page_of(browser: Browser, urls: Mapping[str, str], username: str, *, phone: bool = False) -> Page:
    """Return a page in which this person is logged in, before the desk."""
    width, height = PHONE if phone else DESK
    page = browser.new_page(
        viewport={"width": width, "height": height},
        device_scale_factor=2 if phone else 1,
        is_mobile=phone,
        locale="vi-VN",
        reduced_motion="reduce",
    )
    page.goto(f"{urls[someone(username).office]}/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", name="Cần làm ngay")).to_be_visible()
    return page


def keep(page: Page, name: str) -> None:
    """Write what the page shows, in 256 colours."""
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    path = IMAGES / name
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path}: {picture.width}×{picture.height}, {size // 1000} KB")
    if size > LARGEST:
        raise SystemExit(f"{path} is larger than {LARGEST // 1000} KB")


def _open(human: Human, address: str) -> bool:
    human.open(address)
    return True


def _until(what: str, happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        if time.monotonic() > deadline:
            raise SystemExit(f"waited {PATIENCE_SECONDS} s for: {what}")
        time.sleep(0.2)


def _address(human: Human) -> str:
    found = re.search(r"/van-ban-(?:di|den)/[0-9a-f-]{36}", human.url)
    if found is None:
        raise CannotDo(f"{human.name}: {human.url}: {human.said()}")
    return found[0]


if __name__ == "__main__":
    main()
