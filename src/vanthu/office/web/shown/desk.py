"""The desk: piles of lines for every duty a person holds, and what is pressing on top."""

# ruff: noqa: E501 - the tables below read best with one entry a line
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from vanthu.office.access.states import Duty
from vanthu.office.announcements import queries as announcements
from vanthu.office.assignments import queries as assignments
from vanthu.office.copies import queries as copies
from vanthu.office.documents.states import Urgency
from vanthu.office.exchange import queries as exchange
from vanthu.office.incoming import queries as incoming
from vanthu.office.mailbox import queries as mailbox
from vanthu.office.outgoing import queries as outgoing
from vanthu.office.web.shown.items import WRITERS

if TYPE_CHECKING:
    from vanthu.office.assignments.queries import TaskPile
    from vanthu.office.organizations.models import Person

LOOK_BACK = timedelta(days=7)
"""How long a refusal by a recipient stays on the clerk's desk."""
MOST = 30
"""Lines of one pile on a desk; the rest is in the list."""


@dataclass(frozen=True)
class Pile:
    """Lines of one kind with the words around them; `kind` names the template of a line."""

    key: str
    title: str
    kind: str
    rows: Sequence[Any]
    empty: str
    all_url: str = ""
    picks: bool = False
    left: bool = False
    """Whether it lies in the left half, where one looks first."""
    of: int | None = None
    """How many lines there are where these are only the first of them."""
    start: tuple[str, str] | None = None
    """What to begin with while it is empty: the words of the button and its address."""

    @property
    def total(self) -> int:
        """Every line, shown or not."""
        return len(self.rows) if self.of is None else self.of

    @property
    def is_written(self) -> bool:
        """Whether its lines are written by `shown.items`; the few of the others each have a template."""
        return self.kind in WRITERS

    @property
    def shown(self) -> Sequence[Any]:
        """The lines that fit on the desk."""
        return self.rows[:MOST]


@dataclass(frozen=True)
class Pressing:
    """One thing that cannot wait: what, exactly which lines, and the address that shows them alone."""

    key: str
    words: str
    kind: str
    rows: Sequence[Any] = ()
    late: bool = False
    elsewhere: str = ""
    of: int | None = None
    """How many lines there are where a list elsewhere shows them."""

    @property
    def count(self) -> int:
        """How many lines."""
        return len(self.rows) if self.of is None else self.of

    @property
    def url(self) -> str:
        """Where exactly these lines are."""
        return self.elsewhere or f"?loc={self.key}"


@dataclass(frozen=True)
class Desk:
    """Everything on one person's desk."""

    pressing: tuple[Pressing, ...]
    left: tuple[Pile, ...]
    right: tuple[Pile, ...]
    loads: Sequence[Any] = ()
    alone: bool = False

    @property
    def waiting(self) -> list[dict[str, object]]:
        """What waits, in words and numbers only: what the browser shows again when there is no network."""
        pressing = [(item.words, item.count) for item in self.pressing]
        piles = [(pile.title, pile.total) for pile in (*self.left, *self.right)]
        return [{"words": words, "count": count} for words, count in (*pressing, *piles) if count]

    @property
    def has_pressing(self) -> bool:
        """Whether anything cannot wait."""
        return any(item.count for item in self.pressing)


