"""The fixed words of registers in print."""

from django.db.models import TextChoices

from vanthu.office.kernel.moves import moves


class BookKey(TextChoices):
    """The five registers of the decree (ND30-PLIV), and that of copies (ND30-A25)."""

    OUTGOING = "outgoing", "Sổ đăng ký văn bản đi"
    INCOMING = "incoming", "Sổ đăng ký văn bản đến"
    POST = "post", "Sổ gửi văn bản đi bưu điện"
    COPIES = "copies", "Sổ sử dụng bản lưu"
    FOLLOW_UP = "follow_up", "Sổ theo dõi giải quyết văn bản đến"
    COPYING = "copying", "Sổ đăng ký bản sao"


class PrintFormat(TextChoices):
    """What a register is printed as."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "DOCX"
    XLSX = "xlsx", "XLSX"


MEDIA_TYPES = {
    PrintFormat.PDF: "application/pdf",
    PrintFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PrintFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class PrintState(TextChoices):
    """How far a print has come."""

    WAITING = "waiting", "Đang in"
    DONE = "done", "Đã xong"
    FAILED = "failed", "Không in được"


PRINT_MOVES = moves(
    ("finish", {PrintState.WAITING}, PrintState.DONE),
    ("fail", {PrintState.WAITING}, PrintState.FAILED),
    final={PrintState.DONE, PrintState.FAILED},
)
