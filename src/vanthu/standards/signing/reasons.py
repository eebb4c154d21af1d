"""Every reason a verdict may give: code → outcome it leads to, and the sentence shown."""

from vanthu.standards.signing.findings import Outcome, Reason

_INVALID = {
    "CONTENT_CHANGED": "Nội dung đã bị thay đổi: giá trị băm không khớp với chữ ký.",
    "SIGNATURE_BROKEN": "Giá trị chữ ký không đúng với chứng thư số của người ký.",
    "CHANGED_AFTER_SIGNING": "Tệp đã bị sửa sau khi ký theo cách mà chữ ký không cho phép.",
    "CONTENT_AFTER_SIGNATURE": "Sau chữ ký cuối cùng còn có dữ liệu không được chữ ký nào bảo vệ.",
    "PARTIAL_COVERAGE": "Chữ ký không bao trùm toàn bộ nội dung của tệp tại thời điểm ký.",
    "SIGNER_REVOKED": "Chứng thư số của người ký đã bị thu hồi trước thời điểm ký.",
    "SIGNER_EXPIRED": "Chứng thư số của người ký đã hết hạn tại thời điểm ký.",
    "SIGNER_NOT_YET_VALID": "Chứng thư số của người ký chưa có hiệu lực tại thời điểm ký.",
    "CERTIFICATE_NOT_FOR_SIGNING": "Chứng thư số không được cấp cho mục đích ký số văn bản.",
    "TIMESTAMP_BROKEN": "Dấu thời gian không khớp với chữ ký.",
}

_UNKNOWN = {
    "NOT_A_PDF": "Không kiểm tra được: tệp không phải là PDF hoặc đã hỏng.",
    "PDF_ENCRYPTED": "Không kiểm tra được: tệp PDF được đặt mật khẩu.",
    "MALFORMED": "Không kiểm tra được: cấu trúc chữ ký trong tệp không đọc được.",
    "CHECK_FAILED": "Không kiểm tra được: việc kiểm tra vượt quá bộ nhớ hoặc thời gian cho phép.",
    "UNSUPPORTED_FORMAT": "Không kiểm tra được: định dạng chữ ký không được hỗ trợ.",
    "UNTRUSTED_CHAIN": "Chứng thư số của người ký không thuộc tổ chức chứng thực nào trong danh sách tin cậy.",
    "CHAIN_PROBLEM": "Đường dẫn chứng thực của người ký có lỗi, không xác nhận được.",
    "NO_REVOCATION_DATA": "Không có dữ liệu thu hồi còn hiệu lực nên chưa biết chứng thư số có bị thu hồi hay không.",
    "EXPIRED_NO_TIMESTAMP": "Chứng thư số đã hết hạn và không có dấu thời gian chứng minh văn bản được ký khi còn hạn.",
    "WEAK_ALGORITHM": "Chữ ký hoặc chứng thư số dùng thuật toán không còn an toàn (SHA-1, MD5).",
    "TIMESTAMP_UNTRUSTED": "Dấu thời gian không xác nhận được: máy chủ cấp chưa được tin cậy hoặc thiếu dữ liệu.",
    "ROLE_UNKNOWN": "Không xác định được chứng thư số là của cá nhân hay của cơ quan, tổ chức.",
    "PERSON_SIGNATURE_MISSING": "Văn bản thiếu chữ ký số của người có thẩm quyền.",
    "AGENCY_SIGNATURE_MISSING": "Văn bản thiếu chữ ký số của cơ quan, tổ chức.",
}

_UNSIGNED = {"NOT_SIGNED": "Tệp không có chữ ký số nào."}

NOTES = {
    "NO_TIMESTAMP": "Chữ ký không có dấu thời gian; thời gian ký là do máy của người ký ghi.",
    "CLOCK_DIFFERS": "Thời gian do máy của người ký ghi lệch với dấu thời gian.",
    "CLOCK_ZONE": "Máy của người ký ghi giờ Việt Nam như giờ quốc tế (lệch 7 giờ); đã lấy theo dấu thời gian.",
    "LONG_TERM_DATA": "Sau chữ ký cuối chỉ có dữ liệu lưu trữ lâu dài (dữ liệu kiểm tra, dấu thời gian).",
}

OUTCOMES = {
    **dict.fromkeys(_INVALID, Outcome.INVALID),
    **dict.fromkeys(_UNKNOWN, Outcome.UNKNOWN),
    **dict.fromkeys(_UNSIGNED, Outcome.UNSIGNED),
}
SENTENCES = {**_INVALID, **_UNKNOWN, **_UNSIGNED, **NOTES}


def reason(code: str, more: str = "") -> Reason:
    """The reason with this code; `more` is put after its sentence."""
    return Reason(code, f"{SENTENCES[code]} {more}".strip())


def worst(reasons: tuple[Reason, ...]) -> Outcome:
    """INVALID before UNKNOWN before VALID."""
    outcomes = {OUTCOMES[item.code] for item in reasons if item.code in OUTCOMES}
    return next((item for item in (Outcome.INVALID, Outcome.UNKNOWN) if item in outcomes), Outcome.VALID)
