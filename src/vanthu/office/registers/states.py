"""The fixed words of registers."""

from django.db.models import TextChoices

from vanthu.office.kernel.moves import moves

GENERAL = "chung"
"""The series of everything that has no series of its own; an agency has it without being asked (ND30-A15.1)."""

COPIES = "ban-sao"
"""The one common series of sao y, sao lục and trích sao (ND30-PLI, part II)."""


class RegisterKind(TextChoices):
    """Which register (sổ) it is."""

    OUTGOING = "outgoing", "Sổ đăng ký văn bản đi"
    INCOMING = "incoming", "Sổ đăng ký văn bản đến"
    COPY = "copy", "Sổ đăng ký bản sao"


class SeriesScope(TextChoices):
    """What a series of numbers is for (ND30-A15.1, A15.2, PLI-3a)."""

    GENERAL = "general", "Các loại chưa có dãy số riêng"
    TYPES = "types", "Một loại hoặc một nhóm loại văn bản"
    BODY = "body", "Hội đồng, ban dùng con dấu của cơ quan"
    LEGAL = "legal", "Văn bản quy phạm pháp luật (mỗi loại một dãy)"
    COPIES = "copies", "Bản sao y, sao lục, trích sao"
    SECRET = "secret", "Văn bản mật (đăng ký ngoài hệ thống)"


LEGAL_TYPES = (
    ("nghi_quyet_qppl", "Nghị quyết quy phạm pháp luật"),
    ("nghi_dinh", "Nghị định"),
    ("quyet_dinh_qppl", "Quyết định quy phạm pháp luật"),
    ("thong_tu", "Thông tư"),
    ("thong_tu_lien_tich", "Thông tư liên tịch"),
)
"""Types of VBQPPL an agency may number; they are no types of ND30-A7 and each has a series of its own (ND30-A15.1a)."""


class NumberState(TextChoices):
    """What became of a number; none is ever given twice."""

    RESERVED = "reserved", "Giữ chỗ"
    TAKEN = "taken", "Đã cấp"
    CANCELLED = "cancelled", "Đã hủy"


N = NumberState

NUMBER_MOVES = moves(
    ("extend", {N.RESERVED}, N.RESERVED),
    ("use", {N.RESERVED}, N.TAKEN),
    ("cancel", {N.RESERVED, N.TAKEN}, N.CANCELLED),
    final={N.CANCELLED},
)


class NumberWay(TextChoices):
    """How a document came by its number."""

    SYSTEM = "system", "Hệ thống cấp"
    RESERVED = "reserved", "Dùng số giữ chỗ"
    PAPER = "paper", "Văn bản giấy vào sổ sau"


class PostState(TextChoices):
    """Where a line of the post register stands."""

    SENT = "sent", "Đã chuyển, chờ ký nhận"
    SIGNED = "signed", "Đã ký nhận"
    STRUCK = "struck", "Ghi nhầm, đã gạch"


POST_MOVES = moves(
    ("sign", {PostState.SENT}, PostState.SIGNED),
    ("strike", {PostState.SENT}, PostState.STRUCK),
    final={PostState.SIGNED, PostState.STRUCK},
)


class LoanState(TextChoices):
    """Where a copy kept at the clerk's desk is."""

    OUT = "out", "Đang mượn"
    RETURNED = "returned", "Đã trả"


LOAN_MOVES = moves(("give_back", {LoanState.OUT}, LoanState.RETURNED), final={LoanState.RETURNED})
