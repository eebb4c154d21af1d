"""The ways a document can go to a recipient, and whom a rule about them is for."""

from django.db.models import TextChoices

from vanthu.office.kernel.moves import moves


class Way(TextChoices):
    """How an issued document reaches one recipient (QD28-A5.2, A7; ND30-A18)."""

    AXIS = "axis", "Điện tử qua trục"
    BOTH = "both", "Điện tử kèm bản giấy"
    PAPER = "paper", "Bản giấy"
    EMAIL = "email", "Thư điện tử"
    PORTAL = "portal", "Đăng trên cổng"


BY_AXIS = frozenset({Way.AXIS, Way.BOTH})
"""The ways for which a transmission leaves through the axis."""

ON_PAPER = frozenset({Way.BOTH, Way.PAPER})
"""The ways for which a bản chính giấy is printed (ND30-A18.5)."""


class Group(TextChoices):
    """Whom a rule is for when it names nobody."""

    ANY = "any", "Mọi nơi nhận"
    ON_AXIS = "on_axis", "Nơi nhận ở trên trục liên thông"
    OFF_AXIS = "off_axis", "Nơi nhận không ở trên trục liên thông"


class MailState(TextChoices):
    """How far an e-mail has come; whether somebody read it, nobody knows."""

    WAITING = "waiting", "Chờ gửi thư"
    SENT = "sent", "Đã gửi thư"
    FAILED = "failed", "Không gửi được thư"
    CANCELLED = "cancelled", "Đã hủy gửi thư"


MAIL_MOVES = moves(
    ("send", {MailState.WAITING}, MailState.SENT),
    ("fail", {MailState.WAITING}, MailState.FAILED),
    ("retry", {MailState.FAILED}, MailState.WAITING),
    ("cancel", {MailState.WAITING, MailState.FAILED}, MailState.CANCELLED),
    final={MailState.SENT, MailState.CANCELLED},
)
"""The worker sends and fails; only a clerk tries again or cancels."""
