"""What saving a draft and taking a file for one refuse; docs/reference/errors/outgoing.md explains each code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.errors import VanThuError

if TYPE_CHECKING:
    from vanthu.office.outgoing.models import DraftRevision
    from vanthu.office.outgoing.queries import Change


class SavedMeanwhile(VanThuError):
    """The draft was saved by somebody else since it was opened; nothing was overwritten.

    `saved`: the revision that stands now; `changes`: what it changed since the one that was opened.
    """

    code = "VT-DI-DA-SUA"
    template = (
        "Dự thảo đã được {who} lưu lúc {when}, sau khi ông/bà mở ({parts}). Chưa ghi đè gì: chữ ông/bà vừa gõ còn "
        "trong các ô, bản của {who} còn trong các bản dự thảo. Hãy so sánh bên dưới rồi lưu lại."
    )

    def __init__(self, saved: DraftRevision, changes: Sequence[Change], *, opened: int) -> None:
        self.saved, self.changes, self.opened = saved, tuple(changes), opened
        parts = ", ".join(change.label.lower() for change in changes)
        when = f"{saved.made_at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"
        super().__init__(who=saved.made_by.full_name, when=when, parts=f"sửa {parts}" if parts else "không đổi chữ nào")


class UploadDangerous(VanThuError):
    """The file holds scripts, commands or other files, in whatever way; nothing of it was run or kept."""

    code = "VT-DI-TEP-KEM-LENH"
    template = (
        "Không nhận tệp «{file_name}»: {seen} Hãy xuất lại tệp từ phần mềm soạn thảo, không kèm mã lệnh và tệp nhúng, "
        "rồi tải lên. Tệp chưa được lưu trên hệ thống."
    )
    http_status = 422


class UploadTooLong(VanThuError):
    """The file has more pages than can be shown and checked."""

    code = "VT-DI-QUA-NHIEU-TRANG"
    template = (
        "Tệp «{file_name}» có {pages} trang, nhiều hơn {limit} trang. Hãy tách phụ lục thành tệp đính kèm rồi tải lên."
    )
    http_status = 422


class UploadNotDocx(VanThuError):
    """The file is neither PDF nor DOCX, or a broken DOCX."""

    code = "VT-DI-KHONG-PHAI-DOCX"
    template = (
        "Tệp «{file_name}» không phải là PDF hay DOCX, hoặc đã hỏng. Hãy lưu văn bản ở dạng .docx hoặc PDF rồi tải lên."
    )
    http_status = 422


class UploadMacros(VanThuError):
    """The document of a word processor holds macros."""

    code = "VT-DI-DOCX-CO-MACRO"
    template = (
        "Tệp «{file_name}» có macro nên không được mở. Hãy lưu lại ở dạng .docx không có macro rồi tải lên; tệp chưa "
        "được lưu trên hệ thống."
    )
    http_status = 422


class UploadLinked(VanThuError):
    """The DOCX takes content from elsewhere, so that what is seen could change."""

    code = "VT-DI-DOCX-LIEN-KET"
    template = "Tệp «{file_name}» không được mở. {sentence}"
    http_status = 422


class UploadSwells(VanThuError):
    """The DOCX unpacks to far more than it seems to hold."""

    code = "VT-DI-DOCX-PHINH"
    template = (
        "Tệp «{file_name}» phình ra quá lớn khi giải nén nên không được mở. Nếu là văn bản thật, hãy giảm dung lượng "
        "ảnh rồi tải lên."
    )
    http_status = 422


class NotConverted(VanThuError):
    """LibreOffice gave no PDF within the limits of time and memory."""

    code = "VT-DI-DOCX-CHUA-CHUYEN"
    template = (
        "Chưa chuyển được tệp «{file_name}» sang PDF trong giới hạn thời gian và bộ nhớ. Hãy thử lại, hoặc xuất PDF "
        "từ phần mềm soạn thảo rồi tải tệp PDF lên."
    )


class NoConverter(VanThuError):
    """This machine has no LibreOffice."""

    code = "VT-DI-DOCX-THIEU-LIBREOFFICE"
    template = (
        "Máy chủ chưa cài LibreOffice nên chưa nhận được tệp DOCX «{file_name}». Hãy xuất PDF rồi tải lên, hoặc báo "
        "người quản trị cài libreoffice-writer-nogui."
    )
    http_status = 503


class StillConverting(VanThuError):
    """The PDF of an uploaded DOCX is still being made."""

    code = "VT-DI-DANG-CHUYEN-DOI"
    template = (
        "Tệp «{file_name}» đang được chuyển sang PDF. Hãy đợi xong, xem lại trang PDF rồi thực hiện; ông/bà có thể rời "
        "trang."
    )


class ConversionFailed(VanThuError):
    """No PDF could be made of the uploaded DOCX, so there is nothing to sign."""

    code = "VT-DI-CHUA-CO-PDF"
    template = (
        "Tệp «{file_name}» chưa chuyển được sang PDF nên dự thảo chưa có bản để ký. Trang dự thảo nêu lý do; hãy sửa "
        "tệp rồi tải lên lại, hoặc tải tệp PDF."
    )
    http_status = 422


class SecretDestroyed(VanThuError):
    """The page made of a DOCX carries a mark of secrecy; what had been kept of it was destroyed at once."""

    code = "VT-DI-DOCX-MAT"
    template = (
        "Tệp «{file_name}» đã bị xóa khỏi hệ thống: {seen}. Văn bản có nội dung bí mật nhà nước không được soạn, gửi, "
        "nhận trên hệ thống này (Điều 1 Quyết định 28/2018/QĐ-TTg); hãy xử lý theo quy định về bảo vệ bí mật nhà nước."
    )
    http_status = 422


class NothingToConvert(VanThuError):
    """There is no DOCX of the draft whose conversion could be tried again."""

    code = "VT-DI-KHONG-CO-GI-CHUYEN"
    template = "Không còn tệp DOCX nào của dự thảo này chờ chuyển lại. Hãy tải tệp lên lại."


class PassageNotThere(VanThuError):
    """The passage does not stand in the draft as it is now."""

    code = "VT-DI-GOP-Y-KHONG-THAY"
    template = (
        "Không thấy đoạn này trong bản dự thảo hiện tại; dự thảo có thể vừa được sửa. Hãy chọn lại đoạn cần góp ý; lời "
        "góp ý vừa gõ vẫn còn."
    )
    http_status = 422


class CommentEmpty(VanThuError):
    """A comment and an answer say something."""

    code = "VT-DI-GOP-Y-TRONG"
    template = "Chưa gõ nội dung góp ý hoặc trả lời."
    http_status = 422


class CommentTooLong(VanThuError):
    """A comment is no place for a document."""

    code = "VT-DI-GOP-Y-DAI"
    template = "Góp ý dài quá {limit} ký tự. Hãy rút ngắn, hoặc gửi thành tệp riêng."
    http_status = 422


class PictureRefused(VanThuError):
    """The picture cannot be printed: no PNG or JPEG, broken, or with more dots than any paper shows."""

    code = "VT-DI-HINH-KHONG-NHAN"
    template = "{sentence} Hình chưa được lưu."
    http_status = 422


class TooManyPictures(VanThuError):
    """The draft has as many pictures as it may."""

    code = "VT-DI-HINH-NHIEU"
    template = "Mỗi dự thảo có tối đa {limit} hình. Hãy bỏ hình không dùng, hoặc tải tệp DOCX, PDF lên."
    http_status = 422


class UploadLocked(VanThuError):
    """The other party's signature certifies or locks the file: nobody may sign after it."""

    code = "VT-DI-PDF-BI-KHOA"
    template = (
        "Tệp «{file_name}»: chữ ký số có sẵn đã khóa tệp (chứng nhận không cho thay đổi) nên cơ quan không ký tiếp "
        "được. Hãy đề nghị bên đã ký ký lại bằng chữ ký thường, không khóa tệp, rồi tải lên lại."
    )
    http_status = 422


class UploadSignatureBroken(VanThuError):
    """A signature in the uploaded file does not hold."""

    code = "VT-DI-PDF-CHU-KY-HONG"
    template = (
        "Tệp «{file_name}»: chữ ký số có sẵn không còn nguyên vẹn (tệp đã bị sửa sau khi ký). Hãy đề nghị bên đã ký "
        "gửi lại bản gốc rồi tải lên; tệp chưa được lưu."
    )
    http_status = 422


class SignedElsewhereNotValid(VanThuError):
    """What another party signed is judged before we sign after it (ND30-A5)."""

    code = "VT-DI-CHU-KY-BEN-KIA"
    template = (
        "Chưa trình được: chữ ký số có sẵn trong tệp «{file_name}» {outcome}: {why} Chỉ ký tiếp khi chữ ký của bên kia "
        "hợp lệ; hãy hỏi lại bên đã ký hoặc tải lên tệp khác."
    )
    http_status = 422
