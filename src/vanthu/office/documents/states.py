"""The fixed words of every văn bản."""

from django.db.models import IntegerChoices, TextChoices

OFFICIAL_LETTER = "cong_van"
"""The code of the type "Công văn" among the types of ND30-A7."""


class Direction(TextChoices):
    """Whether the agency issued the document, received it, or copied it."""

    OUTGOING = "outgoing", "Văn bản đi"
    INCOMING = "incoming", "Văn bản đến"
    COPY = "copy", "Bản sao"


class Urgency(IntegerChoices):
    """Mức độ khẩn; the numbers are those of the exchanged package (QCVN 102)."""

    NORMAL = 0, "Thường"
    URGENT = 1, "KHẨN"
    VERY_URGENT = 2, "THƯỢNG KHẨN"
    FLASH = 3, "HỎA TỐC"


class VersionKind(TextChoices):
    """What made a version of a document's file."""

    COMPOSED = "composed", "Soạn trên hệ thống"
    SOURCE = "source", "Tệp DOCX tải lên"
    UPLOADED = "uploaded", "Tải lên"
    LEADER_SIGNED = "leader_signed", "Lãnh đạo đã ký số"
    NUMBERED = "numbered", "Đã cấp số, ngày tháng"
    SEALED = "sealed", "Đã ký số của cơ quan"
    RECEIVED = "received", "Bản nhận được"


class LinkKind(TextChoices):
    """How one document refers to another."""

    ANSWERS = "answers", "Trả lời văn bản"
    REPLACES = "replaces", "Thay thế văn bản"
    RECALLS = "recalls", "Thu hồi văn bản"
    AMENDS = "amends", "Sửa đổi, bổ sung văn bản"
    REPEALS = "repeals", "Bãi bỏ văn bản"
    CORRECTS = "corrects", "Đính chính văn bản"
    UPDATES = "updates", "Cập nhật văn bản"
    COPIES = "copies", "Sao từ văn bản"
    SAME = "same", "Bản khác của văn bản"


AMENDING = (LinkKind.REPLACES, LinkKind.AMENDS, LinkKind.REPEALS, LinkKind.CORRECTS)
"""How a later document deals with an issued one (ND30-A18.3)."""

ENDING = frozenset({LinkKind.REPLACES, LinkKind.REPEALS})
"""After these the other document is in force no longer (ND30-A18.3)."""
