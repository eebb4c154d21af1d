"""Why a file could not be checked at all; each code has one sentence and is in the manual."""

from vanthu.standards.letter.errors import LetterError

SENTENCES = {
    "letter.check.missing": "Không mở được tệp: {detail}.",
    "letter.check.empty": "Tệp rỗng.",
    "letter.check.format": "Tệp không phải PDF hay DOCX; hãy lưu văn bản ở một trong hai dạng này rồi kiểm tra lại.",
    "letter.check.too_large": "Tệp lớn hơn {detail}; hãy tách phụ lục thành tệp riêng rồi kiểm tra từng tệp.",
    "letter.check.damaged": "Tệp hỏng, không đọc được; hãy xuất lại từ phần mềm soạn thảo.",
    "letter.check.encrypted": "Tệp có mật khẩu; hãy bỏ mật khẩu rồi kiểm tra lại.",
    "letter.check.scanned": "Bản quét: không kiểm tra được chữ; hãy kiểm tra tệp xuất từ phần mềm soạn thảo.",
    "letter.check.macros": "Tệp DOCX có macro nên không được mở; hãy lưu lại ở dạng .docx không có macro.",
    "letter.check.external": "Tệp DOCX lấy nội dung từ nơi khác ({detail}) nên không được mở; hãy nhúng nội dung đó"
    " vào tệp hoặc bỏ liên kết.",
    "letter.check.bomb": "Tệp DOCX phình ra quá lớn khi giải nén nên không được mở.",
    "letter.check.converter_missing": "Máy này chưa cài LibreOffice nên không kiểm tra được DOCX; hãy xuất PDF rồi"
    " kiểm tra, hoặc cài libreoffice-writer-nogui.",
    "letter.check.not_converted": "Không chuyển được DOCX sang PDF trong giới hạn thời gian và bộ nhớ; hãy xuất PDF"
    " từ phần mềm soạn thảo rồi kiểm tra.",
    "letter.check.limits": "Không kiểm tra xong thể thức trong giới hạn thời gian và bộ nhớ; hãy xuất lại tệp, giảm"
    " dung lượng ảnh hoặc tách phụ lục thành tệp riêng.",
}


class CheckRefused(LetterError):
    """The file cannot be read or must not be opened; `code` is a key of SENTENCES."""

    def __init__(self, code: str, *, detail: str = "") -> None:
        self.code = code
        super().__init__(SENTENCES[code].format(detail=detail))
