"""The tabs of the two lists: which lines each shows, by state or from the desk."""

# ruff: noqa: E501 - the tables below read best with one entry a line
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vanthu.office.documents.states import Urgency
from vanthu.office.incoming import states as incoming
from vanthu.office.incoming.states import IncomingState as In
from vanthu.office.outgoing import states as outgoing
from vanthu.office.outgoing.states import OutgoingState as Out

OPEN_STATES: frozenset[str] = incoming.OPEN_STATES | outgoing.OPEN_STATES


@dataclass(frozen=True)
class Tab:
    """One saved filter, named in the address. `pile` picks lines of a desk where states do not say it."""

    key: str
    label: str | Promise
    states: tuple[str, ...] = ()
    pile: Callable[[Any], Sequence[Any]] | None = None
    empty: str | Promise = ""


def _late(rows: Sequence[Any]) -> list[Any]:
    return [row for row in rows if row.deadline and row.deadline.phase == "late"]


INCOMING = (
    Tab("cho-vao-so", _("Chờ vào sổ"), (In.ARRIVED,), empty=_("Không có văn bản chờ vào sổ. Văn bản từ trục liên thông tự hiện ở đây khi đến; văn bản giấy và tệp do văn thư nhập.")),
    Tab("cho-phan-cong", _("Chờ phân công"), (In.REGISTERED,), empty=_("Văn bản đã vào sổ mà lãnh đạo chưa phân công sẽ hiện ở đây.")),
    Tab("dang-xu-ly", _("Đang xử lý"), (In.ASSIGNED, In.IN_PROGRESS), empty=_("Văn bản đã phân công và chưa xong sẽ hiện ở đây.")),
    Tab("da-xong", _("Đã hoàn thành"), (In.COMPLETED,), empty=_("Văn bản đến đã giải quyết xong sẽ hiện ở đây, kèm kết quả hoặc văn bản trả lời.")),
    Tab("tu-choi", _("Đã từ chối"), (In.REFUSED,), empty=_("Văn bản gửi nhầm, hỏng, ký sai mà văn thư trả lại bên gửi sẽ hiện ở đây, kèm lý do.")),
    Tab("tat-ca", _("Tất cả"), empty=_("Ở đây có mọi văn bản đến ông/bà được xem. Văn thư thấy mọi văn bản; người khác thấy văn bản được giao cho mình, cho đơn vị mình.")),
    Tab("hoa-toc", _("Hỏa tốc chờ vào sổ"), empty=_("Không có văn bản hỏa tốc chờ vào sổ."), pile=lambda desk: [row for row in desk.to_register if row.urgency == Urgency.FLASH]),
    Tab("vao-so-tre", _("Vào sổ trễ"), empty=_("Không có văn bản nào vào sổ trễ."), pile=lambda desk: _late(desk.to_register)),
)  # fmt: skip

OUTGOING = (
    Tab("du-thao", _("Dự thảo"), (Out.DRAFT,), empty=_("Chưa có dự thảo nào. Bấm «Soạn văn bản» để bắt đầu.")),
    Tab("dang-trinh", _("Đang trình"), (Out.IN_APPROVAL,), empty=_("Dự thảo đã trình và chờ ý kiến sẽ hiện ở đây.")),
    Tab("cho-ky", _("Chờ ký"), (Out.APPROVED,), empty=_("Dự thảo đã được đồng ý và chờ ký số sẽ hiện ở đây.")),
    Tab("cho-phat-hanh", _("Chờ phát hành"), (Out.SIGNED, Out.NUMBERED, Out.SEALED), empty=_("Văn bản đã ký, chờ cấp số, đóng dấu và phát hành sẽ hiện ở đây.")),
    Tab("da-phat-hanh", _("Đã phát hành"), (Out.ISSUED,), empty=_("Văn bản đã phát hành sẽ hiện ở đây cùng tình trạng ở từng nơi nhận.")),
    Tab("da-huy", _("Đã hủy"), (Out.WITHDRAWN,), empty=_("Dự thảo đã hủy và văn bản hủy trước khi phát hành nằm ở đây; không gì bị xóa.")),
    Tab("tat-ca", _("Tất cả"), empty=_("Ở đây có mọi văn bản đi ông/bà được xem: văn bản mình soạn, kiểm tra, ký; văn thư thấy văn bản của cả cơ quan.")),
    Tab("gui-tre", _("Gửi đi trễ"), empty=_("Không có văn bản nào gửi đi trễ."), pile=lambda desk: _late(desk.to_issue)),
)  # fmt: skip


def chosen(tabs: Sequence[Tab], key: str, default: str) -> Tab:
    """Return the tab named in the address, else the default one."""
    named = {tab.key: tab for tab in tabs}
    return named.get(key) or named[default]


@dataclass(frozen=True)
class ShownTab:
    """A tab as the page shows it; those that pick from a desk stand there only while they are chosen."""

    label: str
    url: str
    count: int | None
    here: bool


def shown_tabs(tabs: Sequence[Tab], here: Tab, counts: dict[str, int]) -> list[ShownTab]:
    """Return the tabs with their counts."""
    listed = [tab for tab in tabs if tab.pile is None or tab == here]
    return [ShownTab(str(tab.label), f"?tab={tab.key}", _count(tab, counts), tab == here) for tab in listed]


def _count(tab: Tab, counts: dict[str, int]) -> int | None:
    """Return how many wait there; what is done with is not counted, since there are a million of it one day."""
    if not tab.states or not OPEN_STATES.issuperset(tab.states):
        return None
    return sum(counts.get(state, 0) for state in tab.states)
