"""The life of a copy (ND30-A25…A27)."""

from django.db.models import TextChoices

from vanthu.office.kernel.moves import moves

COPY_TYPE = "ban_sao"
"""What sao y, sao lục and trích sao are called where types are listed: whoever may sign copies, signs all three."""


LOOKUP_PAGE = "ban-sao"
"""Where the office answers about the codes on copies, under its public address."""


class CopyState(TextChoices):
    """Where a copy stands."""

    ASKED = "asked", "Chờ đồng ý sao"
    AGREED = "agreed", "Đã đồng ý, chờ văn thư sao"
    MADE = "made", "Đã sao"
    REFUSED = "refused", "Không đồng ý sao"
    WITHDRAWN = "withdrawn", "Đã thôi sao"


S = CopyState

MOVES = moves(
    ("agree", {S.ASKED}, S.AGREED),
    ("refuse", {S.ASKED}, S.REFUSED),
    ("make", {S.AGREED}, S.MADE),
    ("withdraw", {S.ASKED, S.AGREED}, S.WITHDRAWN),
    final={S.MADE, S.REFUSED, S.WITHDRAWN},
)

OPEN_STATES = frozenset(CopyState.values) - MOVES.final
"""States in which somebody still has something to do."""


class CopyKind(TextChoices):
    """The three kinds (ND30-A25)."""

    CERTIFIED = "sao_y", "Sao y"
    OF_COPY = "sao_luc", "Sao lục"
    EXTRACT = "trich_sao", "Trích sao"


class Medium(TextChoices):
    """On what a document or its copy is."""

    PAPER = "paper", "Giấy"
    ELECTRONIC = "electronic", "Điện tử"


class Standing(TextChoices):
    """What this agency knows of the validity of a document that was copied."""

    KNOWN = "known", "Chưa có ghi nhận bị thay thế, bãi bỏ hoặc thu hồi"
    ENDED = "ended", "Đã được thay thế hoặc bãi bỏ"
    RECALLED = "recalled", "Đã bị thu hồi"


FACT_LABELS = {
    "ask": "Đề nghị sao",
    "agree": "Đồng ý cho sao",
    "refuse": "Không đồng ý sao",
    "withdraw": "Thôi sao",
    "make": "Sao",
    "send": "Gửi bản sao",
}
"""What the audit facts about a copy are called on its page."""
