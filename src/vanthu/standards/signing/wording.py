"""A finding in the words of an office, line by line: who, when and by which clock, what changed, which certificate."""

from datetime import datetime

from vanthu.standards.signing.findings import VIETNAM, Change, SignatureFinding

FIELDS = {
    "SoVanBan": "số",
    "NgayBanHanh": "ngày",
    "ThangBanHanh": "tháng",
    "NamBanHanh": "năm",
    "DauCoQuan": "chữ ký số của cơ quan",
    "ChuKyLanhDao": "chữ ký số của người có thẩm quyền",
}
"""What stands in the fields of our own letters."""

POINTS_PER_MM = 72 / 25.4


def lines_of(finding: SignatureFinding) -> tuple[tuple[str, str], ...]:
    """What is known of one signature: pairs of a heading and a sentence."""
    told = (
        ("Người ký", _who(finding)),
        ("Thời gian ký", _when(finding)),
        ("Từ khi ký", since(finding)),
        ("Chứng thư số", _certificate(finding)),
        ("Thu hồi", _revocation(finding)),
        ("Dạng chữ ký", finding.profile),
        ("ETSI EN 319 102-1", finding.etsi),
    )
    return tuple((heading, text) for heading, text in told if text)


def _who(finding: SignatureFinding) -> str:
    parts = [finding.signer_name or "(không đọc được tên)", finding.title, finding.organization]
    named = ", ".join(dict.fromkeys(part for part in parts if part))
    return f"{named} ({finding.role.label})"


def _when(finding: SignatureFinding) -> str:
    claimed = f"{moment(finding.signed_at)} theo đồng hồ của máy ký" if finding.signed_at else ""
    if finding.timestamp_at is None:
        return f"{claimed}, không có dấu thời gian chứng thực" if claimed else "không ghi"
    by = f" của {finding.timestamp_by}" if finding.timestamp_by else ""
    proved = f"{moment(finding.timestamp_at)} theo dấu thời gian{by}"
    same = finding.signed_at is None or abs((finding.signed_at - finding.timestamp_at).total_seconds()) < 1
    return proved if same else f"{proved}; máy ký ghi {moment(finding.signed_at)}"


def since(finding: SignatureFinding) -> str:
    """Whether anything was changed since this signature, and what."""
    codes = {item.code for item in finding.reasons}
    if codes & {"CONTENT_CHANGED", "SIGNATURE_BROKEN", "PARTIAL_COVERAGE"}:
        return "nội dung không còn là nội dung đã ký"
    if codes & {"CHANGED_AFTER_SIGNING", "CONTENT_AFTER_SIGNATURE", "NUMBER_ADDED_AFTER"}:
        where = "; ".join(dict.fromkeys(map(place_of, finding.changes)))
        return f"đã bị sửa: {where}" if where else "đã bị sửa (không thấy khác trên trang)"
    if finding.coverage == "unclear":
        return ""
    if finding.filled:
        return f"chỉ điền thêm những gì chữ ký cho phép: {', '.join(map(_field, _in_order(finding.filled)))}"
    archived = "chỉ thêm dữ liệu lưu trữ lâu dài" if finding.modification == "lta_updates" else ""
    return archived or "không bị sửa"


def place_of(change: Change) -> str:
    """A place with its distances from the edges of the page, in millimetres."""
    if not change.width:
        return change.place
    top, left = change.top / POINTS_PER_MM, change.left / POINTS_PER_MM
    return f"{change.place} (cách mép trên {top:.0f} mm, mép trái {left:.0f} mm)"


def _in_order(names: tuple[str, ...]) -> list[str]:
    known = list(FIELDS)
    return sorted(names, key=lambda name: (known.index(name) if name in FIELDS else len(known), name))


def _field(name: str) -> str:
    return FIELDS.get(name, f"ô “{name}”")


def _certificate(finding: SignatureFinding) -> str:
    if not finding.certificate_serial:
        return ""
    told = f"số {finding.certificate_serial} do {finding.issuer} cấp"
    if finding.valid_from and finding.valid_to:
        told += f", hiệu lực từ {_day(finding.valid_from)} đến {_day(finding.valid_to)}"
    return told


def _revocation(finding: SignatureFinding) -> str:
    if finding.certificate_at is None:
        return ""
    codes = {item.code for item in finding.reasons}
    word = "chưa bị thu hồi"
    if "SIGNER_REVOKED" in codes:
        word = "đã bị thu hồi"
    elif codes & {"NO_REVOCATION_DATA", "UNTRUSTED_CHAIN", "CHAIN_PROBLEM", "WEAK_ALGORITHM"}:
        word = "chưa biết"
    told = f"{word}, xét tại {moment(finding.certificate_at)}"
    if finding.revocation_as_of and word != "chưa biết":
        told += f", theo dữ liệu của bên cấp phát hành lúc {moment(finding.revocation_as_of)}"
    return told


def moment(at: datetime | None) -> str:
    """A moment as an office reads it: Vietnamese time."""
    return f"{at.astimezone(VIETNAM):%H:%M:%S ngày %d/%m/%Y}" if at else ""


def _day(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%d/%m/%Y}"
