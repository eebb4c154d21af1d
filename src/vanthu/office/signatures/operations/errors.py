"""What can go wrong while signing or judging, as a person of the office sees it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from vanthu.runtime.errors import VanThuError
from vanthu.standards.signing import SigningError, errors


class NoSigningIdentity(VanThuError):
    """No certificate is registered for the person or the agency."""

    code = "VT-CHUA-CO-CHUNG-THU"
    template = "Chưa khai báo chứng thư số của {owner} nên không ký số được. Hãy báo người quản trị khai báo."
    http_status = 422


class CertificateUnusable(VanThuError):
    """The certificate is expired, not yet in force, not for signing or of the wrong kind (ND23-A15)."""

    code = "VT-CHUNG-THU-KHONG-DUNG-DUOC"
    template = "{sentence} Văn bản chưa được ký; hãy báo người quản trị thay chứng thư số «{certificate}»."
    http_status = 422


class CertificateNotYours(VanThuError):
    """Whoever signs does so with a certificate in his own name (CT07-1c), the seal with one of the agency."""

    code = "VT-CHUNG-THU-KHAC-NGUOI"
    template = (
        "Chứng thư số mang tên «{certificate}», không phải của {owner}, nên không được dùng để ký. "
        "Hãy dùng đúng chứng thư số của mình hoặc báo người quản trị khai báo lại."
    )
    http_status = 422


class CertificateUnreadable(VanThuError):
    """What was given as a certificate is none."""

    code = "VT-CHUNG-THU-HONG"
    template = "Không đọc được chứng thư số của {owner}. Hãy cung cấp tệp chứng thư dạng PEM hoặc DER."
    http_status = 422


class CertificateFileWrong(VanThuError):
    """The file that was brought holds no certificate of a signer, or several."""

    code = "VT-TEP-CHUNG-THU"
    template = "Tệp {why}. Chưa nạp gì; hãy chọn tệp chứng thư của đúng một người hoặc của cơ quan (.cer, .pem, .p7b)."
    http_status = 422


class PrivateKeyGiven(VanThuError):
    """The file that was brought holds a private key, which belongs in a device alone (ND30-A32)."""

    code = "VT-CHUNG-THU-CO-KHOA"
    template = (
        "Tệp có chứa khóa bí mật nên không được nhận và không được lưu lại. Khóa bí mật chỉ nằm trong thiết bị ký; hãy "
        "xuất riêng chứng thư (.cer, .pem, .p7b) rồi nạp."
    )
    http_status = 422


class CertificateDoesNotFit(VanThuError):
    """The certificate cannot be put in force: the sentence says what does not fit."""

    code = "VT-CHUNG-THU-KHONG-HOP"
    template = "{sentence} Chứng thư chưa được đưa vào dùng."
    http_status = 422


class NothingToProveWith(VanThuError):
    """The agency's key is where it signs no evidence files, and there is no time stamp authority."""

    code = "VT-CHUNG-CU-KHOA"
    template = (
        "Chưa lập được tệp chứng cứ: khóa của cơ quan ở máy cá nhân hay điện thoại nên không ký được loại tệp này, mà "
        "hệ thống chưa có máy chủ dấu thời gian để thay. Hãy báo người quản trị khai báo máy chủ dấu thời gian, hoặc "
        "chứng thư số của cơ quan có khóa ở máy chủ (HSM, thiết bị cắm ở máy chủ)."
    )
    http_status = 422


class EvidenceAwaitsStamp(VanThuError):
    """The time stamp authority gave no time stamp for an evidence file; the worker asks again."""

    code = "VT-CHUNG-CU-CHO"
    template = "Tệp chứng cứ đang chờ dấu thời gian: {sentence} Hệ thống tự thử lại; ông/bà không cần làm lại."
    http_status = 503


class EvidenceUnstamped(VanThuError):
    """The time stamp authority gave no time stamp for an evidence file in all the time allowed."""

    code = "VT-CHUNG-CU-KHONG-DAU"
    template = (
        "Không lấy được dấu thời gian trong {hours:g} giờ nên không lập được tệp chứng cứ. Hãy báo người quản trị kiểm "
        "tra máy chủ dấu thời gian rồi lập lại. Lỗi sau cùng: {sentence}"
    )
    http_status = 503