def desk(person: Person, duties: frozenset[Duty], *, at: datetime) -> Desk:
    """Return the desk of a person with these duties; several duties lay their piles side by side."""
    going, coming = outgoing.desk(person, at=at), incoming.desk(person, at=at)
    piles: list[Pile] = []
    refused: Sequence[Any] = ()
    unheard_mails: Sequence[Any] = ()
    if Duty.LEADER in duties:
        piles += _leader(going, coming)
    if Duty.CLERK in duties:
        refused = exchange.refusals(since=at - LOOK_BACK)
        unheard_mails = mailbox.unacknowledged(person, at=at)
        piles += _clerk(going, coming, refused, mailbox.waiting(person, at=at))
    if Duty.UNIT_HEAD in duties:
        piles += _head(going, coming)
    piles += _instead(going, duties)
    piles += _directing_instead(coming, duties)
    piles += _copies(person, at)
    piles += _to_know(person, at)
    piles += _announced(person, at)
    piles += _own(going, coming, duties)
    loads = assignments.load_of_unit(person.unit_id, at=at) if Duty.UNIT_HEAD in duties and person.unit_id else ()
    piles = _once(piles)
    left = tuple(pile for pile in piles if pile.left) or tuple(piles[:1])
    right = tuple(pile for pile in piles if pile not in left)
    return Desk(tuple(_pressing(going, coming, duties, refused, unheard_mails)), left, right, loads)


def only(desk: Desk, key: str) -> Desk:
    """Return the desk with nothing on it but the pressing lines of one kind; the whole desk where they are elsewhere."""
    chosen = next((item for item in desk.pressing if item.key == key), None)
    if chosen is None or chosen.of is not None:
        return desk
    title = chosen.words[:1].upper() + chosen.words[1:]
    pile = Pile(chosen.key, title, chosen.kind, chosen.rows, _("Không còn việc nào ở đây."))
    return Desk(desk.pressing, (pile,), (), (), alone=True)


def _leader(going: Any, coming: Any) -> list[Pile]:
    return [
        Pile("cho-ky", _("Chờ ký"), "outgoing", going.to_sign, _("Không có văn bản chờ ký. Dự thảo đã kiểm tra xong nội dung và thể thức tự hiện ở đây."), picks=True, left=True),
        Pile("cho-y-kien", _("Chờ ý kiến"), "incoming", coming.to_assign, _("Không có văn bản đến chờ phân công. Văn bản văn thư đã vào sổ tự hiện ở đây, văn bản khẩn lên đầu."), left=True),
        _tasks("theo-doi", _("Theo dõi"), coming.following, _("Việc ông/bà đã giao sẽ hiện ở đây cho đến khi xong."), "da-giao"),
    ]  # fmt: skip


def _clerk(going: Any, coming: Any, refused: Sequence[Any], mails: Sequence[Any]) -> list[Pile]:
    arrived = reverse("web:incoming") + "?tab=cho-vao-so"
    leaving = reverse("web:outgoing") + "?tab=cho-phat-hanh"
    piles = [
        Pile("cho-vao-so", _("Văn bản đến chờ vào sổ"), "arrived", coming.to_register,
             _("Không có văn bản chờ vào sổ. Văn bản từ trục liên thông tự hiện ở đây khi đến; văn bản giấy và tệp do văn thư nhập."), arrived, left=True,
             start=(_("Nhập văn bản đến"), reverse("web:by_hand"))),
        *([Pile("thu-den", _("Thư điện tử chờ xem"), "mail", mails, "", reverse("web:mails"), left=True)] if mails else []),
        Pile("cho-phat-hanh", _("Văn bản đi chờ phát hành"), "outgoing", going.to_issue,
             _("Không có văn bản chờ cấp số, đóng dấu hay phát hành. Văn bản lãnh đạo đã ký tự hiện ở đây."), leaving),
        Pile("the-thuc", _("Chờ kiểm tra thể thức"), "outgoing", going.to_check, _("Không có dự thảo chờ kiểm tra thể thức. Dự thảo trưởng đơn vị đã đồng ý tự hiện ở đây.")),
    ]  # fmt: skip
    if refused:
        piles.append(Pile("bi-tu-choi", _("Bị nơi nhận từ chối"), "refusal", refused, ""))
    return piles


