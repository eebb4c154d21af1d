"""The situations a client is put into, one after another: what is listed, given and said (VXP 6.1, 7.5)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from vanthu.standards.vxp.conformance import packages
from vanthu.standards.vxp.conformance.client.ledger import Ledger
from vanthu.standards.vxp.conformance.client.player import Player
from vanthu.standards.vxp.conformance.model import Check, Level, Paragraph
from vanthu.standards.vxp.headers import VIETNAM

DOCUMENT = Check("client.case.document", Paragraph.LIFE_CYCLE, "Văn bản chờ nhận được liệt kê, tải về, rồi báo done.")
STATUS = Check(
    "client.case.status", Paragraph.LIFE_CYCLE, "Trạng thái chờ nhận được liệt kê, tải về, rồi báo done (hoặc fail)."
)
AGAIN = Check(
    "client.case.listed-again",
    Paragraph.DUPLICATES,
    "Gói tin đã done mà trục còn liệt kê (done bị mất): báo done lần nữa, không báo fail.",
)
UNKNOWN = Check(
    "client.case.unknown-members",
    Paragraph.SDK,
    "Trả lời có thành phần lạ và bỏ thành phần tùy chọn: vẫn nhận được văn bản.",
)
LIST_FAILS = Check(
    "client.case.list-fails",
    Paragraph.OPERATIONS,
    "getReceivedEdocList trả FAIL (mã 20): phần mềm vẫn hỏi lại sau đó.",
)
LIST_EMPTY = Check(
    "client.case.list-empty",
    Paragraph.SDK,
    "getReceivedEdocList trả thân rỗng: coi là danh sách rỗng và hỏi lại sau đó.",
)
SLOW = Check(
    "client.case.slow-reply", Paragraph.TRANSPORT, "Trục trả lời chậm vài giây: phần mềm chờ, rồi hỏi lại sau đó."
)
BROKEN = Check(
    "client.case.broken-fetch",
    Paragraph.LIFE_CYCLE,
    "Kết nối đứt giữa lúc tải gói tin: tải lại cho đủ rồi mới báo done.",
)
UNREADABLE = Check(
    "client.case.unreadable",
    Paragraph.LIFE_CYCLE,
    "Gói tin không đọc được: báo fail, không báo done.",
)
DESCRIBED = Check(
    "client.mark.description", Paragraph.LIFE_CYCLE, "updateStatus(fail) có description nói lý do.", Level.SHOULD
)
FETCHED_FIRST = Check("client.mark.after-fetch", Paragraph.LIFE_CYCLE, "Chỉ báo done cho gói tin đã tải về.")
LISTED_ID = Check("client.get.listed-id", Paragraph.OPERATIONS, "Chỉ tải và đánh dấu những docId mà trục đã liệt kê.")
BOTH_KINDS = Check(
    "client.list.both-kinds", Paragraph.LIFE_CYCLE, "Hỏi danh sách văn bản (edoc) và danh sách trạng thái (status)."
)
CHECKS = (
    DOCUMENT,
    STATUS,
    AGAIN,
    UNKNOWN,
    LIST_FAILS,
    LIST_EMPTY,
    SLOW,
    BROKEN,
    UNREADABLE,
    DESCRIBED,
    FETCHED_FIRST,
    LISTED_ID,
    BOTH_KINDS,
)


@dataclass
class Item:
    """Something that waits for the client, and what the client has done with it."""

    doc_id: str
    kind: str
    data: bytes
    check: Check
    listed: int = 0
    fetched: int = 0
    told: str = ""
    cut_once: bool = False
    judged: bool = False


@dataclass
class Scene:
    """One situation: the items listed meanwhile, or an odd answer to the next list of documents."""

    items: tuple[Item, ...] = ()
    odd: Check | None = None
    strange: bool = False
    calls: int = 0
    answered_at: float | None = None
    over: bool = False


@dataclass
class Script:
    """Goes from scene to scene as the client handles them. The caller holds a lock."""

    player: Player
    ledger: Ledger
    clock: Callable[[], float]
    letter: packages.Package
    scenes: list[Scene]
    asked: dict[str, int] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    letter_done_at: float | None = None

    @classmethod
    def written(cls, player: Player, ledger: Ledger, *, at: datetime, clock: Callable[[], float]) -> "Script":
        """Return the script of a run with packages of its own."""
        first = _letter(player, at)
        status = packages.status(
            player.partner, _about(player, at), "03", at=at.replace(microsecond=0), description="Đã vào sổ văn bản đến"
        )
        document = Item("ktkn-van-ban", "edoc", first.data, DOCUMENT)
        scenes = [
            Scene((document, Item("ktkn-trang-thai", "status", status.data, STATUS))),
            Scene((Item("ktkn-van-ban", "edoc", first.data, AGAIN, fetched=1),)),
            Scene((Item("ktkn-thanh-phan-la", "edoc", _letter(player, at).data, UNKNOWN),), strange=True),
            Scene(odd=LIST_FAILS),
            Scene(odd=LIST_EMPTY),
            Scene(odd=SLOW),
            Scene((Item("ktkn-dut-ket-noi", "edoc", _letter(player, at).data, BROKEN, cut_once=True),)),
            Scene((Item("ktkn-khong-doc-duoc", "edoc", _half(_letter(player, at).data), UNREADABLE),)),
        ]
        return cls(player, ledger, clock, first, scenes)

    @property
    def scene(self) -> Scene | None:
        """The situation of the moment; None after the last."""
        return next((scene for scene in self.scenes if not scene.over), None)

    def listing(self, kind: str) -> tuple[list[Item], Check | None, bool]:
        """Return what is listed for a kind, an odd answer if it is time for one, and whether to add strange parts."""
        self.asked[kind] = self.asked.get(kind, 0) + 1
        self._count(kind)
        scene = self.scene
        if scene is None:
            return [], None, False
        if scene.odd and kind == "edoc":
            scene.answered_at = self.clock()
            return [], scene.odd, False
        shown = [item for item in scene.items if item.kind == kind and not item.judged]
        for item in shown:
            item.listed += 1
            self.items[item.doc_id] = item
        return shown, None, scene.strange

    def gone_away(self, check: Check) -> None:
        """Judge that the client hung up before its slow answer came."""
        self.ledger.failed(check, f"ngắt kết nối trước khi trả lời đến ({self.player.slow_seconds:g} giây)")

    def fetch(self, doc_id: str) -> tuple[Item | None, bool]:
        """Return what is to be given out, and whether the connection breaks in the middle of it."""
        item = self.items.get(doc_id)
        self.ledger.judge(LISTED_ID, "" if item else f"tải docId {doc_id or '(trống)'}")
        if item is None:
            return None, False
        cut, item.cut_once = item.cut_once, False
        item.fetched += not cut
        return item, cut

    def mark(self, doc_id: str, status: str, description: str) -> bool:
        """Take updateStatus; False for an id that was never listed."""
        item = self.items.get(doc_id)
        self.ledger.judge(LISTED_ID, "" if item else f"đánh dấu docId {doc_id or '(trống)'}")
        if item is None:
            return False
        if status == "fail":
            self.ledger.judge(DESCRIBED, "" if description.strip() else "không có description")
        if status == "done":
            looked = item.fetched or (item.check is BROKEN and not item.cut_once)
            self.ledger.judge(FETCHED_FIRST, "" if looked else f"báo done cho {doc_id} mà chưa tải")
        if status in ("done", "fail") and not item.judged:
            item.told = status
            self._judge(item)
        return True

    def finish(self) -> None:
        """Judge what the client did not come back for."""
        scene = self.scene
        grace = self.player.grace_seconds
        if scene and scene.odd and scene.answered_at is not None and self.clock() - scene.answered_at >= grace:
            self.ledger.failed(scene.odd, f"không hỏi lại trong {grace:g} giây")
        self._judge_kinds()

    def unseen(self, check: Check) -> str:
        """Return why nothing is known of a check."""
        item = next((item for scene in self.scenes for item in scene.items if item.check is check), None)
        if item and item.listed:
            return f"đã liệt kê {item.listed} lần, chưa thấy phần mềm xử lý xong"
        return "tình huống chưa xảy ra trong lần chạy này"

    def _count(self, kind: str) -> None:
        scene = self.scene
        if scene is None:
            return
        scene.calls += 1
        if scene.odd and kind == "edoc" and scene.answered_at is not None:
            self.ledger.passed(scene.odd, "đã hỏi lại")
            scene.over = True
        for item in scene.items:
            if not item.judged and item.kind == kind and item.listed >= self.player.patience:
                self._neglected(item)
            elif not item.judged and scene.calls >= 4 * self.player.patience:
                item.judged = True
        self._go_on()
        if len(self.asked) > 1 or self.asked[kind] >= 4 * self.player.patience:
            self._judge_kinds()

    def _neglected(self, item: Item) -> None:
        item.judged = True
        seen = "đã tải" if item.fetched else "chưa tải đủ"
        self.ledger.failed(item.check, f"liệt kê {item.listed} lần, {seen}, không báo kết quả")

    def _judge(self, item: Item) -> None:
        item.judged = True
        self.ledger.judge(item.check, _fault(item), f"báo {item.told}")
        if item.check is DOCUMENT and item.told == "done":
            self.letter_done_at = self.clock()
        self._go_on()

    def _go_on(self) -> None:
        """Leave scenes whose items are all judged; a letter that never was done is not given a second time."""
        while (scene := self.scene) and scene.items and all(item.judged for item in scene.items):
            scene.over = True
            following = self.scene
            if following and following.items[:1] and following.items[0].check is AGAIN and self.letter_done_at is None:
                following.over = True

    def _judge_kinds(self) -> None:
        missing = [kind for kind in ("edoc", "status") if not self.asked.get(kind)]
        if not missing:
            self.ledger.passed(BOTH_KINDS, "đã hỏi cả hai")
        elif sum(self.asked.values()) >= 2 * self.player.patience:
            self.ledger.failed(BOTH_KINDS, f"không hỏi danh sách {missing[0]}")


def _fault(item: Item) -> str:
    if item.check is UNREADABLE:
        return "" if item.told == "fail" else f"báo {item.told}"
    if item.check is STATUS:
        return "" if item.fetched else f"báo {item.told} mà chưa tải"
    if item.told == "fail":
        return "báo fail"
    return "" if item.fetched else "báo done mà chưa tải đủ"


def _letter(player: Player, at: datetime) -> packages.Package:
    return packages.document(player.partner, [player.agency], at=at.astimezone(VIETNAM))


def _about(player: Player, at: datetime) -> Any:
    return packages.document(player.agency, [player.partner], at=at.astimezone(VIETNAM)).document


def _half(data: bytes) -> bytes:
    return data[: len(data) // 2]
