"""What only one type of document has, as the fields of its form (ND30 Phụ lục III, mẫu 1.1–1.3, 1.6–1.10)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from vanthu.standards.letter.catalogue import TYPES

Kind = Literal["line", "lines", "text", "flag"]
LIMITS: Mapping[str, int] = {"line": 500, "lines": 5_000, "text": 200_000}
"""Characters that a field of each kind takes."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a type: its name in the database, and how the form shows it."""

    name: str
    label: str
    kind: Kind = "line"
    required: bool = True
    help: str = ""
    example: str = ""


@dataclass(frozen=True)
class Mistake:
    """A value that cannot be kept (`wrong`), or one that is missing."""

    name: str
    sentence: str
    wrong: bool = False


_AUTHORITY = Field(
    name="authority",
    label="Thẩm quyền ban hành",
    help="Chức vụ người đứng đầu hoặc tên tập thể, hệ thống tự in hoa.",
    example="Giám đốc Sở Nội vụ",
)
_ATTACHED = (
    Field(
        name="attached_name",
        label="Tên loại văn bản ban hành kèm theo",
        required=False,
        help="Chỉ điền khi quyết định ban hành (phê duyệt) văn bản khác (mẫu 1.3).",
        example="Quy chế",
    ),
    Field(name="attached_subject", label="Trích yếu văn bản kèm theo", required=False, example="Công tác văn thư"),
    Field(name="attached_text", label="Nội dung văn bản kèm theo", kind="text", required=False),
)

_MINUTES = (
    Field(
        name="gathering",
        label="Tên cuộc họp",
        required=False,
        help="In trước chữ «kết thúc vào»; để trống thì in «Cuộc họp».",
        example="Hội nghị",
    ),
    Field(name="opened", label="Thời gian bắt đầu", example="14 giờ 00, ngày 09 tháng 3 năm 2026"),
    Field(name="closed", label="Kết thúc vào", example="16 giờ 30, ngày 09 tháng 3 năm 2026"),
    Field(name="venue", label="Địa điểm"),
    Field(name="present", label="Thành phần tham dự", kind="lines", help="Mỗi người hoặc mỗi cơ quan một dòng."),
    Field(name="chair", label="Chủ trì (chủ tọa)", example="Ông Nguyễn Văn Dũng, Giám đốc Sở"),
    Field(name="secretary", label="Thư ký (người ghi biên bản)", example="Bà Trịnh Thu Hà, chuyên viên Văn phòng"),
)


def _other_party(name: str, label: str, *, required: bool) -> tuple[Field, ...]:
    return (
        Field(name=f"{name}_label", label=f"{label}: gọi là", required=required, example="Bên B"),
        Field(name=f"{name}_name", label=f"{label}: tên cơ quan, tổ chức", required=required),
        Field(
            name=f"{name}_details",
            label=f"{label}: địa chỉ, người đại diện, tài khoản…",
            kind="lines",
            required=False,
            help="Mỗi thông tin một dòng.",
        ),
        Field(name=f"{name}_title", label=f"{label}: chức vụ người ký", required=required, example="Giám đốc"),
        Field(name=f"{name}_signer", label=f"{label}: họ và tên người ký", required=required),
    )


THIRD_PARTY = "party_3"
"""Before the names of the fields of a third party, which most agreements lack."""
_THIRD_PARTY = _other_party(THIRD_PARTY, "Bên thứ ba", required=False)
_PARTIES = (
    Field(name="preamble", label="Lời dẫn", example="Hôm nay, tại trụ sở Sở Nội vụ, chúng tôi gồm:"),
    Field(name="party_1_label", label="Cơ quan ban hành: gọi là", example="Bên A"),
    Field(
        name="party_1_details",
        label="Cơ quan ban hành: địa chỉ, người đại diện…",
        kind="lines",
        required=False,
        help="Mỗi thông tin một dòng.",
    ),
    *_other_party("party_2", "Bên kia", required=True),
    *_THIRD_PARTY,
)

