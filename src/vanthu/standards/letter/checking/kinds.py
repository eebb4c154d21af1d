"""The 29 types of administrative documents (ND30-A7) as they are recognised on a page."""

from vanthu.standards.letter.catalogue import TYPES, DocumentType

DocumentKind = DocumentType

LETTER = TYPES["cong_van"]
COURTESY = TYPES["thu_cong"]
MINUTES = TYPES["bien_ban"]
BETWEEN_PARTIES = frozenset(("hop_dong", "ban_ghi_nho", "ban_thoa_thuan"))
"""Keys of the types whose form follows the practice of the parties: ND30 Phụ lục III gives no template."""


def _titles(kind: DocumentKind) -> frozenset[str]:
    """The name as printed, in both spellings of "uỷ" and "thoả"."""
    upper = kind.name.upper()
    return frozenset((upper, upper.replace("ỦY", "UỶ"), upper.replace("THỎA", "THOẢ")))


BY_TITLE: dict[str, DocumentKind] = {
    title: kind for kind in TYPES.values() if kind is not LETTER for title in _titles(kind)
}


def kind_of_notation(notation: str) -> DocumentKind | None:
    """The type a notation names: "QĐ-SNV" is a Quyết định; None when it begins with no abbreviation of a type."""
    first = notation.partition("-")[0]
    return next((kind for kind in TYPES.values() if kind.abbreviation and kind.abbreviation == first), None)
