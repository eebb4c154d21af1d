"""What the verbs of a văn bản đi refuse; docs/reference/errors/outgoing.md explains each code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vanthu.runtime.errors import VanThuError

if TYPE_CHECKING:
    from vanthu.office.outgoing.operations.problem import Problem


class DraftRefused(VanThuError):
    """The draft lacks something; `problems` says what, field by field."""

    code = "VT-DI-DU-THAO"
    template = "Dự thảo chưa đạt: {sentences} Những gì đã nhập vẫn còn; hãy sửa rồi thực hiện lại."
    http_status = 422

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(sentences=" ".join(problem.sentence for problem in problems))


class LetterNotPrintable(VanThuError):
    """The letter cannot be laid out in the prescribed form."""

    code = "VT-DI-KHONG-IN-DUOC"
    template = "Chưa trình bày được văn bản: {sentence}"
    http_status = 422


class UploadNotPdf(VanThuError):
    """The uploaded bytes are no PDF, or a broken one."""

    code = "VT-DI-KHONG-PHAI-PDF"
    template = "Tệp «{file_name}» không phải là PDF hoặc đã hỏng, không đọc được. Hãy xuất lại tệp PDF rồi tải lên."
    http_status = 422


class UploadEncrypted(VanThuError):
    """The uploaded PDF is protected by a password."""

    code = "VT-DI-PDF-CO-MAT-KHAU"
    template = "Tệp «{file_name}» được đặt mật khẩu nên không ký số được. Hãy gỡ mật khẩu rồi tải lên lại."
    http_status = 422


class UploadTooLarge(VanThuError):
    """The uploaded file is larger than the settings allow."""

    code = "VT-DI-TEP-QUA-LON"
    template = "Tệp «{file_name}» lớn quá {limit_mb} MB. Hãy giảm dung lượng (ví dụ giảm độ phân giải ảnh) rồi tải lại."
    http_status = 413


class UploadSigned(VanThuError):
    """The uploaded PDF carries signatures or signature fields already."""

    code = "VT-DI-PDF-DA-KY"
    template = (
        "Tệp «{file_name}» đã có chữ ký số hoặc ô chữ ký. Hãy tải lên bản dự thảo chưa ký; hệ thống dành chỗ cho số, "
        "ngày, chữ ký của lãnh đạo và dấu của cơ quan. Chỉ hợp đồng, bản ghi nhớ, bản thỏa thuận nhận tệp bên kia đã "
        "ký trước."
    )
    http_status = 422


class UploadActive(VanThuError):
    """The uploaded PDF holds scripts or layers that could change what is seen after signing."""

    code = "VT-DI-PDF-CO-MA-LENH"
    template = (
        "Tệp «{file_name}» chứa mã lệnh hoặc nội dung có thể tự thay đổi khi mở nên không được ký số. Hãy in lại ra "
        "PDF (không kèm mã lệnh, lớp ẩn) rồi tải lên."
    )
    http_status = 422


class UploadSecret(VanThuError):
    """The file carries a mark of secrecy; state secrets never enter this system, so nothing of it was kept."""

    code = "VT-VAN-BAN-MAT"
    template = (
        "Không nhận tệp «{file_name}»: {seen}. Văn bản có nội dung bí mật nhà nước không được soạn, gửi, nhận trên hệ "
        "thống này (Điều 1 Quyết định 28/2018/QĐ-TTg); hãy xử lý theo quy định về bảo vệ bí mật nhà nước. Tệp chưa "
        "được lưu ở bất kỳ đâu trên hệ thống."
    )
    http_status = 422


class UploadPlacesMissing(VanThuError):
    """The uploaded PDF does not show where number, date or signature belong."""

    code = "VT-DI-PDF-THIEU-CHO"
    template = "Không tìm được chỗ đặt số, ngày hoặc chữ ký trên tệp «{file_name}»: {sentence}"
    http_status = 422


class NoUnitHead(VanThuError):
    """Nobody heads the drafting unit, so nobody can check the content (ND30-A12.1)."""

    code = "VT-DI-THIEU-TRUONG-DON-VI"
    template = (
        "{unit} chưa có người giữ nhiệm vụ trưởng đơn vị nên chưa trình được dự thảo (Điều 12 Nghị định "
        "30/2020/NĐ-CP). Hãy đề nghị người quản trị giao nhiệm vụ này."
    )


class NoClerk(VanThuError):
    """Nobody is in charge of the clerk's desk, so nobody can check the form (ND30-A12.2)."""

    code = "VT-DI-THIEU-VAN-THU"
    template = (
        "Cơ quan chưa có người giữ nhiệm vụ văn thư nên chưa kiểm tra được thể thức (Điều 12 Nghị định "
        "30/2020/NĐ-CP). Hãy đề nghị người quản trị giao nhiệm vụ này."
    )


class NobodyForStep(VanThuError):
    """A step of the route leads to nobody who is there."""

    code = "VT-DI-BUOC-THIEU-NGUOI"
    template = (
        "Chưa trình được: bước {stage} ({kind} – {role}) {trouble}. Hãy đề nghị người quản trị giao vai trò này hoặc "
        "ghi người thay vào «{route}»; người vắng mặt cũng có thể ủy quyền xử lý. Dự thảo vẫn còn nguyên."
    )


