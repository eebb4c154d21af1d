"""What can go wrong while signing, each with a code and a Vietnamese sentence a clerk can act on.

Verifying never raises these: a file that cannot be checked gets a `Verdict` that says so.
"""


class SigningError(Exception):
    """Base of every error of this package.

    `code` is stable and documented in `docs/reference/errors/signing.md`; `sentence` may be shown to a user;
    `detail` is for the log and may hold what a library said.
    """

    code = "signing.error"
    sentence = "Không thực hiện được thao tác ký số."

    def __init__(self, detail: str = "", *, sentence: str | None = None) -> None:
        self.detail = detail
        if sentence is not None:
            self.sentence = sentence
        super().__init__(f"{self.sentence} [{self.code}] {detail}".strip())


class PdfUnreadable(SigningError):
    """The bytes are not a PDF, or so damaged that its structure cannot be read."""

    code = "signing.pdf_unreadable"
    sentence = "Tệp không phải là PDF hoặc đã hỏng, không đọc được."


class SignatureFileUnreadable(SigningError):
    """A signature beside a file, or an XML file, whose structure cannot be read or is not allowed."""

    code = "signing.signature_file_unreadable"
    sentence = "Tệp chữ ký không đọc được hoặc không đúng cấu trúc."


class PdfEncrypted(SigningError):
    """The PDF is encrypted: it can be neither signed nor checked."""

    code = "signing.pdf_encrypted"
    sentence = "Tệp PDF được đặt mật khẩu (mã hóa), không ký hoặc kiểm tra được. Hãy gỡ mật khẩu rồi tải lên lại."


class PdfAltered(SigningError):
    """A signature already in the file no longer holds: its bytes were rewritten or changed after signing."""

    code = "signing.pdf_altered"
    sentence = "Tệp PDF đã bị thay đổi sau khi ký, chữ ký số có sẵn không còn nguyên vẹn."


class PlaceMissing(SigningError):
    """A place needed on the page (a slot for `reserve`, a form or signature field later) is not there."""

    code = "signing.place_missing"
    sentence = "Tệp PDF chưa có chỗ dành sẵn cho số, ngày hoặc chữ ký."


class AlreadyReserved(SigningError):
    """`reserve` was called on a file that already holds our fields or a signature."""

    code = "signing.already_reserved"
    sentence = "Tệp PDF đã có chỗ dành cho chữ ký hoặc đã được ký."


class FurtherSigningForbidden(SigningError):
    """A signature in the file certifies or locks it, so that no other may be added."""

    code = "signing.further_signing_forbidden"
    sentence = (
        "Chữ ký có sẵn đã khóa tệp (chứng nhận không cho thay đổi), không ai ký thêm được. Hãy đề nghị bên đã ký ký "
        "lại bằng chữ ký thường, không khóa tệp, rồi tải lên."
    )


class AlreadySigned(SigningError):
    """The signature field asked for is already signed."""

    code = "signing.already_signed"
    sentence = "Chữ ký này đã có trên văn bản, không ký lại."


class AlreadyNumbered(SigningError):
    """The number has been written into the file before; a number is never changed (ND30-A15)."""

    code = "signing.already_numbered"
    sentence = "Văn bản đã được ghi số và ngày, không ghi lại."


class NumberTooEarly(SigningError):
    """Number and date come after the leader's signature (ND30-A14)."""

    code = "signing.number_too_early"
    sentence = "Chưa có chữ ký số của người có thẩm quyền nên chưa được cấp số cho văn bản."


class NumberMissing(SigningError):
    """The agency signs a document only after number and date are on it (ND30-A14)."""

    code = "signing.number_missing"
    sentence = "Văn bản chưa được cấp số và ngày nên chưa ký số của cơ quan."


class LeaderSignatureMissing(SigningError):
    """The agency's key may sign only what the authorised person has signed (ND30-A32)."""

    code = "signing.leader_signature_missing"
    sentence = (
        "Văn bản chưa có chữ ký số hợp lệ của người có thẩm quyền; "
        "văn thư chỉ được ký số của cơ quan sau chữ ký đó (Điều 32 Nghị định 30/2020/NĐ-CP)."
    )


class KeyUnreadable(SigningError):
    """The key file is not PKCS#12, or holds no private key with its certificate."""

    code = "signing.key_unreadable"
    sentence = "Tệp khóa ký không đúng định dạng PKCS#12 hoặc không chứa khóa bí mật và chứng thư số."


