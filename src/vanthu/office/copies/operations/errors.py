"""What the verbs of copies refuse; docs/reference/errors/copies.md explains each code."""

from __future__ import annotations

from vanthu.runtime.errors import VanThuError


class CopyForbidden(VanThuError):
    """The decree does not know this copy (ND30-A25)."""

    code = "VT-SAO-KHONG-DUOC"
    template = "Không thực hiện được việc sao: {sentence}"
    http_status = 422


class CopyFileMissing(VanThuError):
    """A copy of a paper document needs its scan, an extract the text that is extracted."""

    code = "VT-SAO-THIEU-TEP"
    template = "Chưa có tệp để sao: {what}. Hãy chọn tệp PDF rồi thực hiện lại."
    http_status = 422


class CopyFileWrong(VanThuError):
    """The file cannot become a copy."""

    code = "VT-SAO-TEP-SAI"
    template = "Tệp «{file_name}» chưa dùng để sao được: {why}"
    http_status = 422


class CopyScanPoor(VanThuError):
    """A scan must be PDF 1.4 or higher, in colour, 200 dpi, at 100 % (ND30-PLI, part II)."""

    code = "VT-SAO-BAN-QUET-CHUA-DAT"
    template = (
        "Bản quét «{file_name}» chưa đạt: {faults}. Bản số hóa phải là PDF từ 1.4 trở lên, ảnh màu, tối thiểu 200 dpi, "
        "tỷ lệ 100% (Phần II Phụ lục I Nghị định 30/2020/NĐ-CP); hãy quét lại."
    )
    http_status = 422


class CopyPurposeMissing(VanThuError):
    """Whoever decides must know what the copy is for."""

    code = "VT-SAO-THIEU-LY-DO"
    template = "Chưa ghi lý do. Hãy ghi để người quyết định và văn thư biết."
    http_status = 422


class CopyRecipientsWrong(VanThuError):
    """A copy is sent to organisations of the registry."""

    code = "VT-SAO-NOI-NHAN"
    template = "Chưa gửi được bản sao: {why}. Hãy chọn cơ quan nhận trong danh bạ của trục liên thông."
    http_status = 422


class CopyNotValid(VanThuError):
    """The agency's signature must be valid before a copy leaves (ND30-A26)."""

    code = "VT-SAO-CHU-KY-CHUA-HOP-LE"
    template = "Chưa gửi được bản sao: kết quả kiểm tra chữ ký số của cơ quan là {outcome}. {reasons}"


class CopyPackageRefused(VanThuError):
    """The package would break the exchange standard (QCVN 102), so nothing was sent."""

    code = "VT-SAO-GOI-TIN-LOI"
    template = "Chưa gửi được bản sao vì gói tin chưa đúng quy chuẩn QCVN 102:2016/BTTTT: {sentences}"