class RouteRefused(VanThuError):
    """A route must name its steps, and have both checks of the law (ND30-A12)."""

    code = "VT-DI-QUY-TRINH"
    template = "Chưa ghi được quy trình: {why}. Hãy sửa rồi lưu lại."
    http_status = 422


class ChangedAfterApproval(VanThuError):
    """What is there is not what was approved, so it goes back before anybody signs (ND30-A11)."""

    code = "VT-DI-KHAC-BAN-DUYET"
    template = (
        "Văn bản khác với bản đã duyệt ({parts}) nên chưa thực hiện được. Hãy trả lại để người soạn thảo trình lại từ "
        "đầu; người ký phải xem xét bản mới (Điều 11 Nghị định 30/2020/NĐ-CP)."
    )


class UpdateRefused(VanThuError):
    """What was to be told of an issued document is nothing, or cannot be told (QCVN 102, BussinessDocType 2)."""

    code = "VT-DI-CAP-NHAT"
    template = "Chưa cập nhật được: {why}. Hãy sửa rồi thực hiện lại; văn bản đã phát hành giữ nguyên."
    http_status = 422


class NoLongerInForce(VanThuError):
    """The document was replaced or repealed, so nothing more can be done to it (ND30-A18.3)."""

    code = "VT-DI-HET-HIEU-LUC"
    template = "{sentence}"


class NobodyToAsk(VanThuError):
    """No recipient has the document, or all have been asked and not answered yet."""

    code = "VT-DI-KHONG-CON-NOI-THU-HOI"
    template = "Không còn nơi nhận nào để yêu cầu lấy lại: nơi nhận đã trả lại văn bản hoặc đang được chờ trả lời."


class ReasonMissing(VanThuError):
    """Sending back and withdrawing need a reason that everybody concerned can read."""

    code = "VT-DI-THIEU-LY-DO"
    template = "Chưa ghi lý do. Hãy ghi lý do để người soạn thảo và những người liên quan biết."
    http_status = 422


class NumberRefused(VanThuError):
    """The signed file cannot carry a number, so none was taken."""

    code = "VT-DI-CHUA-CAP-SO"
    template = "Chưa cấp số: {sentence} Chưa có số nào bị dùng; hãy báo người quản trị kiểm tra tệp văn bản."


class NumberNotWritten(VanThuError):
    """The number could not be written into the signed file; the number stays reserved for the document."""

    code = "VT-DI-CHUA-GHI-SO"
    template = (
        "Chưa ghi được số {number} vào tệp văn bản: {sentence} Số này vẫn được giữ cho văn bản, không cấp cho văn bản "
        "khác; hãy thực hiện lại hoặc báo người quản trị."
    )


class SignaturesNotValid(VanThuError):
    """Both signatures must be valid before a document may leave (ND30-A5, A17, A32)."""

    code = "VT-DI-CHU-KY-CHUA-HOP-LE"
    template = (
        "Chưa phát hành được: kết quả kiểm tra chữ ký số là {outcome}. {reasons} Văn bản chỉ được phát hành khi chữ ký "
        "số của người có thẩm quyền và của cơ quan đều hợp lệ (Điều 5 Nghị định 30/2020/NĐ-CP)."
    )


class AppendixNotSignable(VanThuError):
    """The agency must sign every attachment in a file of its own, and cannot sign this one (ND30-PLI, S4)."""

    code = "VT-DI-PHU-LUC-KHONG-KY-DUOC"
    template = (
        "Văn bản kèm theo «{file_name}» không ký số của cơ quan được: {why} Mỗi tệp kèm theo phải có chữ ký số của cơ "
        "quan (Phụ lục I Nghị định 30/2020/NĐ-CP)."
    )
    http_status = 422


class AppendixNotSigned(VanThuError):
    """A document leaves with all its attachments signed, or not at all."""

    code = "VT-DI-PHU-LUC-CHUA-KY"
    template = (
        "Chưa phát hành được: văn bản kèm theo «{file_name}»: {why}. Hãy đợi hoàn tất chữ ký hoặc báo người quản trị."
    )


class PaperNotMeant(VanThuError):
    """What went electronically is not printed as well, unless somebody says why (QD28-A5.3, CT07-1d)."""

    code = "VT-DI-BAN-GIAY"
    template = "Chưa in bản chính giấy: {why} (khoản 3 Điều 5 Quyết định 28/2018/QĐ-TTg)."
    http_status = 422


class NoPaperSource(VanThuError):
    """There is no version with signature and number but without the digital seal."""

    code = "VT-DI-BAN-GIAY-KHONG-CO"
    template = (
        "Văn bản không có bản đã ký, đã cấp số để in ra giấy và đóng dấu (khoản 5 Điều 18 Nghị định 30/2020/NĐ-CP). "
        "Hãy báo người quản trị."
    )


class PackageRefused(VanThuError):
    """The package would break the exchange standard (QCVN 102), so nothing was issued."""

    code = "VT-DI-GOI-TIN-LOI"
    template = "Chưa phát hành được vì gói tin chưa đúng quy chuẩn QCVN 102:2016/BTTTT: {sentences}"