class NotContinued(SigningError):
    """What came back from a signing program is not the file it was given with one signature more."""

    code = "signing.not_continued"
    sentence = "Tệp công cụ ký trả về không phải là tệp đã giao cộng thêm đúng một chữ ký, nên không được nhận."


class NotChecked(SigningError):
    """Checking what a signing program returned took more memory or time than it may."""

    code = "signing.not_checked"
    sentence = "Tệp công cụ ký trả về không kiểm tra được trong giới hạn thời gian và bộ nhớ, nên không được nhận."


class ChangedByTool(SigningError):
    """A signing program changed more than it may: it drew on the pages, or wrote a number."""

    code = "signing.changed_by_tool"
    sentence = (
        "Công cụ ký đã vẽ hoặc sửa thêm nội dung ngoài chữ ký nên tệp không được nhận. Hãy tắt việc tự chèn số, ngày "
        "trong cấu hình công cụ ký rồi ký lại."
    )


class SignedByAnother(SigningError):
    """The signature was made with another certificate than the one registered for whoever signs."""

    code = "signing.signed_by_another"
    sentence = "Chữ ký không phải bằng chứng thư số đã khai báo của người ký."


class WrongPin(SigningError):
    """The PIN (password) of the key is wrong. Tokens lock after a few wrong PINs: never try again by program."""

    code = "signing.wrong_pin"
    sentence = "Mã PIN không đúng."


class PinLocked(SigningError):
    """The token has locked itself after too many wrong PINs."""

    code = "signing.pin_locked"
    sentence = "Thiết bị ký đã bị khóa do nhập sai mã PIN nhiều lần. Hãy liên hệ đơn vị cấp thiết bị để mở khóa."


class PinFinalTry(SigningError):
    """The token says that one more wrong PIN locks it; that try is for its holder, not for a program."""

    code = "signing.pin_final_try"
    sentence = (
        "Thiết bị ký chỉ còn một lần nhập mã PIN trước khi tự khóa nên hệ thống không thử. Hãy nhập đúng mã PIN trong "
        "phần mềm của thiết bị rồi ký lại."
    )


class TokenNotFound(SigningError):
    """The PKCS#11 module cannot be loaded, or no token or key matches."""

    code = "signing.token_not_found"
    sentence = "Không tìm thấy thiết bị ký hoặc khóa ký trên thiết bị."


class TokenFailed(SigningError):
    """The token was there but refused to sign (removed, session lost, mechanism not offered)."""

    code = "signing.token_failed"
    sentence = "Thiết bị ký không thực hiện được phép ký. Hãy rút ra, cắm lại và thử lại."


class CertificateExpired(SigningError):
    """The signer's certificate has ended (ND23-A15: do not sign with an invalid certificate)."""

    code = "signing.certificate_expired"
    sentence = "Chứng thư số đã hết hạn, không được dùng để ký."


class CertificateNotYetValid(SigningError):
    """The signer's certificate is not in force yet."""

    code = "signing.certificate_not_yet_valid"
    sentence = "Chứng thư số chưa đến ngày có hiệu lực, chưa được dùng để ký."


class CertificateNotForSigning(SigningError):
    """The key usage of the certificate allows no document signature."""

    code = "signing.certificate_not_for_signing"
    sentence = "Chứng thư số không được cấp cho mục đích ký số văn bản."


class CertificateOfWrongKind(SigningError):
    """An agency's certificate in the leader's place, or a person's in the seal's."""

    code = "signing.certificate_of_wrong_kind"
    sentence = "Chứng thư số không đúng loại: chữ ký lãnh đạo cần chứng thư của cá nhân, dấu cần chứng thư của cơ quan."


class PreparedUnreadable(SigningError):
    """Stored bytes of an interrupted signing are damaged or of another version."""

    code = "signing.prepared_unreadable"
    sentence = "Không đọc lại được phiên ký dở dang. Hãy bắt đầu ký lại."


class SignatureMismatch(SigningError):
    """The raw signature returned by the device was not made over these bytes with the key of this certificate."""

    code = "signing.signature_mismatch"
    sentence = "Chữ ký do thiết bị trả về không khớp với văn bản hoặc chứng thư số đã chọn."


class SignatureTooLarge(SigningError):
    """Signature, certificates and timestamp do not fit into the space kept in the PDF."""

    code = "signing.signature_too_large"
    sentence = "Chữ ký số kèm chứng thư và dấu thời gian vượt quá chỗ dành sẵn trong tệp PDF."