def _head(going: Any, coming: Any) -> list[Pile]:
    return [
        Pile("cho-duyet", _("Dự thảo chờ tôi cho ý kiến"), "outgoing", going.to_check, _("Không có dự thảo chờ ý kiến. Dự thảo của đơn vị trình lên tự hiện ở đây."), left=True),
        _tasks("viec-don-vi", _("Việc của đơn vị"), coming.unit_tasks, _("Đơn vị không còn việc nào đang mở. Việc lãnh đạo giao cho đơn vị tự hiện ở đây để giao người xử lý."), "don-vi", left=True),
    ]  # fmt: skip


def _instead(going: Any, duties: frozenset[Duty]) -> list[Pile]:
    """What a duty alone does not bring: a signature by order or authorisation, steps named for him, work delegated."""
    piles = []
    if going.to_sign and Duty.LEADER not in duties:
        piles.append(Pile("cho-ky", _("Chờ ký"), "outgoing", going.to_sign, "", picks=True, left=True))
    if going.to_check and not duties & {Duty.CLERK, Duty.UNIT_HEAD}:
        piles.append(Pile("cho-duyet", _("Dự thảo chờ tôi cho ý kiến"), "outgoing", going.to_check, "", left=True))
    if going.to_issue and Duty.CLERK not in duties:
        words = _("Văn bản đi chờ phát hành (làm thay văn thư)")
        piles.append(Pile("cho-phat-hanh", words, "outgoing", going.to_issue, "", left=True))
    return piles


def _directing_instead(coming: Any, duties: frozenset[Duty]) -> list[Pile]:
    """What waits for a leader who is away lies before whoever directs in his place."""
    if not coming.to_assign or Duty.LEADER in duties:
        return []
    return [Pile("cho-y-kien", _("Chờ ý kiến (làm thay lãnh đạo)"), "incoming", coming.to_assign, "", left=True)]


def _to_know(person: Person, at: datetime) -> list[Pile]:
    """What was sent only to be known lies there until it was looked at."""
    rows = assignments.to_know(person, at=at)
    return [Pile("de-biet", _("Để biết"), "task", rows, "", f"{reverse('web:tasks')}?loc=de-biet")] if rows else []


def _announced(person: Person, at: datetime) -> list[Pile]:
    """What was made known inside the agency lies there until it was read."""
    rows = announcements.unread(person, at=at)
    title, address = _("Thông báo chưa đọc"), reverse("web:announcements")
    return [Pile("thong-bao", title, "announcement", rows, "", address)] if rows else []


def _copies(person: Person, at: datetime) -> list[Pile]:
    """Copies are few: their piles lie there only when something is on them (ND30-A25, A27)."""
    waiting = copies.desk(person, at=at)
    piles = []
    if waiting.to_agree:
        piles.append(Pile("cho-dong-y-sao", _("Chờ quyết định sao"), "copy", waiting.to_agree, ""))
    if waiting.to_make:
        piles.append(Pile("cho-sao", _("Chờ thực hiện sao"), "copy", waiting.to_make, ""))
    return piles


def _own(going: Any, coming: Any, duties: frozenset[Duty]) -> list[Pile]:
    specialist = Duty.SPECIALIST in duties
    piles = []
    if specialist or coming.my_tasks.total:
        empty = _("Văn bản được giao cho ông/bà sẽ hiện ở đây, việc gần hạn nhất lên đầu.")
        piles.append(_tasks("viec-cua-toi", _("Việc của tôi"), coming.my_tasks, empty, "toi", left=specialist))
    if specialist or going.mine:
        empty = _("Dự thảo ông/bà soạn nằm ở đây từ lúc bắt đầu đến khi phát hành, kèm người đang giữ.")
        start = (_("Soạn văn bản"), reverse("web:write"))
        piles.append(Pile("du-thao", _("Dự thảo của tôi"), "outgoing", going.mine, empty, start=start))
    return piles


def _tasks(key: str, title: str, pile: TaskPile, empty: str, whose: str, *, left: bool = False) -> Pile:
    return Pile(key, title, "task", pile.rows, empty, _work(whose), left=left, of=pile.total)


def _work(whose: str) -> str:
    return f"{reverse('web:tasks')}?cua={whose}"


