"""What is still to be set up in a new agency: each line is computed from what is there, and is gone once it is done."""

# ruff: noqa: E501 - the list below reads best with one entry a line
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.exchange import queries as exchange
from vanthu.office.mailbox import queries as mailbox
from vanthu.office.organizations import queries as organizations
from vanthu.office.organizations.states import PositionLevel
from vanthu.office.outgoing import queries as outgoing
from vanthu.office.registers import queries as registers
from vanthu.office.registers.states import RegisterKind
from vanthu.office.signatures import queries as signatures


@dataclass(frozen=True)
class Step:
    """One thing to set up: what, why or how, where, and whether it is there; the agency can do without some."""

    title: str
    how: str
    url: str
    done: bool
    needed: bool = True


def left(*, at: datetime) -> list[Step]:
    """Return what is left to set up in the agency in force, in the order in which to do it; nothing once it can work."""
    steps = [*_people(at), *_signing(at), *_sending(at)]
    if all(step.done for step in steps if step.needed):
        return []
    return [step for step in steps if not step.done]


def _people(at: datetime) -> list[Step]:
    load = _("Nạp bằng lệnh «vanthu office load» từ một tệp; sau đó sửa ở trang này.")
    people, positions = reverse("web:people"), reverse("web:positions")
    held = {row.position.level for row in organizations.holdings(at).select_related("position")}
    return [
        Step(_("Đơn vị và cán bộ"), load, people, bool(organizations.units()) and len(organizations.people()) > 1),
        Step(_("Người làm văn thư"), _("Chưa ai giữ nhiệm vụ văn thư: văn bản đến chưa ai vào sổ, văn bản đi chưa ai phát hành."), people, bool(access.holders(Duty.CLERK, at=at))),
        Step(_("Lãnh đạo cơ quan"), _("Chưa ai giữ nhiệm vụ lãnh đạo: văn bản đến chưa ai phân công."), people, bool(access.holders(Duty.LEADER, at=at))),
        Step(_("Chức vụ người đứng đầu"), _("Thẩm quyền ký và chỗ ký in trên văn bản theo chức vụ (Điều 13 Nghị định 30/2020/NĐ-CP)."), positions, PositionLevel.HEAD in held),
    ]  # fmt: skip


def _signing(at: datetime) -> list[Step]:
    leaders = access.holders(Duty.LEADER, at=at)
    signs = any(signatures.identity_for(one) for one in leaders)
    how = _("Người vận hành khai bằng lệnh «vanthu office»; xem «Khóa ký» trong sách hướng dẫn.")
    people = reverse("web:people")
    numbered = bool(registers.series_rows()) or registers.taken(RegisterKind.OUTGOING).exists()
    return [
        Step(_("Chứng thư số của lãnh đạo"), how, people, signs),
        Step(_("Chứng thư số của cơ quan (con dấu)"), how, people, signatures.seal_identity() is not None),
        Step(_("Dãy số và sổ"), _("Mặc định một dãy số chung mỗi năm; quyết định và quy chế thường có dãy riêng (Điều 15 Nghị định 30/2020/NĐ-CP)."), reverse("web:series"), numbered, needed=False),
        Step(_("Quy trình kiểm tra dự thảo"), _("Mặc định: trưởng đơn vị kiểm tra nội dung, văn thư kiểm tra thể thức (Điều 12 Nghị định 30/2020/NĐ-CP)."), reverse("web:routes"), outgoing.routes(at).exists(), needed=False),
    ]  # fmt: skip


def _sending(at: datetime) -> list[Step]:
    axis = _(
        "Danh sách nơi nhận lấy từ trục liên thông; nếu còn trống, hãy nhờ người vận hành kiểm tra kết nối và mã định danh của cơ quan."
    )
    return [
        Step(_("Kết nối trục liên thông"), axis, reverse("web:correspondents"), bool(exchange.correspondents(limit=1))),
        Step(_("Hộp thư của cơ quan"), _("Người vận hành khai hộp thư ở mục [mail_in] của cấu hình; thư đến sẽ tự hiện cho văn thư."), reverse("web:mails"), mailbox.can_receive(), needed=False),
        Step(_("Lịch làm việc năm nay"), _("Ghi ngày nghỉ hoán đổi, ngày làm bù: mọi thời hạn tính theo lịch này."), reverse("web:calendar"), bool(organizations.calendar_days(at.year)), needed=False),
    ]  # fmt: skip
