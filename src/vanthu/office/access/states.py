"""The duties a person may hold, what may be delegated, and how a person comes to sign."""

from django.db.models import TextChoices

from vanthu.office.kernel.moves import moves


class Duty(TextChoices):
    """What a person is in charge of; one person may hold several (ND30-A6)."""

    CLERK = "clerk", "Văn thư"
    SPECIALIST = "specialist", "Chuyên viên"
    UNIT_HEAD = "unit_head", "Trưởng đơn vị"
    LEADER = "leader", "Lãnh đạo"
    ADMINISTRATOR = "administrator", "Quản trị"
    ANNOUNCER = "announcer", "Đưa thông báo nội bộ"


class Work(TextChoices):
    """What may be delegated on the system (CT07-1b). Signing is not among it: that takes a written authorisation."""

    CONTENT = "content", "Kiểm tra nội dung dự thảo"
    FORM = "form", "Kiểm tra thể thức dự thảo"
    CLERK = "clerk", "Cấp số, đóng dấu, phát hành văn bản đi"
    DIRECTION = "direction", "Cho ý kiến chỉ đạo, phân công văn bản đến, giao việc"


class DelegationState(TextChoices):
    """Where a delegation stands; its period decides besides whether it is in force."""

    OFFERED = "offered", "Chờ người được ủy quyền nhận"
    ACCEPTED = "accepted", "Đã nhận"
    DECLINED = "declined", "Không nhận"
    REVOKED = "revoked", "Đã thôi ủy quyền"


MOVES = moves(
    ("accept", {DelegationState.OFFERED}, DelegationState.ACCEPTED),
    ("decline", {DelegationState.OFFERED}, DelegationState.DECLINED),
    ("revoke", {DelegationState.OFFERED, DelegationState.ACCEPTED}, DelegationState.REVOKED),
    final={DelegationState.DECLINED, DelegationState.REVOKED},
)

OWN_DUTIES = {
    Work.CONTENT: frozenset({Duty.UNIT_HEAD, Duty.LEADER}),
    Work.FORM: frozenset({Duty.CLERK, Duty.SPECIALIST, Duty.UNIT_HEAD, Duty.LEADER}),
    Work.CLERK: frozenset({Duty.CLERK}),
    Work.DIRECTION: frozenset({Duty.LEADER}),
}
"""Who has the work as his own, and so may delegate it; a form check may be assigned to anybody by name."""

COUNTED_VERBS = ("approve", "return", "number", "seal", "issue", "assign")
"""The recorded verbs of which the share done by delegates is counted (CT07-1b)."""


class CapacityKind(TextChoices):
    """By what right a person signs (ND30-A13)."""

    HEAD = "head", "Người đứng đầu"
    DEPUTY = "deputy", "Ký thay (KT.)"
    BY_ORDER = "by_order", "Ký thừa lệnh (TL.)"
    AUTHORISED = "authorised", "Ký thừa ủy quyền (TUQ.)"
    RECORDED = "recorded", "Do người quản trị ghi riêng"