def _once(piles: Iterable[Pile]) -> list[Pile]:
    """Drop a pile that lies there already: a clerk who is head of a unit checks each draft once."""
    kept: list[Pile] = []
    for pile in piles:
        if not any(pile.rows and pile.rows is other.rows for other in kept):
            kept.append(pile)
    return kept


def _pressing(
    going: Any, coming: Any, duties: frozenset[Duty], refused: Sequence[Any], unheard_mails: Sequence[Any]
) -> Iterable[Pressing]:
    if duties & {Duty.CLERK, Duty.LEADER}:
        words = _("văn bản bên gửi lấy lại, cập nhật, thay thế")
        yield Pressing("lay-lai", words, "incoming", coming.asked_back, late=True)
    if Duty.CLERK in duties:
        yield from _clerk_pressing(going, coming, unheard_mails)
        yield Pressing("tu-choi", _("bị nơi nhận từ chối"), "refusal", refused, late=True)
    if Duty.LEADER in duties:
        urgent = [row for row in going.to_sign if row.urgency]
        yield Pressing("khan-cho-ky", _("văn bản khẩn chờ ký"), "outgoing", urgent)
        yield _late("da-giao-qua-han", _("việc đã giao bị quá hạn"), coming.following, "da-giao")
    if Duty.UNIT_HEAD in duties:
        yield _late("don-vi-qua-han", _("việc của đơn vị quá hạn"), coming.unit_tasks, "don-vi")
    yield _late("viec-qua-han", _("việc của tôi quá hạn"), coming.my_tasks, "toi")
    returned = [row for row in going.mine if row.return_reason]
    yield Pressing("bi-tra-lai", _("dự thảo bị trả lại"), "outgoing", returned, late=True)


def _late(key: str, words: str, pile: TaskPile, whose: str) -> Pressing:
    return Pressing(key, words, "task", late=True, elsewhere=f"{_work(whose)}&loc=qua-han", of=pile.late)


def _clerk_pressing(going: Any, coming: Any, unheard_mails: Sequence[Any]) -> Iterable[Pressing]:
    arrived, leaving = reverse("web:incoming"), reverse("web:outgoing")
    flash = [row for row in coming.to_register if row.urgency == Urgency.FLASH]
    yield Pressing("hoa-toc", _("hỏa tốc chờ vào sổ"), "arrived", flash, elsewhere=f"{arrived}?tab=hoa-toc")
    slow = _past(coming.to_register)
    yield Pressing("vao-so-tre", _("vào sổ trễ"), "arrived", slow, late=True, elsewhere=f"{arrived}?tab=vao-so-tre")
    unheard = _unacknowledged(coming.to_register)
    yield Pressing("chua-bao-nhan", _("chưa báo nhận cho bên gửi, hạn trong ngày"), "arrived", unheard, late=True)
    words = _("thư của cơ quan chưa báo nhận, hạn trong ngày")
    yield Pressing("thu-chua-bao-nhan", words, "mail", unheard_mails, late=True)
    unsent = _past(going.to_issue)
    yield Pressing("gui-tre", _("gửi đi trễ"), "outgoing", unsent, late=True, elsewhere=f"{leaving}?tab=gui-tre")
    words, address = _("việc liên thông cần xem lại"), reverse("web:problems")
    yield Pressing("lien-thong", words, "problem", late=True, elsewhere=address, of=exchange.problem_count())


def _unacknowledged(rows: Sequence[Any]) -> list[Any]:
    """Arrivals whose issuers have not heard of them yet; usually that takes seconds (ND30-A21.2c)."""
    sent = exchange.acknowledged([row.document_id for row in rows]) if rows else {}
    return [row for row in rows if row.document_id in sent and sent[row.document_id] is None]


def _past(rows: Sequence[Any]) -> list[Any]:
    return [row for row in rows if row.deadline and row.deadline.phase == "late"]
