"""What can go wrong before anything is judged: a file that is no evidence, or no trust to judge it by."""


class EvidenceError(Exception):
    """Base of the errors of this package: `code` is stable, `sentence` for the user, `detail` for the log."""

    code = "evidence.error"
    sentence = "Không thực hiện được việc kiểm chứng."

    def __init__(self, detail: str = "") -> None:
        self.detail = detail
        super().__init__(f"{self.sentence} [{self.code}] {detail}".strip())


class EvidenceUnreadable(EvidenceError):
    """The file is no receipt or tree head of a version known here, or it is damaged."""

    code = "evidence.unreadable"
    sentence = "Tệp không phải biên nhận hoặc đầu cây chứng cứ của trục, hoặc đã hỏng, không đọc được."


class TrustMissing(EvidenceError):
    """A file or folder named as trust is not there or holds no certificate."""

    code = "evidence.trust_missing"
    sentence = "Không đọc được chứng thư tin cậy: cần tệp PEM chứa chứng thư, hoặc thư mục tin cậy có anchors/*.pem."


class SigningKeyUnusable(EvidenceError):
    """The key of the axis cannot be opened, or does not belong to the certificate."""

    code = "evidence.key_unusable"
    sentence = (
        "Không dùng được khóa ký chứng cứ của trục: tệp khóa, mật khẩu hoặc chứng thư không đúng hoặc không khớp."
    )
