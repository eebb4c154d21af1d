"""What the registers refuse; docs/reference/errors/registers.md explains each code."""

from __future__ import annotations

from vanthu.runtime.errors import VanThuError


class NumberBackdated(VanThuError):
    """Numbers and dates go up together (ND30-A15.1); a clock that went back must not break that."""

    code = "VT-SO-LUI-NGAY"
    template = (
        "Không cấp được số cho ngày {on:%d/%m/%Y} vì số {last} đã cấp ngày {last_on:%d/%m/%Y}; số và ngày phải tăng "
        "cùng nhau. Hãy kiểm tra đồng hồ của máy chủ rồi thực hiện lại."
    )


class NumberOutOfPlace(VanThuError):
    """A reserved number stands between two others, and so must its day (ND30-A15.1)."""

    code = "VT-SO-SAI-CHO"
    template = (
        "Số {number:02d} không dùng được cho ngày {on:%d/%m/%Y}: số này đứng giữa các ngày {first:%d/%m/%Y} và "
        "{last:%d/%m/%Y}, mà số và ngày của sổ phải tăng cùng nhau (khoản 1 Điều 15 Nghị định 30/2020/NĐ-CP). "
        "Hãy lấy số kế tiếp, hoặc hủy số giữ chỗ này."
    )


class NumberExpired(VanThuError):
    """A number was kept until a day that has passed."""

    code = "VT-SO-QUA-HAN-GIU"
    template = "Số {number:02d} chỉ được giữ đến ngày {due_on:%d/%m/%Y}. Hãy gia hạn có lý do, hoặc hủy số này."


class NumberOfOtherSeries(VanThuError):
    """The document belongs into another series of numbers (ND30-A15.1c)."""

    code = "VT-SO-KHAC-DAY"
    template = "Số {number:02d} thuộc dãy «{series}», còn văn bản này lấy số ở dãy «{wanted}». Hãy chọn số khác."


class NumberInUse(VanThuError):
    """A number that a document carries is cancelled with the document, not by itself."""

    code = "VT-SO-DANG-DUNG"
    template = (
        "Số {number:02d} đã ghi trên văn bản {code_text}. Văn bản đã phát hành thì giữ nguyên số; sai sót thì đính "
        "chính, thay thế hoặc thu hồi (Điều 18 Nghị định 30/2020/NĐ-CP). Văn bản chưa phát hành thì hủy ở trang của "
        "văn bản đó."
    )


class NumberCancelled(VanThuError):
    """The number of this document was cancelled; another one is not given to it."""

    code = "VT-SO-DA-HUY"
    template = "Số {number:02d} của văn bản này đã hủy; số đã hủy không dùng lại và văn bản này không được cấp số khác."


class RegisterReasonMissing(VanThuError):
    """What departs from the plain order of numbers needs a reason that stays in the register."""

    code = "VT-SO-THIEU-LY-DO"
    template = "Chưa ghi lý do. Lý do được in ở cột Ghi chú của sổ; hãy ghi rồi thực hiện lại."
    http_status = 422


class RegisterFieldWrong(VanThuError):
    """A field of a register's form is missing or impossible."""

    code = "VT-SO-DU-LIEU"
    template = "Chưa ghi được vào sổ: {what}. Những gì đã nhập vẫn còn; hãy sửa rồi thực hiện lại."
    http_status = 422


class NumberTwice(VanThuError):
    """A number with its notation is there once a year (ND30-A15.1)."""

    code = "VT-SO-TRUNG-KY-HIEU"
    template = (
        "Văn bản số {code_text} của năm {year} đã có trong sổ; số và ký hiệu của một năm không được trùng. Hãy "
        "kiểm tra lại ký hiệu."
    )


class PaperSecret(VanThuError):
    """A secret document is registered outside this system (QD28-A1, ND30-A15.2)."""

    code = "VT-SO-VAN-BAN-MAT"
    template = (
        "Không vào sổ: {seen}. Văn bản có nội dung bí mật nhà nước đăng ký ở sổ riêng, ngoài hệ thống này (Điều 1 "
        "Quyết định 28/2018/QĐ-TTg, khoản 2 Điều 15 Nghị định 30/2020/NĐ-CP)."
    )
    http_status = 422


class SeriesClash(VanThuError):
    """Two series would count the same type at the same time."""

    code = "VT-SO-TRUNG-DAY"
    template = "Dãy số «{name}» trùng với dãy «{other}»: {what}. Mỗi loại văn bản chỉ lấy số ở một dãy."


class SeriesInMidYear(VanThuError):
    """A new way of counting begins with a year, or numbers with their notation would come twice (ND30-A15.1)."""

    code = "VT-SO-DOI-GIUA-NAM"
    template = (
        "Năm {year} đã có {count} văn bản lấy số theo cách cũ, nên không đổi cách đánh số giữa năm: số và ký hiệu sẽ "
        "trùng (khoản 1 Điều 15 Nghị định 30/2020/NĐ-CP). Hãy cho áp dụng từ ngày 01/01 năm sau."
    )


class CopyLent(VanThuError):
    """There is one kept copy, and somebody has it."""

    code = "VT-BAN-LUU-DANG-MUON"
    template = "Bản lưu {code_text} đang được {borrower} mượn từ ngày {lent_on:%d/%m/%Y}. Hãy nhận lại trước."


class NotKept(VanThuError):
    """Only an issued document has a copy kept at the clerk's desk, and only such goes by post (ND30-A19)."""

    code = "VT-SO-CHUA-PHAT-HANH"
    template = (
        "Không tìm thấy văn bản đi số {code_text} đã phát hành hoặc đã vào sổ. Hãy kiểm tra số và ký hiệu, ví dụ "
        "125/SNV-CCVC."
    )
    http_status = 422