class EvidenceTooLarge(VanThuError):
    """The document with the packages of its receipts is larger than an evidence file may be."""

    code = "VT-CHUNG-CU-QUA-LON"
    template = "Văn bản cùng các gói tin kèm biên nhận lớn hơn {most} MB nên không lập được tệp chứng cứ."
    http_status = 422


class SignatureUnderWay(VanThuError):
    """Somebody is signing the document in this role, or has signed and waits for the time stamp."""

    code = "VT-DANG-KY"
    template = (
        "Văn bản đang được {person} ký ({state}). Hãy đợi hoàn tất rồi tải lại trang; nếu phiên ký bị bỏ dở, "
        "có thể ký lại sau 15 phút."
    )


class SigningRefused(VanThuError):
    """The file cannot be signed now: the sentence says why, `standard_code` names it for the manual."""

    code = "VT-KHONG-KY-DUOC"
    template = "{sentence} Văn bản chưa được ký (mã {standard_code})."
    http_status = 422


class AddressUsed(VanThuError):
    """The secret address of a signing program was used before, or is too old, or never was one."""

    code = "VT-DUONG-DAN-KY"
    template = "Đường dẫn của tệp ký đã dùng hoặc đã quá hạn. Hãy quay lại trang văn bản và bấm ký lại."
    http_status = 404


class NotSignedInTime(VanThuError):
    """Nobody made the signature in the time that its claimed moment of signing stays true."""

    code = "VT-KY-QUA-HAN"
    template = "Quá {minutes} phút mà chưa ký xong nên phiên ký đã hết hạn; văn bản còn nguyên. Hãy ký lại."


class TimestampUnavailable(VanThuError):
    """The time stamp authority gave no time stamp; the signature waits and is completed by the worker."""

    code = "VT-CHO-DAU-THOI-GIAN"
    template = "Đã ký xong, đang chờ dấu thời gian: {sentence} Hệ thống tự thử lại; ông/bà không cần ký lại."
    http_status = 503


class TimestampNever(VanThuError):
    """The time stamp authority gave no time stamp in all the time allowed; the signature is not used."""

    code = "VT-KHONG-CO-DAU-THOI-GIAN"
    template = (
        "Không lấy được dấu thời gian trong {hours:g} giờ kể từ khi ký nên chữ ký này không được dùng; văn bản còn "
        "nguyên như trước khi ký. Hãy báo người quản trị kiểm tra máy chủ dấu thời gian rồi ký lại. Lỗi sau cùng: "
        "{sentence}"
    )
    http_status = 503


class TrustMissing(VanThuError):
    """The list of trusted certificates cannot be read, so nothing can be judged."""

    code = "VT-THIEU-DANH-SACH-TIN-CAY"
    template = (
        "Không đọc được danh sách chứng thư tin cậy của hệ thống nên chưa kiểm tra được chữ ký số. "
        "Hãy báo người quản trị kiểm tra thư mục «signing.trust_dir»."
    )
    http_status = 500


class VerdictNotRecomputable(VanThuError):
    """The verdict is older than the keeping of what verdicts rest on."""

    code = "VT-KET-LUAN-CU"
    template = (
        "Kết luận này có từ trước khi hệ thống lưu dữ liệu kiểm tra kèm theo nên không tính lại đúng như lúc đó được. "
        "Hãy kiểm tra lại theo dữ liệu hôm nay."
    )
    http_status = 409


_ABOUT_CERTIFICATE = (
    errors.CertificateExpired,
    errors.CertificateNotYetValid,
    errors.CertificateNotForSigning,
    errors.CertificateOfWrongKind,
)


@contextmanager
def office_errors(*, certificate: str = "") -> Iterator[None]:
    """Turn errors of `vanthu.standards.signing` into those of the office."""
    try:
        yield
    except _ABOUT_CERTIFICATE as error:
        raise CertificateUnusable(sentence=error.sentence, certificate=certificate) from error
    except errors.TimestampError as error:
        raise TimestampUnavailable(sentence=error.sentence) from error
    except errors.TrustUnreadable as error:
        raise TrustMissing from error
    except SigningError as error:
        raise SigningRefused(sentence=error.sentence, standard_code=error.code) from error
