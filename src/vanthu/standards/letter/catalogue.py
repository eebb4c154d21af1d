"""The 29 types of administrative document and the three kinds of copy (ND30-A7, ND30-A25, Phụ lục III): law as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from vanthu.standards.identifiers import (
    DOCUMENT_TYPES,
    code_text,
    notation_for_named_type,
    notation_for_official_letter,
)
from vanthu.standards.identifiers.notations import COPY_TYPES, notation_for_copy
from vanthu.standards.letter.errors import LetterRefused

Template = Literal["1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8", "1.9", "1.10"]
Use = Literal["required", "optional", "none"]
Signatures = Literal["one", "secretary and chair", "parties"]

OFFICIAL_LETTER = "cong_van"
OPEN_LETTER = "thu_cong"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentType:
    """One type of administrative document: what ND30 says of it, and where it says so."""

    key: str
    """Stable, in plain letters: "quyet_dinh"; also for the two types that have no abbreviation."""
    name: str
    """Tên loại: "Quyết định"."""
    abbreviation: str | None
    """Chữ viết tắt of Phụ lục III, "QĐ"; None for công văn and thư công."""
    templates: tuple[Template, ...]
    """Mẫu of Phụ lục III; empty where it has none and the common components are used (Phụ lục I)."""
    basis: str
    """The article and, where there is one, the template."""
    legal_bases: Use = "optional"
    """Căn cứ ban hành, in italics before the text."""
    addressed_to: Use = "none"
    """Kính gửi (ô số 9a); in a công điện the agencies that receive it."""
    closing_word: str | None = None
    """What stands between căn cứ and text: "QUYẾT ĐỊNH:"."""
    first_recipient: str | None = None
    """With what Nơi nhận begins: "Như Điều …" (the articles that name who carries it out), "Như trên"."""
    subject_printed: bool = True
    """Whether trích yếu stands under tên loại, or after "V/v" in a công văn."""
    dated: bool = True
    """Whether địa danh and thời gian are printed (ô số 4); a biên bản tells its time in its text."""
    signatures: Signatures = "one"

    @property
    def titled(self) -> bool:
        """Whether tên loại is printed (ô số 5a); a công văn has none."""
        return self.key != OFFICIAL_LETTER

    @property
    def pattern(self) -> str:
        """How số and ký hiệu are built: "{NN}/QĐ-{CQ}", công văn "{NN}/{CQ}-{ĐV}"."""
        return f"{{NN}}/{self.abbreviation}-{{CQ}}" if self.abbreviation else "{NN}/{CQ}-{ĐV}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyType:
    """One kind of copy (ND30-A25): "SAO Y" on the page, SY in its notation."""

    key: str
    name: str
    abbreviation: str
    form: str
    """Hình thức sao as printed: "SAO Y"."""
    basis: str

    @property
    def pattern(self) -> str:
        return f"{{NN}}/{self.abbreviation}-{{CQ}}"


_ARTICLES, _ABOVE = "Như Điều …", "Như trên"


def _type(
    key: str, abbreviation: str | None, *templates: Template, name: str | None = None, **values: object
) -> DocumentType:
    template = f", Phụ lục III mẫu {', '.join(templates)}" if templates else ", Phụ lục I (Phụ lục III không có mẫu)"
    found = name or DOCUMENT_TYPES[abbreviation or ""]
    fields = {"name": found, "abbreviation": abbreviation, "templates": templates, "basis": f"ND30-A7{template}"}
    return DocumentType(key=key, **(fields | values))  # type: ignore[arg-type]


# fmt: off
TYPES: Mapping[str, DocumentType] = MappingProxyType({
    kind.key: kind
    for kind in (
        _type("nghi_quyet", "NQ", "1.1", legal_bases="required", closing_word="QUYẾT NGHỊ:", first_recipient=_ARTICLES),
        _type(
            "quyet_dinh", "QĐ", "1.2", "1.3",
            legal_bases="required", closing_word="QUYẾT ĐỊNH:", first_recipient=_ARTICLES,
        ),
        _type("chi_thi", "CT", "1.4"),
        _type("quy_che", "QC", "1.4"),
        _type("quy_dinh", "QyĐ", "1.4"),
        _type("thong_cao", "TC", "1.4"),
        _type("thong_bao", "TB", "1.4"),
        _type("huong_dan", "HD", "1.4"),
        _type("chuong_trinh", "CTr", "1.4"),
        _type("ke_hoach", "KH", "1.4"),
        _type("phuong_an", "PA", "1.4"),
        _type("de_an", "ĐA", "1.4"),
        _type("du_an", "DA", "1.4"),
        _type("bao_cao", "BC", "1.4", addressed_to="optional", first_recipient=_ABOVE),
        _type(
            "bien_ban", "BB", "1.9", legal_bases="none", dated=False, signatures="secretary and chair",
        ),
        _type("to_trinh", "TTr", "1.4", addressed_to="required", first_recipient=_ABOVE),
        _type("hop_dong", "HĐ", signatures="parties"),
        _type(OFFICIAL_LETTER, None, "1.5", name="Công văn", addressed_to="required", first_recipient=_ABOVE),
        _type("cong_dien", "CĐ", "1.6", addressed_to="required", first_recipient=_ABOVE),
        _type("ban_ghi_nho", "BGN", signatures="parties"),
        _type("ban_thoa_thuan", "BTT", signatures="parties"),
        _type("giay_uy_quyen", "GUQ", "1.4"),
        _type("giay_moi", "GM", "1.7", legal_bases="none"),
        _type(
            "giay_gioi_thieu", "GGT", "1.8",
            legal_bases="none", first_recipient=_ABOVE, subject_printed=False,
        ),
        _type("giay_nghi_phep", "GNP", "1.10", legal_bases="none", subject_printed=False),
        _type("phieu_gui", "PG", "1.4", addressed_to="optional"),
        _type("phieu_chuyen", "PC", "1.4", addressed_to="optional"),
        _type("phieu_bao", "PB", "1.4", addressed_to="optional"),
        _type(OPEN_LETTER, None, name="Thư công", legal_bases="none", addressed_to="optional", subject_printed=False),
    )
})
"""The 29 types in the order of ND30-A7, by key."""

COPIES: Mapping[str, CopyType] = MappingProxyType({
    kind.key: kind
    for kind in (
        CopyType(key="sao_y", name=COPY_TYPES["SY"], abbreviation="SY", form="SAO Y", basis="ND30-A25.1, mẫu 3.1, 3.2"),
        CopyType(
            key="trich_sao", name=COPY_TYPES["TrS"], abbreviation="TrS", form="TRÍCH SAO",
            basis="ND30-A25.3, mẫu 3.1, 3.2",
        ),
        CopyType(
            key="sao_luc", name=COPY_TYPES["SL"], abbreviation="SL", form="SAO LỤC", basis="ND30-A25.2, mẫu 3.1, 3.2",
        ),
    )
})
"""The three kinds of copy, by key."""

# fmt: on

_BY_ABBREVIATION = {kind.abbreviation: kind for kind in TYPES.values() if kind.abbreviation}


def document_type(name: str) -> DocumentType:
    """The type with this key ("quyet_dinh") or abbreviation ("QĐ"); raises LetterRefused when there is none."""
    found = TYPES.get(name) or _BY_ABBREVIATION.get(name)
    if found is None:
        raise LetterRefused(f"Không có loại văn bản “{name[:40]}” trong 29 loại của Điều 7 Nghị định 30/2020/NĐ-CP.")
    return found


def notation(kind: str, *, agency: str, unit: str | None = None, number: int | None = None) -> str:
    """Ký hiệu of a document of this type or kind of copy, with its number in front where one is given.

    `notation("quyet_dinh", agency="BNV", number=5)` is "05/QĐ-BNV"; `notation("cong_van", agency="BNV", unit="VP")` is
    "BNV-VP". `unit` is the unit that drafts or the field, for công văn and thư công only. Raises LetterRefused for an
    unknown kind and MalformedCode for an abbreviation that is none.
    """
    if kind in COPIES:
        text = notation_for_copy(COPIES[kind].abbreviation, agency)
    else:
        abbreviation = document_type(kind).abbreviation
        text = (
            notation_for_named_type(abbreviation, agency)
            if abbreviation
            else notation_for_official_letter(agency, unit)
        )
    return text if number is None else code_text(number, text)