FIELDS: Mapping[str, tuple[Field, ...]] = {
    "nghi_quyet": (
        _AUTHORITY,
        Field(name="session", label="Khóa, kỳ họp", required=False, example="Khóa I, kỳ họp thứ 4"),
    ),
    "quyet_dinh": (_AUTHORITY, *_ATTACHED),
    "cong_dien": (
        Field(
            name="sender",
            label="Cơ quan, chức danh gửi điện",
            help="In hoa trước chữ «điện:».",
            example="Chủ tịch Ủy ban nhân dân tỉnh",
        ),
    ),
    "giay_moi": (
        Field(name="invited", label="Kính mời", kind="lines", help="Mỗi nơi hoặc mỗi người một dòng."),
        Field(name="occasion", label="Tới dự", example="hội nghị tập huấn công tác văn thư, lưu trữ năm 2026"),
        Field(name="chair", label="Chủ trì"),
        Field(name="time", label="Thời gian", example="08 giờ 00, ngày 18 tháng 3 năm 2026 (thứ Tư)"),
        Field(name="venue", label="Địa điểm"),
    ),
    "giay_gioi_thieu": (
        Field(name="person", label="Ông (bà)"),
        Field(name="position", label="Chức vụ"),
        Field(name="sent_to", label="Được cử đến"),
        Field(name="purpose", label="Về việc"),
        Field(name="valid_until", label="Có giá trị đến hết ngày", example="31 tháng 3 năm 2026"),
    ),
    "giay_nghi_phep": (
        Field(name="person", label="Ông (bà)"),
        Field(name="position", label="Chức vụ"),
        Field(name="applied_on", label="Ngày của đơn đề nghị nghỉ phép", example="05 tháng 3 năm 2026"),
        Field(name="duration", label="Thời gian nghỉ", example="05 ngày"),
        Field(name="first_day", label="Kể từ ngày", example="16 tháng 3 năm 2026"),
        Field(name="last_day", label="Đến hết ngày", example="20 tháng 3 năm 2026"),
        Field(name="place", label="Nơi nghỉ"),
        Field(name="counted_as", label="Tính vào thời gian", example="nghỉ hằng năm có hưởng lương năm 2026"),
        Field(name="confirmation", label="In chỗ xác nhận của nơi nghỉ phép", kind="flag", required=False),
    ),
    "bien_ban": _MINUTES,
    "hop_dong": _PARTIES,
    "ban_ghi_nho": _PARTIES,
    "ban_thoa_thuan": _PARTIES,
    "thu_cong": (
        Field(name="title", label="Tên của thư", required=False, example="Thư chúc mừng"),
        Field(name="salutation", label="Lời chào", required=False, help="In thay cho «Kính gửi»."),
    ),
}
"""The fields of each type that has some, in the order of the page."""

SEVERAL_SIGNERS = frozenset(key for key, kind in TYPES.items() if kind.signatures != "one")
"""Types that somebody else signs beside the signer."""
WITHOUT_BODY = frozenset({"giay_moi", "giay_gioi_thieu", "giay_nghi_phep"})
"""Types whose fixed words are a text already."""


def fields_for(type_code: str) -> tuple[Field, ...]:
    """Return the fields that only this type has; most have none."""
    return FIELDS.get(type_code, ())


def cleaned(particulars: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as they are kept: NFC, without blanks at their ends; what is empty is left out."""
    found = {name: _cleaned(value) for name, value in particulars.items()}
    return {name: value for name, value in found.items() if value not in ("", [], False, None)}


def mistakes(type_code: str, particulars: Mapping[str, Any]) -> Iterator[Mistake]:
    """Tell what is wrong with the values of a type, and what is missing, in the order of the form."""
    known = {field.name: field for field in fields_for(type_code)}
    values = cleaned(particulars)
    for name in sorted(set(values) - set(known)):
        yield Mistake(name, f"Loại văn bản này không có mục “{name[:40]}”.", wrong=True)
    for name, field in known.items():
        if name in values:
            yield from _judged(field, values[name])
        elif field.required:
            yield Mistake(name, f"Chưa nhập mục “{field.label}”.")
    yield from _half_given(values, _ATTACHED, "của văn bản ban hành kèm theo")
    yield from _half_given(values, [one for one in _THIRD_PARTY if one.kind == "line"], "của bên thứ ba")


def in_words(particulars: Mapping[str, Any]) -> str:
    """Return the values with their labels, a line each, for people to compare."""
    labels = {field.name: field.label for fields in FIELDS.values() for field in fields}
    order = [*(name for name in labels if name in particulars), *sorted(set(particulars) - set(labels))]
    return "\n".join(f"{labels.get(name, name)}: {_said(particulars[name])}" for name in order)


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).replace("\r\n", "\n").strip()
    if isinstance(value, list | tuple):
        return [line for line in map(_cleaned, value) if line]
    return value


def _judged(field: Field, value: Any) -> Iterator[Mistake]:
    kinds: dict[str, type] = {"line": str, "text": str, "lines": list, "flag": bool}
    if not isinstance(value, kinds[field.kind]) or not all(isinstance(each, str) for each in _each(value)):
        yield Mistake(field.name, f"Mục “{field.label}” không đúng kiểu dữ liệu.", wrong=True)
        return
    if field.kind == "line" and "\n" in str(value):
        yield Mistake(field.name, f"Mục “{field.label}” chỉ được một dòng.", wrong=True)
    length = sum(map(len, _each(value)))
    if field.kind in LIMITS and length > LIMITS[field.kind]:
        sentence = f"Mục “{field.label}” dài {length} ký tự, chỉ nhận {LIMITS[field.kind]}; hãy rút ngắn."
        yield Mistake(field.name, sentence, wrong=True)


def _half_given(values: Mapping[str, Any], together: Sequence[Field], of: str) -> Iterator[Mistake]:
    """What may be left out as a whole, but not in part."""
    if not any(field.name in values for field in together):
        return
    for field in together:
        if field.name not in values:
            yield Mistake(field.name, f"Chưa nhập mục “{field.label}” {of}.")


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if isinstance(value, bool) else [value]


def _said(value: Any) -> str:
    return "có" if value is True else "; ".join(value) if isinstance(value, list) else str(value)
