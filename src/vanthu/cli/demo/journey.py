"""The main job: one letter from its first draft in a ministry to "hoàn thành" in a province, step by step."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from vanthu.cli.demo.human import CannotDo, Human
from vanthu.cli.demo.people import AGENCY_PIN, PASSWORD, PERSON_PIN, someone

SUBJECT = "rà soát, cập nhật danh mục vị trí việc làm năm 2026"
BODY = """\
Thực hiện chương trình công tác năm 2026, Bộ Thử nghiệm đề nghị các cơ quan, đơn vị rà soát danh mục vị trí việc làm \
đã được phê duyệt, đối chiếu với chức năng, nhiệm vụ hiện nay và đề xuất điều chỉnh (nếu có).
Đề nghị quý cơ quan gửi kết quả rà soát về Bộ Thử nghiệm qua Trục liên thông văn bản trước thời hạn nêu tại văn bản \
này để tổng hợp. Trong quá trình thực hiện, nếu có vướng mắc, đề nghị liên hệ Vụ Công chức - Viên chức."""
RECIPIENTS = (
    "H99.02|Sở Nội vụ tỉnh Thử Nghiệm",
    "H99.101|Ủy ban nhân dân xã Bình Minh",
)
PATIENCE_SECONDS = 90.0


class TookTooLong(Exception):
    """Something that happens by itself did not happen; the message says what was awaited."""


Tell = Callable[[str, str], None]
"""Called with who did something and what, at the moment it was done."""


@dataclass
class Journey:
    """The state of the main job while it runs."""

    urls: Mapping[str, str]
    """Address of each office: "bo", "tinh"."""
    tell: Tell
    subject: str = SUBJECT
    sent: str = ""
    """Address of the document's page in the ministry."""
    received: str = ""
    """Address of the document's page in the province."""
    _people: dict[str, Human] = field(default_factory=dict)

    def run(self) -> None:
        """Do the whole of it; raises CannotDo or TookTooLong."""
        try:
            self.until_issued()
            self.arrive()
            self.register()
            self.assign_and_complete()
            self.come_back()
        finally:
            self.close()

    def until_issued(self) -> None:
        """Do what the ministry does: draft, check, sign, number, seal, issue."""
        self.draft()
        self.approve()
        self.sign()
        self.seal()
        self.issue()

    def close(self) -> None:
        """Everybody leaves their browser."""
        for human in self._people.values():
            human.close()

    def person(self, username: str) -> Human:
        """Return somebody logged in; logs them in the first time."""
        if username not in self._people:
            who = someone(username)
            human = Human(f"{who.name} ({who.duty})", self.urls[who.office])
            human.log_in(username, PASSWORD)
            self._people[username] = human
        return self._people[username]

    # --- in the ministry --------------------------------------------------------------------------------------

    def draft(self) -> None:
        """An writes the letter and submits it."""
        an = self.person("an")
        self._until("nơi nhận có trong danh bạ của trục", lambda: self._knows_recipients(an))
        an.open("/van-ban-di/soan")
        an.press(
            "Lưu và trình",
            addressed_to="Sở Nội vụ tỉnh Thử Nghiệm\nỦy ban nhân dân xã Bình Minh",
            subject=self.subject,
            body=BODY,
            signer="Phạm Tiến Dũng",
            recipient=RECIPIENTS,
            due_on=(date.today() + timedelta(days=14)).isoformat(),  # noqa: DTZ011
            typist_and_copies="NHA.(02)",
        )
        self.sent = _document_address(an)
        self.tell(an.name, f"soạn công văn «V/v {self.subject}» và trình")

    def approve(self) -> None:
        """Bình checks the content, Chi the form (ND30-A12)."""
        for username, what in (("binh", "đồng ý về nội dung"), ("chi", "đồng ý về thể thức")):
            human = self.person(username)
            human.open(self.sent)
            human.press("Đồng ý", opinion="")
            self.tell(human.name, what)

    def sign(self) -> None:
        """Dũng signs with his own key."""
        dung = self.person("dung")
        dung.open(self.sent)
        dung.press("Ký số", pin=PERSON_PIN)
        self.tell(dung.name, "ký số")

    def seal(self) -> None:
        """Chi gives number and date and seals with the agency's key."""
        chi = self.person("chi")
        self._until_offered(chi, self.sent, "Cấp số và đóng dấu")
        chi.press("Cấp số và đóng dấu", pin=AGENCY_PIN)
        self._until_offered(chi, self.sent, "Phát hành")
        self.tell(chi.name, "cấp số, ghi ngày tháng và ký số của cơ quan")

    def issue(self) -> None:
        """Chi issues; from here on everything travels by itself."""
        chi = self.person("chi")
        chi.open(self.sent)
        chi.press("Phát hành")
        self.tell(chi.name, "phát hành; gói tin lên đường")

    # --- in the province --------------------------------------------------------------------------------------

    def arrive(self) -> None:
        """Em sees it among what arrived."""
        em = self.person("em")
        self._until("văn bản đến Sở Nội vụ", lambda: self._arrived(em))

    def register(self) -> None:
        """Em reads the verdict and registers it."""
        em = self.person("em")
        em.open("/van-ban-den/")
        em.follow(self.subject)
        verdict = re.search(r"KHÔNG HỢP LỆ|KHÔNG XÁC ĐỊNH|KHÔNG KÝ SỐ|HỢP LỆ", em.text())
        self.tell("Hệ thống của Sở Nội vụ", f"đã nhận, kiểm tra chữ ký: {verdict[0] if verdict else 'không rõ'}")
        self.received = _document_address(em)
        if not em.url.endswith("/vao-so"):
            em.open(f"{self.received}/vao-so")
        em.press("Vào sổ")
        em.open(self.received)
        number = re.search(r"[Ss]ố đến[^0-9]{0,3}(\d+)", em.text())
        self.tell(em.name, f"vào sổ văn bản đến{', số ' + number[1] if number else ''}")

    def assign_and_complete(self) -> None:
        """Giang assigns, Khoa works and reports the result."""
        giang, khoa = self.person("giang"), self.person("khoa")
        giang.open(self.received)
        giang.press(
            "Phân công",
            lead_unit="Phòng Công chức, viên chức",
            lead_person="Ngô Anh Khoa",
            due_on=(date.today() + timedelta(days=7)).isoformat(),  # noqa: DTZ011
            instruction="Rà soát, tổng hợp và tham mưu văn bản trả lời đúng hạn.",
        )
        self.tell(giang.name, "phân công Phòng Công chức, viên chức chủ trì; Ngô Anh Khoa xử lý")
        khoa.open(self.received)
        khoa.press("Bắt đầu xử lý")
        self.tell(khoa.name, "bắt đầu xử lý")
        khoa.open(self.received)
        khoa.press("Hoàn thành", result="Đã rà soát, danh mục vị trí việc làm của Sở không thay đổi so với năm 2025.")
        self.tell(khoa.name, "hoàn thành xử lý")

    # --- and back ---------------------------------------------------------------------------------------------

    def come_back(self) -> None:
        """An sees on the page of the letter that it was completed here, and arrived at the other recipient."""
        main, other = (one.partition("|")[0] for one in RECIPIENTS)
        self.awaited_steps(other, "đã đến")
        self.awaited_steps(main, "đã hoàn thành")
        self.tell(self.person("an").name, "thấy trên trang văn bản: Sở Nội vụ đã hoàn thành, xã Bình Minh đã nhận được")

    def awaited_steps(self, recipient: str, words: str) -> dict[str, list[str]]:
        """Wait until the sender's page says of a recipient that it came so far; return what it says of each."""
        an, seen = self.person("an"), dict[str, list[str]]()

        def reported() -> bool:
            seen.update(steps_of(an, self.sent))
            return seen[recipient][-1].startswith(words)

        self._until(f"trạng thái «{words}» của {recipient} về tới nơi gửi", reported)
        return seen

    # --- waiting ----------------------------------------------------------------------------------------------

    def _knows_recipients(self, human: Human) -> bool:
        human.open("/van-ban-di/noi-nhan?tim=H99")
        return all(one.partition("|")[0] in human.text() for one in RECIPIENTS)

    def _arrived(self, human: Human) -> bool:
        human.open("/van-ban-den/")
        return human.sees(self.subject)

    def _until_offered(self, human: Human, address: str, label: str) -> None:
        def offered() -> bool:
            human.open(address)
            return human.can(label)

        self._until(f"nút «{label}»", offered)

    def _until(self, what: str, happened: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not happened():
            if time.monotonic() > deadline:
                raise TookTooLong(f"Chờ {PATIENCE_SECONDS:.0f} giây mà chưa thấy: {what}.")
            time.sleep(0.1)


def steps_of(human: Human, address: str) -> dict[str, list[str]]:
    """Return what the page of an issued letter says of each recipient, by its code: the steps, the first one first."""
    human.open(address)
    found = {}
    for place in human.page.xpath("//section[@aria-labelledby='places-title']/ul/li"):
        code = " ".join(place.xpath("string(.//*[@class='who']/*)").split())
        found[code] = [" ".join(step.text_content().split()) for step in place.xpath(".//*[contains(@class,'step')]")]
    return found


def _document_address(human: Human) -> str:
    found = re.search(r"/van-ban-(?:di|den)/[0-9a-f-]{36}", human.url)
    if found is None:
        raise CannotDo(f"{human.name}: địa chỉ {human.url} không phải trang của một văn bản. Trang nói: {human.said()}")
    return found[0]