class ImageUnusable(SigningError):
    """The image of signature or seal is no PNG with a transparent background (ND30 PL I), or too large."""

    code = "signing.image_unusable"
    sentence = "Ảnh chữ ký hoặc dấu phải là tệp PNG có nền trong suốt, không quá 4.000 điểm ảnh mỗi chiều."


class TimestampError(SigningError):
    """Base of the errors of asking a TSA; all of them are safe to try again later."""

    code = "signing.timestamp_error"
    sentence = "Không lấy được dấu thời gian."


class TimestampUnreachable(TimestampError):
    """No connection to the TSA, or it broke off."""

    code = "signing.timestamp_unreachable"
    sentence = "Không kết nối được máy chủ cấp dấu thời gian (TSA)."


class TimestampTimeout(TimestampError):
    """The TSA did not answer in time."""

    code = "signing.timestamp_timeout"
    sentence = "Máy chủ cấp dấu thời gian (TSA) không trả lời trong thời hạn chờ."


class TimestampRefused(TimestampError):
    """The TSA answered with an HTTP error or a PKIStatus other than granted."""

    code = "signing.timestamp_refused"
    sentence = "Máy chủ cấp dấu thời gian (TSA) từ chối yêu cầu."


class TimestampBad(TimestampError):
    """The answer is no timestamp over the digest and nonce we sent."""

    code = "signing.timestamp_bad"
    sentence = "Dấu thời gian nhận được không khớp với chữ ký."


class TrustUnreadable(SigningError):
    """The folder of trusted certificates is missing, empty or holds an unreadable file."""

    code = "signing.trust_unreadable"
    sentence = "Không đọc được danh sách chứng thư tin cậy."


class TrustFileUnknown(TrustUnreadable):
    """A file in a store of trusted certificates is not the one its manifest names; the sentence says which."""

    code = "signing.trust_file_unknown"
    sentence = "Kho chứng thư tin cậy có tệp không có trong bản kê."


class TrustImportRefused(SigningError):
    """A certificate was not taken into a store of trusted certificates; the sentence says why."""

    code = "signing.trust_import_refused"
    sentence = "Chứng thư không được nạp vào kho tin cậy."


class TrustRemovalRefused(SigningError):
    """A certificate was not taken out of a store of trusted certificates; the sentence says why."""

    code = "signing.trust_removal_refused"
    sentence = "Chứng thư không được bỏ khỏi kho tin cậy."


class SignatureUnstamped(SigningError):
    """A signature has no time stamp, so nothing that is put beside it proves when it was made."""

    code = "signing.signature_unstamped"
    sentence = "Chữ ký không có dấu thời gian nên không bổ sung được dữ liệu kiểm chứng lâu dài."


class ProofsMissing(SigningError):
    """The issuer of a certificate has said nothing since the signing; later it will have."""

    code = "signing.proofs_missing"
    sentence = "Chưa có dữ liệu thu hồi công bố sau thời điểm ký; hệ thống tự bổ sung khi có."


class NotKeepable(SigningError):
    """A certificate was not good when its signature or time stamp was made, or nobody trusted issued it."""

    code = "signing.not_keepable"
    sentence = "Chứng thư của người ký hoặc của máy chủ dấu thời gian không xác nhận được nên không lưu lâu dài được."


class RevocationAnswerBad(SigningError):
    """What an OCSP responder answered is not about the certificate, not signed as it must be, or not current."""

    code = "signing.revocation_answer_bad"
    sentence = "Trả lời của máy chủ OCSP không dùng được."


class PkiError(SigningError):
    """The development PKI cannot do what was asked; the sentence says which and how to mend it."""

    code = "signing.pki"
    sentence = "Hạ tầng khóa công khai thử nghiệm không thực hiện được yêu cầu."


class NumberUnprintable(SigningError):
    """The number holds a character the reserved font has no glyph for."""

    code = "signing.number_unprintable"
    sentence = "Số văn bản có ký tự không in được; chỉ dùng chữ số, chữ cái và dấu “/”, “-”, “.”."


class PdfActiveContent(SigningError):
    """An uploaded PDF holds scripts, XFA forms or switchable layers: what is seen may differ from what is signed."""

    code = "signing.pdf_active_content"
    sentence = (
        "Tệp PDF chứa mã lệnh, biểu mẫu động hoặc lớp ẩn hiện nên nội dung nhìn thấy có thể thay đổi sau khi ký. "
        "Hãy xuất lại tệp PDF tĩnh (PDF/A) rồi tải lên."
    )
