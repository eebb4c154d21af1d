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
    "NUMBER_ADDED_AFTER": "Phần đầu trang 1 được ghi thêm sau chữ ký này và trước chữ ký của cơ quan (như số, ngày do "
    "công cụ khác đóng vào); không xác nhận được rằng chỉ thêm số và ngày.",
    "DRAWN_BY_NOBODY": "Sau chữ ký này có ô chữ ký chưa ai ký nhưng đã mang hình, hình ấy có thể che nội dung đã ký.",
    "NOT_ONLY_PDF": "Trước phần PDF trong tệp còn dữ liệu khác: phần mềm khác có thể đọc tệp thành nội dung khác.",
    "SIGNED_FILE_MISSING": "Chữ ký nằm ở tệp riêng; thiếu tệp văn bản được ký nên chưa kiểm tra được.",
    "XML_NOT_WHOLE": "Chữ ký XML chỉ bảo vệ một phần của tệp, hoặc tệp có nhiều chữ ký lồng nhau.",
    "PACKED_SIGNATURE": "Chữ ký nằm trong tệp Office, OpenDocument hoặc ASiC; hệ thống chưa kiểm chứng dạng này, hãy "
    "kiểm tra bằng phần mềm đã ký.",
    "ACTIVE_CONTENT": "Tệp chứa mã lệnh hoặc biểu mẫu động nên nội dung nhìn thấy có thể khác nội dung đã ký.",
    "PERSON_SIGNATURE_MISSING": "Văn bản thiếu chữ ký số của người có thẩm quyền.",
    "AGENCY_SIGNATURE_MISSING": "Văn bản thiếu chữ ký số của cơ quan, tổ chức.",
}

_UNSIGNED = {"NOT_SIGNED": "Tệp không có chữ ký số nào."}

NOTES = {
    "NO_TIMESTAMP": "Chữ ký không có dấu thời gian; thời gian ký là do máy của người ký ghi.",
    "CLOCK_DIFFERS": "Thời gian do máy của người ký ghi lệch với dấu thời gian.",
    "CLOCK_ZONE": "Máy của người ký ghi giờ Việt Nam như giờ quốc tế (lệch 7 giờ); đã lấy theo dấu thời gian.",
    "CLOCK_AHEAD": "Thời gian ký do máy của người ký ghi muộn hơn lúc kiểm tra; máy ấy có thể ghi giờ Việt Nam như giờ "
    "quốc tế (lệch 7 giờ).",
    "HIDDEN_LAYERS": "Tệp có lớp ẩn hiện: phần mềm xem có thể cho thấy những lớp khác nhau.",
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


_ETSI = {
    "CONTENT_CHANGED": "HASH_FAILURE",
    "SIGNATURE_BROKEN": "SIG_CRYPTO_FAILURE",
    "CHANGED_AFTER_SIGNING": "FORMAT_FAILURE",
    "CONTENT_AFTER_SIGNATURE": "FORMAT_FAILURE",
    "PARTIAL_COVERAGE": "FORMAT_FAILURE",
    "SIGNER_REVOKED": "REVOKED",
    "SIGNER_EXPIRED": "EXPIRED",
    "SIGNER_NOT_YET_VALID": "NOT_YET_VALID",
    "CERTIFICATE_NOT_FOR_SIGNING": "CHAIN_CONSTRAINTS_FAILURE",
    "TIMESTAMP_BROKEN": "SIG_CONSTRAINTS_FAILURE",
    "UNTRUSTED_CHAIN": "NO_CERTIFICATE_CHAIN_FOUND",
    "CHAIN_PROBLEM": "CERTIFICATE_CHAIN_GENERAL_FAILURE",
    "NO_REVOCATION_DATA": "TRY_LATER",
    "EXPIRED_NO_TIMESTAMP": "OUT_OF_BOUNDS_NO_POE",
    "WEAK_ALGORITHM": "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
    "TIMESTAMP_UNTRUSTED": "NO_POE",
    "DRAWN_BY_NOBODY": "FORMAT_FAILURE",
    "NOT_ONLY_PDF": "FORMAT_FAILURE",
    "SIGNED_FILE_MISSING": "SIGNED_DATA_NOT_FOUND",
    "XML_NOT_WHOLE": "FORMAT_FAILURE",
    "PACKED_SIGNATURE": "FORMAT_FAILURE",
    "NUMBER_ADDED_AFTER": "FORMAT_FAILURE",
    "NOT_A_PDF": "FORMAT_FAILURE",
    "PDF_ENCRYPTED": "FORMAT_FAILURE",
    "MALFORMED": "FORMAT_FAILURE",
    "UNSUPPORTED_FORMAT": "FORMAT_FAILURE",
    "ROLE_UNKNOWN": "SIG_CONSTRAINTS_FAILURE",
    "PERSON_SIGNATURE_MISSING": "SIG_CONSTRAINTS_FAILURE",
    "AGENCY_SIGNATURE_MISSING": "SIG_CONSTRAINTS_FAILURE",
}
"""The sub-indication nearest to each reason; the standard knows no words for what was appended to a PDF."""


def etsi(reasons: tuple[Reason, ...], *, proved: bool) -> str:
    """Indication and sub-indication of ETSI EN 319 102-1; `proved`: a time stamp proves when it was signed."""
    outcome = worst(reasons)
    if any(item.code in _UNSIGNED for item in reasons):
        return ""
    if outcome is Outcome.VALID:
        return "TOTAL-PASSED"
    first = next(item.code for item in reasons if OUTCOMES.get(item.code) is outcome)
    if first == "SIGNER_REVOKED" and not proved:
        # Whether the signature is older than the revocation nobody can tell: the standard leaves it open, we do not.
        return "INDETERMINATE/REVOKED_NO_POE"
    indication = "TOTAL-FAILED" if outcome is Outcome.INVALID else "INDETERMINATE"
    return f"{indication}/{_ETSI.get(first, 'GENERIC')}"
